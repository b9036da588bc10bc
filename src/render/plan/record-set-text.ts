import {duration} from '../../dns/phrase.js'
import type {RecordSet, RecordType} from '../../dns/record-set.js'
import {oneWord, type Word, words} from '../layout/wrap.js'
import {routingChanges, routingText} from './routing-text.js'

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

function onOff(isOn: boolean): 'on' | 'off' {
  return isOn ? 'on' : 'off'
}

/** A whole record set within a sentence: `192.0.2.1 192.0.2.2, ttl 300, weight 10`. */
export function recordSetPhrase(set: RecordSet): string {
  const values = targetsOf(set).map(({content}) => content.map((word) => word.text).join(' '))
  return [values.join(' '), ...remarksOf(set, set.setIdentifier)].join(', ')
}

/** One thing besides the values that an update changes. */
export interface Fact {
  /** `ttl 300 -> 60`; its first word can stand as a label. */
  readonly text: string
  /** What follows from it for the user. */
  readonly consequence: string | undefined
}

/** Read off the two sets themselves and not off `differs`: what is shown is what will be sent. */
export function updateFacts(current: RecordSet, desired: RecordSet): readonly Fact[] {
  return [...dataFacts(current, desired), ...setFacts(current, desired)]
}

function dataFacts({data: from}: RecordSet, {data: to}: RecordSet): Fact[] {
  const facts: Fact[] = []
  if (from.kind === 'values' && to.kind === 'values' && from.ttlSeconds !== to.ttlSeconds) {
    const consequence =
      from.ttlSeconds > 0 ? `caches may keep the old answer for ${duration(from.ttlSeconds)}` : undefined
    facts.push({text: `ttl ${from.ttlSeconds} -> ${to.ttlSeconds}`, consequence})
  }
  if (from.kind === 'alias' && to.kind === 'alias') {
    if (from.target.evaluatesTargetHealth !== to.target.evaluatesTargetHealth) {
      const [old, next] = [onOff(from.target.evaluatesTargetHealth), onOff(to.target.evaluatesTargetHealth)]
      facts.push({text: `health check ${old} -> ${next}`, consequence: undefined})
    }
    if (from.target.zoneId !== to.target.zoneId) {
      facts.push({text: `alias zone ${from.target.zoneId} -> ${to.target.zoneId}`, consequence: undefined})
    }
  }
  return facts
}

function setFacts(current: RecordSet, desired: RecordSet): Fact[] {
  const facts = routingChanges(current.routing, desired.routing).map((text): Fact => ({text, consequence: undefined}))
  if (current.healthCheckId !== desired.healthCheckId) {
    const [old, next] = [current.healthCheckId ?? 'none', desired.healthCheckId ?? 'none']
    facts.push({text: `health check id ${old} -> ${next}`, consequence: undefined})
  }
  return facts
}
