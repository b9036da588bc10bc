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

/** The part of one shard. */
export interface Deal {
  readonly zones: readonly Zone[]
  /** True for a name whose zones belong to this shard; a name that no zone holds belongs to the first shard. */
  takes(name: string): boolean
  /** The shard of a name. */
  indexOf(name: string): number
}

/**
 * Distributes zones over shards by rendezvous hashing (the shard with the highest hash), so that a further shard moves
 * as few zones as possible. Zones below the same shortest selected name stay together, because a zone and its parents,
 * public or private, may hold each other's ownership TXT.
 */
export function dealZones(zones: readonly Zone[], shard: Shard): Deal {
  const roots = rootNames(zones)
  const indexes = new Map([...new Set(roots.values())].map((root) => [root, shardOf(root, shard.count)]))
  const indexOf = (text: string) => {
    const name = toPlanKey(text)
    const found = [...indexes].find(([root]) => isWithin(name, root))
    return found === undefined ? 0 : found[1]
  }
  return {
    zones: zones.filter((zone) => indexOf(zone.name) === shard.index),
    takes: (name) => indexOf(name) === shard.index,
    indexOf,
  }
}

/** By zone name, the shortest name of a selected zone at or above it. */
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
