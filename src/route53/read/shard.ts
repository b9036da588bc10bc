import {createHash} from 'node:crypto'
import {isWithin, toPlanKey} from '../../dns/dns-name.js'
import {compareText} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'

/** One of several runs that share the zones of an account. */
export interface Shard {
  /** From 0. */
  readonly index: number
  readonly count: number
}

/** What falls to one shard. */
export interface Deal {
  readonly zones: readonly Zone[]
  /** True for a name whose zones are here, and, in the first shard alone, for one that no zone holds. */
  takes(name: string): boolean
  /** The shard that takes a name. */
  indexOf(name: string): number
}

/**
 * Deals zones by rendezvous hash (the highest of one hash a shard), so that another shard moves as few zones as can be. A zone goes
 * with the shortest selected zone name above it: a zone and its parents, public or private, see each other's TXT (design §7).
 */
export function dealZones(zones: readonly Zone[], shard: Shard): Deal {
  const roots = rootNames(zones)
  const indexes = new Map([...new Set(roots.values())].map((root) => [root, shardOf(root, shard.count)]))
  const indexOf = (text: string) => {
    const name = toPlanKey(text)
    const root = [...indexes.keys()].find((one) => isWithin(name, one))
    return root === undefined ? 0 : (indexes.get(root) ?? 0)
  }
  return {
    zones: zones.filter((zone) => indexOf(zone.name) === shard.index),
    takes: (name) => indexOf(name) === shard.index,
    indexOf,
  }
}

/** The shortest name of a selected zone that each zone's own name ends with, by name. */
export function rootNames(zones: readonly Zone[]): ReadonlyMap<string, string> {
  const names = [...new Set(zones.map(({name}) => name))].sort((a, b) => a.length - b.length || compareText(a, b))
  return new Map(names.map((name) => [name, names.find((other) => isWithin(name, other)) ?? name]))
}

function shardOf(root: string, count: number): number {
  let [best, score] = [0, '']
  for (let index = 0; index < count; index += 1) {
    const hash = createHash('sha256').update(`${root}#${index}`).digest('hex')
    if (hash > score) [best, score] = [index, hash]
  }
  return best
}
