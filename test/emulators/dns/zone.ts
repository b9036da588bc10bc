/** A zone of a name server; record sets in the AWS JSON form, names with or without a trailing dot. */
export interface DnsZone {
  readonly name: string
  readonly records: readonly DnsRecordSet[]
}

export interface DnsRecordSet {
  readonly Name: string
  readonly Type: string
  readonly TTL?: number | undefined
  readonly ResourceRecords?: readonly {readonly Value: string}[] | undefined
  readonly AliasTarget?: {readonly DNSName: string} | undefined
}

export interface LookUp {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED'
  readonly answers: readonly DnsAnswer[]
  /** A referral to the name servers of a zone below. */
  readonly authorities?: readonly DnsAnswer[]
}

interface DnsAnswer {
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly data: unknown
}

/** The answers for an alias to a name outside of the zones, as for a load balancer of AWS. */
export const AWS_ADDRESSES: Readonly<Record<string, string>> = {A: '198.51.100.7', AAAA: '2001:db8::7'}

const TTL = 300

/**
 * Answers as Route 53 does: from the zone with the longest name; with a referral below an NS set; with a CNAME for any type; with the nearest wildcard
 * when the name does not exist; with the first of several sets of a name and type.
 */
export function lookUp(zones: readonly DnsZone[], question: string, type: string): LookUp {
  const name = question.toLowerCase().replace(/\.$/, '')
  const zone = zones.filter((one) => isWithin(name, one.name)).sort((a, b) => b.name.length - a.name.length)[0]
  if (zone === undefined) return {rcode: 'REFUSED', answers: []}
  const delegation = zone.records.find(
    (set) => set.Type === 'NS' && bare(set.Name) !== zone.name && isWithin(name, bare(set.Name)),
  )
  if (delegation !== undefined) {
    return {rcode: 'NOERROR', answers: [], authorities: answersOf(delegation, bare(delegation.Name))}
  }
  const source = sourceOf(zone, name)
  if (source === undefined) return {rcode: 'NXDOMAIN', answers: []}
  const sets = zone.records.filter((set) => bare(set.Name) === source)
  const set = sets.find((one) => one.Type === type) ?? sets.find((one) => one.Type === 'CNAME')
  if (set === undefined) return {rcode: 'NOERROR', answers: []}
  if (set.AliasTarget !== undefined)
    return {rcode: 'NOERROR', answers: aliasAnswers(zones, set.AliasTarget.DNSName, name, type)}
  return {rcode: 'NOERROR', answers: answersOf(set, name)}
}

function answersOf({Type, TTL: ttl = TTL, ResourceRecords = []}: DnsRecordSet, name: string): readonly DnsAnswer[] {
  return ResourceRecords.map(({Value}) => ({name, type: Type, ttl, data: toData(Type, Value)}))
}

function aliasAnswers(zones: readonly DnsZone[], target: string, name: string, type: string): LookUp['answers'] {
  const bare = target.replace(/\.$/, '')
  if (zones.some((zone) => isWithin(bare, zone.name))) {
    return lookUp(zones, bare, type).answers.map((answer) => ({...answer, name}))
  }
  const address = AWS_ADDRESSES[type]
  return address === undefined ? [] : [{name, type, ttl: 60, data: address}]
}

/** The name whose sets answer: the name itself, also if only names below it exist, or the nearest wildcard. */
function sourceOf(zone: DnsZone, name: string): string | undefined {
  if (name === zone.name || zone.records.some((set) => isWithin(bare(set.Name), name))) return name
  for (let parent = parentOf(name); isWithin(parent, zone.name); parent = parentOf(parent)) {
    if (zone.records.some((set) => bare(set.Name) === `*.${parent}`)) return `*.${parent}`
    if (zone.records.some((set) => isWithin(bare(set.Name), parent))) return undefined
  }
  return undefined
}

function parentOf(name: string): string {
  return name.split('.').slice(1).join('.')
}

function isWithin(name: string, parent: string): boolean {
  return name === parent || name.endsWith(`.${parent}`)
}

/** Converts a value from the form of Route 53 to that of dns-packet. */
function toData(type: string, value: string): unknown {
  const fields = value.match(/"(?:[^"\\]|\\.)*"|[^\s"]+/g) ?? []
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = fields.map(unquote)
  switch (type) {
    case 'TXT':
      return fields.map((field) => Buffer.from(unquote(field), 'latin1'))
    case 'MX':
      return {preference: Number(a), exchange: bare(b)}
    case 'SRV':
      return {priority: Number(a), weight: Number(b), port: Number(c), target: bare(d)}
    case 'CAA':
      return {flags: Number(a), tag: b, value: c}
    case 'NAPTR':
      return {order: Number(a), preference: Number(b), flags: c, services: d, regexp: e, replacement: bare(f)}
    case 'A':
    case 'AAAA':
      return value
    default:
      return bare(value)
  }
}

function unquote(field: string): string {
  if (!field.startsWith('"')) return field
  return field
    .slice(1, -1)
    .replace(/\\([0-3][0-7]{2}|.)/g, (_all, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code,
    )
}

function bare(host: string): string {
  return host === '.' ? '.' : host.replace(/\.$/, '')
}
