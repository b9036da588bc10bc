import type {Mutant} from './mutant.js'

/**
 * A mutant that does what the program does, as somebody has found who read it. Void, and reported, once its line is
 * written differently or a test kills it.
 */
export interface Equivalent extends Pick<Mutant, 'file' | 'line' | 'from' | 'to'> {
  readonly why: string
}

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: 'src/saved/validity.ts',
    line: 'const seconds = maxAge === undefined ? undefined : parseGoDuration(maxAge)',
    from: 'maxAge === undefined',
    to: 'false',
    why: 'an absent text is no duration either; only the compiler asks',
  },
  {
    file: 'src/registry/txt-name.ts',
    line: 'if (!isTemplate(affixes)) return affixes',
    from: '!isTemplate(affixes)',
    to: 'false',
    why: 'saves time: affixes without %{record_type} are what is made of them',
  },
]
