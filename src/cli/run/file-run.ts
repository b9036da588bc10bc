import type {Parsed} from '../../dns/parsed.js'
import {phrases} from '../../dns/phrase.js'
import {CliError} from '../../errors/cli-error.js'
import type {DeleteFindings} from '../../plan/limits/delete-limit.js'
import {isEmptyPlan} from '../../plan/plan.js'
import type {Receipt} from '../../saved/receipt.js'
import type {SavedFile} from '../../saved/saved-file.js'
import type {SavedPlan} from '../../saved/saved-plan.js'
import type {undoOf} from '../../saved/undo.js'
import type {CommandLine} from '../command-line/read-line.js'
import {PLAN_FILE_FLAGS} from '../flags/saved-flags.js'
import {readTextFile} from '../text-file.js'

/** A plan from a file, and the hosts that may differ from the file without making it stale: none of a saved plan. */
export interface FileRun extends Omit<ReturnType<typeof undoOf>, 'saved'> {
  readonly saved: SavedPlan
  /** True when the file itself is the approval. */
  readonly isApproved: boolean
  /** For errors: `apply plan.json`. */
  readonly doing: string
  /** Identifies the file: digest, time and author. */
  readonly note: string
  /** What to do when the zones have changed since. */
  readonly fix: string
  /** Describes hosts that need nothing more: `already as planned`. */
  readonly skipped: string
  /** A sentence for when nothing at all is left to do. */
  readonly done: string
  /** Reasons to doubt the deletes. */
  readonly findings: DeleteFindings
}

const NEW_PLAN = 'make a new plan: plan --out FILE'

/** @throws CliError FILE_UNREADABLE, FILE_INVALID, DIGEST_MISMATCH, PLAN_STALE when it has expired */
export async function planFileRun(line: CommandLine, path: string, nowMs: number): Promise<FileRun> {
  const file = await openSavedPlan(path, 'apply')
  const doing = `apply ${path}`
  checkDigest(doing, file.digest, line.values(PLAN_FILE_FLAGS)['expect-digest'])
  const saved = file.content
  await checkUnderstood(saved, doing)
  const {ageProblem} = await import('../../saved/validity.js')
  const tooOld = ageProblem(file.meta, nowMs)
  if (tooOld !== undefined) throw new CliError({code: 'PLAN_STALE', doing, happened: tooOld, fix: [NEW_PLAN]})
  const {doubts, isFirstRun, refusal} = saved.plan
  return {
    saved,
    uncertain: new Set(),
    returning: new Set(),
    isApproved: true,
    doing,
    note: originNote('plan', file, saved),
    fix: NEW_PLAN,
    skipped: 'already as planned',
    done: isEmptyPlan(saved.plan) ? 'The plan has no changes.' : 'Already applied: every host is as planned.',
    // As found when the plan was made. The limit on deletes is the one of this run.
    findings: {commonCause: refusal?.commonCause ?? doubts[0], isFirstRun},
  }
}

export async function undoRun(path: string): Promise<FileRun> {
  const {undoOf} = await import('../../saved/undo.js')
  const file = await openReceiptFile(path, 'undo')
  const doing = `undo ${path}`
  const undo = undoOf(file.content)
  const {saved} = undo
  await checkUnderstood(saved, doing)
  return {
    ...undo,
    isApproved: false,
    doing,
    note: originNote('receipt', file, saved),
    fix: 'undo the rest by hand, or make a new plan',
    skipped: 'already as before',
    done: 'Already undone: every host is as before.',
    findings: {commonCause: undefined, isFirstRun: false},
  }
}

/** @throws CliError FILE_UNREADABLE, FILE_INVALID */
export async function openReceiptFile(path: string, verb = 'read'): Promise<SavedFile<Receipt>> {
  const {parseReceipt} = await import('../../saved/receipt.js')
  return open(path, 'the receipt', verb, parseReceipt, 'give the file that apply --receipt or prune --receipt wrote')
}

