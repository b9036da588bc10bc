import type {Claims} from '../registry/claim.js'
import {findCommonCause} from './common-cause.js'
import type {DeleteFindings} from './delete-limit.js'
import {findStrangeOwner} from './first-run.js'
import {goneHosts, type ZonePlan} from './plan.js'
import type {PlanInput} from './plan-input.js'
import {findStrangePrefix} from './strange-prefix.js'

/** Fewer deletes than this have something in common by chance. */
const FEWEST_DELETES = 3

export interface Doubts extends DeleteFindings {
  /** What makes the plan as a whole doubtful, the gravest first. */
  readonly doubts: readonly string[]
}

/** What hints at a wrong cluster, owner or prefix, and what the hosts that would be deleted have in common. */
export function findDoubts(zones: readonly ZonePlan[], input: Omit<PlanInput, 'wish'>, claims: Claims): Doubts {
  const gone = zones.flatMap(goneHosts)
  const strangeOwner = findStrangeOwner(input, claims)
  const cause = findCommonCause(gone, input)
  const strangePrefix = findStrangePrefix(claims, input.registry)
  const doubtfulCause = cause?.isDoubtful === true && gone.length >= FEWEST_DELETES ? cause.text : undefined
  const doubts = [strangeOwner ?? doubtfulCause, strangePrefix]
  return {
    doubts: doubts.filter((doubt) => doubt !== undefined),
    commonCause: strangeOwner ?? cause?.text,
    isFirstRun: strangeOwner !== undefined,
  }
}
