import {OWNERS_FLAGS, WITHOUT_CLUSTER_FLAGS} from '../../cli/flags/owners-flags.js'
import {SETTING_FLAGS} from '../../cli/flags/setting-flags.js'
import {parseOwnersView, renderOwners} from '../../cli/owners-view.js'
import {defineCommand} from '../../cli/run/define-command.js'
import {openRun} from '../../cli/run/plan-run.js'
import {readSettings} from '../../cli/run/session.js'
import {withoutSources} from '../../cli/settings/settings.js'
import {usageError} from '../../cli/usage-error.js'

export default defineCommand({
  summary: 'List the records that have an ownership TXT, of every owner',
  description: `One line per record set: host, type, owner, state (whether this cluster still wants it) and the object that asked for it;
--wide shows more. Also lists unowned records that are just as an object here asks for. Reads zones in full, writes nothing.`,
  examples: [
    '<%= config.bin %> owners --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners --state=unwanted --state=orphan --group-by=namespace --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners --owner=prod-us1 --zone=example.com --wide',
    '<%= config.bin %> owners --summary --without-cluster',
  ],
  usage: '[FLAGS]',
  flags: {...SETTING_FLAGS, ...OWNERS_FLAGS, ...WITHOUT_CLUSTER_FLAGS},
  summaryFormats: ['text', 'json'],
  // `--summary` counts states here. In a config file it is meant for plans, so only the command line sets it.
  hears: (_flag, _typed, name) => name !== 'summary',
  async run(session, line) {
    const isWithoutCluster = line.values(WITHOUT_CLUSTER_FLAGS)['without-cluster']
    const read = await readSettings(session, line)
    if (isWithoutCluster && read.manifests !== undefined) {
      throw usageError('--manifests and --without-cluster exclude each other.', ['leave out one of the two'])
    }
    const settings = isWithoutCluster ? withoutSources(read) : read
    const view = parseOwnersView(line.values(OWNERS_FLAGS), {
      isWithoutCluster,
      flagOrigins: new Set(line.flagOrigins.keys()),
    })
    const {readPorts} = await openRun(session, line, settings)
    const {listOwners} = await import('../../pipeline/list-owners.js')
    const asksForProtections = view.isWide || line.output.format === 'json'
    const rows = await listOwners(settings, readPorts, view.filter, {asksForProtections})
    session.progress.finish()
    session.answer(await renderOwners(rows, line.output, view))
  },
})
