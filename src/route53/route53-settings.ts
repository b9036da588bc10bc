import type {ZoneRole} from './calls/access.js'

/** What the flags of spec route53.md §1 say. */
export interface Route53Settings {
  readonly zoneIdFilter: readonly string[]
  readonly zoneType: '' | 'public' | 'private'
  /** `key` or `key=value`, all must match. */
  readonly zoneTags: readonly string[]
  readonly matchesParentZones: boolean
  /** Empty: the SDK's default chain. */
  readonly profiles: readonly string[]
  readonly assumeRole: string
  /** Also for the roles of `zoneRoles`. */
  readonly assumeRoleExternalId: string
  /** Zones of other accounts, in the order of the flags. */
  readonly zoneRoles: readonly ZoneRole[]
  readonly batchChangeSize: number
  readonly batchChangeSizeBytes: number
  readonly batchChangeSizeValues: number
  readonly evaluatesTargetHealth: boolean
  readonly prefersCname: boolean
  /** Tries per call beyond the first. */
  readonly apiRetries: number
  /** Calls per second; 0: no cap until Route 53 throttles. */
  readonly callsPerSecond: number
  /** How long one call may take, milliseconds. */
  readonly callTimeoutMs: number
}
