import {toOclifFlags} from '../../cli/flags/oclif-flags.js'
import {APPLY_FLAGS, PLAN_OUTPUT_FLAGS} from '../../cli/flags/own-flags.js'
import {RELEASE_FLAGS, RELEASED_HOSTS_ARGUMENT, TRANSFER_FLAGS} from '../../cli/flags/owners-flags.js'
import {SETTING_FLAGS, settingFlags} from '../../cli/flags/setting-flags.js'
import {OwnershipCommand, readOwner} from '../../cli/run/ownership-command.js'
import {usageError} from '../../cli/usage-error.js'

export default class OwnersTransferCommand extends OwnershipCommand {
  static override summary = 'Hand hosts over to another owner'
  static override description =
    `Names another owner in the ownership TXT, each host in one batch, so that it is never without one. Names hosts, or says
--all. Needs no cluster. Asks like apply.`
  static override examples = [
    '<%= config.bin %> owners transfer www.example.com --txt-owner-id=prod-eu1 --to=prod-us1',
    '<%= config.bin %> owners transfer --all --dry-run --txt-owner-id=prod-eu1 --to=prod-us1',
  ]
  static override args = RELEASED_HOSTS_ARGUMENT
  static override usage = '<%= command.id %> HOST...|--all --to=OWNER [FLAGS]'
  static override flags = {
    ...settingFlags(),
    ...toOclifFlags({...APPLY_FLAGS, ...RELEASE_FLAGS, ...TRANSFER_FLAGS, ...PLAN_OUTPUT_FLAGS}),
  }

  async run(): Promise<void> {
    const line = await this.read()
    this.requireOwner(line)
    const to = readOwner('to', line.values(TRANSFER_FLAGS).to)
    if (to === line.values(SETTING_FLAGS)['txt-owner-id']) {
      throw usageError(`--to and --txt-owner-id are both "${to}".`, ['name the other owner in --to'])
    }
    await this.changeOwners(line, {kind: 'transfer', to})
  }
}
