import type {Question, Wanted} from '../../dns/answer.js'
import {isWithin} from '../../dns/dns-name.js'
import {groupBy} from '../../dns/group.js'
import {compareText, type RecordSet} from '../../dns/record-set.js'
import {compareZones, type Zone} from '../../dns/zone.js'
import {type HostPlan, setOf} from '../../plan/change.js'
import {canonicalValues} from '../records/canonical-value.js'

/** The questions about changed hosts: their record sets, but not their ownership TXT. Sorted by zone, name and type. */
export function questionsOf(hosts: readonly Pick<HostPlan, 'zone' | 'changes'>[]): readonly Question[] {
  const touched = groupBy(
    hosts.flatMap(({zone, changes}) =>
      changes.map((change) => ({zone, isMade: change.kind !== 'delete', set: setOf(change)})),
    ),
    ({zone, set}) => `${zone.id} ${set.name} ${set.type}`,
  )
  const isMade = (key: string) => touched.get(key)?.some((one) => one.isMade) === true
  return [...touched]
    .flatMap(([key, some]): readonly Question[] => {
      const [{zone, set}] = some
      if (!isMade(key) && isMade(`${zone.id} ${set.name} CNAME`)) return []
      const sets = some.map((one) => one.set)
      const made = some.filter((one) => one.isMade).map((one) => one.set)
      return [{zone, host: set.name, type: set.type, wanted: wantedOf(made, sets)}]
    })
    .sort((a, b) => compareZones(a.zone, b.zone) || compareText(a.host, b.host) || compareText(a.type, b.type))
}

function wantedOf(made: readonly RecordSet[], deleted: readonly RecordSet[]): Wanted {
  const [first] = made
  if (first === undefined) {
    const isAllGone = deleted.every(({routing}) => routing.kind === 'simple')
    return isAllGone ? {kind: 'nothing'} : {kind: 'choice', chosenBy: 'its other sets', possible: []}
  }
  const {routing, data} = first
  if (routing.kind !== 'simple') {
    const valuesOf = ({type, data}: RecordSet) => (data.kind === 'values' ? [canonicalValues(type, data.values)] : [])
    const possible = made.flatMap(valuesOf)
    return {kind: 'choice', chosenBy: `${routing.kind} routing`, possible}
  }
  if (data.kind === 'alias') return {kind: 'choice', chosenBy: `alias ${data.target.dnsName}`, possible: []}
  return {kind: 'values', values: canonicalValues(first.type, data.values)}
}

/** The wildcards of the zone that may answer for a name that does not exist. */
export function wildcardsOver(name: string, zone: Zone): readonly string[] {
  const wildcards: string[] = []
  for (let parent = parentOf(name); isWithin(parent, zone.name); parent = parentOf(parent))
    wildcards.push(`*.${parent}`)
  return wildcards.filter((wildcard) => wildcard !== name)
}

/** The name without its first label; empty above a top-level domain. */
export function parentOf(name: string): string {
  return name.includes('.') ? name.slice(name.indexOf('.') + 1) : ''
}
