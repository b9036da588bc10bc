import {isIPv4, isIPv6} from 'node:net'
import {compareText} from './record-set.js'

/** As in external-dns: A for a strict dotted quad, AAAA for IPv6 text (IPv4-mapped too), else CNAME. */
export function suitableType(target: string): 'A' | 'AAAA' | 'CNAME' {
  if (isIPv4(target)) return 'A'
  return isIpv6Text(target) ? 'AAAA' : 'CNAME'
}

/** Node's expression for IPv6 takes 2 ms to compile, and most targets are names. */
function isIpv6Text(target: string): boolean {
  return target.includes(':') && isIPv6(target)
}

/** The canonical spelling of an IP address (RFC 5952 for IPv6); undefined for other text. */
export function canonicalAddress(target: string): string | undefined {
  if (isIPv4(target)) return target
  if (!isIpv6Text(target)) return undefined
  const [address = '', scope] = target.split('%')
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  return scope === undefined ? canonical : `${canonical}%${scope}`
}

/** True when the lists are equal in any order, ignoring ASCII case and the spelling of IP addresses. */
export function sameTargets(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  const left = a.map(comparable).sort()
  const right = b.map(comparable).sort()
  return left.every((target, index) => target === right[index])
}

/**
 * The order of two target lists when two objects want one name: fewer targets first; then IPv4 before IPv6 before host
 * names, addresses by number, names by bytes. It decides who wins, as in external-dns.
 */
export function compareTargets(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return a.length - b.length
  const left = sorted(a)
  const right = sorted(b)
  for (const [index, one] of left.entries()) {
    const other = right[index] ?? ''
    const order = one === other ? 0 : compareTarget(one, other)
    if (order !== 0) return order
  }
  return 0
}

/** Sorted lists by list: thousands of objects may want one name, so each list is sorted once, not once per comparison. */
const SORTED = new WeakMap<readonly string[], readonly string[]>()

function sorted(targets: readonly string[]): readonly string[] {
  if (targets.length < 2) return targets
  const known = SORTED.get(targets) ?? [...targets].sort(compareCanonicalText)
  SORTED.set(targets, known)
  return known
}

/** Bytewise order of the UTF-8 texts; JavaScript's own order compares UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  // Only surrogates come at another place.
  if (!/[\ud800-\udfff]/.test(a + b)) return compareText(a, b)
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function comparable(target: string): string {
  return canonicalAddress(target) ?? target.toLowerCase()
}

function compareCanonicalText(a: string, b: string): number {
  const left = canonicalAddress(a)
  const right = canonicalAddress(b)
  return left !== undefined && right !== undefined ? compareBytes(left, right) : compareBytes(a, b)
}

function compareTarget(a: string, b: string): number {
  const left = addressBytes(a)
  const right = addressBytes(b)
  if (left !== undefined && right !== undefined) return left.length - right.length || Buffer.compare(left, right)
  if (left !== undefined) return -1
  if (right !== undefined) return 1
  return compareBytes(a, b)
}

/** 4 octets for IPv4, 16 for IPv6; undefined for a name. */
export function addressBytes(target: string): Buffer | undefined {
  if (isIPv4(target)) return Buffer.from(target.split('.').map(Number))
  const canonical = canonicalAddress(target)?.split('%')[0]
  if (canonical === undefined) return undefined
  return Buffer.from(expand(canonical).flatMap((group) => [group >> 8, group & 0xff]))
}

/** The eight groups of an IPv6 address in its canonical spelling. */
function expand(text: string): number[] {
  const [head = '', tail] = text.split('::')
  const front = head === '' ? [] : head.split(':').map((group) => Number.parseInt(group, 16))
  if (tail === undefined) return front
  const back = tail === '' ? [] : tail.split(':').map((group) => Number.parseInt(group, 16))
  return [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back]
}
