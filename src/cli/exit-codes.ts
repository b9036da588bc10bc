import {CliError, type ErrorCode} from '../errors/cli-error.js'

/** Every way in which a run can end (design §2). */
export const EXIT_CODES = {
  /** Done, or nothing to do. */
  done: 0,
  /** Usage errors too. */
  error: 1,
  /** Only with `--detailed-exitcode`. */
  changesPresent: 2,
  /** Over the limit, not confirmed, or no terminal and no `--yes`. */
  refused: 3,
  /** A host failed, or objects had problems. */
  partly: 4,
  /** The saved plan and the zones no longer agree. */
  stale: 5,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

export interface PlanOutcome {
  readonly hasChanges: boolean
  /** Some blocked entry has a reason of `PROBLEM_REASONS`. */
  readonly hasProblems: boolean
  /** `--detailed-exitcode`. */
  readonly isDetailed: boolean
}

export interface ApplyOutcome {
  readonly isInterrupted?: boolean
  readonly hasFailed?: boolean
  readonly isStale?: boolean
  readonly isRefused?: boolean
  /** A host failed, or objects had problems. */
  readonly hasProblems?: boolean
}

/** For `plan`: changes before problems. An error ends the run earlier, with `errorExitCode`. */
export function planExitCode({hasChanges, hasProblems, isDetailed}: PlanOutcome): ExitCode {
  if (isDetailed && hasChanges) return EXIT_CODES.changesPresent
  return hasProblems ? EXIT_CODES.partly : EXIT_CODES.done
}

/** For commands that write: the first that is true. */
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

/** For a run that an error ended. */
export function errorExitCode(error: unknown): ExitCode {
  return (error instanceof CliError ? CODES_OF_ERRORS[error.code] : undefined) ?? EXIT_CODES.error
}
