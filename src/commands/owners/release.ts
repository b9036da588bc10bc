import {RELEASED_HOSTS_ARGUMENT} from '../../cli/flags/arguments.js'
import {RELEASE_FLAGS} from '../../cli/flags/owners-flags.js'
import {changeOwners, defineOwnersCommand} from '../../cli/run/change-owners.js'

export default defineOwnersCommand({
  summary: 'Give up the ownership of hosts and leave their records',
  description: `Removes only the ownership TXT: the records stay and become unowned. Name the hosts, or use --all. Needs no cluster. Asks
like apply.`,
  examples: [
    '<%= config.bin %> owners release www.example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners release --all --dry-run --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners release --all --txt-owner-id=prod-eu1 --domain-filter=old.example.com',
  ],
  usage: 'HOST...|--all [FLAGS]',
  arguments: RELEASED_HOSTS_ARGUMENT,
  flags: RELEASE_FLAGS,
  async run(session, line) {
    await changeOwners(session, line, {kind: 'release'})
  },
})
