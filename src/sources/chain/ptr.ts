import type {Desired, Endpoint, SourceWarning} from '../../dns/endpoint.js'
import {unmapAddress} from '../../dns/ip-network.js'
import {addressBytes} from '../../dns/target.js'
import {uniteOrigins} from '../endpoints/merge-endpoints.js'
import type {SourceSettings} from '../source-settings.js'

/** The property that enables (`ptr`) or disables PTR records for one object. */
const RECORD_TYPE = 'record-type'

/** Appends a PTR per address where it is asked for. The smallest TTL wins; none is the smallest, as in external-dns. */
export function addPtr(found: Desired, settings: SourceSettings): Desired {
  if (!settings.managedRecordTypes.includes('PTR')) return found
  const warnings: SourceWarning[] = []
  const pointers = new Map<string, Endpoint>()
  for (const endpoint of found.endpoints) {
    const {dnsName, recordType, targets, origins} = endpoint
    const warn = (warning: string) => warnings.push({origin: origins[0], warning})
    const wanted = endpoint.properties.find(({name}) => name === RECORD_TYPE)?.value.toLowerCase()
    if ((recordType !== 'A' && recordType !== 'AAAA') || dnsName.startsWith('*.')) {
      const text = `record-type is not used for ${dnsName} ${recordType}: only A and AAAA without a wildcard get a PTR`
      if (wanted !== undefined) warn(text)
      continue
    }
    if (wanted === undefined ? !settings.createsPtr : wanted !== 'ptr') continue
    for (const target of targets) {
      const name = reverseName(target)
      if (name !== undefined) pointers.set(name, withName(pointers.get(name), name, endpoint))
      else warn(`${dnsName} gets no PTR for its target ${target}, which is not an address`)
    }
  }
  const endpoints = found.endpoints.map(withoutRecordType)
  return {...found, endpoints: [...endpoints, ...pointers.values()], warnings: [...found.warnings, ...warnings]}
}

function withName(pointer: Endpoint | undefined, name: string, endpoint: Endpoint): Endpoint {
  const known = pointer?.targets ?? []
  return {
    dnsName: name,
    recordType: 'PTR',
    targets: known.includes(endpoint.dnsName) ? known : [...known, endpoint.dnsName],
    ttlSeconds: pointer === undefined ? endpoint.ttlSeconds : smallerTtl(pointer.ttlSeconds, endpoint.ttlSeconds),
    setIdentifier: '',
    resource: '',
    labels: {},
    properties: [],
    origins: uniteOrigins([...(pointer?.origins ?? []), ...endpoint.origins]),
  }
}

function smallerTtl(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.min(a, b)
}

function withoutRecordType(endpoint: Endpoint): Endpoint {
  return {...endpoint, properties: endpoint.properties.filter(({name}) => name !== RECORD_TYPE)}
}

/** `4.3.2.1.in-addr.arpa` or 32 nibbles below `ip6.arpa` (RFC 1035 §3.5, RFC 3596 §2.5); undefined for a name. */
function reverseName(target: string): string | undefined {
  const bytes = target.includes('%') ? undefined : addressBytes(target)
  if (bytes === undefined) return undefined
  const address = unmapAddress(bytes)
  if (address.length === 4) return `${[...address].reverse().join('.')}.in-addr.arpa`
  return `${[...address.toString('hex')].reverse().join('.')}.ip6.arpa`
}
