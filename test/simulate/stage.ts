import type {Plan} from '../../src/plan/plan.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import type {Account} from './account.js'
import type {Requests} from './requests.js'
import type {Fault, Schedule} from './schedule.js'
import type {Situation} from './situations.js'

/** What the actors share. */
export interface Stage {
  readonly account: Account
  readonly schedule: Schedule
  /** By cluster. */
  readonly requests: Record<string, Requests>
  readonly runs: Run[]
  /** True of calls that need no turn of their own, because their answer is always the same. */
  readonly isConstant: (text: string) => boolean
  meet(situation: Situation): void
  /** Notes that a law is broken. */
  object(problem: string): void
}

/** One run of our program: what it may change, and what it has seen. */
export interface Run {
  readonly actor: string
  readonly id: string
  /** Whose records it may change; `nobody` for those without owner. */
  readonly owners: ReadonlySet<string>
  readonly seen: (readonly [zoneId: string, set: RecordSet])[]
  /** How much of that was seen before it had a plan. */
  seenForPlan: number
  /** The number of batches that were written before it began. */
  readonly openedAt: number
  /** The number of batches that were written before it had a plan. */
  plannedAt: number
  /** By host what its clusters asked for when it listed them; undefined when it asks none. */
  asked: ReadonlyMap<string, readonly Asked[]> | undefined
  plan: Plan | undefined
  /** A reading for the plan has failed. */
  isBlind: boolean
  isStopping: boolean
  /** True once it has told what became of its plan. */
  isDone: boolean
  /** Those it reads, by name; of several, each has the owner of that name. It begins with a call to each, and to Route 53. */
  readonly clusters: readonly string[]
  /** The clusters that it could not reach; undefined: it ends when it cannot. */
  readonly unreachable: Set<string> | undefined
  readonly isPrune: boolean
  /** It undoes another one. */
  readonly isUndo: boolean
  /** It is a `prune --orphans`. */
  readonly removesOrphans: boolean
}

/** One object that asks for a host, and under which set identifier. */
export interface Asked {
  readonly setIdentifier: string | undefined
  readonly hasAddress: boolean
}

/**
 * Makes one call of an actor. It waits until the scheduler lets it go on, and is then carried out, or fails as the
 * scheduler says.
 * @param effect what the call does when it is carried out
 * @param note what the story says of the answer
 * @param onFault what the call does instead under a fault; without it, a fault changes nothing
 */
export function call<T>(
  {schedule, isConstant}: Stage,
  actor: string,
  text: string,
  {
    effect,
    note,
    onFault,
    isChange,
  }: {effect: () => T; note: (value: T) => string; onFault?: FaultOf<T> | undefined; isChange?: boolean},
): Promise<T> {
  if (isConstant(text)) return Promise.resolve(effect())
  return new Promise((resolve, reject) => {
    schedule.wait({
      actor,
      text,
      isChange,
      act(fault) {
        if (fault === 'killed after') return note(effect())
        try {
          const faulty = fault === undefined ? undefined : onFault?.(fault)
          const value = faulty === undefined ? effect() : faulty.value
          resolve(value)
          return faulty?.note ?? note(value)
        } catch (error) {
          reject(error)
          return error instanceof Error ? error.message : 'throttled'
        }
      },
    })
  })
}

/** The answer of a call under a fault, and its note; undefined when the fault does not change it. @throws the error of the call */
export type FaultOf<T> = (fault: Fault) => {readonly value: T; readonly note: string} | undefined
