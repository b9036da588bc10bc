import type {RecordSet} from '../dns/record-set.js'
import type {RecordType} from '../dns/record-type.js'
import {routingText} from './routing-text.js'
import {oneWord, type Word, words} from './wrap.js'

/** One value or the alias target of a record set, and the key under which it equals another one. */
export interface ShownTarget {
  readonly key: string
  readonly content: readonly Word[]
}

/** Types whose values are made of host names and addresses: compared without case, shown without trailing dots, never parted. */
const NAME_TYPES: ReadonlySet<RecordType> = new Set<RecordType>([
  'A',
  'AAAA',
  'CNAME',
  'DNAME',
  'HTTPS',
  'MX',
  'NS',
  'PTR',
  'SOA',
  'SRV',
  'SVCB',
])

export function targetsOf(set: RecordSet): readonly ShownTarget[] {
  if (set.data.kind === 'alias') {
    const target = set.data.target.dnsName
    return [{key: `alias ${target}`, content: [oneWord('alias', {sticks: true}), oneWord(target)]}]
  }
  return set.data.values.map((value) => {
    if (!NAME_TYPES.has(set.type)) return {key: value, content: words(value, {isBreakable: true})}
    const shown = value
      .split(' ')
      .map((part) => (part.length > 1 && part.endsWith('.') ? part.slice(0, -1) : part))
      .join(' ')
    const parts = words(shown)
    const content = parts.map((word, index) => ({...word, sticks: index < parts.length - 1}))
    return {key: shown.toLowerCase(), content}
  })
}

/** What is said behind the values of a set that comes or goes; the set identifier only where it is not the host's own. */
export function remarksOf(set: RecordSet, hostSetIdentifier: string | undefined): readonly string[] {
  const remarks = [...dataRemarks(set)]
  if (set.setIdentifier !== undefined && set.setIdentifier !== hostSetIdentifier) {
    remarks.push(setIdentifierText(set.setIdentifier))
  }
  if (set.routing.kind !== 'simple') remarks.push(routingText(set.routing))
  if (set.healthCheckId !== undefined) remarks.push(`health check id ${set.healthCheckId}`)
  if (set.trafficPolicyInstanceId !== undefined) remarks.push(`traffic policy ${set.trafficPolicyInstanceId}`)
  return remarks
}

/** What belongs to the values themselves: the TTL, or whether an alias follows its target's health. */
export function dataRemarks(set: RecordSet): readonly string[] {
  if (set.data.kind === 'values') return [`ttl ${set.data.ttlSeconds}`]
  return [`health check ${onOff(set.data.target.evaluatesTargetHealth)}`]
}

export function setIdentifierText(setIdentifier: string): string {
  return `set "${setIdentifier}"`
}

export function onOff(isOn: boolean): 'on' | 'off' {
  return isOn ? 'on' : 'off'
}
