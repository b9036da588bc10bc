import {toPlanKey} from '../../dns/dns-name.js'
import type {Desired, ObjectProblem, SourceWarning} from '../../dns/endpoint.js'
import {ADDRESS_TYPES} from '../../dns/record-set.js'
import {type Zone, zonesFor} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'
import type {PlanSettings} from '../../plan/plan-settings.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import {toTxtName} from '../../registry/txt-name.js'
import {type Deal, dealZones, rootNames, type Shard} from '../../route53/read/shard.js'
import {adjustEndpoints} from '../../route53/records/endpoint-adjustment.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import {blockProblems, leaveOut, type Placed, placeEndpoints} from './place-endpoints.js'
import type {SelectedZones} from './read-zones.js'

export interface ZonesOfRun {
  readonly zones: readonly Zone[]
  /** The selected zones of all shards. */
  readonly selected: readonly Zone[]
  readonly listed: readonly Zone[]
  readonly deal: Deal | undefined
}

/** Places the endpoints of this shard, and checks the others for problems only. */
export function placeAll(
  {endpoints}: Desired,
  {zones, selected, listed, deal}: ZonesOfRun,
  settings: {readonly plan: PlanSettings; readonly route53: Route53Settings},
): {readonly placed: Placed; readonly adjusted: readonly SourceWarning[]} {
  const [own, others] = divide(endpoints, ({dnsName}) => deal?.takes(dnsName) !== false)
  const adjusted = adjustEndpoints(own, settings.route53)
  const here = placeEndpoints(adjusted.endpoints, zones, settings.plan, listed)
  const there = leaveOut(adjustEndpoints(others, settings.route53).endpoints, [selected, listed])
  const leftOut = [...here.leftOut, ...there.leftOut]
  return {placed: {...here, leftOut, problems: [...here.problems, ...there.problems]}, adjusted: adjusted.warnings}
}

export interface RequestedParts {
  readonly desired: Desired
  readonly placed: Placed
  readonly deal: Deal | undefined
}

/** The part of the plan input that comes from objects. */
export function requestedParts({desired, placed, deal}: RequestedParts) {
  // A problem without a host concerns every shard.
  const isOurs = ({dnsName}: ObjectProblem) => dnsName === undefined || deal?.takes(dnsName) !== false
  const [shown, hidden] = divide(desired.problems, isOurs)
  return {
    candidates: placed.candidates,
    leftOut: placed.leftOut,
    pending: desired.pending.map((host) => ({...host, dnsName: toPlanKey(host.dnsName)})),
    problems: [...shown, ...hidden.map((problem) => ({...problem, isUntold: true})), ...placed.problems],
    waiting: desired.waiting,
    unused: desired.unused,
    unplaced: [...placed.blocked, ...blockProblems(shown)],
  }
}

function divide<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}

/** Selects the zones of this shard. @throws CliError when an ownership TXT would be in a zone of another shard. */
export function dealSelection(selection: SelectedZones, shard: Shard, registry: RegistrySettings) {
  const {zones} = selection
  if (registry.kind !== 'noop') {
    const roots = rootNames(zones)
    for (const zone of zones) {
      // Only the TXT of the apex can be outside of the zone, whatever the prefix is.
      const stray = ADDRESS_TYPES.map((type) => toTxtName(registry, zone.name, type)).find((name) =>
        zonesFor(name, zones).some((other) => roots.get(other.name) !== roots.get(zone.name)),
      )
      if (stray === undefined) continue
      const doing = 'divide the zones among the shards'
      const happened = `The ownership TXT of ${zone.name} would be ${stray}, which is in a zone that another shard may have.`
      const fix = ['choose another --txt-prefix or --txt-suffix', 'or run without --shard-count']
      throw new CliError({code: 'USAGE', doing, happened, fix})
    }
  }
  const deal = dealZones(zones, shard)
  return {selection: {...selection, zones: deal.zones}, deal}
}
