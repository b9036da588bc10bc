import type {Desired, Endpoint, ObjectProblem, SourceWarning} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {suitableType} from '../../dns/target.js'
import {overruledWarnings, sortedTargets, uniteOrigins} from '../endpoints/merge-endpoints.js'
import type {SourceSettings} from '../source-settings.js'

/** Drops invalid and repeated endpoints: docs/external-dns-behaviour.md#dedup. */
export function dedup(found: Desired, settings: SourceSettings): Desired {
  const valid: Endpoint[] = []
  const problems: ObjectProblem[] = []
  const warnings: SourceWarning[] = []
  for (const endpoint of found.endpoints) {
    const fault = faultOf(endpoint)
    if (fault === undefined) valid.push({...endpoint, targets: sortedTargets(endpoint.targets)})
    else if (fault.isOfTarget && settings.managedRecordTypes.includes(endpoint.recordType))
      problems.push(...toProblems(endpoint, fault))
    else warnings.push({origin: endpoint.origins[0], warning: `${nameOf(endpoint)} is left out: ${fault.text}`})
  }
  return {
    ...found,
    endpoints: dropRepeated(valid),
    problems: [...found.problems, ...problems],
    warnings: [...found.warnings, ...warnings, ...overruledWarnings(valid, keyOf)],
  }
}

function toProblems(endpoint: Endpoint, fault: Fault): readonly ObjectProblem[] {
  const {resource, dnsName, origins} = endpoint
  return origins.map((origin) => ({resource, origin, dnsName, problem: `${nameOf(endpoint)}: ${fault.text}`}))
}

function dropRepeated(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [...groupBy(endpoints, keyOf).values()].map((group) =>
    group.length === 1 ? group[0] : {...group[0], origins: uniteOrigins(group.flatMap(({origins}) => origins))},
  )
}

function keyOf({recordType, dnsName, setIdentifier, targets}: Endpoint): string {
  return JSON.stringify([recordType, dnsName, setIdentifier, targets.join(';')])
}

function nameOf(endpoint: Endpoint): string {
  return `${endpoint.dnsName} ${endpoint.recordType}`
}

interface Fault {
  readonly text: string
  /** True when a target does not fit the type: the existing record is then kept until the object is corrected. */
  readonly isOfTarget: boolean
}

const ALIAS_TYPES: readonly string[] = ['A', 'AAAA', 'CNAME']

/** The first rule of docs/external-dns-behaviour.md#dedup that the endpoint breaks. */
function faultOf(endpoint: Endpoint): Fault | undefined {
  const {recordType, targets} = endpoint
  const alias = endpoint.properties.find(({name}) => name === 'alias')?.value
  if (alias !== undefined && !ALIAS_TYPES.includes(recordType)) {
    return {text: `only A, AAAA and CNAME can be an alias, not ${recordType}`, isOfTarget: false}
  }
  switch (recordType) {
    case 'A':
    case 'AAAA': {
      const family = recordType === 'A' ? 'IPv4' : 'IPv6'
      const isFit = (target: string) => alias === 'true' || suitableType(target) === recordType
      return unless(targets, isFit, `is not an ${family} address`)
    }
    case 'MX':
      return unless(targets, isMailExchange, 'is not a preference of 0 to 65535 and a host')
    case 'SRV':
      return unless(targets, isServiceRecord, 'is not a priority, weight, port and host with a trailing dot')
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
  return unless(targets, (target) => target.trim() !== '' && suitableType(target) === 'CNAME', 'is not a host name')
}

function isMailExchange(target: string): boolean {
  const fields = fieldsOf(target)
  return fields.length === 2 && fields.slice(0, 1).every(isUint16)
}

function isServiceRecord(target: string): boolean {
  const fields = fieldsOf(target)
  return fields.length === 4 && fields.slice(0, 3).every(isUint16) && fields[3]?.endsWith('.') === true
}

function fieldsOf(target: string): readonly string[] {
  return target.split(/\s+/).filter(Boolean)
}

function isUint16(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 65_535
}
