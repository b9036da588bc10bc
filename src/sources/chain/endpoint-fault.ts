import type {Endpoint} from '../../dns/endpoint.js'
import {suitableType} from '../../dns/target.js'

/** Why an endpoint cannot be kept. */
export interface Fault {
  readonly text: string
  /** True when a target does not fit the type: the record that is there should stay until the object is mended. */
  readonly isOfTarget: boolean
}

/** Types that may be made an alias. */
const ALIAS_TYPES: readonly string[] = ['A', 'AAAA', 'CNAME']

/** The first rule of spec sources.md §4.2 that the endpoint breaks. */
export function faultOf(endpoint: Endpoint): Fault | undefined {
  const {recordType, targets} = endpoint
  const alias = endpoint.properties.find(({name}) => name === 'alias')?.value
  if (alias !== undefined && !ALIAS_TYPES.includes(recordType)) {
    return {text: `only A, AAAA and CNAME can be an alias, not ${recordType}`, isOfTarget: false}
  }
  switch (recordType) {
    case 'A':
      return alias === 'true'
        ? undefined
        : unless(targets, (target) => suitableType(target) === 'A', 'is no IPv4 address')
    case 'AAAA':
      return alias === 'true'
        ? undefined
        : unless(targets, (target) => suitableType(target) === 'AAAA', 'is no IPv6 address')
    case 'MX':
      return unless(targets, isMailExchange, 'is no preference of 0 to 65535 and a host')
    case 'SRV':
      return unless(targets, isServiceRecord, 'is no priority, weight, port and host with a trailing dot')
    case 'PTR':
      return faultOfPointer(endpoint)
    default:
      return undefined
  }
}

function unless(targets: readonly string[], isFit: (target: string) => boolean, text: string): Fault | undefined {
  const unfit = targets.find((target) => !isFit(target))
  return unfit === undefined ? undefined : {text: `the target "${unfit}" ${text}`, isOfTarget: true}
}

function faultOfPointer({dnsName, targets}: Endpoint): Fault | undefined {
  if (!/^[^.].*\.(in-addr|ip6)\.arpa$/i.test(dnsName)) {
    return {text: 'the name of a PTR ends in .in-addr.arpa or .ip6.arpa', isOfTarget: true}
  }
  if (targets.length === 0) return {text: 'a PTR has at least one target', isOfTarget: true}
  return unless(targets, (target) => target.trim() !== '' && suitableType(target) === 'CNAME', 'is no host name')
}

function isMailExchange(target: string): boolean {
  const fields = fieldsOf(target)
  return fields.length === 2 && isUint16(fields[0])
}

function isServiceRecord(target: string): boolean {
  const fields = fieldsOf(target)
  return fields.length === 4 && fields.slice(0, 3).every(isUint16) && fields[3]?.endsWith('.') === true
}

function fieldsOf(target: string): readonly string[] {
  return target.split(/\s+/).filter((field) => field !== '')
}

function isUint16(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text) && Number(text) <= 65_535
}
