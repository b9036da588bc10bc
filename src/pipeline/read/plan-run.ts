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
import {readCluster} from './read-cluster.js'
import {readSelectedZones, readWholeZones, type SelectedZones, unreadZones} from './read-zones.js'
import {dealSelection, placeAll, requestedParts} from './requested-parts.js'

/** The slices of the settings that a plan depends on. */
export interface RunSettings {
  readonly sources: SourceSettings
  readonly registry: RegistrySettings
  readonly plan: PlanSettings
  readonly route53: Route53Settings
  /** `--full-read`: read every selected zone, also those that cannot matter under this policy. */
  readonly readsWholeZones: boolean
  /** What is told to the objects after an apply. */
  readonly events?: ReadonlySet<EventReason> | undefined
  /** Undefined: the run has all zones to itself. */
  readonly shard?: Shard | undefined
  /** Undefined for a live cluster. */
  readonly manifests: Omit<ManifestsView, 'lacks'> | undefined
}

/** What was read on the way to a plan; `owners` and `explain` need it too. */
export interface ReadResult {
  readonly cluster: Cluster
  readonly selection: SelectedZones
  /** Of every shard. */
  readonly desired: Desired
  readonly placed: Placed
  /** Undefined: the run has all zones to itself. */
  readonly deal: Deal | undefined
  readonly snapshots: readonly ZoneSnapshot[]
  /** Undefined where ownership is not kept in a ledger. */
  readonly ledger: readonly LedgerRow[] | undefined
  readonly objects: number
  readonly warnings: readonly PlanWarning[]
  readonly manifests: ManifestsView | undefined
  readonly statusUpdates: readonly StatusUpdate[]
  /** As the wish for the reading has it. */
  readonly lookedAt: readonly DnsName[]
}

/** A plan, and what `apply` writes back to the objects that it comes from. */
export interface RunPlan {
  readonly plan: Plan
  /** What was read of the zones: a file that keeps the plan says what has to be found again. */
  readonly snapshots: readonly ZoneSnapshot[]
  /** Undefined where ownership is not kept in a ledger. */
  readonly rows: readonly LedgerRow[] | undefined
  readonly statusUpdates: readonly StatusUpdate[]
  /** The object of an origin, for what is told to it. */
  readonly findObject: FindObject
}

/** Reads both sides at the same time and decides. Nothing is written on the way. */
export async function runPlan(
  settings: RunSettings,
  ports: PlanPorts,
  goal: PlanInput['goal'] | OwnershipGoal,
): Promise<RunPlan> {
  const readResult = await readBothSides(settings, ports, {mayDelete: goal.kind !== 'apply'})
  const plan = decidePlan(settings, ports.cluster.context, readResult, goal)
  // Records of an object that were only partly looked at do not make it an observed one, and a file has no status to write.
  const isFirst = settings.shard === undefined || settings.shard.index === 0
  const isWhole =
    goal.kind === 'apply' && settings.plan.only.length === 0 && settings.manifests === undefined && isFirst
  return {
    plan,
    snapshots: readResult.snapshots,
    rows: readResult.ledger,
    statusUpdates: isWhole ? readResult.statusUpdates : [],
    findObject:
      // Else the objects of a cluster would be kept in memory for nothing.
      settings.manifests === undefined && (settings.events?.size ?? 0) > 0
        ? objectFinder(await loadSources(settings.sources), readResult.cluster, settings.sources)
        : () => undefined,
  }
}

/** The decision alone. */
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

/** All that a decision rests on, the wish left out. */
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
    rules: makeRules(settings.route53),
    manifests: readResult.manifests,
    ledger: readResult.ledger,
    lookedAt: readResult.lookedAt,
  }
}

/** How much of the zones is read. */
export interface ReadScope {
  /** Then every zone is read, and at once; else only what matters to a wish. */
  readonly mayDelete: boolean
  /** Hosts that somebody asks about: then the plan speaks of them also where nothing makes it. */
  readonly lookedAt?: readonly DnsName[]
  /** Names that are wanted in the snapshots besides, whatever the plan needs. */
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
