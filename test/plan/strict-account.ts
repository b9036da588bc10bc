import {type RecordSet, recordSetKey} from '../../src/dns/record-set.js'
import type {Zone, ZoneId} from '../../src/dns/zone.js'
import type {BatchOutcome, ChangeBatch, ChangeSubmitter, WireChange, ZoneReader} from '../../src/route53/ports.js'
import {orderedChanges} from '../../src/route53/write/change-batch.js'

/**
 * Hosted zones in memory that refuse what Route 53 refuses: a batch is applied entirely or not at all, a DELETE must
 * name exactly what is stored, a CNAME is alone at its name and not at the apex, sets of one name and type share a
 * routing policy with one identifier each, an alias into its own zone needs its target when it is created and at the
 * end, and nothing points back to itself.
 *
 * Written from AWS's documentation and independently of `src/route53/records/rules`, so that one checks the other.
 */
export interface StrictAccount
  extends ChangeSubmitter,
    Pick<ZoneReader, 'listRecordSetsNamed' | 'listProtections' | 'readDetails'> {
  readonly batches: readonly ChangeBatch[]
  readonly refusals: readonly string[]
  contents(): readonly (readonly [Zone, readonly RecordSet[]])[]
}

export function makeStrictAccount(start: readonly (readonly [Zone, readonly RecordSet[]])[]): StrictAccount {
  const zones = new Map<ZoneId, {zone: Zone; sets: readonly RecordSet[]}>(
    start.map(([zone, sets]) => [zone.id, {zone, sets}]),
  )
  const batches: ChangeBatch[] = []
  const refusals: string[] = []
  return {
    batches,
    refusals,
    contents: () => [...zones.values()].map(({zone, sets}) => [zone, sets] as const),
    async submit(batch): Promise<BatchOutcome> {
      batches.push(batch)
      const entry = zones.get(batch.zone.id)
      if (entry === undefined) throw new Error(`no zone ${batch.zone.id}`)
      const {sets, problems} = changeZone(entry.zone, entry.sets, orderedChanges(batch))
      if (problems.length > 0) {
        refusals.push(...problems)
        return {kind: 'rejected', messages: problems}
      }
      zones.set(batch.zone.id, {zone: entry.zone, sets})
      return {kind: 'accepted', changeId: `C${batches.length}`, status: 'INSYNC'}
    },
    listProtections: async () => ({ok: true, value: []}),
    readDetails: async () => ({ok: true, value: {features: undefined, vpcs: []}}),
    async listRecordSetsNamed(zone, names) {
      return (zones.get(zone.id)?.sets ?? []).filter((set) => names.includes(set.name))
    },
  }
}

/** The zone after the changes, and why they would be refused. Unchanged sets keep their identity. */
export function changeZone(
  zone: Zone,
  before: readonly RecordSet[],
  changes: readonly WireChange[],
): {readonly sets: readonly RecordSet[]; readonly problems: readonly string[]} {
  const sets = new Map(before.map((set) => [recordSetKey(set), set]))
  const problems = limitProblems(changes)
  for (const {action, recordSet} of changes) {
    const key = recordSetKey(recordSet)
    const stored = sets.get(key)
    if (action === 'DELETE') {
      if (stored === undefined) problems.push(`DELETE ${key}: not found`)
      else if (!isEqual(stored, recordSet)) problems.push(`DELETE ${key}: values do not match`)
      sets.delete(key)
      continue
    }
    if (stored !== undefined) problems.push(`CREATE ${key}: already exists`)
    problems.push(...ownProblems(zone, recordSet).map((problem) => `CREATE ${key}: ${problem}`))
    const beside = [...sets.values()].filter((set) => set.name === recordSet.name && set !== stored)
    problems.push(...besideProblems(recordSet, beside).map((problem) => `CREATE ${key}: ${problem}`))
    sets.set(key, recordSet)
    if (!hasTarget(zone, recordSet, sets)) problems.push(`CREATE ${key}: alias target not found`)
    if (leadsBack(zone, recordSet, [...sets.values()])) problems.push(`CREATE ${key}: a loop`)
  }
  for (const {action, recordSet} of changes) {
    if (action === 'CREATE' && !hasTarget(zone, recordSet, sets)) {
      problems.push(`CREATE ${recordSetKey(recordSet)}: alias target not found`)
    }
  }
  return {sets: [...sets.values()], problems: [...new Set(problems)]}
}

