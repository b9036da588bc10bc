import type {ProgramRun} from './program.js'

/** The fields of `plan --json` that the runner reads. */
export type PlanAnswer = {
  readonly zones: readonly {
    readonly zone: {readonly name: string}
    readonly hosts: readonly {readonly action: string; readonly name: string; readonly setIdentifier: string | null}[]
  }[]
  readonly blocked: readonly BlockedAnswer[]
  readonly warnings: readonly {readonly text: string}[]
}

export type BlockedAnswer = {readonly reason: string; readonly host: string; readonly detail: string}

/** The blocked reasons for which a run exits with 4. */
const PROBLEMS: readonly string[] = ['object-problem', 'invalid-name', 'too-large']

/** Undefined when the program printed no plan. */
export function readPlanAnswer({stdout}: ProgramRun): PlanAnswer | undefined {
  try {
    const answer = JSON.parse(stdout) as Partial<PlanAnswer> | null
    return answer?.zones && answer.blocked && answer.warnings ? (answer as PlanAnswer) : undefined
  } catch {
    return undefined
  }
}

/** The blocked hosts that explain an exit code of 4. */
export function problemsOf(answer: PlanAnswer): readonly BlockedAnswer[] {
  return answer.blocked.filter(({reason}) => PROBLEMS.includes(reason))
}

/** The hosts that a plan changes: `~ www.example.com "eu1"`. */
export function plannedHosts(answer: PlanAnswer): readonly string[] {
  return answer.zones.flatMap(({hosts}) =>
    hosts.map(
      ({action, name, setIdentifier}) => `${action} ${name}${setIdentifier === null ? '' : ` "${setIdentifier}"`}`,
    ),
  )
}

/** The source that the program reports as not supported. */
export function unbuiltSource({exitCode, stderr}: ProgramRun): string | undefined {
  return exitCode === 1 ? /the source (\S+) is not supported yet/.exec(stderr)?.[1] : undefined
}
