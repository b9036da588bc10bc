import {plural} from '../../dns/phrase.js'
import {CliError} from '../../errors/cli-error.js'
import type {ManifestSettings} from '../../kubernetes/kubernetes-settings.js'
import {BLOCK_REASONS, type BlockReason, countPlan, isEmptyPlan, type Plan} from '../../plan/plan.js'
import type {CommandLine} from '../command-line/read-line.js'
import type {ASSERTION_FLAGS} from '../flags/assertion-flags.js'
import type {FlagValues} from '../flags/flag-spec.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {parseReason} from '../settings/parse-plan-settings.js'
import {usageError} from '../usage-error.js'

/** Conditions under which a run fails although a plan could be made. */
export interface PlanAssertions {
  readonly strictReasons: ReadonlySet<BlockReason>
  readonly expectsNoChanges: boolean
}

export const NO_ASSERTIONS: PlanAssertions = {strictReasons: new Set(), expectsNoChanges: false}

const STRICT_WORDS = [...BLOCK_REASONS, 'all'] as const

/** @param isShownOnly true when the run writes nothing. @throws CliError USAGE */
export function parsePlanAssertions(values: FlagValues<typeof ASSERTION_FLAGS>, isShownOnly: boolean): PlanAssertions {
  const expectsNoChanges = values['expect-no-changes']
  if (expectsNoChanges && !isShownOnly) {
    const fix = 'add --dry-run, or use external-dns-ts plan --expect-no-changes'
    throw usageError('--expect-no-changes is set, and this run would make the changes.', [fix])
  }
  const words = values.strict.map((text) => parseReason('strict', text, STRICT_WORDS))
  return {strictReasons: new Set(words.flatMap((word) => (word === 'all' ? BLOCK_REASONS : [word]))), expectsNoChanges}
}

/** Undefined for a plan that holds what is asserted. */
export function checkAssertions(plan: Plan, {strictReasons, expectsNoChanges}: PlanAssertions): CliError | undefined {
  const strict = plan.blocked.filter(({reason, isTolerated}) => strictReasons.has(reason) && isTolerated !== true)
  const [first] = strict
  if (first !== undefined) {
    const found = BLOCK_REASONS.flatMap((reason) => {
      const count = strict.filter((block) => block.reason === reason).length
      return count === 0 ? [] : [`${reason} (${count})`]
    })
    const happened = `--strict does not accept these reasons, which the plan has: ${found.join(', ')}. The first host is ${first.host}.`
    const fix = ['see "Problems" and "Not changed" in the plan', 'or remove the reason from --strict']
    return new CliError({code: 'STRICT_REASON', doing: 'accept the plan', happened, fix})
  }
  if (!expectsNoChanges || isEmptyPlan(plan)) return undefined
  const {create, update, replace, move, adopt, cleanups, delete: deletes} = countPlan(plan)
  const hosts = plural(create + update + replace + move + adopt + deletes + cleanups, 'host')
  return new CliError({
    code: 'CHANGES_FOUND',
    doing: 'confirm that there is no drift',
    happened: `Changes found at ${hosts}: ${create} to create, ${update} to update, ${replace} to replace, ${adopt} to adopt, ${deletes} to delete${move === 0 ? '' : `, ${move} to move`}${cleanups === 0 ? '' : `, ${plural(cleanups, 'ownership cleanup')}`}.`,
    fix: ['look at the plan, then run external-dns-ts apply with the same flags, or prune for stale records'],
  })
}

/** What files say may not run yet: needs `--yes-from-manifests`. @throws CliError MANIFESTS_REFUSED, USAGE */
export function checkApplyConsent(
  manifests: ManifestSettings | undefined,
  {isApproved, isDryRun}: {readonly isApproved: boolean; readonly isDryRun: boolean},
): void {
  if (manifests === undefined && isApproved) {
    throw usageError('--yes-from-manifests is set without --manifests.', ['drop it, or add --manifests=PATH'])
  }
  if (manifests === undefined || isApproved || isDryRun) return
  const happened = 'What the files describe may not be deployed yet, and records would already point at it.'
  const look = 'look at it with external-dns-ts plan, and apply from the cluster once it is deployed'
  const fix = [look, 'or add --yes-from-manifests to apply the files anyway']
  throw new CliError({code: 'MANIFESTS_REFUSED', doing: 'apply a plan made from manifests', happened, fix})
}

/** Every object that incomplete manifests lack would look deleted. @throws CliError MANIFESTS_REFUSED */
export function checkPruneConsent(manifests: ManifestSettings | undefined): void {
  if (manifests === undefined || manifests.isComplete) return
  const happened = 'The files may show only a part of the cluster, and every record of the rest would be deleted.'
  const fix = [
    'prune from the cluster: leave out --manifests',
    'or add --manifests-are-complete if nothing else exists',
  ]
  throw new CliError({code: 'MANIFESTS_REFUSED', doing: 'prune from manifests', happened, fix})
}

/** Refuses formats that cannot show the progress of an apply. @throws CliError USAGE */
export function checkWritingFormat(line: CommandLine): void {
  const {format} = line.output
  if (format === 'text' || format === 'json' || line.values(SETTING_FLAGS)['dry-run']) return
  throw usageError(`--format=${format} shows a plan, and cannot show how it is applied.`, [
    'add --dry-run, or use external-dns-ts plan',
    'or apply with --format=text or json',
  ])
}
