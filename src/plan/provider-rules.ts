import type {DnsName} from '../dns/dns-name.js'
import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {DesiredRecordSet} from './candidate.js'
import type {Field, HostPlan} from './change.js'

/** What the provider would refuse, asked before anything is sent; Route 53's answers are in `route53/rules`. */
export interface ProviderRules {
  /** What has to change of a stored record set; empty when it is as wanted. */
  differingFields(current: RecordSet, desired: DesiredRecordSet): readonly Field[]
  /** The rules that a record set breaks on its own, each as a phrase; empty when the provider takes it. */
  checkRecordSet(set: RecordSet, zone: Zone): readonly string[]
  /** As above, for the ownership TXT of a record set. */
  checkOwnershipTxt(txt: RecordSet, guarded: RecordSet, zone: Zone): readonly string[]
  /** The names to which a CNAME or an alias into its own zone leads, to sets of its own type; empty for any other set. */
  leadsTo(set: RecordSet, zone: Zone): readonly DnsName[]
  /** The rules that break when these sets stand under one name; empty when the provider takes them together. */
  checkName(sets: readonly RecordSet[], zone: Zone): readonly string[]
  /** Why so many sets of one name and type are too many, as a phrase; undefined when they are not. */
  checkCount(type: RecordSet['type'], name: string, count: number): string | undefined
  /** Why the changes of these hosts of one name do not fit into requests, as a phrase; undefined when they do. */
  checkSize(hosts: readonly HostPlan[]): string | undefined
}
