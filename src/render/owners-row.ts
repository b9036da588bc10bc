import type {RecordType} from '../dns/record-type.js'
import type {Zone} from '../dns/zone.js'

/** How the ownership of a record set is written: `a-web`, `web`, both beside each other, or nowhere in TXT. */
type TxtFormat = 'typed' | 'untyped' | 'both' | 'none'

/**
 * `wanted`: an object asks for it · `unwanted`: ours, and none does · `orphan`: an ownership TXT without its record ·
 * `foreign`: another owner's · `unreadable`: encrypted with a key that was not given, its owner empty · `unknown`: the cluster was not read, or only a
 * part of it.
 */
export type OwnersState = 'wanted' | 'unwanted' | 'orphan' | 'foreign' | 'unreadable' | 'unknown'

/** One record set that an ownership TXT guards, or such a TXT alone. */
export interface OwnersRow {
  readonly owner: string
  readonly host: string
  readonly setIdentifier: string | undefined
  /** Undefined for an orphan whose name does not say it. */
  readonly type: RecordType | undefined
  /** Values, or the alias target; empty for an orphan. */
  readonly targets: readonly string[]
  /** Undefined for an alias and an orphan. */
  readonly ttlSeconds: number | undefined
  /** Empty where the TXT names none. */
  readonly resource: string
  readonly txtNames: readonly string[]
  readonly txtFormat: TxtFormat
  readonly zone: Zone
  readonly state: OwnersState
}

/** By owner, zone, host, set identifier and type. */
export function sortOwnersRows(rows: readonly OwnersRow[]): readonly OwnersRow[] {
  const key = (row: OwnersRow) => [
    row.owner,
    row.zone.name,
    row.zone.id,
    row.host,
    row.setIdentifier ?? '',
    row.type ?? '',
  ]
  return [...rows].sort((a, b) => {
    const [left, right] = [key(a), key(b)]
    const index = left.findIndex((text, at) => text !== right[at])
    return index < 0 ? 0 : (left[index] ?? '') < (right[index] ?? '') ? -1 : 1
  })
}
