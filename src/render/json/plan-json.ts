import {countPlan, type DeleteRefusal, isEmptyPlan, type Plan, type PlanCounts} from '../../plan/plan.js'
import {sortBlocked} from '../plan/blocked-text.js'
import {blockedJson, hostJson, type JsonObject, warningJson, zoneJson} from './host-json.js'

/** Grows only when a field is taken away or changes its meaning; new fields come without (design §2). */
export const FORMAT_VERSION = 1

/**
 * The plan as one JSON value; ends with a line feed. `PLAN_SCHEMA` is its schema.
 *
 * ```
 * formatVersion, kind: "plan", owner (null: registry noop), policy, context, isEmpty
 * read      {objects, wantedHosts, zones, recordSets}
 * counts    {create, update, replace, adopt, delete, release, transfer, repair, unchanged, blocked, owned, ledgerChanges,
 *           recordSetChanges}
 * zones[]   {zone, reading, ownedHosts, unchangedHosts, recordSets, hosts[]}
 *   hosts[]   {action, zone, name, setIdentifier, changes[], ownership[], ledger[], isGone, origins[], formerResources[], notes[]}
 *     changes[]   {kind, differs[], current, desired}: record sets, null where there is none
 *     ledger[]    {kind: put | remove, current, desired}: rows {name, type, setIdentifier, owner, resource, labels}
 *     ownership[] {kind, zone, current: {owner, resource, labels, format, recordSet}, desired}
 * blocked[] {reason, zone, host, setIdentifier, types[], owner, origins[], detail, fix}, in the order of the screen
 * warnings[] {text, origin}
 * doubts[]  phrases: what makes the plan as a whole doubtful
 * refusal   null, or {deletedHosts, ownedHosts, zones[], victims[], commonCause, limit, fix}
 *
 * zone      {id, name, isPrivate, profile, roleArn}
 * record set {name, type, setIdentifier, ttlSeconds, values[], alias, routing, healthCheckId, trafficPolicyInstanceId}:
 *           alias sets have ttlSeconds and values null; values are the bytes that Route 53 stores
 * ```
 *
 * Every key is always there; what does not apply is null.
 */
export function renderPlanJson(plan: Plan): string {
  return `${JSON.stringify(planJson(plan), null, 2)}\n`
}

function planJson(plan: Plan): JsonObject {
  return {
    formatVersion: FORMAT_VERSION,
    kind: 'plan',
    owner: plan.owner ?? null,
    policy: plan.policy,
    context: plan.context,
    isEmpty: isEmptyPlan(plan),
    read: {
      objects: plan.objects,
      wantedHosts: plan.wantedHosts,
      zones: plan.zones.length,
      recordSets: plan.zones.reduce((sum, zone) => sum + zone.recordSets, 0),
    },
    counts: countsJson(countPlan(plan)),
    zones: plan.zones.map(({zone, reading, ownedHosts, unchangedHosts, recordSets, hosts}) => ({
      zone: zoneJson(zone),
      reading,
      ownedHosts,
      unchangedHosts,
      recordSets,
      hosts: hosts.map(hostJson),
    })),
    blocked: sortBlocked(plan.blocked).map(blockedJson),
    warnings: plan.warnings.map(warningJson),
    doubts: plan.doubts,
    refusal: plan.refusal === undefined ? null : refusalJson(plan.refusal),
  }
}

function countsJson(counts: PlanCounts): JsonObject {
  return {
    create: counts.create,
    update: counts.update,
    replace: counts.replace,
    adopt: counts.adopt,
    delete: counts.delete,
    release: counts.release,
    transfer: counts.transfer,
    repair: counts.repair,
    unchanged: counts.unchanged,
    blocked: counts.blocked,
    owned: counts.owned,
    ledgerChanges: counts.ledgerChanges,
    recordSetChanges: counts.recordSetChanges,
  }
}

function refusalJson(refusal: DeleteRefusal): JsonObject {
  return {
    deletedHosts: refusal.deletedHosts,
    ownedHosts: refusal.ownedHosts,
    zones: refusal.zones.map(({zone, deletedHosts, ownedHosts}) => ({zone: zoneJson(zone), deletedHosts, ownedHosts})),
    victims: refusal.victims,
    commonCause: refusal.commonCause ?? null,
    limit: refusal.limit,
    fix: refusal.fix,
  }
}
