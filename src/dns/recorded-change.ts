import type {RecordSet} from './record-set.js'
import type {Zone} from './zone.js'

/** A change batch in the history of a zone. */
export interface RecordedBatch {
  readonly zone: Zone
  /** Without `/change/`. */
  readonly changeId: string
  /** `ChangeResourceRecordSets`, or something else that happened to the zone. */
  readonly operation: string
  /** Milliseconds since 1970. */
  readonly submittedAt: number
  /** An ARN; undefined when AWS names no principal. */
  readonly submittedBy: string | undefined
  /** Foreign text; undefined also where it was not read. */
  readonly comment: string | undefined
  readonly changeCount: number
}

export interface RecordedChange extends Omit<RecordedBatch, 'changeCount'> {
  /** `CREATE`, `UPSERT` or `DELETE`. */
  readonly action: string
  readonly recordSet: RecordSet
}

/** AWS lists them only nearly so. */
export function newestFirst(changes: readonly RecordedChange[]): readonly RecordedChange[] {
  return changes.toSorted((a, b) => b.submittedAt - a.submittedAt)
}

/** `2026-11-30 16:48:58Z` */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace(/\.\d+/, '')
}

/** Who an ARN names: `ci/run-17` for a session of a role, `alice` for a user. Long session names are cut. */
export function principalText(arn = '-'): string {
  const [kind, role = '', session] = arn.replace(/^arn:[^:]*:sts::\d*:/, '').split('/')
  if (kind !== 'assumed-role' || session === undefined) return arn.replace(/^arn:.*[:/](?=.)/s, '')
  // With IAM Identity Center the role is a permission set, and the session its user.
  const name = role.replace(/^AWSReservedSSO_(.+)_[0-9a-f]{16}$/, '$1')
  return `${name}/${session.length > 24 ? `${session.slice(0, 21)}...` : session}`
}

/** `2026-11-30 16:48:58Z by ci/run-17` */
export function whenAndWho({submittedAt, submittedBy = 'somebody AWS does not name'}: RecordedChange): string {
  return `${timeText(submittedAt)} by ${principalText(submittedBy)}`
}
