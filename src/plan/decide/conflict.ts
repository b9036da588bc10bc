import type {Origin} from '../../dns/endpoint.js'
import {objectText} from '../../dns/phrase.js'
import type {RecordSet, Routing} from '../../dns/record-set.js'
import {compareTargets} from '../../dns/target.js'
import type {Zone} from '../../dns/zone.js'
import type {Candidate, ProviderRules} from '../plan-input.js'

/** Who gets a (name, type, set identifier), and who asked for it in vain. */
export interface Contest {
  readonly winner: Candidate
  readonly losers: readonly Candidate[]
  /** The winner's object holds the name already; else it is the least by its targets. */
  readonly isHeld: boolean
}

/** As external-dns picks: the object that holds the name, else the least by targets. @param holder its label. */
export function contest(candidates: readonly Candidate[], holder: string | undefined): Contest | undefined {
  const [only] = candidates
  if (only !== undefined && candidates.length === 1 && only.origins.length < 2)
    return {winner: only, losers: [], isHeld: false}
  const ranked = [...candidates].sort((a, b) => compareTargets(a.targets, b.targets))
  const least = ranked[0]
  if (least === undefined) return undefined
  const held = ranked.find((candidate) => candidate.resource === holder)
  const winner = held ?? least
  const winnerText = JSON.stringify(winner.recordSet)
  const allies = new Set(ranked.filter((candidate) => JSON.stringify(candidate.recordSet) === winnerText))
  return {
    winner: {...winner, origins: mergeOrigins([winner, ...allies])},
    losers: ranked.filter((candidate) => !allies.has(candidate)),
    isHeld: held !== undefined,
  }
}

/** At one name and set identifier a CNAME yields to every other type, as upstream has it. */
export function dropConflictingCnames(candidates: readonly Candidate[]) {
  const [others, cnames] = [candidates.filter((one) => !isCname(one)), candidates.filter(isCname)]
  return others.length === 0 ? {kept: candidates, dropped: []} : {kept: others, dropped: cnames}
}

function isCname({recordSet}: Candidate): boolean {
  return recordSet.type === 'CNAME'
}

export function mergeOrigins(parts: readonly {readonly origins: readonly Origin[]}[]): readonly Origin[] {
  const keyOf = ({cluster, kind, namespace, name, field}: Origin) => `${cluster} ${kind} ${namespace}/${name} ${field}`
  return [...new Map(parts.flatMap((part) => part.origins).map((origin) => [keyOf(origin), origin])).values()]
}

/** As objects are named in every message. */
export function nameOrigin(origin: Origin | undefined): string {
  return origin === undefined ? 'an object' : objectText(origin)
}

/** Record sets of one name, asked which of them cannot stand beside another one; see `clash`. */
export interface Clashes<T extends {readonly set: RecordSet}> {
  /** The one that was added first. */
  firstBeside(set: RecordSet): T | undefined
  add(item: T): void
  remove(set: RecordSet): void
}

/** Sets of one type and routing policy clash with the same other sets, so one of each such kind is looked at. */
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
          if (other.setIdentifier !== set.setIdentifier) break
        }
      }
      return first?.item
    },
  }
}

function kindOf({type, routing}: RecordSet): string {
  return `${type} ${policyOf(routing)}`
}

/** A CNAME stands alone at its name, and all sets of one type have one routing policy. Equal keys are one set. */
export function clash(a: RecordSet, b: RecordSet): 'cname' | 'routing' | undefined {
  if (a.type !== b.type) return a.type === 'CNAME' || b.type === 'CNAME' ? 'cname' : undefined
  if (a.setIdentifier === b.setIdentifier) return undefined
  return policyOf(a.routing) === policyOf(b.routing) ? undefined : 'routing'
}

function policyOf(routing: Routing): string {
  return routing.kind === 'other' ? routing.policy : routing.kind
}

/** As `clash`, and by the further rules of the provider: two latency sets of one region, weighted sets with two TTLs. */
export function conflict(
  a: RecordSet,
  b: RecordSet,
  zone: Zone,
  rules: Pick<ProviderRules, 'checkName'>,
): 'cname' | 'routing' | undefined {
  const found = clash(a, b)
  if (found !== undefined) return found
  const areSiblings = a.type === b.type && a.setIdentifier !== b.setIdentifier
  return areSiblings && rules.checkName([a, b], zone).length > 0 ? 'routing' : undefined
}

/** As `conflict`, but for the TTLs of weighted sets: objects choose those, and can make them equal. */
export function competes(a: RecordSet, b: RecordSet, zone: Zone, rules: Pick<ProviderRules, 'checkName'>): boolean {
  return (a.routing.kind === 'weighted' ? clash(a, b) : conflict(a, b, zone, rules)) !== undefined
}
