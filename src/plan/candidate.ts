import type {Origin} from '../dns/endpoint.js'
import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'

/** A record set as objects want it in one zone, with what decides comparisons. */
export interface DesiredRecordSet {
  readonly recordSet: RecordSet
  /** False: no object asks for a TTL, so the stored one never triggers an update. */
  readonly ttlIsChosen: boolean
  /** True: the alias target's zone was named by hand and is compared too. */
  readonly aliasZoneIsChosen: boolean
  /** Remarks for the plan: `health evaluation off: CloudFront refuses it`. */
  readonly notes: readonly string[]
}

/** One wish for one name and type in one zone; several may contend for it. */
export interface Candidate extends DesiredRecordSet {
  readonly zone: Zone
  /** As asked for; their order decides between candidates (spec plan-and-registry.md §2.3). */
  readonly targets: readonly string[]
  /** The label `resource` for the ownership TXT. */
  readonly resource: string
  readonly labels: Readonly<Record<string, string>>
  /** The AAAA that we add to an alias: no object wrote it. */
  readonly isTwin?: boolean | undefined
  /** Every object that asks for exactly this. */
  readonly origins: readonly Origin[]
}
