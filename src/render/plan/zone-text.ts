import {plural, visibility} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import {HOST_ACTIONS, type HostPlan} from '../../plan/change.js'
import type {Plan, ZonePlan, ZoneReading} from '../../plan/plan.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {layOutEntry} from '../layout/entry.js'
import {paragraph, REMARK_GAP, type Word, words} from '../layout/wrap.js'
import type {RowOptions} from './change-rows.js'
import {competitorsOf} from './host-owner-lines.js'
import {hostEntry} from './host-text.js'
import {drasticFirst, isLong} from './summary-text.js'

export interface ZoneTextOptions extends RowOptions {
  readonly width: number
  readonly body: number
}

/** The number of unchanged, partly read zones that are named one by one; an account may have hundreds. */
const MOST_QUIET_ZONES = 5

const READINGS: Readonly<Record<ZoneReading, string>> = {
  whole: 'read',
  'in-part': 'read in part: leftovers may exist, prune would show them',
  'not-read': 'not read: leftovers may exist, prune would show them',
}

/** One line per zone with the number of changed hosts by action. */
export function zoneCountsText(plan: Plan, options: Omit<ZoneTextOptions, 'body' | 'room'>): string[] {
  const saysCoverage = plan.zones.some((zone) => zone.reading !== 'whole')
  return plan.zones.flatMap((zone) => zoneLine(zone, plan.zones, saysCoverage, options, zoneCounts(zone)))
}

function zoneCounts({hosts, unchangedHosts}: ZonePlan): string {
  const counts = HOST_ACTIONS.flatMap((action) => {
    const count = shownHosts(hosts).filter((host) => host.action === action).length
    return count === 0 ? [] : [`${count} to ${action}`]
  })
  return [...counts, `${unchangedHosts} unchanged`].join(', ')
}

/** One block for each zone with changes, and one line for each zone that was not fully read. */
export function zonesText(plan: Plan, options: ZoneTextOptions): string[][] {
  const saysCoverage = plan.zones.some((zone) => zone.reading !== 'whole')
  const competitors = competitorsOf(plan)
  const inOrder = isLong(plan.zones) ? drasticFirst : (hosts: ZonePlan['hosts']) => hosts
  const layOut = (host: HostPlan) =>
    layOutEntry(hostEntry(host, plan.owner, competitors(host), options), options.body, options.width)
  const blocks = plan.zones
    .filter((zone) => zone.hosts.length > 0)
    .map((zone) => [
      ...zoneLine(zone, plan.zones, saysCoverage, options),
      ...inOrder(shownHosts(zone.hosts)).flatMap(layOut),
    ])
  const quiet = plan.zones.filter(
    ({hosts, reading}) => hosts.length === 0 && (options.isVerbose || reading !== 'whole'),
  )
  return quiet.length === 0 ? blocks : [...blocks, quietZones(quiet, plan.zones, options)]
}

function quietZones(quiet: readonly ZonePlan[], zones: readonly ZonePlan[], options: ZoneTextOptions): string[] {
  if (options.isVerbose || quiet.length <= MOST_QUIET_ZONES)
    return quiet.flatMap((zone) => zoneLine(zone, zones, true, options))
  const count = (reading: ZoneReading) => quiet.filter((zone) => zone.reading === reading).length
  const parts = [
    ...(count('in-part') === 0 ? [] : [`${count('in-part')} read in part`]),
    ...(count('not-read') === 0 ? [] : [`${count('not-read')} not read`]),
  ]
  const text = `${plural(quiet.length, 'more zone')} without changes, ${parts.join(', ')}: leftovers may exist, prune would show them`
  return paragraph(words(text, {paint: options.theme.dim}), options.width)
}

/** The credentials for a zone; undefined when they are the same for all zones. */
function accessText({profile, roleArn}: Zone, zones: readonly ZonePlan[]): string | undefined {
  const account = /^arn:[^:]*:iam::(\d+):/.exec(roleArn ?? '')?.[1]
  if (roleArn !== undefined) return account === undefined ? `role ${roleArn}` : `account ${account}`
  if (profile !== undefined) return `profile ${profile}`
  return zones.some(({zone}) => zone.roleArn !== undefined) ? 'own account' : undefined
}

function zoneLine(
  plan: ZonePlan,
  zones: readonly ZonePlan[],
  saysCoverage: boolean,
  options: Omit<ZoneTextOptions, 'body' | 'room'>,
  counts?: string,
): string[] {
  const {zone, reading} = plan
  const {theme, width} = options
  const access = accessText(zone, zones)
  const remark = (text: string): Word[] => words(text, {gap: REMARK_GAP, paint: theme.dim})
  const content = [
    ...words(zone.name, {paint: theme.bold}),
    ...words(visibility(zone), {gap: REMARK_GAP}),
    ...words(zone.id, {gap: REMARK_GAP}),
    ...(access === undefined ? [] : remark(access)),
    ...(counts === undefined ? [] : words(counts, {gap: REMARK_GAP})),
    ...(saysCoverage ? remark(READINGS[reading]) : []),
  ]
  // Indented further than the symbols of the hosts below.
  return paragraph(content, width, 0, 4)
}
