import type {RecordSet} from '../dns/record-set.js'
import {duration} from './phrase.js'
import {onOff} from './record-set-text.js'
import {routingChanges} from './routing-text.js'

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
