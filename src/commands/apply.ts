import {ASSERTION_FLAGS} from '../cli/flags/assertion-flags.js'
import {METRICS_FLAGS} from '../cli/flags/metrics-flags.js'
import {toOclifFlags} from '../cli/flags/oclif-flags.js'
import {APPLY_FLAGS, CONSENT_FLAGS, PLAN_OUTPUT_FLAGS, REPORT_FLAGS} from '../cli/flags/own-flags.js'
import {PLAN_FILE_ARGUMENT} from '../cli/flags/plan-file-argument.js'
import {PLAN_FILE_FLAGS, RECEIPT_FLAGS, UNDO_FLAGS} from '../cli/flags/saved-flags.js'
import {SETTING_FLAGS, settingFlags} from '../cli/flags/setting-flags.js'
import {VERIFY_FLAGS} from '../cli/flags/verify-flags.js'
import {checkApplyConsent, checkWritingFormat, parsePlanAssertions} from '../cli/run/plan-assertions.js'
import {SavedPlanCommand} from '../cli/run/saved-plan-command.js'
import {checkFileChoice} from '../cli/settings/file-flags.js'
import type {Settings} from '../cli/settings/settings.js'

export default class ApplyCommand extends SavedPlanCommand {
  static override summary = 'Plan, show, ask, and do exactly what was shown'
  static override description =
    `Each host is changed whole or not at all, its ownership TXT with it. Only the word yes is accepted as an answer; --yes does
not ask. Ends with 0; 3 when it is refused (too many deletes, not confirmed, no terminal and no --yes); 4 when hosts failed
or objects had problems. With PLANFILE: applies that saved plan, or ends with 5 because the world moved on.`
  static override examples = [
    '<%= config.bin %> apply --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> apply --yes --policy=sync --txt-owner-id=prod-eu1 --max-deletes=20',
    '<%= config.bin %> apply plan.json --receipt=receipt.json',
    '<%= config.bin %> apply --undo=receipt.json',
  ]
  static override args = PLAN_FILE_ARGUMENT
  static override usage = '<%= command.id %> [PLANFILE] [FLAGS]'
  static override flags = {
    ...settingFlags(),
    ...toOclifFlags({
      ...APPLY_FLAGS,
      ...ASSERTION_FLAGS,
      ...CONSENT_FLAGS,
      ...PLAN_FILE_FLAGS,
      ...RECEIPT_FLAGS,
      ...METRICS_FLAGS,
      ...UNDO_FLAGS,
      ...VERIFY_FLAGS,
      ...PLAN_OUTPUT_FLAGS,
      ...REPORT_FLAGS,
    }),
  }

  async run(): Promise<void> {
    const line = await this.read()
    const {planfile} = line.args
    const {undo} = line.values(UNDO_FLAGS)
    checkWritingFormat(line)
    checkFileChoice(line.flagOrigins, planfile)
    if (typeof planfile === 'string') return this.applyFile(line, planfile)
    if (undo !== '') return this.undo(line, undo)
    const assertions = parsePlanAssertions(line.values(ASSERTION_FLAGS), line.values(SETTING_FLAGS)['dry-run'])
    const consent = {
      isApproved: line.values(CONSENT_FLAGS)['yes-from-manifests'],
      isDryRun: line.values(SETTING_FLAGS)['dry-run'],
    }
    const check = ({manifests}: Settings) => checkApplyConsent(manifests, consent)
    await this.applyPlan(await this.makePlan(line, {kind: 'apply'}, check), assertions)
  }
}
