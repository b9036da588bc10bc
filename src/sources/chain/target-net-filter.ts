import type {Desired, SourceWarning} from '../../dns/endpoint.js'
import {type IpNetwork, networkHolds, parseNetwork, unmapAddress, unmapNetwork} from '../../dns/ip-network.js'
import {addressBytes} from '../../dns/target.js'
import type {SourceSettings} from '../source-settings.js'

/**
 * Keeps targets inside `--target-net-filter` (if given) and outside `--exclude-target-net`; endpoints without a target
 * left go. What is no address is inside no network. IPv4-mapped IPv6 counts as IPv4 (spec sources.md §4.4).
 */
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
  if (dropped > 0) warnings.push({origin: undefined, warning: countOf(dropped)})
  return {...found, endpoints, warnings}
}

function countOf(dropped: number): string {
  const subject = dropped === 1 ? '1 endpoint is' : `${dropped} endpoints are`
  return `${subject} left out: no target passes --target-net-filter and --exclude-target-net`
}

function readNetworks(
  flag: string,
  cidrs: readonly string[],
): {readonly networks: readonly IpNetwork[]; readonly warnings: readonly SourceWarning[]} {
  const networks: IpNetwork[] = []
  const warnings: SourceWarning[] = []
  for (const cidr of cidrs) {
    const network = parseNetwork(cidr)
    if (network === undefined) {
      warnings.push({origin: undefined, warning: `${flag}=${cidr} is ignored: it is no CIDR such as 192.0.2.0/24`})
    } else networks.push(unmapNetwork(network))
  }
  return {networks, warnings}
}

function isInside(networks: readonly IpNetwork[], target: string): boolean {
  // Go's ParseIP takes no zone such as %eth0.
  const bytes = target.includes('%') ? undefined : addressBytes(target)
  return bytes !== undefined && networks.some((network) => networkHolds(network, unmapAddress(bytes)))
}
