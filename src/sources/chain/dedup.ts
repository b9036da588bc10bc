import type {Desired, Endpoint, ObjectProblem, SourceWarning} from '../../dns/endpoint.js'
import {suitableType} from '../../dns/target.js'
import {overruledWarnings, uniteBy, withSortedTargets} from '../endpoints/merge-endpoints.js'
import type {SourceSettings} from '../source-settings.js'

/** Drops invalid and repeated endpoints: docs/external-dns-behaviour.md#dedup. */
export function dedup(found: Desired, settings: SourceSettings): Desired {
  const valid: Endpoint[] = []
  const problems: ObjectProblem[] = []
  const warnings: SourceWarning[] = []
  for (const endpoint of found.endpoints) {
    const {dnsName, recordType, resource, origins} = endpoint
    const misuse = aliasFault(endpoint)
    const fault = misuse ?? targetFault(endpoint)
    if (fault === undefined) valid.push(withSortedTargets(endpoint))
    else if (misuse === undefined && settings.managedRecordTypes.includes(recordType)) {
      // The existing record is kept until the object is corrected.
      const problem = `${dnsName} ${recordType}: ${fault}`
      problems.push(...origins.map((origin) => ({resource, origin, dnsName, problem})))
    } else warnings.push({origin: origins[0], warning: `${dnsName} ${recordType} is left out: ${fault}`})
  }
  return {
    ...found,
    endpoints: uniteBy(valid, keyOf, ([{targets}]) => targets),
    problems: [...found.problems, ...problems],
    warnings: [...found.warnings, ...warnings, ...overruledWarnings(valid, keyOf)],
  }
}

function keyOf({recordType, dnsName, setIdentifier, targets}: Endpoint): string {
  return JSON.stringify([recordType, dnsName, setIdentifier, targets.join(';')])
}

const ALIAS_TYPES: readonly string[] = ['A', 'AAAA', 'CNAME']

function aliasFault({recordType, properties}: Endpoint): string | undefined {
  const isAlias = properties.some(({name}) => name === 'alias')
  return isAlias && !ALIAS_TYPES.includes(recordType)
    ? `only A, AAAA and CNAME can be an alias, not ${recordType}`
    : undefined
}

/** How a target does not fit the type, by the first rule of docs/external-dns-behaviour.md#dedup that is broken. */
function targetFault({dnsName, recordType, targets, properties}: Endpoint): string | undefined {
  switch (recordType) {
    case 'A':
    case 'AAAA': {
      const isAlias = properties.find(({name}) => name === 'alias')?.value === 'true'
      const isFit = (target: string) => isAlias || suitableType(target) === recordType
      return unless(targets, isFit, `is not an ${recordType === 'A' ? 'IPv4' : 'IPv6'} address`)
    }
    case 'MX':
      return unless(targets, (target) => hasFields(target, 1), 'is not a preference of 0 to 65535 and a host')
    case 'SRV':
      return unless(
        targets,
        (target) => hasFields(target, 3) && target.trimEnd().endsWith('.'),
        'is not a priority, weight, port and host with a trailing dot',
      )
    case 'PTR':
      if (!/^[^.].*\.(in-addr|ip6)\.arpa$/i.test(dnsName)) return 'the name of a PTR ends in .in-addr.arpa or .ip6.arpa'
      if (targets.length === 0) return 'a PTR has at least one target'
      return unless(targets, isHostName, 'is not a host name')
    default:
      return undefined
  }
}

function unless(targets: readonly string[], isFit: (target: string) => boolean, text: string): string | undefined {
  const unfit = targets.find((target) => !isFit(target))
  return unfit === undefined ? undefined : `the target "${unfit}" ${text}`
}

function isHostName(target: string): boolean {
  return target.trim() !== '' && suitableType(target) === 'CNAME'
}

/** True for so many numbers of 16 bits and, after them, one more field. */
function hasFields(target: string, numbers: number): boolean {
  const fields = target.split(/\s+/).filter(Boolean)
  return fields.length === numbers + 1 && fields.slice(0, numbers).every(isUint16)
}

function isUint16(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 65_535
}
