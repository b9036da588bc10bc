import type {CommandLine} from '../cli/command-line/line-command.js'
import {ASSERTION_FLAGS} from '../cli/flags/assertion-flags.js'
import {METRICS_FLAGS} from '../cli/flags/metrics-flags.js'
import {toOclifFlags} from '../cli/flags/oclif-flags.js'
import {APPLY_FLAGS, PLAN_OUTPUT_FLAGS, REPORT_FLAGS} from '../cli/flags/own-flags.js'
import {PRUNE_FLAGS} from '../cli/flags/prune-flags.js'
import {RECEIPT_FLAGS} from '../cli/flags/saved-flags.js'
import {SETTING_FLAGS, settingFlags} from '../cli/flags/setting-flags.js'
import {VERIFY_FLAGS} from '../cli/flags/verify-flags.js'
import type {PlannedRun} from '../cli/reports/save-plan.js'
import {
  asDeadOwner,
  type DeadOwner,
  deadOwnerQuestion,
  readDeadOwner,
  requireConfirmation,
  withoutCluster,
} from '../cli/run/dead-owner.js'
import {checkPruneConsent, checkWritingFormat, parsePlanAssertions} from '../cli/run/plan-assertions.js'
import {PlanningCommand} from '../cli/run/planning-command.js'
import {readAgeLimit} from '../cli/run/prune-age.js'
import type {Settings} from '../cli/settings/settings.js'

export default class PruneCommand extends PlanningCommand {
  static override summary = 'Delete the owned records that no object asks for any more'
  static override description =
    `A plan of deletions only, whatever the policy. It honours holds, problems and the limit on deletes, and asks like apply.`
  static override examples = [
    '<%= config.bin %> prune --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> prune --yes --txt-owner-id=prod-eu1 --orphans --obsolete-txt',
    '<%= config.bin %> prune --min-age=72h --age-from=receipt.json --txt-owner-id=prod-eu1',
    '<%= config.bin %> prune --owner=old-cluster --without-cluster --domain-filter=example.com',
  ]
  static override usage = '<%= command.id %> [FLAGS]'
  static override flags = {
    ...settingFlags(),
    ...toOclifFlags({
      ...APPLY_FLAGS,
      ...ASSERTION_FLAGS,
      ...PRUNE_FLAGS,
      ...RECEIPT_FLAGS,
      ...METRICS_FLAGS,
      ...VERIFY_FLAGS,
      ...PLAN_OUTPUT_FLAGS,
      ...REPORT_FLAGS,
    }),
  }

  #dead: DeadOwner | undefined

  async run(): Promise<void> {
    const flagOrigins = await this.read()
    checkWritingFormat(flagOrigins)
    const dead = readDeadOwner(flagOrigins)
    this.#dead = dead
    const line = dead === undefined ? flagOrigins : asDeadOwner(flagOrigins, dead)
    const assertions = parsePlanAssertions(line.values(ASSERTION_FLAGS), line.values(SETTING_FLAGS)['dry-run'])
    const {orphans, 'obsolete-txt': obsolete} = line.values(PRUNE_FLAGS)
    const goal = {kind: 'prune', removesOrphans: orphans, removesObsoleteTxt: obsolete} as const
    const age = await readAgeLimit(line, Date.now())
    const run = await this.makePlan(line, {...goal, age}, ({manifests}) => checkPruneConsent(manifests))
    if (dead === undefined) return this.applyPlan(run, assertions)
    const {noteDeadTargets} = await import('../pipeline/find-dead-targets.js')
    await this.applyPlan({...run, plan: await noteDeadTargets(run.plan, run.ports.readPorts.resolve)}, assertions)
  }

  protected override async settings(line: CommandLine): Promise<Settings> {
    const settings = await super.settings(line)
    return this.#dead === undefined ? settings : withoutCluster(settings, line)
  }

  /** A whole owner is confirmed by its id, which `--yes` does not say. */
  protected override async approve(run: PlannedRun): Promise<void> {
    const dead = this.#dead
    if (dead === undefined) return super.approve(run)
    if (run.line.values(APPLY_FLAGS).yes) return requireConfirmation(dead)
    await this.confirm(deadOwnerQuestion(run.plan, dead), run.line)
  }
}
