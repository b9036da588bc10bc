import type {Mutant} from './mutant.js'

/**
 * A mutant that does what the program does, as somebody has found who read it. Void, and reported, once its line is
 * written differently or a test kills it.
 */
export interface Equivalent extends Pick<Mutant, 'file' | 'line' | 'from' | 'to'> {
  readonly why: string
}

export const EQUIVALENTS: readonly Equivalent[] = []
