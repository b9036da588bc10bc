import {CliError} from '../errors/cli-error.js'
import type {SavedFile} from '../saved/saved-file.js'
import type {SavedPlan} from '../saved/saved-plan.js'
import {readTextFile} from './text-file.js'

/** @throws CliError FILE_UNREADABLE, FILE_INVALID */
export async function openSavedPlan(path: string, doing: string): Promise<SavedFile<SavedPlan>> {
  const {parseSavedPlan} = await import('../saved/saved-plan.js')
  const read = parseSavedPlan(readTextFile(path, 'the plan'))
  if (read.ok) return read.value
  throw new CliError({
    code: 'FILE_INVALID',
    doing: `${doing} ${path}`,
    happened: read.problem,
    fix: ['make a new plan: plan --out FILE'],
  })
}

/** @throws CliError DIGEST_MISMATCH when it is not the plan that somebody approved. */
export function checkDigest(path: string, digest: string, expected: string): void {
  if (expected === '' || expected === digest) return
  throw new CliError({
    code: 'DIGEST_MISMATCH',
    doing: `apply ${path}`,
    happened: `It is another plan than the one expected: its digest is ${digest}, not ${expected}.`,
    fix: ['look at it with show, and pass its digest if it is the one that is meant'],
  })
}

/** `made 2026-01-02T03:04:05.000Z by external-dns-ts 0.1.0, signed in to AWS as arn:…` */
export function originNote({digest, meta, content}: SavedFile<Pick<SavedPlan, 'program'>>): string {
  const whom = meta.identities.length === 0 ? '' : `, signed in to AWS as ${meta.identities.join(' and ')}`
  return `plan ${digest}, made ${meta.createdAt} by version ${content.program}${whom}`
}
