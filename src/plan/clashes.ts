import type {RecordSet} from '../dns/record-set.js'
import {clash} from './coexistence.js'

/** Record sets of one name, asked which of them cannot stand beside another one; see `clash`. */
export interface Clashes<T extends {readonly set: RecordSet}> {
  /** The one that was added first. */
  firstBeside(set: RecordSet): T | undefined
  add(item: T): void
  remove(set: RecordSet): void
}

/**
 * Sets of one type and routing policy clash with the same others, but for those with their own identifier: so one look
 * at each of these few kinds tells what a look at each of thousands of sets would.
 */
export function makeClashes<T extends {readonly set: RecordSet}>(items: readonly T[]): Clashes<T> {
  const kinds = new Map<string, Map<RecordSet, {readonly item: T; readonly order: number}>>()
  let count = 0
  const add = (item: T) => {
    const kind = kindOf(item.set)
    const sets = kinds.get(kind) ?? new Map()
    kinds.set(kind, sets.set(item.set, {item, order: count++}))
  }
  for (const item of items) add(item)
  return {
    add,
    remove(set) {
      kinds.get(kindOf(set))?.delete(set)
    },
    firstBeside(set) {
      let first: {readonly item: T; readonly order: number} | undefined
      for (const sets of kinds.values()) {
        for (const [other, entry] of sets) {
          if (clash(set, other) !== undefined) {
            if (first === undefined || entry.order < first.order) first = entry
            break
          }
          // One more look where this one has the same identifier; else all of its kind are alike.
          if ((other.setIdentifier ?? '') !== (set.setIdentifier ?? '')) break
        }
      }
      return first?.item
    },
  }
}

function kindOf({type, routing}: RecordSet): string {
  return `${type} ${routing.kind}`
}
