import type {Desired, Endpoint, Property, SourceWarning} from '../../dns/endpoint.js'
import {type IpNetwork, networkHolds, parseNetwork, unmapAddress, unmapNetwork} from '../../dns/ip-network.js'
import {compareText} from '../../dns/record-set.js'
import {addressBytes} from '../../dns/target.js'
import {newEndpoint} from '../endpoints/merge-endpoints.js'
import {groupTargets} from '../endpoints/resolved-targets.js'
import {desired, joinDesired} from '../object/desired.js'
import type {SourceSettings} from '../source-settings.js'

/** Host names are inside no network; IPv4-mapped IPv6 counts as IPv4. Without targets an endpoint is dropped. */
export function filterTargets(found: Desired, settings: SourceSettings): Desired {
  const included = readNetworks('--target-net-filter', settings.targetNetFilter)
  const excluded = readNetworks('--exclude-target-net', settings.excludeTargetNet)
  const warnings = [...found.warnings, ...included.warnings, ...excluded.warnings]
  if (included.networks.length + excluded.networks.length === 0) return {...found, warnings}
  const isKept = (target: string): boolean =>
    (included.networks.length === 0 || isInside(included.networks, target)) && !isInside(excluded.networks, target)
  const endpoints = found.endpoints
    .map((endpoint) => ({...endpoint, targets: endpoint.targets.filter(isKept)}))
    .filter(({targets}) => targets.length > 0)
  const dropped = found.endpoints.length - endpoints.length
  const subject = dropped === 1 ? '1 endpoint is' : `${dropped} endpoints are`
  const warning = `${subject} left out: no target passes --target-net-filter and --exclude-target-net`
  return {...found, endpoints, warnings: [...warnings, ...(dropped > 0 ? [{origin: undefined, warning}] : [])]}
}

function readNetworks(flag: string, cidrs: readonly string[]) {
  const networks: IpNetwork[] = []
  const warnings: SourceWarning[] = []
  for (const cidr of cidrs) {
    const network = parseNetwork(cidr)
    if (network === undefined) {
      warnings.push({origin: undefined, warning: `${flag}=${cidr} is ignored: it is not a CIDR such as 192.0.2.0/24`})
    } else networks.push(unmapNetwork(network))
  }
  return {networks, warnings}
}

function isInside(networks: readonly IpNetwork[], target: string): boolean {
  // Go's ParseIP rejects zones such as %eth0.
  const bytes = target.includes('%') ? undefined : addressBytes(target)
  return bytes !== undefined && networks.some((network) => networkHolds(network, unmapAddress(bytes)))
}

/** Record types follow from the new targets; the type that the object asked for is lost, as in external-dns. */
export function applyDefaultTargets(found: Desired, settings: SourceSettings): Desired {
  if (settings.defaultTargets.length === 0) return found
  const parts = found.endpoints.map((endpoint) =>
    isRetargeted(endpoint, settings) ? retarget(endpoint, settings.defaultTargets) : desired({endpoints: [endpoint]}),
  )
  return joinDesired([{...found, endpoints: []}, ...parts])
}

/** True when `--default-targets` replaces the endpoint's targets, and with them its type. */
export function isRetargeted(
  {targets}: Pick<Endpoint, 'targets'>,
  {defaultTargets, forcesDefaultTargets}: SourceSettings,
): boolean {
  return defaultTargets.length > 0 && (targets.length === 0 || forcesDefaultTargets)
}

function retarget(endpoint: Endpoint, targets: readonly string[]): Desired {
  const made = groupTargets(targets).map(([recordType, some]) => newEndpoint({...endpoint, recordType, targets: some}))
  const refused = made.find((one) => !one.ok)
  const [origin] = endpoint.origins
  if (refused?.ok === false && origin !== undefined) {
    const {resource, dnsName} = endpoint
    return desired({problems: [{resource, origin, dnsName, problem: refused.problem}]})
  }
  return desired({endpoints: made.flatMap((one) => (one.ok ? [one.value] : []))})
}

/** Appends an A for each AAAA with targets inside the networks: the last four octets (RFC 6052 §2.2, /96 only). */
export function addNat64(found: Desired, settings: SourceSettings): Desired {
  const networks = settings.nat64Networks.flatMap((cidr) => parseNetwork(cidr) ?? [])
  if (networks.length === 0) return found
  const added: Endpoint[] = []
  const warnings: SourceWarning[] = []
  for (const endpoint of found.endpoints) {
    if (endpoint.recordType !== 'AAAA') continue
    const targets: string[] = []
    for (const target of endpoint.targets) {
      const bytes = addressBytes(target)
      if (bytes === undefined) {
        const warning = `the target "${target}" of ${endpoint.dnsName} is not an IPv6 address: it gets no IPv4 address through NAT64`
        warnings.push({origin: endpoint.origins[0], warning})
      } else if (networks.some((network) => networkHolds(network, bytes))) {
        targets.push([...bytes.subarray(-4)].join('.'))
      }
    }
    if (targets.length > 0) added.push({...endpoint, recordType: 'A', targets})
  }
  return {...found, endpoints: [...found.endpoints, ...added], warnings: [...found.warnings, ...warnings]}
}

/** The last wrapper. `--min-ttl` raises no existing TTL; the properties of other providers go. */
export function postProcess(found: Desired, settings: SourceSettings): Desired {
  const minTtl = Math.trunc(settings.minTtlSeconds)
  const endpoints = found.endpoints.map((endpoint) => {
    const ttlSeconds = endpoint.ttlSeconds ?? (minTtl >= 1 ? minTtl : undefined)
    const properties = toFinalProperties(endpoint, settings)
    const isSame = ttlSeconds === endpoint.ttlSeconds && properties === endpoint.properties
    return isSame ? endpoint : {...endpoint, ttlSeconds, properties}
  })
  return {...found, endpoints}
}

function toFinalProperties({recordType, properties}: Endpoint, settings: SourceSettings): readonly Property[] {
  if (properties.length === 0 && !settings.prefersAlias) return properties
  const own = properties
    .filter(({name}) => isForProvider(name, settings.provider))
    .toSorted((a, b) => compareText(a.name, b.name))
  const isUnmarkedCname = recordType === 'CNAME' && !own.some(({name}) => name === 'alias')
  return settings.prefersAlias && isUnmarkedCname ? [...own, {name: 'alias', value: 'true'}] : own
}

function isForProvider(name: string, provider: string): boolean {
  return provider === 'cloudflare' || !name.includes('/') || name.startsWith(`${provider}/`)
}
