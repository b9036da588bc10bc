import {type Account, zoneOf} from './account.js'
import {checkChangeBatch, checkShape} from './change-batch.js'
import type {ChangeRequest} from './change-request.js'
import {type GuardrailReading, guardrailHits} from './guardrail.js'
import {touchedProtections} from './protection.js'
import {invalidChangeBatch, Refusal} from './refusal.js'
import type {RefusalTexts} from './refusal-texts.js'
import type {SetRules} from './set-rules.js'
import type {RecordSets} from './zone.js'

/** What a ChangeResourceRecordSets has to pass, in the order that AWS's answers suggest. */
export const CHECK_ORDER = [
  'access',
  'throttle',
  'shape',
  'zone',
  'priorRequest',
  'changes',
  'protections',
  'guardrails',
] as const
export type Check = (typeof CHECK_ORDER)[number]

/** The checks that look at the batch, and change nothing. */
export type BatchCheck = Exclude<Check, 'access' | 'throttle' | 'priorRequest'>

export type BatchRules = SetRules & {
  readonly texts: RefusalTexts
  /** Whether the text of a guardrail's refusal has its name. */
  readonly namesGuardrails: boolean
  readonly guardrailReading: GuardrailReading
}

/** @returns the final sets of every name in the batch, from `changes`. @throws a Refusal. */
export function runBatchCheck(
  check: BatchCheck,
  account: Account,
  zoneId: string | undefined,
  read: ChangeRequest | Refusal,
  rules: BatchRules,
): RecordSets | undefined {
  if (check === 'zone') {
    zoneOf(account, zoneId)
    return undefined
  }
  if (read instanceof Refusal) throw read
  const {changes} = read
  switch (check) {
    case 'shape':
      checkShape(changes)
      return undefined
    case 'changes':
      return checkChangeBatch(zoneOf(account, zoneId), changes, rules)
    case 'protections':
      return refuseFor(touchedProtections(zoneOf(account, zoneId).protections, changes).map(rules.texts.ofProtection))
    case 'guardrails': {
      const zones = [...account.zones.values()]
      const hits = guardrailHits(zones, zoneOf(account, zoneId), changes, rules.guardrailReading)
      return refuseFor(hits.map((hit) => rules.texts.ofGuardrail(hit, rules.namesGuardrails)))
    }
  }
}

/** All batch checks in that order. @returns the final sets of every name in the batch. */
export function runBatchChecks(
  order: readonly Check[],
  account: Account,
  zoneId: string | undefined,
  read: ChangeRequest | Refusal,
  rules: BatchRules,
): RecordSets {
  let final: RecordSets | undefined
  for (const check of order) {
    if (isBatchCheck(check)) final = runBatchCheck(check, account, zoneId, read, rules) ?? final
  }
  if (final === undefined) throw new Error('the order of checks lacks `changes`')
  return final
}

export function isBatchCheck(check: Check): check is BatchCheck {
  return check !== 'access' && check !== 'throttle' && check !== 'priorRequest'
}

function refuseFor(messages: readonly string[]): undefined {
  if (messages.length > 0) throw invalidChangeBatch(messages)
}
