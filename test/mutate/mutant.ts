import {readFileSync} from 'node:fs'
import {relative} from 'node:path'
import type {Mutant as StrykerMutant} from '@stryker-mutator/api/core'

/** What stands in a file, and what is written there instead. */
export interface Mutant {
  /** Path in the repository. */
  readonly file: string
  /** From 1, as the column. */
  readonly lineNumber: number
  readonly column: number
  /** The line where it begins, without the space around it. */
  readonly line: string
  /** Runs of white space are one space, here and in `to`. */
  readonly from: string
  readonly to: string
  /** Stryker's word for this kind of change. */
  readonly mutator: string
}

/** @param first number of the first line and column of a file: 0 before a run, 1 in its results */
export function toMutants(
  mutants: readonly Pick<StrykerMutant, 'fileName' | 'location' | 'mutatorName' | 'replacement'>[],
  root: string,
  first: 0 | 1,
): readonly Mutant[] {
  const lines = new Map<string, readonly string[]>()
  return mutants.map(({fileName, location: {start, end}, mutatorName, replacement}) => {
    const text = lines.get(fileName) ?? readFileSync(fileName, 'utf8').split('\n')
    lines.set(fileName, text)
    const within = text.slice(start.line - first, end.line - first + 1)
    const last = within.length - 1
    const cut = within.map((line, index) =>
      line.slice(index === 0 ? start.column - first : 0, index === last ? end.column - first : undefined),
    )
    return {
      file: relative(root, fileName),
      lineNumber: start.line - first + 1,
      column: start.column - first + 1,
      line: (within[0] ?? '').trim(),
      from: inOneLine(cut.join(' ')),
      to: inOneLine(replacement),
      mutator: mutatorName,
    }
  })
}

/** The same for a mutant in every run on the same sources. */
export const keyOf = ({file, lineNumber, column, from, to}: Mutant): string =>
  JSON.stringify([file, lineNumber, column, from, to])

/**
 * The one kind of mutant that is not tried: another text where people read one. A text is for people when a letter
 * stands beside a space: codes, keys, names and ownership texts have none. What is between `${` and `}` is code.
 */
export function isHumanText({mutator, from}: Pick<Mutant, 'mutator' | 'from'>): boolean {
  return mutator === 'StringLiteral' && /\p{L}[,;:.]* | \p{L}/u.test(withoutCode(from))
}

function withoutCode(template: string): string {
  const shorter = template.replace(/\$?\{[^{}]*\}/g, '')
  return shorter === template ? template : withoutCode(shorter)
}

const inOneLine = (text: string) => text.replace(/\s+/g, ' ')
