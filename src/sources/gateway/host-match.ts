import {isIP} from 'node:net'
import {type Parsed, parsed, problem} from '../../dns/parsed.js'

const MAX_HOST_OCTETS = 255
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

/**
 * The form in which hosts of Routes and listeners are compared: an RFC 1123 name in lower case, with a leading `*.` if
 * it had one and with its trailing dot. Empty stays empty: whatever the other side says.
 */
export function canonicalHost(text: string): Parsed<string> {
  if (text === '') return parsed('')
  if (isIP(text) !== 0) return problem(`"${text}" is an IP address, which no listener takes for a host`)
  const name = text.startsWith('*.') ? text.slice(2) : text
  const labels = (name.endsWith('.') ? name.slice(0, -1) : name).split('.')
  if (name.length > MAX_HOST_OCTETS || !labels.every((label) => LABEL.test(label))) {
    return problem(`"${text}" is no host name by RFC 1123, so it fits no listener`)
  }
  return parsed(text.toLowerCase())
}

/**
 * What two canonical hosts have in common, the more specific of the two; undefined when they have nothing.
 * `*.example.com` takes in `x.y.example.com` and `*.y.example.com`, and not `example.com`.
 */
export function commonHost(a: string, b: string): string | undefined {
  if (a === '') return b
  if (b === '' || a === b) return a
  const isOrdered = a.length < b.length || (a.length === b.length && !b.startsWith('*.'))
  const [general, specific] = isOrdered ? [a, b] : [b, a]
  return general.startsWith('*.') && specific.endsWith(general.slice(1)) ? specific : undefined
}
