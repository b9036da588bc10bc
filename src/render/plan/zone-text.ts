import {plural, visibility} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import {countActions, type Plan, type ZonePlan, type ZoneReading} from '../../plan/plan.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {layOutEntry} from '../layout/entry.js'
import {paragraph, words} from '../layout/wrap.js'
import type {PlanLook} from './blocked-text.js'
import {hostEntry} from './host-text.js'
import {countTexts, deletesFirst} from './summary-text.js'

/** The number of unchanged, partly read zones that are named one by one; an account may have hundreds. */
const MOST_QUIET_ZONES = 5

const READINGS: Readonly<Record<ZoneReading, string>> = {
  whole: 'read',
  'in-part': 'read in part: prune finds stale records',
  'not-read': 'not read: prune finds stale records',
}

/** One line per zone with the number of changed hosts by action. */
export function zoneCountsText({zones}: Plan, options: PlanLook): string[] {
  return zones.flatMap((zone) =>
    zoneLine(zone, zones, options, [...countTexts(countActions(zone.hosts)), `${zone.unchangedHosts} unchanged`]),
  )
}

/** One block for each zone with changes, and one line for each zone that was not fully read. */
export function zonesText({owner, zones}: Pick<Plan, 'owner' | 'zones'>, options: PlanLook): string[][] {
  const {body, width} = options
  const changed = zones.filter(({hosts}) => hosts.length > 0)
  const blocks = changed.map((zone) => [
    ...zoneLine(zone, zones, options),
    ...deletesFirst(shownHosts(zone.hosts)).flatMap((host) =>
      layOutEntry(hostEntry(host, owner, options), body, width),
    ),
  ])
  const quiet = zones.filter(({hosts, reading}) => hosts.length === 0 && (options.isVerbose || reading !== 'whole'))
  return quiet.length === 0 ? blocks : [...blocks, quietZones(quiet, zones, options)]
}

function quietZones(quiet: readonly ZonePlan[], zones: readonly ZonePlan[], options: PlanLook): string[] {
  if (options.isVerbose || quiet.length <= MOST_QUIET_ZONES)
    return quiet.flatMap((zone) => zoneLine(zone, zones, options))
  const count = (reading: ZoneReading) => quiet.filter((zone) => zone.reading === reading).length
  const parts = [`${count('in-part')} read in part`, `${count('not-read')} not read`].filter(
    (text) => !/^0 /.test(text),
  )
  const text = `${plural(quiet.length, 'more zone')} without changes, ${parts.join(', ')}: prune finds stale records`
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
  {zone, reading}: ZonePlan,
  zones: readonly ZonePlan[],
  {theme, width}: PlanLook,
  counts: readonly string[] = [],
): string[] {
  const access = accessText(zone, zones)
  const saysReading = zones.some((one) => one.reading !== 'whole')
  const facts = [visibility(zone), zone.id, ...(counts.length === 0 ? [] : [counts.join(', ')])]
  const remarks = [...(access === undefined ? [] : [access]), ...(saysReading ? [READINGS[reading]] : [])]
  const content = [
    ...words(zone.name, {paint: theme.bold}),
    ...facts.flatMap((text) => words(text, {gap: 2})),
    ...remarks.flatMap((text) => words(text, {gap: 2, paint: theme.dim})),
  ]
  return paragraph(content, width, 0, 2)
}
