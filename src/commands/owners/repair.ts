import {HOSTS_ARGUMENT} from '../../cli/flags/arguments.js'
import {REPAIR_FLAGS} from '../../cli/flags/owners-flags.js'
import {readFormerNaming} from '../../cli/owners-view.js'
import {changeOwners, defineOwnersCommand} from '../../cli/run/change-owners.js'

export default defineOwnersCommand({
  summary: 'Write the ownership TXT that are missing, in an old format, or under a former prefix',
  description: `Writes the ownership TXT as they would be written today, reads them again, and only then removes the old ones, in a batch
of their own. If a run stops in between, both stay, and the next run finishes. Needs no cluster. Asks like apply.`,
  examples: [
    '<%= config.bin %> owners repair --dry-run --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners repair --upgrade-format --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners repair --from-prefix=txt. --txt-prefix=%{record_type}-txt. --txt-owner-id=prod-eu1',
  ],
  usage: '[HOST...] [FLAGS]',
  arguments: HOSTS_ARGUMENT,
  flags: REPAIR_FLAGS,
  async run(session, line) {
    const upgradesFormat = line.values(REPAIR_FLAGS)['upgrade-format']
    await changeOwners(session, line, {kind: 'repair', former: readFormerNaming(line), upgradesFormat})
  },
})
