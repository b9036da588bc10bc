import type {CliError} from '../../errors/cli-error.js'
import type {Protection} from '../../plan/plan-input.js'
import type {ChangeBatch, ChangeGroup} from '../../route53/ports.js'
import {splitByResource} from './part-batch.js'
import type {GroupOutcome} from './send-until-known.js'

/** A batch and its two probes: after three denials and no accepted batch, the whole zone counts as denied. */
const DENIALS_OF_A_CLOSED_ZONE = 3

/**
 * Stops when permission is withdrawn during a run, instead of trying thousands of hosts one by one. High enough to get
 * through a policy that allows one name in sixteen.
 */
const MOST_DENIALS_IN_A_ROW = 50

/** What the answers of a run have shown about access to one zone. */
export interface ZoneAccess {
  /** An error that every further call would get too. */
  fatalError: CliError | undefined
  denial: CliError | undefined
  /** Denials since the last accepted batch. */
  denials: number
  /** True once AWS has accepted a batch or judged its contents, which means that access to the zone was granted. */
  isOpen: boolean
  /** Read once, after a refusal that may be due to them. */
  protections?: readonly Protection[]
  /** Those that are on. Read once, after one has refused something. */
  guardrails?: readonly string[]
}

export function recordAccepted(access: ZoneAccess): void {
  access.isOpen = true
  access.denials = 0
}

export function newZoneAccess(): ZoneAccess {
  return {fatalError: undefined, denial: undefined, denials: 0, isOpen: false}
}

/**
 * Splits a denied batch. A policy with conditions on record names, types or actions denies a whole batch because of one
 * record set, so the parts are tried; for a policy that denies the whole zone two more calls are enough.
 * @param planned the following batches, so that the probes include another object: one object without permission must
 * not close the zone for all.
 * @returns the parts to send next; empty for a single group.
 */
export function splitDenied(
  batch: ChangeBatch,
  error: CliError,
  access: ZoneAccess,
  planned: readonly ChangeBatch[],
): readonly ChangeBatch[] {
  access.denial ??= error
  access.denials++
  const most = access.isOpen ? MOST_DENIALS_IN_A_ROW : DENIALS_OF_A_CLOSED_ZONE
  if (access.denials >= most) access.fatalError = access.denial
  if (batch.groups.length === 1) return []
  return access.isOpen ? splitByResource(batch).parts : probes(batch, planned)
}

/** Two single groups as different as possible, the first without deletes if there is such a group; then the rest. */
function probes({zone, groups}: ChangeBatch, planned: readonly ChangeBatch[]): readonly ChangeBatch[] {
  const first = groups.find((group) => !deletes(group)) ?? groups[0]
  if (first === undefined) return []
  const others = groups.filter((group) => group !== first)
  const isOfAnother = ({resource}: ChangeGroup) => resource !== first.resource
  const second =
    others.findLast((group) => deletes(group) !== deletes(first)) ??
    others.findLast(isOfAnother) ??
    planned.flatMap((batch) => batch.groups).find(isOfAnother) ??
    others.at(-1)
  return [[first], [second], others.filter((group) => group !== second)]
    .map((part) => ({zone, groups: part.filter((group) => group !== undefined)}))
    .filter((part) => part.groups.length > 0)
}

function deletes({changes}: ChangeGroup): boolean {
  return changes.some(({action}) => action === 'DELETE')
}

const DENIED_HOST =
  'Other hosts of the zone were accepted: see the conditions of the policy on names, types and actions.'

/**
 * The final outcome of a denied group: the error is the host's own if other hosts of the zone were accepted, otherwise
 * it is the zone's and reported once.
 */
export function toDenial(error: CliError, {isOpen, denial = error}: ZoneAccess): GroupOutcome {
  return isOpen
    ? {kind: 'failed', messages: [`${error.happened} ${DENIED_HOST}`], error: undefined}
    : {kind: 'failed', messages: [], error: denial}
}
