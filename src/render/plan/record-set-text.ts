import {duration} from '../../dns/phrase.js'
import {DEFAULT_TTL_SECONDS, type RecordSet} from '../../dns/record-set.js'
import {oneWord, type Word, words} from '../layout/wrap.js'
import {type Fact, routingFacts, routingText} from './routing-text.js'

/** One value or the alias target of a record set, with a key for comparing it. */
export interface ShownTarget {
  readonly key: string
  readonly content: readonly Word[]
}

/** Values of host names and addresses: compared case-insensitively, shown without trailing dots, never wrapped. */
const NAME_TYPES: ReadonlySet<string> = new Set('A AAAA CNAME DNAME HTTPS MX NS PTR SOA SRV SVCB'.split(' '))

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

/** What a new or deleted record set has besides its values; defaults are left out, and a set identifier that its host has. */
export function remarksOf(set: RecordSet, hostSetIdentifier?: string): readonly string[] {
  const {setIdentifier, routing, healthCheckId, trafficPolicyInstanceId} = set
  return [
    ...dataRemarks(set),
    ...(setIdentifier === undefined || setIdentifier === hostSetIdentifier ? [] : [setIdentifierText(setIdentifier)]),
    ...(routing.kind === 'simple' ? [] : [routingText(routing)]),
    ...(healthCheckId === undefined ? [] : [`health check id ${healthCheckId}`]),
    ...(trafficPolicyInstanceId === undefined ? [] : [`traffic policy ${trafficPolicyInstanceId}`]),
  ]
}

/** What belongs to the values themselves: a TTL that is not the default, an alias that ignores the health of its target. */
export function dataRemarks({data}: RecordSet): readonly string[] {
  if (data.kind === 'values') return data.ttlSeconds === DEFAULT_TTL_SECONDS ? [] : [`ttl ${data.ttlSeconds}`]
  return data.target.evaluatesTargetHealth ? [] : ['target health not evaluated']
}

export function setIdentifierText(setIdentifier: string): string {
  return /^[\w.-]+$/.test(setIdentifier) ? `set ${setIdentifier}` : `set "${setIdentifier}"`
}

/** A record set inside a sentence: `192.0.2.1 192.0.2.2, ttl 300, weight 10`. It lacks a set identifier that its host has. */
export function recordSetPhrase(set: RecordSet, hostSetIdentifier?: string): string {
  const targets = targetsOf(set).map(({content}) => content.map(({text}) => text).join(' '))
  const ttl = set.data.kind === 'values' && set.data.ttlSeconds === DEFAULT_TTL_SECONDS ? ['ttl 300'] : []
  return [targets.join(' '), ...ttl, ...remarksOf(set, hostSetIdentifier)].join(', ')
}

/** Compares the record sets themselves instead of using `differs`, so that what is shown is what will be sent. */
export function updateFacts(current: RecordSet, desired: RecordSet): readonly Fact[] {
  return [
    ...dataFacts(current, desired),
    ...routingFacts(current.routing, desired.routing),
    ...changed('health check id', current.healthCheckId ?? 'none', desired.healthCheckId ?? 'none'),
  ]
}

function dataFacts({data: from}: RecordSet, {data: to}: RecordSet): readonly Fact[] {
  if (from.kind === 'values' && to.kind === 'values') {
    const {ttlSeconds: old} = from
    const consequence = old > 0 ? `caches may keep the old answer for ${duration(old)}` : undefined
    return changed('ttl', String(old), String(to.ttlSeconds)).map((fact) => ({...fact, consequence}))
  }
  if (from.kind === 'values' || to.kind === 'values') return []
  const health = ({target}: typeof from) => (target.evaluatesTargetHealth ? 'evaluated' : 'not evaluated')
  return [
    ...changed('target health', health(from), health(to)),
    ...changed('alias zone', from.target.zoneId, to.target.zoneId),
  ]
}

function changed(name: string, before: string, after: string): readonly Fact[] {
  return before === after ? [] : [{name, before, after}]
}
