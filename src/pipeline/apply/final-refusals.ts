import type {BlockedReason} from '../../plan/blocked.js'
import {phrases} from '../../plan/blocked-phrases.js'
import type {ChangeBatch, ChangeGroup} from '../../route53/ports.js'
import {findBarred, findCulprits, guardrailsIn, readRejection} from '../../route53/write/rejection.js'
import type {ApplyPorts} from '../ports.js'
import type {ZoneAccess} from './zone-access.js'

/** The groups that a protection covers, as far as a refusal has led to reading the protections. */
export function findProtected(
  {groups}: ChangeBatch,
  {protections}: ZoneAccess,
): ReadonlyMap<ChangeGroup, BlockedReason> {
  if (protections === undefined || protections.length === 0) return new Map()
  const byPlace = new Map(protections.map((one) => [`${one.name} ${one.type}`, one]))
  return new Map(
    groups.flatMap((group) => {
      const found = group.changes.flatMap(({recordSet: {name, type}}) => byPlace.get(`${name} ${type}`) ?? []).at(0)
      return found === undefined ? [] : [[group, phrases.protectedSet(found)] as const]
    }),
  )
}

/**
 * Whether a batch was refused because of protections that came after the plan. They are read once a zone and run. The text
 * only tells when to look: it repeats a comment that anybody may have written.
 */
export async function isNowProtected(
  batch: ChangeBatch,
  messages: readonly string[],
  access: ZoneAccess,
  {zones}: ApplyPorts,
): Promise<boolean> {
  const isUnderstood =
    messages.every((message) => readRejection(message).kind !== 'other' && !/protect/i.test(message)) &&
    findCulprits(batch, messages).size > 0
  if (isUnderstood || access.protections !== undefined) return false
  const answer = await zones.listProtections(batch.zone)
  access.protections = answer.ok ? answer.value : []
  return findProtected(batch, access).size > 0
}

/** Why guardrails of the zone refuse groups of the batch. Where the text names none of them, only a batch of one is. */
export async function findBarredGroups(
  batch: ChangeBatch,
  messages: readonly string[],
  access: ZoneAccess,
  {zones}: ApplyPorts,
): Promise<ReadonlyMap<ChangeGroup, BlockedReason>> {
  if (guardrailsIn(messages).length === 0) return new Map()
  const named = findBarred(batch, messages)
  const found =
    named.size === 0 && batch.groups.length === 1 ? batch.groups.map((one) => [one, messages] as const) : named
  const causes: [ChangeGroup, BlockedReason][] = []
  for (const [group, texts] of found) {
    if (access.guardrails === undefined) {
      const details = await zones.readDetails(batch.zone)
      access.guardrails = (details.ok ? details.value.features?.guardrails : undefined) ?? []
    }
    causes.push([group, phrases.refusedByGuardrail(guardrailsIn(texts), texts.join('; '), access.guardrails)])
  }
  return new Map(causes)
}
