import type {DnsName} from '../dns/dns-name.js'
import {RECORD_TYPES} from '../dns/record-set.js'
import {newestFirst, type RecordedChange} from '../dns/recorded-change.js'
import {zonesFor} from '../dns/zone.js'
import {CliError} from '../errors/cli-error.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import type {PlanPorts} from './ports.js'
import type {RunSettings} from './read/plan-run.js'
import {readHostHistory, readZoneHistory, withComments} from './read/read-history.js'
import {readSelectedZones} from './read/read-zones.js'

export interface HistoryRequest {
  /** Undefined: whatever was changed in the zones. */
  readonly host: DnsName | undefined
  /** By name or id; empty: those that hold the host. */
  readonly zones: readonly string[]
  readonly since: number | undefined
}

/** Of a host, since each batch takes a call for its comment. */
const MOST_CHANGES = 100

/**
 * The changes, the newest first, and what is not known, as phrases.
 * @throws CliError when that is so of every zone
 */
export async function showHistory(
  {route53, plan}: Pick<RunSettings, 'plan'> & {readonly route53: Route53Settings},
  {zones: reader, history}: Pick<PlanPorts, 'zones' | 'history'>,
  {host, zones: named, since}: HistoryRequest,
): Promise<{readonly changes: readonly RecordedChange[]; readonly gaps: readonly string[]}> {
  const {zones} = await readSelectedZones(reader, route53, plan.domainFilter)
  const isNamed = ({id, name}: (typeof zones)[number]) =>
    named.length === 0 || named.includes(id) || named.includes(name)
  const chosen = (host === undefined ? zones : zonesFor(host, zones)).filter(isNamed)
  const query = {name: host, since, most: MOST_CHANGES}
  const read = (zone: (typeof zones)[number]) =>
    host === undefined ? readZoneHistory(history, zone, since) : readHostHistory(history, zone, RECORD_TYPES, query)
  const answers = await Promise.all(chosen.map(async (zone) => ({zone, answer: await read(zone)})))
  const errors = answers.flatMap(({answer}) => (answer.ok ? [] : [answer.error]))
  if (errors.length === answers.length) {
    const happened = `No selected zone ${named.length > 0 ? `is ${named.join(' or ')}` : ''}${host === undefined ? '' : ` holds ${host}`}.`
    const fix = ['check the name, the credentials and the filters of zones']
    throw errors[0] ?? new CliError({code: 'ZONE_NOT_VISIBLE', doing: 'read the change history', happened, fix})
  }
  // AWS: other operations are to be passed over.
  const found = newestFirst(answers.flatMap(({answer}) => (answer.ok ? answer.value : []))).filter(
    ({operation}) => operation === 'ChangeResourceRecordSets',
  )
  const gaps = answers.flatMap(({zone: {name, id}, answer}) => {
    const what = `the change history of zone ${name} (${id})`
    if (!answer.ok) return [`${what} is not known: ${answer.error.phrase}`]
    return answer.reachesBack ? [] : [`${what} begins later than --since`]
  })
  if (host === undefined) return {changes: found, gaps}
  const isCut = found.length >= MOST_CHANGES ? [`only the newest ${MOST_CHANGES} changes are shown`] : []
  return {changes: await withComments(history, found.slice(0, MOST_CHANGES)), gaps: [...gaps, ...isCut]}
}