function limitProblems(changes: readonly WireChange[]): string[] {
  const values = changes.flatMap(({recordSet: {data}}) => (data.kind === 'values' ? data.values : []))
  const problems: string[] = []
  if (changes.length > 1000 * 2) problems.push('too many changes')
  if (values.length > 1000) problems.push('too many values')
  if (values.reduce((sum, value) => sum + value.length, 0) > 32_000) problems.push('too many characters')
  return problems
}

function ownProblems(zone: Zone, {name, type, setIdentifier, data, routing}: RecordSet): string[] {
  const problems: string[] = []
  if (name !== zone.name && !name.endsWith(`.${zone.name}`)) problems.push('outside of the zone')
  if (name.length > 253 || name.split('.').some((label) => label === '' || label.length > 63)) {
    problems.push('bad name')
  }
  if (type === 'CNAME' && name === zone.name) problems.push('CNAME at the apex')
  if ((routing.kind === 'simple') !== (setIdentifier === undefined))
    problems.push('routing and identifier do not go together')
  if (data.kind === 'alias') {
    if (routing.kind === 'multivalue') problems.push('a multivalue alias')
    if (data.target.zoneId === zone.id && !data.target.dnsName.endsWith(zone.name))
      problems.push('alias out of its zone')
    return problems
  }
  const {values} = data
  if (values.length === 0) problems.push('no value')
  if (new Set(values).size < values.length) problems.push('a value twice')
  if (type === 'CNAME' && values.length > 1) problems.push('CNAME with two values')
  if (type === 'TXT' && !values.every((value) => /^"[^"]{0,255}"( "[^"]{0,255}")*$/.test(value)))
    problems.push('bad TXT')
  return problems
}

function besideProblems(set: RecordSet, beside: readonly RecordSet[]): string[] {
  const problems: string[] = []
  if (set.type === 'CNAME' && beside.some((other) => other.type !== 'CNAME')) problems.push('CNAME beside other types')
  if (set.type !== 'CNAME' && beside.some((other) => other.type === 'CNAME')) problems.push('beside a CNAME')
  const same = beside.filter((other) => other.type === set.type && recordSetKey(other) !== recordSetKey(set))
  if (same.some((other) => other.routing.kind !== set.routing.kind)) problems.push('mixed routing policies')
  if (same.some((other) => placeOf(set) !== undefined && placeOf(other) === placeOf(set)))
    problems.push('same place twice')
  const ttl = ttlOf(set)
  const ttls = same.map(ttlOf).filter((each) => each !== undefined)
  if (set.routing.kind === 'weighted' && ttl !== undefined && ttls.some((each) => each !== ttl)) {
    problems.push('weighted sets with different TTLs')
  }
  return problems
}

function placeOf({routing}: RecordSet): string | undefined {
  return routing.kind === 'latency' ? routing.region : routing.kind === 'failover' ? routing.role : undefined
}

function ttlOf({data}: RecordSet): number | undefined {
  return data.kind === 'values' ? data.ttlSeconds : undefined
}

function hasTarget(zone: Zone, set: RecordSet, sets: ReadonlyMap<string, RecordSet>): boolean {
  if (set.data.kind !== 'alias' || set.data.target.zoneId !== zone.id) return true
  const {dnsName} = set.data.target
  return [...sets.values()].some((other) => other.name === dnsName && other.type === set.type && other !== set)
}

/** True when a CNAME or an alias, followed within the zone, leads back to itself. */
function leadsBack(zone: Zone, start: RecordSet, sets: readonly RecordSet[]): boolean {
  const names = new Set(targetsOf(zone, start))
  for (const name of names) {
    const there = sets.filter((set) => set.name === name && set.type === start.type)
    for (const target of there.flatMap((set) => targetsOf(zone, set))) names.add(target)
  }
  return names.has(start.name)
}

function targetsOf(zone: Zone, {type, data}: RecordSet): readonly string[] {
  if (data.kind === 'alias') return data.target.zoneId === zone.id ? [data.target.dnsName] : []
  return type === 'CNAME' ? data.values.map((value) => value.toLowerCase().replace(/\.$/, '')) : []
}

function isEqual(a: RecordSet, b: RecordSet): boolean {
  return JSON.stringify(sortValues(a)) === JSON.stringify(sortValues(b))
}

function sortValues(set: RecordSet): RecordSet {
  return set.data.kind === 'values' ? {...set, data: {...set.data, values: [...set.data.values].sort()}} : set
}
