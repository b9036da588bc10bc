import {addressBytes} from './target.js'

/** A range of addresses: 4 octets for IPv4, 16 for IPv6. */
export interface IpNetwork {
  readonly address: Buffer
  /** The number of leading bits that count. */
  readonly prefixBits: number
}

const MAPPED = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])

/** Reads `192.0.2.0/24` or `2001:db8::/32`, else undefined. Bits after the prefix may be set, as in Go's ParseCIDR. */
export function parseNetwork(cidr: string): IpNetwork | undefined {
  const [, text = '', length = ''] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(cidr) ?? []
  const address = addressBytes(text)
  const prefixBits = Number(length)
  return address === undefined || prefixBits > address.length * 8 ? undefined : {address, prefixBits}
}

/** Compares octets as they are: no IPv6 address is inside an IPv4 network. */
export function networkHolds(network: IpNetwork, address: Buffer): boolean {
  if (network.address.length !== address.length) return false
  const whole = network.prefixBits >> 3
  if (!network.address.subarray(0, whole).equals(address.subarray(0, whole))) return false
  const rest = network.prefixBits & 7
  if (rest === 0) return true
  return ((network.address[whole] ?? 0) ^ (address[whole] ?? 0)) >> (8 - rest) === 0
}

/** The IPv4 address inside an IPv4-mapped IPv6 one (RFC 4291 §2.5.5.2); any other address unchanged. */
export function unmapAddress(address: Buffer): Buffer {
  return isMapped(address) ? address.subarray(12) : address
}

/** As `unmapAddress`, for a network that lies entirely in the IPv4-mapped range. */
export function unmapNetwork(network: IpNetwork): IpNetwork {
  return isMapped(network.address) && network.prefixBits >= 96
    ? {address: network.address.subarray(12), prefixBits: network.prefixBits - 96}
    : network
}

function isMapped(address: Buffer): boolean {
  return address.length === 16 && address.subarray(0, 12).equals(MAPPED)
}
