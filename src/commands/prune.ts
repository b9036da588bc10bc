import {GUARD_FLAGS} from '../cli/flags/guard-flags.js'
import {toOclifFlags} from '../cli/flags/oclif-flags.js'
import {APPLY_FLAGS, PRUNE_FLAGS} from '../cli/flags/own-flags.js'
import {PLAN_OUTPUT_FLAGS, REPORT_FLAGS} from '../cli/flags/plan-output-flags.js'
import {RECEIPT_FLAGS} from '../cli/flags/saved-flags.js'
import {SETTING_FLAGS, settingFlags} from '../cli/flags/setting-flags.js'
import {VERIFY_FLAGS} from '../cli/flags/verify-flags.js'
import {checkPruneConsent} from '../cli/manifest-consent.js'
import {parsePlanGuards} from '../cli/plan-guards.js'
import {PlanningCommand} from '../cli/planning-command.js'
import {checkWritingFormat} from '../cli/writing-format.js'

export default class PruneCommand extends PlanningCommand {
  static override summary = 'Delete the owned records that no object asks for any more'
  static override description =
    `A plan of deletions only, whatever the policy. It honours holds, problems and the limit on deletes, and asks like apply.`
  static override examples = [
    '<%= config.bin %> prune --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> prune --yes --txt-owner-id=prod-eu1 --orphans --obsolete-txt',
    '<%= config.bin %> prune --dry-run --txt-owner-id=prod-eu1',
  ]
  static override usage = '<%= command.id %> [FLAGS]'
  static override flags = {
    ...settingFlags(),
    ...toOclifFlags({
      ...APPLY_FLAGS,
      ...GUARD_FLAGS,
      ...PRUNE_FLAGS,
      ...RECEIPT_FLAGS,
      ...VERIFY_FLAGS,
      ...PLAN_OUTPUT_FLAGS,
      ...REPORT_FLAGS,
    }),
  }

  async run(): Promise<void> {
    const line = await this.read()
    checkWritingFormat(line)
    const guards = parsePlanGuards(line.values(GUARD_FLAGS), line.values(SETTING_FLAGS)['dry-run'])
    const wishes = line.values(PRUNE_FLAGS)
    await this.applyPlan(
      await this.makePlan(
        line,
        {kind: 'prune', removesOrphans: wishes.orphans, removesObsoleteTxt: wishes['obsolete-txt']},
        ({manifests}) => checkPruneConsent(manifests),
      ),
      guards,
    )
  }
}
