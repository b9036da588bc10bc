import type {CliError} from '../../errors/cli-error.js'
import type {ChangeBatch, ChangeGroup} from '../../route53/ports.js'
import {splitByResource} from './part-batch.js'

/** A denied batch and two probes: who is refused three times, and never let in, is not let in at all. */
const DENIALS_OF_A_CLOSED_ZONE = 3

/**
 * A right that is taken away in the middle would have every host of thousands tried alone. A policy that lets in one name of
 * sixteen is still found out.
 */
const MOST_DENIALS_IN_A_ROW = 50

/** What the answers of a run have told about one zone. */
export interface ZoneAccess {
  /** No further call will fare better. */
  fatalError: CliError | undefined
  /** The first refusal of who we are. */
  denial: CliError | undefined
  /** Since a batch was let in. */
  denials: number
  /** AWS has looked at a batch for what it holds: who we are was good enough for that one. */
  isOpen: boolean
}

export function recordAccepted(access: ZoneAccess): void {
  access.isOpen = true
  access.denials = 0
}

export function newZoneAccess(): ZoneAccess {
  return {fatalError: undefined, denial: undefined, denials: 0, isOpen: false}
}

/**
 * A policy with a condition on record names, types or actions refuses a batch for one record set, so a denied batch is
 * parted; a policy that refuses all of the zone is found out with two more calls.
 *
 * @param planned what comes after it: one object that may not have what it asks for is no reason to close the zone to all.
 * @returns what is to be sent next; empty for a group that is denied on its own.
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

/** Two single groups as unlike as can be, one that only creates where there is such a one; then the rest. */
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

const DENIED_HOST = 'Other hosts of the zone were let in: see the conditions of the policy on names, types and actions.'

/** Once all is sent: where others were let in it is a matter of the host, else one of the zone, told once. */
export function toDenial(
  error: CliError,
  {isOpen, denial = error}: ZoneAccess,
): {readonly kind: 'failed'; readonly messages: readonly string[]; readonly error: CliError | undefined} {
  return isOpen
    ? {kind: 'failed', messages: [`${error.happened} ${DENIED_HOST}`], error: undefined}
    : {kind: 'failed', messages: [], error: denial}
}
