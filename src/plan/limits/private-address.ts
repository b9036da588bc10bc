import {type IpNetwork, networkHolds, parseNetwork, unmapAddress} from '../../dns/ip-network.js'
import {once} from '../../dns/once.js'
import {type RecordSet, valuesOf} from '../../dns/record-set.js'
import {addressBytes} from '../../dns/target.js'
import type {Change, HostPlan} from '../change.js'
import type {PlanWarning, ZonePlan} from '../plan.js'

/** Networks in which no address of the internet lies. */
const NETWORKS = once((): readonly (readonly [what: string, network: IpNetwork])[] => [
  ['private', network('10.0.0.0/8')],
  ['private', network('172.16.0.0/12')],
  ['private', network('192.168.0.0/16')],
  ['shared (RFC 6598)', network('100.64.0.0/10')],
  ['loopback', network('127.0.0.0/8')],
  ['link-local', network('169.254.0.0/16')],
  ['unique local', network('fc00::/7')],
  ['loopback', network('::1/128')],
  ['link-local', network('fe80::/10')],
])

/** What kind of address that cannot be reached from the internet it is; undefined: it can be, or it is no address. */
export function unreachableKind(address: string): string | undefined {
  const bytes = addressBytes(address)
  if (bytes === undefined) return undefined
  const octets = unmapAddress(bytes)
  return NETWORKS().find(([, network]) => networkHolds(network, octets))?.[0]
}

/** A warning for each host that gets such an address in a public zone; one that stands there already is no news. */
export function privateAddressWarnings(zones: readonly ZonePlan[]): readonly PlanWarning[] {
  return zones
    .filter(({zone}) => !zone.isPrivate)
    .flatMap(({zone, hosts}) => hosts.flatMap((host) => warnOf(host, zone.name)))
}

function warnOf({name, changes, origins}: HostPlan, zone: string): readonly PlanWarning[] {
  const phrases = changes.flatMap(newAddresses).flatMap((address) => {
    const kind = unreachableKind(address)
    return kind === undefined ? [] : [`the ${kind} address ${address}`]
  })
  if (phrases.length === 0) return []
  return [{text: `${name} gets ${phrases.join(' and ')} in the public zone ${zone}`, origin: origins[0], host: name}]
}

function newAddresses(change: Change): readonly string[] {
  if (change.kind === 'delete') return []
  const before = change.kind === 'update' ? addressesOf(change.current) : []
  return addressesOf(change.desired).filter((address) => !before.includes(address))
}

function addressesOf(set: RecordSet): readonly string[] {
  return set.type === 'A' || set.type === 'AAAA' ? valuesOf(set) : []
}

function network(cidr: string): IpNetwork {
  const parsed = parseNetwork(cidr)
  if (parsed === undefined) throw new Error(`bug: ${cidr} is not a network`)
  return parsed
}
