import {type DnsName, toPlanKey} from '../dns/dns-name.js'
import type {ObjectProblem, Origin, PendingHost, UnusedHost, WaitingObject} from '../dns/endpoint.js'
import {namedHosts} from '../dns/host-pattern.js'
import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {LedgerRow} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {TxtNaming} from '../registry/txt-name.js'
import type {Blocked} from './blocked.js'
import type {Field, HostPlan} from './change.js'
import type {ClusterSummary, PlanWarning, ZoneReading} from './plan.js'
import type {PlanSettings} from './plan-settings.js'

export interface ZoneSnapshot {
  readonly zone: Zone
  readonly reading: ZoneReading
  readonly recordSets: readonly RecordSet[]
  /** Absent where they were not read. */
  readonly protections?: readonly Protection[]
}

/** What Route 53 lets nobody write: every set of a name and type, whatever its identifier, there or not. */
export interface Protection {
  readonly name: DnsName
  readonly type: string
  /** Foreign text. */
  readonly comment: string | undefined
}

/** `prune`: deletions only, whatever the policy. */
export interface PruneGoal {
  readonly kind: 'prune'
  readonly removesOrphans: boolean
  readonly removesObsoleteTxt: boolean
  /** Undefined: whatever its age. */
  readonly age?: AgeLimit | undefined
}

/** What files, in place of a live cluster, can say. */
export interface ManifestsView {
  /** False: what is not in them may exist all the same. */
  readonly isComplete: boolean
  /** False: targets that only a running cluster knows are known after deploy. */
  readonly hasLiveStatus: boolean
  /** Kinds without which a chosen source can say nothing and of which the files hold none, as `nodes`: they are not the whole. */
  readonly lacks: readonly string[]
}

/** True when what the manifests do not ask for is asked for by nobody. */
export function isWhole({isComplete, lacks}: ManifestsView): boolean {
  return isComplete && lacks.length === 0
}

/** One of the clusters of a run that has several. */
export interface PlanCluster extends ClusterSummary {
  /** The names of its chosen sources, where they are known. */
  readonly sources?: readonly string[] | undefined
  /** Why what was read may not be what was meant, as phrases. */
  readonly doubts?: readonly string[] | undefined
  /** Why it could not be read, as a phrase; undefined when it was. */
  readonly unreachable?: string | undefined
}

/** What it has of a cluster is that of all of its clusters together. With doubts the default limit lets no host go. */
export interface PlanInput extends Omit<PlanCluster, 'owner' | 'unreachable'> {
  readonly settings: PlanSettings
  readonly registry: RegistrySettings
  /** In the order of the command line; undefined where there is one cluster. */
  readonly clusters?: readonly PlanCluster[] | undefined
  readonly zones: readonly ZoneSnapshot[]
  /** Zones of the listing that were not selected and hold records: what may speak of one of those stays. */
  readonly unread?: readonly Zone[] | undefined
  readonly candidates: readonly Candidate[]
  /** Asked for and not done here, as filters and other shards have it; one that cannot be done is a problem. */
  readonly leftOut?: readonly Candidate[]
  /** False for names of which another shard speaks; undefined: there is none. */
  readonly takes?: ((name: string) => boolean) | undefined
  /** `dnsName` in plan form. Of every shard. */
  readonly pending: readonly PendingHost[]
  /** Of every shard. */
  readonly problems: readonly ObjectProblem[]
  /** Of every shard. */
  readonly waiting?: readonly WaitingObject[] | undefined
  /** Of every shard. */
  readonly unused?: readonly UnusedHost[] | undefined
  /** What was left out before the zones were looked at: no zone, filtered, no DNS name. */
  readonly unplaced: readonly Blocked[]
  readonly warnings: readonly PlanWarning[]
  readonly rules: ProviderRules
  readonly goal: {readonly kind: 'apply'} | PruneGoal
  /** Undefined for a live cluster. */
  readonly manifests?: ManifestsView | undefined
  /** Every row of the ledger, whoever owns it; undefined where ownership is not kept in one. */
  readonly ledger?: readonly LedgerRow[] | undefined
  /** Hosts that somebody asks about without narrowing the plan to them, as `explain` does: all of them was read. */
  readonly lookedAt?: readonly DnsName[] | undefined
}

/** Every name of which an object or the user speaks. In a zone read in part, only of these everything is known. */
export function requestedNames(
  {
    candidates,
    pending,
    problems,
    unplaced,
    lookedAt = [],
  }: Pick<PlanInput, 'candidates' | 'pending' | 'problems' | 'unplaced' | 'lookedAt'>,
  {only}: Pick<PlanSettings, 'only'>,
): ReadonlySet<string> {
  return new Set<string>([
    ...namedHosts(only),
    ...lookedAt,
    ...candidates.map((candidate) => candidate.recordSet.name),
    ...pending.map((host) => host.dnsName),
    ...problems.flatMap(({dnsName}) => (dnsName === undefined ? [] : [toPlanKey(dnsName)])),
    ...unplaced.map(({host}) => toPlanKey(host)),
  ])
}

/** The parts of a `resource` label: `ingress`, `shop`; empty where the label has none, as `node/n1` no namespace. */
export function kindOf(resource: string): string {
  return (resource.split('/')[0] ?? '').toLowerCase()
}

export function namespaceOf(resource: string): string {
  const [, namespace = '', ...name] = resource.split('/')
  return name.length === 0 ? '' : namespace
}

