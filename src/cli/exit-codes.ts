import {CliError, type ErrorCode} from '../errors/cli-error.js'

/** The exit codes of all commands. Scripts rely on them; docs/exit-codes.md lists them for users. */
export const EXIT_CODES = {
  /** Done, or nothing to do. */
  done: 0,
  /** Includes usage errors. */
  error: 1,
  /** Only with `--detailed-exitcode`. */
  changesPresent: 2,
  /** More deletes than the limit, not confirmed, or no terminal and no `--yes`. */
  refused: 3,
  /** A host failed, or objects had problems. */
  partly: 4,
  /** A saved plan, or one that was confirmed, no longer fits the zones. */
  stale: 5,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

export type PlanOutcome = Readonly<Record<'hasChanges' | 'hasProblems' | 'isDetailed', boolean>>

type Condition = 'isInterrupted' | 'hasFailed' | 'isStale' | 'isRefused' | 'hasProblems'
export type ApplyOutcome = Readonly<Partial<Record<Condition, boolean>>>

/** The exit code of `plan`: changes come before problems. After an error see `errorExitCode`. */
export function planExitCode({hasChanges, hasProblems, isDetailed}: PlanOutcome): ExitCode {
  if (isDetailed && hasChanges) return EXIT_CODES.changesPresent
  return hasProblems ? EXIT_CODES.partly : EXIT_CODES.done
}

/** The exit code of commands that write: the first condition that holds. */
export function applyExitCode(outcome: ApplyOutcome): ExitCode {
  if (outcome.isInterrupted) return EXIT_CODES.interrupted
  if (outcome.hasFailed) return EXIT_CODES.error
  if (outcome.isStale) return EXIT_CODES.stale
  if (outcome.isRefused) return EXIT_CODES.refused
  return outcome.hasProblems ? EXIT_CODES.partly : EXIT_CODES.done
}

const CODES_OF_ERRORS: Partial<Record<ErrorCode, ExitCode>> = {
  LIMIT_EXCEEDED: EXIT_CODES.refused,
  NOT_CONFIRMED: EXIT_CODES.refused,
  NO_TERMINAL: EXIT_CODES.refused,
  MANIFESTS_REFUSED: EXIT_CODES.refused,
  PLAN_STALE: EXIT_CODES.stale,
  INTERRUPTED: EXIT_CODES.interrupted,
}

export function errorExitCode(error: unknown): ExitCode {
  return (error instanceof CliError ? CODES_OF_ERRORS[error.code] : undefined) ?? EXIT_CODES.error
}
