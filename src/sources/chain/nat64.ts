import type {Desired, Endpoint, SourceWarning} from '../../dns/endpoint.js'
import {networkHolds, parseNetwork} from '../../dns/ip-network.js'
import {addressBytes} from '../../dns/target.js'
import type {SourceSettings} from '../source-settings.js'

/**
 * Adds, behind all others, an A endpoint for each AAAA endpoint with targets inside `--nat64-networks`: the IPv4
 * address is the last four octets (RFC 6052 §2.2, /96 prefixes only).
 */
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
        const warning = `the target "${target}" of ${endpoint.dnsName} is no IPv6 address: it gets no IPv4 one through NAT64`
        warnings.push({origin: endpoint.origins[0], warning})
      } else if (networks.some((network) => networkHolds(network, bytes))) {
        targets.push([...bytes.subarray(-4)].join('.'))
      }
    }
    if (targets.length > 0) added.push({...endpoint, recordType: 'A', targets})
  }
  return {...found, endpoints: [...found.endpoints, ...added], warnings: [...found.warnings, ...warnings]}
}