/** @throws CliError FILE_UNREADABLE, FILE_INVALID */
async function openSavedPlan(path: string, verb: string): Promise<SavedFile<SavedPlan>> {
  const {parseSavedPlan} = await import('../../saved/saved-plan.js')
  return open(path, 'the plan', verb, parseSavedPlan, NEW_PLAN)
}

/** Opens a saved plan, or the plan inside a receipt. @throws CliError FILE_UNREADABLE, FILE_INVALID */
export async function openShownFile(path: string) {
  const [{fileKindOf}, {parseReceipt}] = await Promise.all([
    import('../../saved/saved-file.js'),
    import('../../saved/receipt.js'),
  ])
  if (fileKindOf(readTextFile(path, 'the file')) !== 'receipt') {
    const file = await openSavedPlan(path, 'show')
    const {endOfLife} = await import('../../saved/validity.js')
    const end = endOfLife(file.meta)
    const life = end && `apply accepts it until ${end.toISOString()}`
    return {saved: file.content, notes: phrases(originNote('plan', file, file.content), life)}
  }
  const file = open(path, 'the receipt', 'show', parseReceipt, 'give a file that this program wrote')
  const {saved} = file.content
  return {saved, notes: [originNote('receipt', file, saved), ...outcomeNotes(file.content)]}
}

function outcomeNotes({hosts, accepted}: Receipt): readonly string[] {
  const counts = OUTCOME_WORDS.flatMap(([outcome, word]) => {
    const count = hosts.filter((host) => host.outcome === outcome).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
  const reasons = [...new Set(hosts.flatMap((host) => host.messages))]
  const changes = accepted.map(({changeId, zoneId}) => `${changeId} in ${zoneId}`)
  return [
    `hosts: ${counts.length === 0 ? 'none' : counts.join(', ')}`,
    ...reasons.map((reason) => `not applied, or in part: ${reason.replace(/\.$/, '')}`),
    ...(changes.length === 0 ? [] : [`changes: ${changes.join(', ')}`]),
  ]
}

const OUTCOME_WORDS = [
  ['applied', 'applied'],
  ['partly', 'in part'],
  ['failed', 'failed'],
  ['not-started', 'not started'],
  ['unknown', 'not known: the run ended before the answer came'],
] as const

function open<T>(
  path: string,
  what: string,
  verb: string,
  parse: (text: string) => Parsed<SavedFile<T>>,
  fix: string,
): SavedFile<T> {
  const read = parse(readTextFile(path, what))
  if (read.ok) return read.value
  throw new CliError({code: 'FILE_INVALID', doing: `${verb} ${path}`, happened: read.problem, fix: [fix]})
}

/** @throws CliError FILE_INVALID when the plan needs a newer version of the program. */
async function checkUnderstood(saved: SavedPlan, doing: string): Promise<void> {
  const {notUnderstood} = await import('../../saved/validity.js')
  const strange = notUnderstood(saved)
  if (strange === undefined) return
  const happened = `This version does not support what the file changes: ${strange}.`
  const fix = 'use the version that made the file, or a newer one'
  throw new CliError({code: 'FILE_INVALID', doing, happened, fix: [fix]})
}

/** @throws CliError DIGEST_MISMATCH when the plan is not the one of `--expect-digest`. */
function checkDigest(doing: string, digest: string, expected: string): void {
  if (expected === '' || expected === digest) return
  const happened = `This is not the expected plan: its digest is ${digest}, not ${expected}.`
  const fix = 'look at it with show, and pass its digest if it is the right plan'
  throw new CliError({code: 'DIGEST_MISMATCH', doing, happened, fix: [fix]})
}

/** `plan sha256:…, made 2026-01-02T03:04:05.000Z by version 0.1.0, signed in to AWS as arn:…` */
function originNote(what: string, {digest, meta}: SavedFile<unknown>, {program}: SavedPlan): string {
  const whom = meta.identities.length === 0 ? '' : `, signed in to AWS as ${meta.identities.join(' and ')}`
  return `${what} ${digest}, made ${meta.createdAt} by version ${program}${whom}`
}
