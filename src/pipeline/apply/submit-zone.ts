import type {ChangeBatch, ChangeGroup} from '../../route53/ports.js'
import type {BatchSize} from '../../route53/write/change-batch.js'
import {batchGroups} from '../../route53/write/change-batch.js'
import type {ApplyPorts} from '../ports.js'
import {findBarredGroups, findProtected, isNowProtected} from './final-refusals.js'
import {groupByResource} from './part-batch.js'
import {type GroupOutcome, sendUntilKnown} from './send-until-known.js'
import {newZoneAccess, recordAccepted, splitDenied, type ZoneAccess} from './zone-access.js'
import {makeZoneQueue} from './zone-queue.js'

/** Limit on refusals in the second try. That try is for hosts that depended on others, so few refusals are expected. */
const MOST_SECOND_REFUSALS = 20

/**
 * Sends the batches of one zone in order. A refused batch is split (see `ZoneQueue`). At the end, refused hosts are
 * tried once more, object by object, since one of them may have depended on a host that came later.
 * @param access what earlier calls have shown about the zone; this call adds to it.
 */
export async function submitZone(
  batches: readonly ChangeBatch[],
  limits: BatchSize,
  ports: ApplyPorts,
  access: ZoneAccess = newZoneAccess(),
): Promise<ReadonlyMap<ChangeGroup, GroupOutcome>> {
  const run: Run = {limits, ports, access, batchCount: batches.length}
  const first = await sendAll(batches, run)
  if (!first.isWorthAnotherTry) return first.outcomes
  const again = [...groupByResource(first.refused).values()].flatMap((groups) => batchGroups(groups, limits))
  const isOver = (refusals: number) =>
    ports.isStopping() || access.fatalError !== undefined || refusals >= MOST_SECOND_REFUSALS
  const second = await sendAll(again, run, isOver)
  return new Map([...first.outcomes, ...second.outcomes])
}

interface Run {
  readonly limits: BatchSize
  readonly ports: ApplyPorts
  readonly access: ZoneAccess
  readonly batchCount: number
}

interface Sent {
  readonly outcomes: ReadonlyMap<ChangeGroup, GroupOutcome>
  readonly refused: readonly ChangeGroup[]
  /** True when a batch was accepted after the first refusal. */
  readonly isWorthAnotherTry: boolean
}

/** @param isOver checked before each batch. Batches that are not sent then get no outcome. */
async function sendAll(
  batches: readonly ChangeBatch[],
  {limits, ports, access, batchCount}: Run,
  isOver: (refusals: number) => boolean = () => false,
): Promise<Sent> {
  const outcomes = new Map<ChangeGroup, GroupOutcome>()
  const refused = new Set<ChangeGroup>()
  const queue = makeZoneQueue(batches, limits)
  let [accepted, acceptedAtRefusal, refusals] = [0, Number.POSITIVE_INFINITY, 0]
  const refuse = (group: ChangeGroup, outcome: GroupOutcome) => {
    outcomes.set(group, outcome)
    refused.add(group)
  }
  for (let next = queue.next(); next !== undefined && !isOver(refusals); next = queue.next()) {
    const forbidden = findProtected(next, access)
    for (const [group, why] of forbidden) {
      outcomes.set(group, {kind: 'failed', messages: [why.detail], error: undefined, why})
    }
    const {zone} = next
    const groups = next.groups.filter((group) => !forbidden.has(group))
    if (groups.length === 0) continue
    const batch = {zone, groups}
    const setOutcome = (outcome: GroupOutcome) => {
      for (const group of groups) outcomes.set(group, outcome)
    }
    if (access.fatalError !== undefined) {
      setOutcome({kind: 'failed', messages: [], error: access.fatalError})
      continue
    }
    if (ports.isStopping()) {
      setOutcome({kind: 'not-started'})
      continue
    }
    const place = {index: Math.max(1, batchCount - queue.planned().length), of: batchCount}
    const size = {hosts: groups.length, changes: groups.reduce((sum, group) => sum + group.changeCount, 0)}
    ports.report({kind: 'batch-started', zone, ...place, ...size})
    const outcome = await sendUntilKnown(batch, ports)
    switch (outcome.kind) {
      case 'accepted':
        accepted++
        recordAccepted(access)
        queue.accept(batch)
        ports.report({kind: 'batch-accepted', zone, ...place, ...size, changeId: outcome.changeId})
        setOutcome({kind: 'applied'})
        break
      case 'failed':
        access.fatalError = outcome.error
        setOutcome({kind: 'failed', messages: [], error: outcome.error})
        break
      case 'stopped':
        setOutcome({kind: 'not-started'})
        break
      case 'denied': {
        const denied: GroupOutcome = {kind: 'denied', error: outcome.error}
        const parts = splitDenied(batch, outcome.error, access, queue.planned())
        if (parts.length === 0) setOutcome(denied)
        queue.deny(batch, parts, denied)
        break
      }
      case 'rejected': {
        refusals++
        acceptedAtRefusal = Math.min(acceptedAtRefusal, accepted)
        recordAccepted(access)
        ports.report({kind: 'batch-rejected', zone, hosts: size.hosts, messages: outcome.messages})
        if (await isNowProtected(batch, outcome.messages, access, ports)) {
          queue.resend(batch)
          break
        }
        const barred = await findBarredGroups(batch, outcome.messages, access, ports)
        for (const [group, messages] of queue.refuse(batch, outcome.messages, barred.keys())) {
          const why = barred.get(group)
          if (why === undefined) refuse(group, {kind: 'failed', messages, error: undefined})
          else outcomes.set(group, {kind: 'failed', messages, error: undefined, why})
        }
        break
      }
      case 'parted':
        for (const [group, one] of outcome.groups) outcomes.set(group, one)
        if (outcome.rest.length > 0) queue.resend({zone, groups: outcome.rest})
        break
    }
  }
  for (const group of batches.flatMap(({groups}) => groups)) {
    const outcome = outcomes.has(group) ? undefined : queue.abandoned(group)
    if (outcome !== undefined) refuse(group, outcome)
  }
  return {outcomes, refused: [...refused], isWorthAnotherTry: accepted > acceptedAtRefusal}
}
