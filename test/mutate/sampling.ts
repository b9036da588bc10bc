import {createHash} from 'node:crypto'
import {isHumanText, keyOf, type Mutant} from './mutant.js'

export interface Sampling {
  /** How many; undefined: all. */
  readonly count?: number
  readonly seed: string
  /** Those of an earlier run that are tried again, by `keyOf`; undefined: all that are sampled. */
  readonly again?: readonly string[]
}

/** Why a mutant is not tried. */
export type Reason = 'human text' | 'not sampled'

/**
 * What keeps each mutant from being tried; undefined: nothing. A mutant keeps its place in the order of a seed while its
 * line stays as it is.
 */
export function sampleOf(mutants: readonly Mutant[], {count, seed, again}: Sampling): readonly (Reason | undefined)[] {
  const keys = again && new Set(again)
  const isTried = mutants.map((mutant) => !isHumanText(mutant))
  const tried = mutants.filter((_mutant, index) => isTried[index])
  const inOrder = tried
    .map((mutant) => ({mutant, place: placeOf(mutant, seed)}))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
  const sampled = new Set(inOrder.slice(0, count).map(({mutant}) => mutant))
  return mutants.map((mutant, index) => {
    if (!isTried[index]) return 'human text'
    return (keys?.has(keyOf(mutant)) ?? sampled.has(mutant)) ? undefined : 'not sampled'
  })
}

const placeOf = ({file, line, from, to}: Mutant, seed: string) =>
  createHash('sha256')
    .update(JSON.stringify([seed, file, line, from, to]))
    .digest('hex')
