import type {DnsName} from '../../dns/dns-name.js'
import type {RecordType} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {phrases} from '../blocked-phrases.js'
import type {HostPlan} from '../change.js'
import {addedSets} from '../ownership/reconcile-texts.js'
import type {ProviderRules} from '../plan-input.js'
import type {EndState, PlannedSet} from './end-state.js'
import type {HostRejection} from './host-rejection.js'

/** What a query for one type finds at a name, and the names to which that leads. */
interface Step {
  readonly name: DnsName
  readonly sets: readonly PlannedSet[]
  readonly rest: Iterator<DnsName>
}

/** CNAMEs and aliases of a zone that lead back to themselves after the plan: what a host adds to that is refused. */
export function findAliasLoops(
  hosts: readonly HostPlan[],
  state: EndState,
  rules: ProviderRules,
): ReadonlyMap<HostPlan, HostRejection> {
  const rejections = new Map<HostPlan, HostRejection>()
  const done = new Set<string>()
  for (const {zone, set} of hosts.flatMap(addedSets)) {
    if (rules.leadsTo(set, zone).length === 0) continue
    for (const loop of loopsFrom(set.name, set.type, zone)) {
      const rejection = phrases.aliasLoop(loop.map(({name}) => name))
      for (const [index, {sets}] of loop.entries()) {
        const next = loop[(index + 1) % loop.length]
        for (const {by, set: own} of sets) {
          const isLink = rules.leadsTo(own, zone).some((name) => name === next?.name)
          if (by !== undefined && isLink) rejections.set(by, rejection)
        }
      }
    }
  }
  return rejections

  function loopsFrom(start: DnsName, type: RecordType, zone: Zone): readonly (readonly Step[])[] {
    const loops: (readonly Step[])[] = []
    const path: Step[] = []
    const places = new Map<DnsName, number>()
    const enter = (name: DnsName) => {
      const sets = state.setsAt(zone, name).filter((planned) => planned.set.type === type)
      places.set(name, path.length)
      path.push({name, sets, rest: new Set(sets.flatMap(({set}) => rules.leadsTo(set, zone))).values()})
    }
    const isDone = (name: DnsName) => done.has(`${zone.id} ${type} ${name}`)
    if (!isDone(start)) enter(start)
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const {value: next, done: isLast} = step.rest.next()
      if (isLast === true) {
        path.pop()
        places.delete(step.name)
        done.add(`${zone.id} ${type} ${step.name}`)
        continue
      }
      const place = places.get(next)
      if (place !== undefined) loops.push(path.slice(place))
      else if (!isDone(next)) enter(next)
    }
    return loops
  }
}
