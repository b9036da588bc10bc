import type {Environment} from '../../errors/environment.js'
import {ownersOf, type Plan} from '../../plan/plan.js'
import {changesDigest} from '../../saved/touched-sets.js'

/** The most characters that Route 53 takes (API reference, ChangeBatch, Comment). */
const MOST_CHARACTERS = 256

/**
 * What every batch of a run says of itself, which Route 53 keeps in its change history: `external-dns-ts 1.2.0
 * owner=prod plan=4fd0…`, then the text of `--batch-comment`, then the address of the CI run.
 */
export function batchComment(
  plan: Pick<Plan, 'owner' | 'clusters' | 'zones'>,
  {version, text, environment}: {readonly version: string; readonly text: string; readonly environment: Environment},
): string {
  const owner = ownersOf(plan).map((one) => `owner=${one}`)
  const parts = [`external-dns-ts ${version}`, ...owner, `plan=${changesDigest(plan)}`, text, ciRun(environment)]
  const comment = parts.filter((part) => part !== '').join(' ')
  // XML has no control characters.
  return comment.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').slice(0, MOST_CHARACTERS)
}

/** The address of the run in GitHub or GitLab; empty elsewhere. */
function ciRun({GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, CI_JOB_URL}: Environment): string {
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_RUN_ID) {
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
  }
  return CI_JOB_URL ?? ''
}
