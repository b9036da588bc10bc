import {type DnsName, toPlanKey} from '../../dns/dns-name.js'
import type {Desired} from '../../dns/endpoint.js'
import type {Cluster, EventReason, StatusUpdate} from '../../kubernetes/objects.js'
import {makePlan} from '../../plan/make-plan.js'
import {makeOwnershipPlan} from '../../plan/ownership-plan.js'
import type {Plan, PlanWarning} from '../../plan/plan.js'
import type {ManifestsView, OwnershipGoal, PlanInput, ZoneSnapshot} from '../../plan/plan-input.js'
import type {PlanSettings} from '../../plan/plan-settings.js'
import type {LedgerRow} from '../../registry/ledger.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import {makeRules} from '../../route53/make-rules.js'
import type {Deal, Shard} from '../../route53/read/shard.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import {makeDesired} from '../../sources/chain/chain.js'
import {loadSources, missingKinds, statusUpdates} from '../../sources/chosen-sources.js'
import type {SourceSettings} from '../../sources/source-settings.js'
import {type FindObject, objectFinder} from '../object-events.js'
import type {PlanPorts} from '../ports.js'
import {readLate} from './late-reading.js'
import type {Placed} from './place-endpoints.js'
import {heedHistory} from './read-ages.js'
import {readCluster} from './read-cluster.js'
import {heedProtections} from './read-protections.js'
import {readSelectedZones, readWholeZones, type SelectedZones, unreadZones} from './read-zones.js'
import {dealSelection, placeAll, requestedParts} from './requested-parts.js'
import {type UnmatchedPattern, unmatchedPatterns} from './unmatched-patterns.js'

export interface RunSettings {
  readonly sources: SourceSettings
  readonly registry: RegistrySettings
  readonly plan: PlanSettings
  readonly route53: Route53Settings
  /** `--full-read`: read every selected zone, even if it cannot matter under this policy. */
  readonly readsWholeZones: boolean
  /** The events that are written on objects after an apply. */
  readonly events?: ReadonlySet<EventReason> | undefined
  readonly shard?: Shard | undefined
  readonly manifests: Omit<ManifestsView, 'lacks'> | undefined
}

/** What was read for a plan. `owners` and `explain` use it too. */
export interface ReadResult {
  readonly cluster: Cluster
  readonly selection: SelectedZones
  /** The endpoints for all shards. */
  readonly desired: Desired
  readonly placed: Placed
  /** Undefined when the run handles all zones. */
  readonly deal: Deal | undefined
  readonly snapshots: readonly ZoneSnapshot[]
  readonly ledger: readonly LedgerRow[] | undefined
  readonly objects: number
  readonly warnings: readonly PlanWarning[]
  readonly doubts: readonly string[]
  readonly manifests: ManifestsView | undefined
  readonly statusUpdates: readonly StatusUpdate[]
  /** As in `ReadScope`. */
  readonly lookedAt: readonly DnsName[]
}

/** A plan, and what `apply` writes back to its objects. */
export interface RunPlan {
  readonly plan: Plan
  readonly unmatched: readonly UnmatchedPattern[]
  /** The zones as read; a saved plan records what it depends on. */
  readonly snapshots: readonly ZoneSnapshot[]
  /** Why the protections of a zone are not known, as phrases. */
  readonly unknownProtections: readonly string[]
  readonly rows: readonly LedgerRow[] | undefined
  readonly statusUpdates: readonly StatusUpdate[]
  readonly findObject: FindObject
}

/** Reads cluster and zones at the same time and makes the plan. Does not write. */
export async function runPlan(
  settings: RunSettings,
  ports: PlanPorts,
  goal: PlanInput['goal'] | OwnershipGoal,
): Promise<RunPlan> {
  const readResult = await readBothSides(settings, ports, {mayDelete: goal.kind !== 'apply'})
  const age = goal.kind === 'prune' ? goal.age : undefined
  const zones = readResult.selection.zones
  const aged =
    age === undefined ? goal : {...goal, age: await heedHistory(age, zones, ports.history, settings.registry)}
  const {plan, snapshots, unknown} = await heedProtections(readResult.snapshots, ports.zones, (some) =>
    decidePlan(settings, ports.cluster.context, {...readResult, snapshots: some}, aged),
  )
  // Only when all records of an object were considered may its generation be marked as observed. A manifest has no
  // status to write.
  const isFirst = settings.shard === undefined || settings.shard.index === 0
  const isWhole =
    goal.kind === 'apply' && settings.plan.only.length === 0 && settings.manifests === undefined && isFirst
  return {
    plan,
    unmatched: unmatchedPatterns(settings, readResult),
    snapshots,
    unknownProtections: unknown,
    rows: readResult.ledger,
    statusUpdates: isWhole ? readResult.statusUpdates : [],
    findObject:
      // Otherwise the objects of the cluster would stay in memory for nothing.
      settings.manifests === undefined && (settings.events?.size ?? 0) > 0
        ? objectFinder(await loadSources(settings.sources), readResult.cluster, settings.sources)
        : () => undefined,
  }
}

