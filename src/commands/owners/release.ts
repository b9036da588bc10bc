import {toOclifFlags} from '../../cli/flags/oclif-flags.js'
import {APPLY_FLAGS, PLAN_OUTPUT_FLAGS} from '../../cli/flags/own-flags.js'
import {RELEASE_FLAGS, RELEASED_HOSTS_ARGUMENT} from '../../cli/flags/owners-flags.js'
import {settingFlags} from '../../cli/flags/setting-flags.js'
import {OwnershipCommand} from '../../cli/run/ownership-command.js'

export default class OwnersReleaseCommand extends OwnershipCommand {
  static override summary = 'Give up the ownership of hosts and leave their records'
  static override description =
    `Takes away the ownership TXT, nothing else: afterwards nobody owns the records. Names hosts, or says --all. Needs no cluster.
Asks like apply.`
  static override examples = [
    '<%= config.bin %> owners release www.example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners release --all --dry-run --txt-owner-id=prod-eu1',
  ]
  static override args = RELEASED_HOSTS_ARGUMENT
  static override usage = '<%= command.id %> HOST...|--all [FLAGS]'
  static override flags = {...settingFlags(), ...toOclifFlags({...APPLY_FLAGS, ...RELEASE_FLAGS, ...PLAN_OUTPUT_FLAGS})}

  async run(): Promise<void> {
    const line = await this.read()
    this.requireOwner(line)
    await this.changeOwners(line, {kind: 'release'})
  }
}
