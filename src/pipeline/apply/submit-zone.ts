import type {ChangeBatch, ChangeGroup} from '../../route53/ports.js'
import {type BatchSize, batchGroups, excessOf} from '../../route53/write/change-batch.js'
import {guardrailsIn} from '../../route53/write/rejection.js'
import {toUpserts} from '../../route53/write/upserts.js'
import type {ApplyPorts} from '../ports.js'
import {findBarredGroups, findProtected, isNowProtected} from './final-refusals.js'
import {groupByResource} from './part-batch.js'
import {type GroupOutcome, isTooLate, MOVED, sendUntilKnown, statesOf} from './send-until-known.js'
import {newZoneAccess, recordAccepted, splitDenied, type ZoneAccess} from './zone-access.js'
import {makeZoneQueue} from './zone-queue.js'

/** Limit on refusals in the second try. That try is for hosts that depended on others, so few refusals are expected. */
const MOST_SECOND_REFUSALS = 20

/**
 * Sends the batches of one zone in order. A refused batch is split (see `ZoneQueue`). At the end, refused hosts are
 * tried once more, object by object, since one of them may have depended on a host that came later; then updates that
 * ACTIVE_RECORD_CHECK refused.
 * @param access what earlier calls have shown about the zone; this call adds to it.
 */
export async function submitZone(
  batches: readonly ChangeBatch[],
  limits: BatchSize,
  ports: ApplyPorts,
  access: ZoneAccess = newZoneAccess(),
): Promise<Outcomes> {
  const run: Run = {limits, ports, access, batchCount: batches.length}
  const {outcomes, refused, isWorthAnotherTry} = await sendAll(batches, run)
  const objects = isWorthAnotherTry ? [...groupByResource(refused).values()] : []
  const again = objects.flatMap((groups) => batchGroups(groups, limits))
  const isOver = (refusals: number) =>
    ports.isStopping() || access.fatalError !== undefined || refusals >= MOST_SECOND_REFUSALS
  const tried = new Map([...outcomes, ...(await sendAll(again, run, isOver)).outcomes])
  return new Map([...tried, ...(await upsertRefused(tried, run))])
}

type Outcomes = ReadonlyMap<ChangeGroup, GroupOutcome>

interface Run {
  readonly limits: BatchSize
  readonly ports: ApplyPorts
  readonly access: ZoneAccess
  readonly batchCount: number
}

/**
 * Sends updates that ACTIVE_RECORD_CHECK refused once more, as UPSERT. They are read again just before, because an UPSERT
 * overwrites whatever is there.
 * @returns what replaces the first refusal, which stands where an UPSERT is refused, denied or not sent.
 */
async function upsertRefused(outcomes: Outcomes, {access, ...run}: Run): Promise<Outcomes> {
  const upserts = new Map(
    [...outcomes].flatMap(([group, outcome]) => {
      const upsert = isRefusedAsActive(outcome) ? toUpserts(group) : undefined
      return upsert === undefined || excessOf(upsert, run.limits).length > 0 ? [] : [[group, upsert] as const]
    }),
  )
  const [first] = upserts.values()
  if (first === undefined || access.fatalError !== undefined) return new Map()
  const states = await statesOf({zone: first.zone, groups: [...upserts.values()]}, run.ports)
  if (states === 'unreadable') return new Map()
  const unmoved = [...upserts.values()].filter((upsert) => states.get(upsert) !== 'moved')
  // A policy that denies UPSERT says nothing of what else is sent to the zone.
  const own = {...access, ...newZoneAccess()}
  const sent = await sendAll(batchGroups(unmoved, run.limits), {...run, access: own})
  return new Map(
    [...upserts].flatMap(([group, upsert]) => {
      const outcome = sent.outcomes.get(upsert) ?? OVERTAKEN
      return isNews(outcome, own) ? [[group, outcome] as const] : []
    }),
  )
}

const OVERTAKEN: GroupOutcome = {kind: 'failed', messages: [MOVED], error: undefined}

function isRefusedAsActive(outcome: GroupOutcome): boolean {
  if (outcome.kind !== 'failed' || outcome.why?.reason !== 'guardrail') return false
  return guardrailsIn(outcome.messages).includes('ACTIVE_RECORD_CHECK')
}

function isNews(outcome: GroupOutcome, {denial}: ZoneAccess): boolean {
  if (outcome.kind !== 'failed') return outcome.kind === 'applied'
  return outcome.error === undefined ? isTooLate(outcome.messages) : outcome.error !== denial
}

/** @param isOver checked before each batch. Batches that are not sent then get no outcome. */
async function sendAll(
  batches: readonly ChangeBatch[],
  {limits, ports, access, batchCount}: Run,
  isOver: (refusals: number) => boolean = () => false,
) {
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
  // It is worth another try where a batch was accepted after the first refusal.
  return {outcomes, refused: [...refused], isWorthAnotherTry: accepted > acceptedAtRefusal}
}
