import type {MutantStatus} from '@stryker-mutator/api/core'
import type {Equivalent} from './equivalents.js'
import {keyOf, type Mutant} from './mutant.js'

export interface Tried {
  readonly mutant: Mutant
  readonly status: MutantStatus
}

export interface Score {
  /** Without those that are equivalent and those that were not tried. */
  readonly mutants: number
  /** A test failed, or none came to its end. */
  readonly killed: number
  readonly survived: number
  /** No test comes there. */
  readonly uncovered: number
  readonly equivalent: number
}

export interface Report {
  readonly score: Score
  /** Survived or uncovered, and not listed as equivalent. */
  readonly alive: readonly Tried[]
  /** What is wrong with an entry of equivalents.ts, a sentence each. */
  readonly voids: readonly string[]
}

const ALIVE: readonly MutantStatus[] = ['Survived', 'NoCoverage']
/** Not tried. */
const LEFT_OUT: MutantStatus = 'CompileError'

export const isAlive = ({status}: Tried): boolean => ALIVE.includes(status)

/** What one round of tests left alive, with what the next one made of it. */
export function withRetried(tried: readonly Tried[], retried: readonly Tried[]): readonly Tried[] {
  const reached = retried.filter(({status}) => status !== LEFT_OUT && status !== 'NoCoverage')
  const byKey = new Map(reached.map((each) => [keyOf(each.mutant), each]))
  return tried.map((each) => (isAlive(each) ? (byKey.get(keyOf(each.mutant)) ?? each) : each))
}

/** @param tried all mutants of each file that occurs, also those left out: an entry of such a file must fit one of them */
export function report(tried: readonly Tried[], equivalents: readonly Equivalent[]): Report {
  const files = new Set(tried.map(({mutant}) => mutant.file))
  const listed = new Set<Tried>()
  const voids: string[] = []
  for (const entry of equivalents.filter(({file}) => files.has(file))) {
    const meant = tried.filter(({mutant}) => isMeant(mutant, entry))
    const [first] = meant
    const problem = problemOf(meant)
    if (problem !== undefined) voids.push(`${entry.file}: ${entry.from} -> ${entry.to}: ${problem}`)
    else if (first !== undefined) listed.add(first)
  }
  const counted = tried.filter((each) => each.status !== LEFT_OUT && !listed.has(each))
  const count = (status: MutantStatus) => counted.filter((each) => each.status === status).length
  const survived = count('Survived')
  const uncovered = count('NoCoverage')
  return {
    score: {
      mutants: counted.length,
      killed: counted.length - survived - uncovered,
      survived,
      uncovered,
      equivalent: [...listed].filter(({status}) => status !== LEFT_OUT).length,
    },
    alive: counted.filter(isAlive),
    voids,
  }
}

/** Percent, 100 where there is nothing to kill. */
export const percentOf = ({mutants, killed}: Score): number => (mutants === 0 ? 100 : (100 * killed) / mutants)

export function renderTable(scores: readonly (readonly [string, Score])[]): string {
  const rows = scores.map(([room, score]) =>
    [
      room,
      ...[score.mutants, score.killed, score.survived, score.uncovered, score.equivalent].map(String),
      `${percentOf(score).toFixed(1)} %`,
    ].join(' | '),
  )
  const head = 'room | mutants | killed | survived | no coverage | equivalent | score'
  return [head, '--- | --- | --- | --- | --- | --- | ---', ...rows].map((row) => `| ${row} |`).join('\n')
}

function problemOf(meant: readonly Tried[]): string | undefined {
  if (meant.length === 0) return 'the line has changed, so look at it again'
  if (meant.length > 1) return `fits ${meant.length} mutants, so write the line such that it fits one`
  const isKilled = meant.some((each) => each.status !== LEFT_OUT && !isAlive(each))
  return isKilled ? 'is not equivalent: a test kills it' : undefined
}

const isMeant = (mutant: Mutant, {file, line, from, to}: Equivalent) =>
  mutant.file === file && mutant.line === line && mutant.from === from && mutant.to === to
