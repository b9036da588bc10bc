import type {RecordSet} from '../dns/record-set.js'
import type {CliError} from '../errors/cli-error.js'
import {type HostOutcome, reasonOf} from '../pipeline/apply-plan.js'
import type {HostPlan} from '../plan/change.js'
import type {Plan} from '../plan/plan.js'
import {addedSets} from '../plan/settle-texts.js'
import type {ApplyEvent} from '../render/apply-events.js'
import {type Rejection, readRejection} from '../route53/rejection.js'
import {lacksHealthCheck} from '../route53/routing-rules.js'

/** The plan as the first lines of a stream of events. */
export function plannedEvents(plan: Plan): readonly ApplyEvent[] {
  return [
    ...plan.doubts.map((text): ApplyEvent => ({kind: 'warning', warning: {text, origin: undefined}})),
    ...plan.zones.flatMap((zone) => zone.hosts).map((host): ApplyEvent => ({kind: 'planned', host})),
    ...plan.blocked.map((blocked): ApplyEvent => ({kind: 'not-changed', blocked})),
    ...plan.warnings.map((warning): ApplyEvent => ({kind: 'warning', warning})),
  ]
}

type HostFailure = Extract<ApplyEvent, {kind: 'host-failed' | 'host-partly'}>
type Unapplied = Extract<HostOutcome, {readonly error: unknown}>

/** What Route 53 refused, in our words and in its own, and what is done in part. A host that failed with its zone: see `zoneErrors`. */
export function refusalEvents(outcomes: readonly HostOutcome[]): readonly HostFailure[] {
  return unappliedOf(outcomes)
    .filter(({kind, error}) => kind === 'partly' || error === undefined)
    .map((outcome) => toEvent(outcome, reasonOf({...outcome, messages: saidOf(outcome)})))
}

/** Hosts of one name are refused together; the one that Route 53 means is to be told from the others. */
function saidOf({host, messages}: Unapplied): readonly string[] {
  const rejections = messages.map(readRejection)
  const texts = [...new Set(rejections.map(({text}) => text))]
  const isMeant = texts.length === 0 || rejections.some((rejection) => mayConcern(rejection, host))
  return isMeant
    ? texts
    : [`it goes in one batch with another set of its name, which Route 53 refused: ${texts.join('; ')}`]
}

function mayConcern({kind, setIdentifier}: Rejection, host: HostPlan): boolean {
  if (kind === 'primary-unchecked') return addedSets(host).some(({set}) => lacksHealthCheck(set))
  return setIdentifier === undefined || touchedSets(host).some((set) => set.setIdentifier === setIdentifier)
}

function touchedSets(host: HostPlan): readonly RecordSet[] {
  const removed = [
    ...host.changes.flatMap((change) => (change.kind === 'create' ? [] : [change.current])),
    ...host.ownership.flatMap((change) => (change.kind === 'create' ? [] : [change.current.recordSet])),
  ]
  return [...removed, ...addedSets(host).map(({set}) => set)]
}

/** The hosts that failed with their zone, for programs; people read it once a zone. */
export function zoneFailureEvents(outcomes: readonly HostOutcome[]): readonly HostFailure[] {
  return unappliedOf(outcomes)
    .filter(({kind, error}) => kind === 'failed' && error !== undefined)
    .map((outcome) => toEvent(outcome, reasonOf(outcome)))
}

function unappliedOf(outcomes: readonly HostOutcome[]): readonly Unapplied[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'failed' || outcome.kind === 'partly' ? [outcome] : []))
}

function toEvent({kind, host, messages}: Unapplied, reason: string): HostFailure {
  const {zone, name, setIdentifier, origins} = host
  return {kind: `host-${kind}`, zone, host: name, setIdentifier, origins, reason, messages}
}

/** What ended the writing, once for each zone that it ended; in the order of the plan. */
export function zoneErrors(outcomes: readonly HostOutcome[]): readonly CliError[] {
  return [...new Set(unappliedOf(outcomes).flatMap(({error}) => error ?? []))]
}
