import type {RecordType} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {TxtFormat} from '../registry/txt-format.js'

/**
 * In the order in which they are told. `wanted`: ours, and an object asks for it · `obsolete-format`: ours and not known
 * to be unwanted, only a text in an older format says so · `unwanted`: ours, and no object asks for it · `orphan`: an
 * ownership TXT without its record · `unmarked`: nobody's, and just as an object here wants it · `foreign`: another owner's ·
 * `unreadable`: encrypted with a key that was not given · `unknown`: ours, and whether it is wanted was not read.
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

/** An ownership TXT, as far as its name and its form go. */
export interface OwnersText {
  readonly name: string
  readonly format: TxtFormat
  readonly isEncrypted: boolean
}

/** One record set that an ownership TXT guards or should guard, or such a TXT alone. */
export interface OwnershipEntry {
  /** Empty where nobody owns the record set, or nobody knows who. */
  readonly owner: string
  readonly host: string
  readonly setIdentifier: string | undefined
  /** Undefined for an orphan whose name does not say it. */
  readonly type: RecordType | undefined
  /** Values, or the alias target; empty for an orphan. */
  readonly targets: readonly string[]
  /** Undefined for an alias and an orphan. */
  readonly ttlSeconds: number | undefined
  /** As the TXT names it, empty where it names none; of an unmarked record set the object that asks for it. */
  readonly resource: string
  /** The one that decides first; empty where ownership stands in no TXT. */
  readonly texts: readonly OwnersText[]
  readonly zone: Zone
  readonly state: OwnersState
  /** Undefined where it was not read, and for a TXT without a record. */
  readonly isWanted: boolean | undefined
}

/** `shop` of `ingress/shop/web`; empty where the resource names no namespace. */
export function namespaceOf({resource}: Pick<OwnershipEntry, 'resource'>): string {
  const [, namespace = '', ...name] = resource.split('/')
  return name.length === 0 ? '' : namespace
}

/** True for what is in the zone as a record set; false for a TXT that has lost its own. */
export function isRecordSet({state, targets}: OwnershipEntry): boolean {
  return state !== 'orphan' && targets.length > 0
}

/** Whether the names say the type, in one word. */
export function nameFormatOf({texts}: OwnershipEntry): 'typed' | 'untyped' | 'both' | 'none' {
  const isUntyped = ({format}: OwnersText) => format === 'untyped' || format === 'own-name'
  const hasUntyped = texts.some(isUntyped)
  if (texts.every(isUntyped)) return hasUntyped ? 'untyped' : 'none'
  return hasUntyped ? 'both' : 'typed'
}
