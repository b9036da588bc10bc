import type {RecordType} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {TxtFormat} from '../registry/txt-format.js'

/**
 * The states of an entry, in the order of the output. `wanted`: ours, and an object asks for it · `obsolete-format`:
 * ours and possibly wanted, but its only TXT has an older format · `unwanted`: ours, and no object asks for it ·
 * `orphan`: an ownership TXT without its record · `unmarked`: without an owner, and exactly as an object asks for it ·
 * `foreign`: another owner's · `unreadable`: encrypted with an unknown key · `unknown`: ours, and no objects were read.
 */
export const OWNERS_STATES = [
  'wanted',
  'obsolete-format',
  'unwanted',
  'orphan',
  'unmarked',
  'foreign',
  'unreadable',
  'unknown',
] as const
export type OwnersState = (typeof OWNERS_STATES)[number]

/** As people read and write it. JSON and CSV say `unmarked` as long as their `formatVersion` is 1. */
export function stateWord(state: OwnersState): string {
  return state === 'unmarked' ? 'unowned' : state
}

export interface OwnersText {
  readonly name: string
  readonly format: TxtFormat
  readonly isEncrypted: boolean
}

/** One record set that has or should have an ownership TXT, or an ownership TXT without its record. */
export interface OwnershipEntry {
  /** Empty when there is no owner, or the owner is unknown. */
  readonly owner: string
  readonly host: string
  readonly setIdentifier: string | undefined
  /** Undefined for an orphan whose name does not contain the type. */
  readonly type: RecordType | undefined
  /** The values, or the target of an alias; empty for an orphan. */
  readonly targets: readonly string[]
  /** Undefined for an alias and for an orphan. */
  readonly ttlSeconds: number | undefined
  /** The object that the TXT names, empty when none; where nobody owns the record set, the one that asks for it. */
  readonly resource: string
  /** The TXT that decides comes first. Empty when ownership is not kept in TXT. */
  readonly texts: readonly OwnersText[]
  readonly zone: Zone
  readonly state: OwnersState
  /** Undefined when it is unknown, and for a TXT without a record. */
  readonly isWanted: boolean | undefined
  /** Which of its sets Route 53 protects, and the comment: `A "ask ops"`; absent where none is, or nobody asked. */
  readonly protection?: string
}

/** True for a stored record set, false for a TXT without its record. */
export function isRecordSet({state, targets}: OwnershipEntry): boolean {
  return state !== 'orphan' && targets.length > 0
}

/** Whether the names of the TXT contain the record type. */
export function nameFormatOf({texts}: OwnershipEntry): 'typed' | 'untyped' | 'both' | 'none' {
  const isUntyped = ({format}: OwnersText) => format === 'untyped' || format === 'own-name'
  const hasUntyped = texts.some(isUntyped)
  if (texts.every(isUntyped)) return hasUntyped ? 'untyped' : 'none'
  return hasUntyped ? 'both' : 'typed'
}
