import {setKey} from '../dns/zone.js'
import {type HostPlan, touchedByHost} from '../plan/change.js'
import {toAtomicChanges} from '../route53/write/plan-groups.js'
import {keysOfSides} from './touched-sets.js'

/** The keys of the record sets of one host that go in one batch. */
type Part = readonly string[]

/** The batches of one host, in the order in which they are sent; those of one step go side by side. */
export type Steps = readonly (readonly Part[])[]

const NO_LIMITS = {changes: Number.POSITIVE_INFINITY, values: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY}

/** What goes with what, and after what. Sets of a name that go together by their limits count as each host's own. */
export function stepsOf(hosts: readonly HostPlan[]): ReadonlyMap<HostPlan, Steps> {
  return new Map(
    toAtomicChanges(hosts, NO_LIMITS).flatMap(({hosts: named, before, main, after}) =>
      named.map((host): [HostPlan, Steps] => {
        const own = new Set(touchedByHost(host).flatMap(keysOfSides))
        const steps = [before, main === undefined ? [] : [main], after].map((groups) =>
          groups
            .map(({zone, changes}) => changes.map(({recordSet}) => setKey(zone, recordSet)))
            .map((keys) => [...new Set(keys)].filter((key) => own.has(key))),
        )
        return [host, steps]
      }),
    ),
  )
}

/** Sets that are as planned although no run of the plan made them so: batches go in whole, and in order. */
export function madeByOthers(steps: Steps, isDone: (key: string) => boolean): readonly string[] {
  const isIn = (part: Part) => part.every(isDone)
  return steps.flatMap((parts, step) => {
    const isItsTurn = steps.slice(0, step).every((earlier) => earlier.every(isIn))
    return parts.flatMap((part) => (isItsTurn && isIn(part) ? [] : part.filter(isDone)))
  })
}
