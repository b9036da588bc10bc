import {toOclifFlags} from '../../cli/flags/oclif-flags.js'
import {APPLY_FLAGS, PLAN_OUTPUT_FLAGS} from '../../cli/flags/own-flags.js'
import {HOSTS_ARGUMENT, REPAIR_FLAGS} from '../../cli/flags/owners-flags.js'
import {settingFlags} from '../../cli/flags/setting-flags.js'
import {readFormerNaming} from '../../cli/owners-view.js'
import {OwnershipCommand} from '../../cli/run/ownership-command.js'

export default class OwnersRepairCommand extends OwnershipCommand {
  static override summary = 'Write the ownership TXT that are missing, in an old format, or under a former prefix'
  static override description =
    `Writes the texts that would be written today, reads them again, and only then takes away the ones that they replace, in a
batch of their own. A run that ends in between leaves both, and the next one finishes. Needs no cluster. Asks like apply.`
  static override examples = [
    '<%= config.bin %> owners repair --upgrade-format --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners repair --from-prefix=txt. --txt-prefix=%{record_type}-txt. --txt-owner-id=prod-eu1',
  ]
  static override args = HOSTS_ARGUMENT
  static override usage = '<%= command.id %> [HOST...] [FLAGS]'
  static override flags = {...settingFlags(), ...toOclifFlags({...APPLY_FLAGS, ...REPAIR_FLAGS, ...PLAN_OUTPUT_FLAGS})}

  async run(): Promise<void> {
    const line = await this.read()
    this.requireOwner(line)
    const values = line.values(REPAIR_FLAGS)
    const former = readFormerNaming(line)
    await this.changeOwners(line, {kind: 'repair', former, upgradesFormat: values['upgrade-format']})
  }
}
