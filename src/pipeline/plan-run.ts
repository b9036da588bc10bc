import {type DnsName, toPlanKey, toStoredName} from '../dns/dns-name.js'
import type {Desired} from '../dns/endpoint.js'
import {type Zone, zonesFor} from '../dns/zone.js'
import type {Cluster, StatusUpdate} from '../kubernetes/objects.js'
import {askedNames} from '../plan/asked-names.js'
import type {EventReason} from '../plan/event-reasons.js'
import {makePlan} from '../plan/make-plan.js'
import {makeOwnershipPlan} from '../plan/ownership-plan.js'
import type {OwnershipWish} from '../plan/ownership-wish.js'
import type {Plan, PlanWarning} from '../plan/plan.js'
import type {ManifestsView, PlanInput, ZoneSnapshot} from '../plan/plan-input.js'
import type {PlanSettings} from '../plan/plan-settings.js'
import type {LedgerRow} from '../registry/ledger.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import {txtNamesOf} from '../registry/txt-name.js'
import {adjustEndpoints} from '../route53/endpoint-adjustment.js'
import {makeRules} from '../route53/make-rules.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import type {Deal, Shard} from '../route53/shard.js'
import {makeDesired} from '../sources/chain.js'
import {loadSources, statusUpdates} from '../sources/chosen-sources.js'
import {missingKinds} from '../sources/resource-role.js'
import type {SourceSettings} from '../sources/source-settings.js'
import {blockProblems} from './block-problems.js'
import {dealSelection} from './deal-selection.js'
import {namesToRead} from './names-to-read.js'
import {type FindObject, objectFinder} from './object-events.js'
import {leaveOut, type Placed, placeEndpoints} from './place-endpoints.js'
import type {PlanPorts} from './ports.js'
import {readCluster} from './read-cluster.js'
import {readSelectedZones, readWhatMatters, readWholeZones, type SelectedZones} from './read-zones.js'

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
export interface RunReading {
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
  wish: PlanInput['wish'] | OwnershipWish,
): Promise<RunPlan> {
  const reading = await readBothSides(settings, ports, {mayDelete: wish.kind !== 'apply'})
  const plan = decidePlan(settings, ports.cluster.context, reading, wish)
  // Records of an object that were only partly looked at do not make it an observed one, and a file has no status to write.
  const isFirst = settings.shard === undefined || settings.shard.index === 0
  const isWhole =
    wish.kind === 'apply' && settings.plan.only.length === 0 && settings.manifests === undefined && isFirst
  return {
    plan,
    snapshots: reading.snapshots,
    rows: reading.ledger,
    statusUpdates: isWhole ? reading.statusUpdates : [],
    findObject:
      // Else the objects of a cluster would be kept in memory for nothing.
      settings.manifests === undefined && (settings.events?.size ?? 0) > 0
        ? objectFinder(await loadSources(settings.sources), reading.cluster, settings.sources)
        : () => undefined,
  }
}

/** The decision alone. */
export function decidePlan(
  settings: RunSettings,
  context: string,
  reading: RunReading,
  wish: PlanInput['wish'] | OwnershipWish,
): Plan {
  const input = toPlanInput(settings, context, reading)
  return wish.kind === 'apply' || wish.kind === 'prune'
    ? makePlan({...input, wish})
    : makeOwnershipPlan({...input, wish})
}

/** All that a decision rests on, the wish left out. */
export function toPlanInput(settings: RunSettings, context: string, reading: RunReading): Omit<PlanInput, 'wish'> {
  const {desired, placed, deal} = reading
  const isOurs = ({dnsName}: {readonly dnsName: string}) => deal?.takes(dnsName) !== false
  return {
    settings: settings.plan,
    registry: settings.registry,
    context,
    objects: reading.objects,
    wantedHosts: new Set(desired.endpoints.filter(isOurs).map(({dnsName}) => toPlanKey(dnsName))).size,
    zones: reading.snapshots,
    sources: settings.sources.sources,
    ...askingParts(desired, placed, deal),
    takes: deal?.takes,
    warnings: reading.warnings,
    rules: makeRules(settings.route53),
    manifests: reading.manifests,
    ledger: reading.ledger,
    lookedAt: reading.lookedAt,
  }
}

/** What objects ask for, and what became of it before the zones were looked at. */
function askingParts(
  desired: Desired,
  placed: Placed,
  deal: Deal | undefined,
): Pick<PlanInput, 'candidates' | 'leftOut' | 'pending' | 'problems' | 'unplaced'> {
  // One that names no host concerns every shard.
  const told = desired.problems.filter(({dnsName}) => dnsName === undefined || deal?.takes(dnsName) !== false)
  return {
    candidates: placed.candidates,
    leftOut: placed.leftOut,
    pending: desired.pending.map((host) => ({...host, dnsName: toPlanKey(host.dnsName)})),
    problems: [...desired.problems, ...placed.problems],
    unplaced: [...placed.blocked, ...blockProblems(told)],
  }
}

