import {RELEASED_HOSTS_ARGUMENT} from '../../cli/flags/arguments.js'
import {RELEASE_FLAGS, TRANSFER_FLAGS} from '../../cli/flags/owners-flags.js'
import {changeOwners, defineOwnersCommand, readOwner} from '../../cli/run/change-owners.js'

export default defineOwnersCommand({
  summary: 'Hand hosts over to another owner',
  description: `Writes the other owner into the ownership TXT, each host in one batch, so that a host always has an owner. Name the hosts,
or use --all. Needs no cluster. Asks like apply.`,
  examples: [
    '<%= config.bin %> owners transfer www.example.com --txt-owner-id=prod-eu1 --to=prod-us1',
    '<%= config.bin %> owners transfer --all --dry-run --txt-owner-id=prod-eu1 --to=prod-us1',
    '<%= config.bin %> owners transfer --all --txt-owner-id=prod-eu1 --to=prod-us1',
  ],
  usage: 'HOST...|--all --to=OWNER [FLAGS]',
  arguments: RELEASED_HOSTS_ARGUMENT,
  flags: {...RELEASE_FLAGS, ...TRANSFER_FLAGS},
  async run(session, line) {
    const to = readOwner('to', line.values(TRANSFER_FLAGS).to)
    await changeOwners(session, line, {kind: 'transfer', to})
  },
})
