import type {CaseFile} from './case.js'
import type {Difference} from './difference.js'
import type {Divergence} from './divergences.js'
import type {Finished} from './pool.js'
import type {StepOutcome} from './run-case.js'

/** `diverges`: differs only as the table of divergences allows. `not yet`: needs a source that is not supported. */
export const VERDICTS = ['equal', 'laws kept', 'diverges', 'not yet', 'different'] as const
export type Verdict = (typeof VERDICTS)[number]

export type CaseReport = {
  readonly key: string
  readonly verdict: Verdict
  readonly steps: readonly StepOutcome[]
  /** Differences that no row of the table covers. */
  readonly differences: readonly Difference[]
  /** Rows that cover a difference here. */
  readonly divergences: readonly Divergence[]
  /** Rows for this case that no longer cover anything. */
  readonly stale: readonly Divergence[]
  readonly unbuilt?: string
  readonly crash?: string
  readonly ms: number
}

/** Compares a finished case with the table. */
export function judge({job, outcome, crash, ms}: Finished, table: readonly Divergence[]): CaseReport {
  const {key} = job.file
  const rows = table.filter((row) => row.case === key)
  const base = {key, steps: outcome?.steps ?? [], ms}
  if (outcome === undefined) {
    const differences: readonly Difference[] = []
    return {...base, verdict: 'different', differences, divergences: [], stale: [], crash: crash ?? 'no answer'}
  }
  if (outcome.unbuilt !== undefined) {
    return {...base, verdict: 'not yet', differences: [], divergences: [], stale: [], unbuilt: outcome.unbuilt}
  }
  const differences = outcome.differences.filter((difference) => !rows.some((row) => covers(row, difference)))
  const [divergences, stale] = [true, false].map((isUsed) =>
    rows.filter((row) => outcome.differences.some((difference) => covers(row, difference)) === isUsed),
  )
  const found = {...base, differences, divergences: divergences ?? [], stale: stale ?? []}
  return {...found, verdict: verdictOf(job.file, found)}
}

/** Rows whose case does not exist: a misspelt or renamed one. */
export function strayRows(table: readonly Divergence[], all: readonly CaseFile[]): readonly Divergence[] {
  return table.filter((row) => !all.some(({key}) => key === row.case))
}

function covers(row: Divergence, {step, kind, subject}: Difference): boolean {
  return (
    row.kind === kind && (row.step ?? step) === step && (row.subject === undefined || subject.startsWith(row.subject))
  )
}

function verdictOf(
  file: CaseFile,
  {differences, divergences, stale}: Pick<CaseReport, 'differences' | 'divergences' | 'stale'>,
): Verdict {
  if (differences.length > 0 || stale.length > 0) return 'different'
  if (divergences.length > 0) return 'diverges'
  return file.kind === 'laws' ? 'laws kept' : 'equal'
}
