import {MIGRATE_FLAGS} from '../../cli/flags/owners-flags.js'
import {SETTING_FLAGS} from '../../cli/flags/setting-flags.js'
import {asOwner, changeOwners, defineOwnersCommand, readOwner} from '../../cli/run/change-owners.js'
import {usageError} from '../../cli/usage-error.js'

export default defineOwnersCommand({
  summary: 'Take over the hosts of a former owner id that this cluster asks for',
  description: `Takes over only hosts that an object here asks for; other hosts of the former owner are listed and stay as they are. Only
ownership TXT change, and nothing is deleted. Asks like apply.`,
  examples: [
    '<%= config.bin %> owners migrate --from=default --to=prod-eu1 --domain-filter=example.com --dry-run',
    '<%= config.bin %> owners migrate --from=default --to=prod-eu1',
    '<%= config.bin %> owners migrate --from=default --to=prod-eu1 --only=www.example.com --yes',
  ],
  usage: '--from=OLD --to=NEW [FLAGS]',
  flags: MIGRATE_FLAGS,
  async run(session, line) {
    const {from: written, to} = line.values(MIGRATE_FLAGS)
    const from = readOwner('from', written)
    const [given, other] = line.flagOrigins.has('txt-owner-id') ? line.values(SETTING_FLAGS)['txt-owner-id'] : []
    const own = other === undefined ? given : undefined
    // A running external-dns may still have the former id.
    const isDeployed = line.flagOrigins.get('txt-owner-id')?.startsWith('deployment ') === true
    if (to !== '' && own !== undefined && own !== to && !isDeployed) {
      throw usageError(`--to is "${to}" and --txt-owner-id is "${own}".`, ['name the new owner once'])
    }
    const owner = readOwner('to', to === '' ? (own ?? '') : to)
    if (owner === from) {
      throw usageError(`--from and --to are both "${from}".`, ['name the former owner in --from, the new one in --to'])
    }
    await changeOwners(session, asOwner(line, owner), {kind: 'migrate', from})
  },
})
