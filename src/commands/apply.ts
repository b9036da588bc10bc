import {toOclifFlags} from '../cli/flags/oclif-flags.js'
import {APPLY_FLAGS, CONSENT_FLAGS} from '../cli/flags/own-flags.js'
import {PLAN_OUTPUT_FLAGS} from '../cli/flags/plan-output-flags.js'
import {SETTING_FLAGS, settingFlags} from '../cli/flags/setting-flags.js'
import {checkApplyConsent} from '../cli/manifest-consent.js'
import {PlanningCommand} from '../cli/planning-command.js'
import type {Settings} from '../cli/settings.js'

export default class ApplyCommand extends PlanningCommand {
  static override summary = 'Plan, show, ask, and do exactly what was shown'
  static override description =
    `Each host is changed whole or not at all, its ownership TXT with it. Only the word yes is accepted as an answer; --yes does
not ask. Ends with 0; 3 when it is refused (too many deletes, not confirmed, no terminal and no --yes); 4 when hosts failed
or objects had problems.`
  static override examples = [
    '<%= config.bin %> apply --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> apply --yes --policy=sync --txt-owner-id=prod-eu1 --max-deletes=20',
    '<%= config.bin %> apply --yes --json',
  ]
  static override usage = '<%= command.id %> [FLAGS]'
  static override flags = {...settingFlags(), ...toOclifFlags({...APPLY_FLAGS, ...CONSENT_FLAGS, ...PLAN_OUTPUT_FLAGS})}

  async run(): Promise<void> {
    const line = await this.read()
    const consent = {
      isApproved: line.values(CONSENT_FLAGS)['yes-from-manifests'],
      isDryRun: line.values(SETTING_FLAGS)['dry-run'],
    }
    const check = ({manifests}: Settings) => checkApplyConsent(manifests, consent)
    await this.applyPlan(await this.makePlan(line, {kind: 'apply'}, check))
  }
}
