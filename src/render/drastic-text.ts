import type {Zone} from '../dns/zone.js'
import type {HostPlan} from '../plan/change.js'
import type {Plan} from '../plan/plan.js'
import {shownHosts} from '../plan/shown-hosts.js'
import {drasticFirst, isDrastic, isLong} from './drastic.js'
import {plural, zoneText} from './phrase.js'
import {setIdentifierText} from './record-set-text.js'
import {SYMBOLS, type Theme} from './theme.js'
import {oneWord, paragraph, REMARK_GAP, words} from './wrap.js'

/** So many are named once more; the counts below tell the rest. */
const MOST_REPEATED = 30

/** At the end of a long plan: deletes and replacements once more, a line each. Nothing where nothing else changes. */
export function drasticText(plan: Plan, theme: Theme, width: number): string[] {
  const hosts = shownHosts(plan.zones.flatMap((zone) => zone.hosts))
  const drastic = drasticFirst(hosts.filter(isDrastic))
  if (!isLong(plan.zones) || drastic.length === 0 || drastic.length === hosts.length) return []
  const zones = plan.zones.flatMap(({zone, hosts: own}) => (own.length === 0 ? [] : [zone]))
  const rest = drastic.length - MOST_REPEATED
  return [
    theme.bold('Once more, what is deleted or replaced'),
    ...drastic.slice(0, MOST_REPEATED).flatMap((host) => paragraph(lineOf(host, zones, theme), width, 2, 6)),
    ...(rest > 0 ? paragraph(words(`and ${plural(rest, 'more host')}, listed first in each zone`), width, 6) : []),
  ]
}

function lineOf({action, name, zone, setIdentifier}: HostPlan, zones: readonly Zone[], theme: Theme) {
  const where = zoneText(zone, zones)
  return [
    oneWord(SYMBOLS[action].padEnd(3), {paint: theme[action]}),
    oneWord(name),
    ...(setIdentifier === undefined ? [] : words(setIdentifierText(setIdentifier), {gap: REMARK_GAP})),
    ...(where === zone.name ? [] : words(where, {gap: REMARK_GAP, paint: theme.dim})),
  ]
}
