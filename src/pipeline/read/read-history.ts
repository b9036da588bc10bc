import type {DnsName} from '../../dns/dns-name.js'
import {RECORD_TYPES} from '../../dns/record-set.js'
import {newestFirst, type RecordedChange, whenAndWho} from '../../dns/recorded-change.js'
import {type Zone, zonesFor} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'
import {currentOf, desiredOf} from '../../plan/change.js'
import type {Plan} from '../../plan/plan.js'
import type {ChangeHistory, HistoryQuery, Recorded} from '../../route53/ports.js'
import type {PlanPorts} from '../ports.js'
import type {RunSettings} from './plan-run.js'
import {readSelectedZones} from './read-zones.js'

/** The changes of a name, one call for each type; a zone without a history is asked once. */
export async function readChanges(
  history: ChangeHistory,
  zone: Zone,
  query: HistoryQuery,
  types: readonly (string | undefined)[],
): Promise<Recorded<RecordedChange>> {
  const [first, ...others] = types
  const opening = await history.listChanges(zone, {...query, type: first})
  if (!opening.ok) return opening
  const since = opening.reachesBack ? query.since : undefined
  const found = [...opening.value]
  for (const part of await Promise.all(others.map((type) => history.listChanges(zone, {...query, since, type})))) {
    if (!part.ok) return part
    found.push(...part.value)
  }
  return {...opening, value: newestFirst(found).slice(0, query.most)}
}

export interface HistoryRequest {
  /** Undefined: whatever was changed in the zones. */
  readonly host: DnsName | undefined
  /** By name or id; empty: those that hold the host. */
  readonly zones: readonly string[]
  readonly since: number | undefined
}

/** The changes of a host or of whole zones, and what is not known, as phrases. @throws CliError when nothing is */
export async function readHistory(
  {route53, plan}: Pick<RunSettings, 'route53' | 'plan'>,
  {zones: reader, history}: Pick<PlanPorts, 'zones' | 'history'>,
  {host, zones: named, since}: HistoryRequest,
) {
  const {zones} = await readSelectedZones(reader, route53, plan.domainFilter)
  const chosen = (host === undefined ? zones : zonesFor(host, zones)).filter(
    ({id, name}) => named.length === 0 || named.includes(id) || named.includes(name),
  )
  const types = host === undefined ? [undefined] : RECORD_TYPES
  const errors: CliError[] = []
  const gaps: string[] = []
  const read = async (zone: Zone) => {
    const answer = await readChanges(history, zone, {name: host, since}, types)
    const gap = answer.ok ? 'begins later than asked for' : `is not known: ${answer.error.phrase}`
    if (!answer.ok || !answer.reachesBack) gaps.push(`the change history of zone ${zone.name} (${zone.id}) ${gap}`)
    if (answer.ok) return addComments(history, zone, answer.value)
    errors.push(answer.error)
    return []
  }
  const changes = newestFirst((await Promise.all(chosen.map(read))).flat())
  if (errors.length < chosen.length) return {changes, gaps: gaps.sort()}
  const happened = `No selected zone is ${named.join(' or ') || 'known'}${host === undefined ? '' : ` and holds ${host}`}.`
  const fix = ['check the name, the credentials and the filters of zones']
  throw errors[0] ?? new CliError({code: 'ZONE_NOT_VISIBLE', doing: 'read the change history', happened, fix})
}

/** Of as many batches as one call lists: changes of a host may be far apart, and have thousands between them. */
async function addComments(history: ChangeHistory, zone: Zone, all: readonly RecordedChange[]) {
  // AWS: other operations are to be passed over.
  const changes = all.filter(({operation}) => operation === 'ChangeResourceRecordSets')
  const [newest, oldest] = [changes[0], changes.at(-1)]
  if (newest === undefined || oldest === undefined) return []
  const span = {since: oldest.submittedAt, until: newest.submittedAt + 1, most: 1000}
  const batches = await history.listBatches(zone, span)
  const comments = new Map(batches.ok ? batches.value.map(({changeId, comment}) => [changeId, comment]) : [])
  return changes.map((one) => ({...one, comment: comments.get(one.changeId)}))
}

const MOST_NAMES = 20

/** Who last changed what a plan would change, as remarks; one call for a name, and none for more names than that. */
export async function lastWriters({zones}: Plan, history: ChangeHistory): Promise<readonly string[]> {
  const hosts = zones.flatMap((one) => one.hosts).filter(({changes}) => changes.length > 0)
  const names = [...new Map(hosts.map((host) => [`${host.zone.id} ${host.name}`, host])).values()]
  const notes: string[] = []
  const unknown = new Set<Zone>()
  for (const {zone, name, changes} of names.slice(0, MOST_NAMES)) {
    if (unknown.has(zone)) continue
    const type = [...currentOf(changes), ...desiredOf(changes)][0]?.type
    const answer = await history.listChanges(zone, {name, type, most: 1})
    if (!answer.ok) unknown.add(zone)
    const [last] = answer.ok ? answer.value : []
    if (last !== undefined) notes.push(`${name} ${type} was last changed ${whenAndWho(last)}`)
  }
  const rest = names.length - MOST_NAMES
  return notes.length > 0 && rest > 0 ? [...notes, `who changed the ${rest} others was not asked`] : notes
}
