import type {HostExplanation, HostRequest, Neighbour, ZoneVerdict} from '../../explain/explanation.js'
import type {Claim} from '../../registry/claim.js'
import {
  blockedJson,
  hostJson,
  type JsonObject,
  originJson,
  ownershipTxtJson,
  recordSetJson,
  warningJson,
  zoneJson,
} from '../json/host-json.js'
import {FORMAT_VERSION} from '../json/plan-json.js'
import {sortBlocked} from '../plan/blocked-text.js'

/**
 * The causal chain of one host as one JSON value; ends with a line feed. `EXPLAIN_SCHEMA` is its schema. Every key is always
 * there; what does not apply is null. `plan` holds what `plan --only HOST` says.
 */
export function renderExplainJson(explanation: HostExplanation): string {
  return `${JSON.stringify(explanationJson(explanation), null, 2)}\n`
}

function explanationJson(it: HostExplanation): JsonObject {
  return {
    formatVersion: FORMAT_VERSION,
    kind: 'explain',
    host: it.host,
    verdict: it.verdict,
    owner: it.plan.owner ?? null,
    policy: it.plan.policy,
    context: it.plan.context,
    asked: it.requests.map(requestJson),
    covering: it.covering.map(requestJson),
    leftOut: it.filteredOut.map(({request, by}) => ({asking: requestJson(request), by})),
    nearestName: it.nearestName ?? null,
    passesDomainFilters: it.passesDomainFilters,
    steps: it.steps.map(({name, before, after}) => ({name, before, after})),
    zones: it.zones.map(zoneVerdictJson),
    stored: it.stored.map(claimJson),
    orphans: it.orphans.map(ownershipTxtJson),
    neighbours: it.neighbours.map(neighbourJson),
    gaps: it.gaps,
    hosts: it.plan.zones.flatMap(({hosts}) => hosts.map(hostJson)),
    blocked: sortBlocked(it.plan.blocked).map(blockedJson),
    warnings: it.plan.warnings.map(warningJson),
  }
}

function requestJson({source, origin, writtenAs, setIdentifier, result}: HostRequest): JsonObject {
  return {
    source,
    origin: originJson(origin),
    writtenAs: writtenAs ?? null,
    setIdentifier: setIdentifier ?? null,
    kind: result.kind,
    type: result.kind === 'endpoint' ? result.type : null,
    targets: result.kind === 'endpoint' ? result.targets : [],
    ttlSeconds: result.kind === 'endpoint' ? (result.ttlSeconds ?? null) : null,
    detail: result.kind === 'endpoint' ? null : result.kind === 'pending' ? result.reason : result.problem,
  }
}

function zoneVerdictJson({zone, isChosen, rule}: ZoneVerdict): JsonObject {
  return {zone: zoneJson(zone), isChosen, rule}
}

function claimJson(claim: Claim): JsonObject {
  const {typed, legacyAlias, untyped} = claim.ownershipRecords
  return {
    zone: zoneJson(claim.zone),
    claim: claim.kind,
    recordSet: recordSetJson(claim.recordSet),
    ownership: [typed, legacyAlias, untyped].filter((text) => text !== undefined).map(ownershipTxtJson),
  }
}

function neighbourJson({kind, zone, recordSet}: Neighbour): JsonObject {
  return {kind, zone: zoneJson(zone), recordSet: recordSetJson(recordSet)}
}
