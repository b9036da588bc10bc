import {unmapAddress} from '../../dns/ip-network.js'
import {addressBytes} from '../../dns/target.js'

/** `4.3.2.1.in-addr.arpa` or 32 nibbles below `ip6.arpa` (RFC 1035 §3.5, RFC 3596 §2.5); undefined for a name. */
export function reverseName(target: string): string | undefined {
  const bytes = target.includes('%') ? undefined : addressBytes(target)
  if (bytes === undefined) return undefined
  const address = unmapAddress(bytes)
  if (address.length === 4) return `${[...address].reverse().join('.')}.in-addr.arpa`
  return `${[...address.toString('hex')].reverse().join('.')}.ip6.arpa`
}
