import {trimDot} from '../dns/dns-name.js'
import type {Endpoint} from '../dns/endpoint.js'
import {type Parsed, parsed, problem} from '../dns/parsed.js'

const MAX_LABEL_OCTETS = 63
/** Types whose targets end in a dot on purpose, or may. */
const VERBATIM_TYPES: readonly string[] = ['TXT', 'NAPTR', 'SRV', 'HTTPS', 'SVCB']

/**
 * Takes one trailing dot off the name and, but for TXT, NAPTR, SRV and the types unknown to upstream, off each target.
 * Only labels over 63 octets are refused; whether the name is one that DNS can hold is for the plan to say.
 * Source: spec sources.md §0.3.
 */
export function newEndpoint(endpoint: Endpoint): Parsed<Endpoint> {
  const label = endpoint.dnsName.split('.').find((one) => Buffer.byteLength(one) > MAX_LABEL_OCTETS)
  if (label !== undefined) {
    return problem(`the label "${label}" has ${Buffer.byteLength(label)} octets, DNS allows ${MAX_LABEL_OCTETS}`)
  }
  const targets = VERBATIM_TYPES.includes(endpoint.recordType) ? endpoint.targets : endpoint.targets.map(trimDot)
  return parsed({...endpoint, dnsName: trimDot(endpoint.dnsName), targets})
}