export function decidePlan(
  settings: RunSettings,
  context: string,
  readResult: ReadResult,
  goal: PlanInput['goal'] | OwnershipGoal,
): Plan {
  const input = toPlanInput(settings, context, readResult)
  return goal.kind === 'apply' || goal.kind === 'prune'
    ? makePlan({...input, goal})
    : makeOwnershipPlan({...input, goal})
}

/** The input of a plan except for its goal. */
export function toPlanInput(settings: RunSettings, context: string, readResult: ReadResult): Omit<PlanInput, 'goal'> {
  const {desired, deal} = readResult
  const isOurs = ({dnsName}: {readonly dnsName: string}) => deal?.takes(dnsName) !== false
  return {
    settings: settings.plan,
    registry: settings.registry,
    context,
    objects: readResult.objects,
    wantedHosts: new Set(desired.endpoints.filter(isOurs).map(({dnsName}) => toPlanKey(dnsName))).size,
    zones: readResult.snapshots,
    unread: unreadZones(readResult.selection),
    sources: settings.sources.sources,
    ...requestedParts(readResult),
    takes: deal?.takes,
    warnings: readResult.warnings,
    doubts: readResult.doubts,
    rules: makeRules(settings.route53),
    manifests: readResult.manifests,
    ledger: readResult.ledger,
    lookedAt: readResult.lookedAt,
  }
}

/** How much of the zones is read. */
export interface ReadScope {
  /** True when the run may delete: every zone is then read whole. Otherwise only what the requested hosts need. */
  readonly mayDelete: boolean
  /** Hosts that the plan must cover even if no object asks for them. */
  readonly lookedAt?: readonly DnsName[]
  /** Names to include in the snapshots although the plan does not need them. */
  readonly besides?: ReadonlySet<DnsName>
}

export async function readBothSides(
  settings: RunSettings,
  ports: PlanPorts,
  {mayDelete, lookedAt = [], besides = new Set()}: ReadScope,
): Promise<ReadResult> {
  const readsAll = mayDelete || settings.plan.policy === 'sync' || settings.readsWholeZones
  const sources = loadSources(settings.sources)
  const {shard, registry} = settings
  const selecting = readSelectedZones(ports.zones, settings.route53, settings.plan.domainFilter).then((selection) =>
    shard === undefined
      ? {selection, deal: undefined, selected: selection.zones}
      : {...dealSelection(selection, shard, registry), selected: selection.zones},
  )
  const early = readsAll ? selecting.then(({selection}) => readWholeZones(ports.zones, selection.zones)) : undefined
  const [{selection, deal, selected}, readResult, earlySnapshots, ledger] = await Promise.all([
    selecting,
    sources.then((loaded) => readCluster(ports, loaded, settings.sources)),
    early,
    ports.ledger?.readRows(),
  ])
  const {zones} = selection
  const desired = makeDesired(await sources, readResult.cluster, settings.sources)
  const {placed, adjusted} = placeAll(desired, {zones, selected, listed: selection.listed, deal}, settings)
  const snapshots =
    earlySnapshots ?? (await readLate(settings, ports.zones, {desired, placed, deal, zones, lookedAt, besides}))
  return {
    cluster: readResult.cluster,
    selection,
    desired,
    placed,
    deal,
    snapshots,
    ledger,
    objects: readResult.objects,
    doubts: readResult.doubts,
    lookedAt,
    statusUpdates: statusUpdates(await sources, readResult.cluster, settings.sources),
    manifests: settings.manifests && {
      ...settings.manifests,
      lacks: missingKinds(await sources, readResult.cluster, settings.sources),
    },
    warnings: [
      ...[...desired.warnings, ...adjusted].map(({origin, warning}) => ({origin, text: warning})),
      ...[...selection.warnings, ...readResult.warnings].map((text) => ({origin: undefined, text})),
      ...placed.warnings,
    ],
  }
}
