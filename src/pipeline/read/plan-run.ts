import {setImmediate as nextTurn} from 'node:timers/promises'
import type {DnsName} from '../../dns/dns-name.js'
import type {EventReason, StatusUpdate} from '../../kubernetes/objects.js'
import {makePlan} from '../../plan/make-plan.js'
import {makeOwnershipPlan} from '../../plan/ownership-plan.js'
import type {Plan} from '../../plan/plan.js'
import type {ManifestsView, OwnershipGoal, PlanInput} from '../../plan/plan-input.js'
import type {PlanSettings} from '../../plan/plan-settings.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import {makeRules} from '../../route53/make-rules.js'
import type {Shard} from '../../route53/read/shard.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import {missingKinds, statusUpdates} from '../../sources/chosen-sources.js'
import {joinDesired} from '../../sources/object/desired.js'
import {type FindObject, objectFinder} from '../object-events.js'
import type {PlanPorts} from '../ports.js'
import {readLate} from './late-reading.js'
import {heedHistory} from './read-ages.js'
import {countHosts, readClusters, toPlanClusters} from './read-clusters.js'
import {heedProtections} from './read-protections.js'
import {readSelectedZones, readWholeZones, unreadZones} from './read-zones.js'
import {dealSelection, placeAll, requestedParts} from './requested-parts.js'
import {unmatchedPatterns} from './unmatched-patterns.js'

export interface RunSettings {
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

type ReadResult = Awaited<ReturnType<typeof readBothSides>>

/** What an apply writes to the objects of one cluster. */
export interface WriteBack {
  readonly statusUpdates: readonly StatusUpdate[]
  /** The object of an origin; undefined too for one of another cluster. */
  readonly findObject: FindObject
}

/** Reads cluster and zones at the same time and makes the plan. Does not write. */
export async function runPlan(settings: RunSettings, ports: PlanPorts, goal: PlanInput['goal'] | OwnershipGoal) {
  const readResult = await readBothSides(settings, ports, {mayDelete: goal.kind !== 'apply'})
  const age = goal.kind === 'prune' ? goal.age : undefined
  const zones = readResult.selection.zones
  const aged =
    age === undefined ? goal : {...goal, age: await heedHistory(age, zones, ports.history, settings.registry)}
  const {plan, snapshots, unknown} = await heedProtections(readResult.snapshots, ports.zones, (some) =>
    decidePlan(settings, {...readResult, snapshots: some}, aged),
  )
  // Only when all records of an object were considered may its generation be marked as observed. A manifest has no
  // status to write.
  const isFirst = settings.shard === undefined || settings.shard.index === 0
  const isWhole =
    goal.kind === 'apply' && settings.plan.only.length === 0 && settings.manifests === undefined && isFirst
  return {
    plan,
    unmatched: unmatchedPatterns(settings, readResult),
    /** The zones as read; a saved plan records what it depends on. */
    snapshots,
    /** Why the protections of a zone are not known, as phrases. */
    unknownProtections: unknown,
    rows: readResult.ledger,
    /** In the order of the clusters. */
    writeBacks: readResult.clusters.map(
      (cluster): WriteBack => ({
        statusUpdates: isWhole ? statusUpdates(cluster) : [],
        findObject:
          // Otherwise the objects of the cluster would stay in memory for nothing.
          settings.manifests === undefined && (settings.events?.size ?? 0) > 0
            ? objectFinder(cluster)
            : () => undefined,
      }),
    ),
  }
}

export function decidePlan(
  settings: RunSettings,
  readResult: ReadResult,
  goal: PlanInput['goal'] | OwnershipGoal,
): Plan {
  const input = toPlanInput(settings, readResult)
  return goal.kind === 'apply' || goal.kind === 'prune'
    ? makePlan({...input, goal})
    : makeOwnershipPlan({...input, goal})
}

/** The input of a plan except for its goal. */
export function toPlanInput(settings: RunSettings, readResult: ReadResult): Omit<PlanInput, 'goal'> {
  const {desired, deal, clusters} = readResult
  const takes = (name: string) => deal?.takes(name) !== false
  return {
    settings: settings.plan,
    registry: settings.registry,
    context: clusters.map(({context}) => context).join(', '),
    clusters: toPlanClusters(clusters, takes),
    objects: clusters.reduce((sum, {objects}) => sum + objects, 0),
    wantedHosts: countHosts(desired, takes),
    zones: readResult.snapshots,
    unread: unreadZones(readResult.selection),
    sources: [...new Set(clusters.flatMap((cluster) => cluster.settings.sources))],
    ...requestedParts(readResult),
    takes: deal?.takes,
    warnings: readResult.warnings,
    doubts: clusters.flatMap(({doubts}) => doubts),
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

/** What is read for a plan. `owners` and `explain` use it too. */
export async function readBothSides(
  settings: RunSettings,
  ports: PlanPorts,
  {mayDelete, lookedAt = [], besides = new Set()}: ReadScope,
) {
  const readsAll = mayDelete || settings.plan.policy === 'sync' || settings.readsWholeZones
  const {shard, registry} = settings
  const selecting = readSelectedZones(ports.zones, settings.route53, settings.plan.domainFilter).then((selection) =>
    shard === undefined
      ? {selection, deal: undefined, selected: selection.zones}
      : {...dealSelection(selection, shard, registry), selected: selection.zones},
  )
  const early = readsAll ? selecting.then(({selection}) => readWholeZones(ports.zones, selection.zones)) : undefined
  // While record sets are still being read, whose first calls leave before.
  const placing = Promise.all([selecting, readClusters(ports, settings.plan.tolerated)]).then(
    async ([{selection, deal, selected}, clusters]) => {
      await nextTurn()
      const {zones, listed} = selection
      const desired = joinDesired(clusters.map((cluster) => cluster.desired))
      return {
        selection,
        zones,
        deal,
        clusters,
        desired,
        ...placeAll(desired, {zones, selected, listed, deal}, settings),
      }
    },
  )
  const [{selection, zones, deal, clusters, desired, placed, adjusted}, earlySnapshots, ledger] = await Promise.all([
    placing,
    early,
    ports.ledger?.readRows(),
  ])
  const snapshots =
    earlySnapshots ?? (await readLate(settings, ports.zones, {desired, placed, deal, zones, lookedAt, besides}))
  return {
    clusters,
    selection,
    /** The endpoints for all shards, of all clusters. */
    desired,
    placed,
    /** Undefined when the run handles all zones. */
    deal,
    snapshots,
    ledger,
    lookedAt,
    manifests: settings.manifests && {
      ...settings.manifests,
      lacks: clusters.flatMap((cluster) => missingKinds(cluster)),
    },
    warnings: [
      ...[...desired.warnings, ...adjusted].map(({origin, warning}) => ({origin, text: warning})),
      ...[...selection.warnings, ...clusters.flatMap(({warnings}) => warnings)].map((text) => ({
        origin: undefined,
        text,
      })),
      ...placed.warnings,
    ],
  }
}