/** What objects ask for, as far as it was read. */
export type Requests = Pick<PlanInput, 'candidates' | 'leftOut' | 'pending' | 'problems' | 'waiting' | 'unplaced'>

/** The labels of all objects that ask for any host, done here or not: none of their records was given up. */
export function requestingObjects({
  candidates,
  leftOut = [],
  pending,
  problems,
  waiting = [],
  unplaced,
}: Requests): ReadonlySet<string> {
  const byLabel = [...candidates, ...leftOut, ...pending, ...problems, ...waiting].map(({resource}) => resource)
  const origins = [...candidates, ...leftOut, ...unplaced].flatMap((one) => one.origins)
  return new Set([...byLabel, ...origins.flatMap(labelsOf)])
}

/** A DNSEndpoint has the label `crd/…`, whatever its kind is called. */
export function labelsOf({kind, namespace, name}: Origin): readonly string[] {
  return [`${kind.toLowerCase()}/${namespace}/${name}`, `crd/${namespace}/${name}`]
}

/** A record set as objects want it in one zone, with what decides comparisons. */
export interface DesiredRecordSet {
  readonly recordSet: RecordSet
  /** False: no object asks for a TTL, so the stored one never triggers an update. */
  readonly ttlIsChosen: boolean
  /** True: the alias target's zone was named by hand, with `aws-target-hosted-zone`, and is compared too. */
  readonly aliasZoneIsChosen: boolean
  /** Remarks for the plan: `health evaluation off: CloudFront refuses it`. */
  readonly notes: readonly string[]
}

/** What objects want under one name, type and set identifier in one zone; others may contend for it. */
export interface Candidate extends DesiredRecordSet {
  readonly zone: Zone
  /** Whose it becomes when it is written; undefined: the one owner of the run, or nobody's with registry noop. */
  readonly owner?: OwnerId | undefined
  /** As asked for. They decide between candidates: fewer come first, then by the first difference, addresses before names. */
  readonly targets: readonly string[]
  /** The label `resource` for the ownership TXT. */
  readonly resource: string
  readonly labels: Readonly<Record<string, string>>
  /** The AAAA that we add to an alias: no object wrote it. */
  readonly isTwin?: boolean | undefined
  readonly origins: readonly Origin[]
}

/** What an ownership command asks for; of which hosts, `PlanSettings.only` says. Records stay, except where `adopt` updates them. */
export type OwnershipGoal =
  /** Unowned records that objects ask for become ours. `takesEqualOnly`: those that are as they should be. */
  | {readonly kind: 'adopt'; readonly takesEqualOnly: boolean}
  /** Hosts of `from` that objects ask for become ours. */
  | {readonly kind: 'migrate'; readonly from: OwnerId}
  | {readonly kind: 'release'}
  | {readonly kind: 'transfer'; readonly to: OwnerId}
  | RepairGoal

/** What is ours gets today's text. `former`: how names were made before; `upgradesFormat`: older formats go too. */
export interface RepairGoal {
  readonly kind: 'repair'
  readonly former: TxtNaming | undefined
  readonly upgradesFormat: boolean
}

export type OwnershipInput = Omit<PlanInput, 'goal'> & {readonly goal: OwnershipGoal}

/** True where the objects have to be read: the others ask only what stands in the zones. */
export function readsObjects({kind}: OwnershipGoal): boolean {
  return kind === 'adopt' || kind === 'migrate'
}

/** True where hosts of ours become somebody else's or nobody's, and no object says which. */
export function endsOwnership({kind}: OwnershipGoal): boolean {
  return kind === 'release' || kind === 'transfer'
}

/** What the provider would refuse, asked before anything is sent; Route 53's answers are in `route53/rules`. */
export interface ProviderRules {
  /** What has to change of a stored record set; empty when it is as wanted. */
  differingFields(current: RecordSet, desired: DesiredRecordSet): readonly Field[]
  /** The rules that a record set breaks on its own, each as a phrase; empty when the provider takes it. */
  checkRecordSet(set: RecordSet, zone: Zone): readonly string[]
  /** As above, for the ownership TXT of a record set. */
  checkOwnershipRecord(txt: RecordSet, owned: RecordSet, zone: Zone): readonly string[]
  /** The names to which a CNAME or an alias into its own zone leads, to sets of its own type; empty for any other set. */
  leadsTo(set: RecordSet, zone: Zone): readonly DnsName[]
  /** The rules that break when these sets stand under one name; empty when the provider takes them together. */
  checkName(sets: readonly RecordSet[], zone: Zone): readonly string[]
  /** Why so many sets of one name and type are too many, as a phrase; undefined when they are not. */
  checkCount(type: RecordSet['type'], name: string, count: number): string | undefined
  /** Why the changes of these hosts of one name do not fit into requests, as a phrase; undefined when they do. */
  checkSize(hosts: readonly HostPlan[]): string | undefined
}

/** `prune --min-age`: what was written a short while ago stays, and what nobody knows the age of. */
export interface AgeLimit {
  /** `72 h`. */
  readonly minAge: string
  /** What was written since then stays, in milliseconds since 1970; undefined: no change history reaches so far back. */
  readonly since: number | undefined
  /** True when the host was last written long enough ago; undefined: nobody knows. */
  isOldEnough(host: AgedHost): boolean | undefined
}

export type AgedHost = Pick<HostPlan, 'zone' | 'name' | 'setIdentifier'>