/** How much of the zones is read. */
export interface ReadingWish {
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
  {mayDelete, lookedAt = [], besides = new Set()}: ReadingWish,
): Promise<RunReading> {
  const readsAll = mayDelete || settings.plan.policy === 'sync' || settings.readsWholeZones
  const sources = loadSources(settings.sources)
  const {shard, registry} = settings
  const selecting = readSelectedZones(ports.zones, settings.route53, settings.plan.domainFilter).then((selection) =>
    shard === undefined
      ? {selection, deal: undefined, selected: selection.zones}
      : {...dealSelection(selection, shard, registry), selected: selection.zones},
  )
  const early = readsAll ? selecting.then(({selection}) => readWholeZones(ports.zones, selection.zones)) : undefined
  const [{selection, deal, selected}, reading, earlySnapshots, ledger] = await Promise.all([
    selecting,
    sources.then((loaded) => readCluster(ports, loaded, settings.sources)),
    early,
    ports.ledger?.readRows(),
  ])
  const {zones} = selection
  const desired = makeDesired(await sources, reading.cluster, settings.sources)
  const [own, others] = divide(desired.endpoints, ({dnsName}) => deal?.takes(dnsName) !== false)
  const adjusted = adjustEndpoints(own, settings.route53)
  const {endpoints: elsewhere} = adjustEndpoints(others, settings.route53)
  const here = placeEndpoints(adjusted.endpoints, zones, settings, selection.listed)
  const there = leaveOut(elsewhere, [selected, selection.listed], settings.route53)
  const placed = {
    ...here,
    leftOut: [...here.leftOut, ...there.leftOut],
    problems: [...here.problems, ...there.problems],
  }
  const snapshots =
    earlySnapshots ?? (await readLate(settings, ports, {desired, placed, deal, zones, lookedAt, besides}))
  return {
    cluster: reading.cluster,
    selection,
    desired,
    placed,
    deal,
    snapshots,
    ledger,
    objects: reading.objects,
    lookedAt,
    statusUpdates: statusUpdates(await sources, reading.cluster, settings.sources),
    manifests: settings.manifests && {
      ...settings.manifests,
      lacks: missingKinds(await sources, reading.cluster, settings.sources),
    },
    warnings: [
      ...[...desired.warnings, ...adjusted.warnings].map(({origin, warning}) => ({origin, text: warning})),
      ...[...selection.warnings, ...reading.warnings].map((text) => ({origin: undefined, text})),
      ...placed.warnings,
    ],
  }
}

interface LateWish {
  readonly desired: Desired
  readonly placed: Placed
  readonly deal: Deal | undefined
  readonly zones: readonly Zone[]
  readonly lookedAt: readonly DnsName[]
  readonly besides: ReadonlySet<DnsName>
}

async function readLate(
  {registry, plan}: RunSettings,
  ports: PlanPorts,
  {desired, placed, deal, zones, lookedAt, besides}: LateWish,
): Promise<readonly ZoneSnapshot[]> {
  const named = [...plan.only, ...lookedAt]
  // Also what `--only` leaves out: what becomes of a host may depend on it.
  const asked = new Set(
    [...askedNames({...askingParts(desired, placed, deal), lookedAt}, plan)].filter(plan.domainFilter.matches),
  )
  const names = namesToRead({asked, candidates: placed.candidates, besides}, registry)
  return readWhatMatters(ports.zones, zones, mattering(placed, zones, registry, named), names)
}

/** A zone matters when a wanted host, one that somebody names, or one of the names that its ownership TXT may have falls into it. */
function mattering(
  placed: Placed,
  zones: readonly Zone[],
  registry: RegistrySettings,
  named: readonly DnsName[],
): (zone: Zone) => boolean {
  const names = new Map<DnsName, Set<string>>(named.map((name) => [name, new Set()]))
  for (const {recordSet} of placed.candidates) {
    const types = names.get(recordSet.name) ?? new Set()
    names.set(recordSet.name, types.add(recordSet.type))
  }
  const matter = new Set<Zone>(placed.candidates.map((candidate) => candidate.zone))
  for (const zone of named.flatMap((name) => zonesFor(name, zones))) matter.add(zone)
  if (registry.kind !== 'noop') {
    for (const [name, types] of names) {
      if (matter.size === zones.length) break
      for (const txtName of txtNamesOf(registry, name, [...types, 'CNAME'])) {
        for (const zone of zonesFor(toStoredName(txtName), zones)) matter.add(zone)
      }
    }
  }
  return (zone) => matter.has(zone)
}

function divide<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}
