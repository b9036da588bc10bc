import {duration} from '../../dns/phrase.js'
import type {RecordSet, RecordType} from '../../dns/record-set.js'
import {oneWord, type Word, words} from '../layout/wrap.js'
import {routingChanges, routingText} from './routing-text.js'

/** One value or the alias target of a record set, with a key for comparing it. */
export interface ShownTarget {
  readonly key: string
  readonly content: readonly Word[]
}

/**
 * Types whose values consist of host names and addresses: compared case-insensitively, shown without trailing dots,
 * never wrapped.
 */
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

/** Remarks on a record set that is created or deleted; the set identifier only if it differs from the host's. */
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

/** Remarks on the values themselves: the TTL, or whether an alias evaluates the health of its target. */
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

/** Renders a record set inside a sentence: `192.0.2.1 192.0.2.2, ttl 300, weight 10`. */
export function recordSetPhrase(set: RecordSet): string {
  const values = targetsOf(set).map(({content}) => content.map((word) => word.text).join(' '))
  return [values.join(' '), ...remarksOf(set, set.setIdentifier)].join(', ')
}

/** A change of an update other than its values. */
export interface Fact {
  /** Such as `ttl 300 -> 60`; its first word can serve as a label. */
  readonly text: string
  /** The effect on the user, if any. */
  readonly consequence: string | undefined
}

/** Compares the record sets themselves instead of using `differs`, so that what is shown is what will be sent. */
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
