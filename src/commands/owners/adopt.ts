import {toOclifFlags} from '../../cli/flags/oclif-flags.js'
import {APPLY_FLAGS, CONSENT_FLAGS, PLAN_OUTPUT_FLAGS} from '../../cli/flags/own-flags.js'
import {ADOPT_FLAGS, HOSTS_ARGUMENT} from '../../cli/flags/owners-flags.js'
import {SETTING_FLAGS, settingFlags} from '../../cli/flags/setting-flags.js'
import {OwnershipCommand} from '../../cli/run/ownership-command.js'
import {checkApplyConsent} from '../../cli/run/plan-assertions.js'
import type {Settings} from '../../cli/settings/settings.js'

export default class OwnersAdoptCommand extends OwnershipCommand {
  static override summary = 'Take over records that nobody owns and that an object asks for'
  static override description =
    `A record that is as wanted gets its ownership TXT and nothing else; one with other values is updated in the same batch. Types
that are missing are left to apply; so is, at a host that is named, what stands in the way: it gets its TXT. A named host of
which nothing can be adopted, because another owner has it, ends the run with 1. Asks like apply.`
  static override examples = [
    '<%= config.bin %> owners adopt www.example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners adopt --yes --equal-only --txt-owner-id=prod-eu1',
  ]
  static override args = HOSTS_ARGUMENT
  static override usage = '<%= command.id %> [HOST...] [FLAGS]'
  static override flags = {
    ...settingFlags(),
    ...toOclifFlags({...APPLY_FLAGS, ...CONSENT_FLAGS, ...ADOPT_FLAGS, ...PLAN_OUTPUT_FLAGS}),
  }

  async run(): Promise<void> {
    const line = await this.read()
    const takesEqualOnly = line.values(ADOPT_FLAGS)['equal-only']
    const isApproved = line.values(CONSENT_FLAGS)['yes-from-manifests']
    // Where no answer changes, files say no more than whose the records are.
    const isHarmless = takesEqualOnly || line.values(SETTING_FLAGS)['dry-run']
    const check = ({manifests}: Settings) => checkApplyConsent(manifests, {isApproved, isDryRun: isHarmless})
    await this.changeOwners(line, {kind: 'adopt', takesEqualOnly}, check)
  }
}
