import type {ZoneRole} from './calls/access.js'

/** Settings from the flags about Route 53. */
export interface Route53Settings {
  readonly zoneIdFilter: readonly string[]
  readonly zoneType: '' | 'public' | 'private'
  /** `key` or `key=value`; all must match. */
  readonly zoneTags: readonly string[]
  readonly matchesParentZones: boolean
  /** Empty: the SDK's default chain. */
  readonly profiles: readonly string[]
  readonly assumeRole: string
  /** Also used for the roles of `zoneRoles`. */
  readonly assumeRoleExternalId: string
  /** Zones of other accounts, in the order of the flags. */
  readonly zoneRoles: readonly ZoneRole[]
  readonly batchChangeSize: number
  readonly batchChangeSizeBytes: number
  readonly batchChangeSizeValues: number
  readonly evaluatesTargetHealth: boolean
  readonly prefersCname: boolean
  /** Retries per call, beyond the first try. */
  readonly apiRetries: number
  /** Calls per second; 0: no limit until Route 53 throttles. */
  readonly callsPerSecond: number
  /** How long one call may take, milliseconds. */
  readonly callTimeoutMs: number
}
