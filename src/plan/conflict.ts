import type {Origin} from '../dns/endpoint.js'
import {compareTargets} from '../dns/target.js'
import type {Candidate} from './candidate.js'

/** Who gets a (name, type, set identifier), and who asked for it in vain. */
export interface Contest {
  readonly winner: Candidate
  readonly losers: readonly {readonly candidate: Candidate; readonly rule: string}[]
}

/**
 * Picks one candidate of one type: the object that already holds the name keeps it; otherwise the least by targets,
 * on a tie the first (spec plan-and-registry.md §4.4, §4.5). Candidates that want the same thing are one.
 *
 * @param holder the label `resource` of the stored ownership; undefined when nothing is stored.
 */
export function contest(candidates: readonly Candidate[], holder: string | undefined): Contest | undefined {
  const [only] = candidates
  if (only !== undefined && candidates.length === 1 && only.origins.length < 2) return {winner: only, losers: []}
  const ranked = [...candidates].sort((a, b) => compareTargets(a.targets, b.targets))
  const least = ranked[0]
  if (least === undefined) return undefined
  const held = holder === undefined ? undefined : ranked.find((candidate) => candidate.resource === holder)
  const winner = held ?? least
  const rivals = ranked.filter((candidate) => candidate !== winner)
  const wish = JSON.stringify(winner.recordSet)
  const allies = new Set(rivals.filter((candidate) => JSON.stringify(candidate.recordSet) === wish))
  return {
    winner: {...winner, origins: mergeOrigins([winner, ...allies])},
    losers: rivals
      .filter((candidate) => !allies.has(candidate))
      .map((candidate) => ({candidate, rule: held === undefined ? leastRule(winner, candidate) : holderRule(winner)})),
  }
}

/** At one name and set identifier a CNAME yields to every other type, as upstream has it. */
export function dropConflictingCnames(candidates: readonly Candidate[]): {
  readonly kept: readonly Candidate[]
  readonly dropped: readonly Candidate[]
} {
  const others = candidates.filter((candidate) => candidate.recordSet.type !== 'CNAME')
  if (others.length === 0) return {kept: candidates, dropped: []}
  return {kept: others, dropped: candidates.filter((candidate) => candidate.recordSet.type === 'CNAME')}
}

export function mergeOrigins(parts: readonly {readonly origins: readonly Origin[]}[]): readonly Origin[] {
  const seen = new Map<string, Origin>()
  for (const origin of parts.flatMap((part) => part.origins)) {
    const key = `${origin.kind} ${origin.namespace}/${origin.name} ${origin.field}`
    if (!seen.has(key)) seen.set(key, origin)
  }
  return [...seen.values()]
}

/** `Service shop/cart`, as objects are named in every message. */
export function nameOrigin(origin: Origin | undefined): string {
  if (origin === undefined) return 'an object'
  return `${origin.kind} ${origin.namespace === '' ? '' : `${origin.namespace}/`}${origin.name}`
}

function holderRule(winner: Candidate): string {
  return `${nameOrigin(winner.origins[0])} holds the name and keeps it`
}

function leastRule(winner: Candidate, loser: Candidate): string {
  const why = winner.targets.length < loser.targets.length ? 'has fewer targets' : 'comes first by its targets'
  return `${nameOrigin(winner.origins[0])} ${why}`
}
