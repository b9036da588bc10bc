import type {CommandLine, Output} from '../../cli/command-line/line-command.js'
import {toOclifFlags} from '../../cli/flags/oclif-flags.js'
import {OWNERS_FLAGS, WITHOUT_CLUSTER_FLAGS} from '../../cli/flags/owners-flags.js'
import {settingFlags} from '../../cli/flags/setting-flags.js'
import {parseOwnersView, renderOwners} from '../../cli/owners-view.js'
import {openPorts} from '../../cli/ports/open-ports.js'
import {callsNote} from '../../cli/reports/verbose-notes.js'
import {BaseCommand} from '../../cli/run/base-command.js'
import type {Settings} from '../../cli/settings/settings.js'
import {usageError} from '../../cli/usage-error.js'

export default class OwnersCommand extends BaseCommand {
  static override summary = 'List the records that ownership TXT guard, whoever owns them'
  static override description =
    `Owner, host, type, target, resource, TXT format, and whether this cluster still wants it; also what nobody owns and is just as
an object here asks for it. Reads whole zones, writes nothing.`
  static override examples = [
    '<%= config.bin %> owners --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners --state=unwanted --state=orphan --group-by=namespace --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners --owner=prod-us1 --zone=example.com --csv',
    '<%= config.bin %> owners --summary --without-cluster',
  ]
  static override usage = '<%= command.id %> [FLAGS]'
  static override flags = {...settingFlags(), ...toOclifFlags({...OWNERS_FLAGS, ...WITHOUT_CLUSTER_FLAGS})}

  async run(): Promise<void> {
    const line = await this.read()
    const settings = await this.settings(line)
    const values = line.values(OWNERS_FLAGS)
    const isWithoutCluster = line.values(WITHOUT_CLUSTER_FLAGS)['without-cluster']
    const view = parseOwnersView(values, {isWithoutCluster, flagOrigins: new Set(line.flagOrigins.keys())})
    const {readPorts, notices, statistics} = await openPorts(settings, this.environment, this.progress)
    for (const notice of notices) this.note(notice)
    if (line.output.isVerbose) this.noteAtEnd(() => callsNote(statistics(), performance.now()))
    const {listOwners} = await import('../../pipeline/list-owners.js')
    const rows = await listOwners(settings, readPorts, view.filter)
    this.progress.finish()
    this.answer(await renderOwners(rows, line.output, {...view, isCsv: values.csv}))
  }

  /** Where there is no source no kubeconfig is opened. */
  protected override async settings(line: CommandLine): Promise<Settings> {
    const settings = await super.settings(line)
    if (!line.values(WITHOUT_CLUSTER_FLAGS)['without-cluster']) return settings
    if (settings.manifests !== undefined) {
      throw usageError('--manifests and --without-cluster exclude each other.', ['leave out one of the two'])
    }
    return Object.freeze({...settings, sources: Object.freeze({...settings.sources, sources: []})})
  }

  /** Here it counts states, and a file that says it means the plan. */
  protected override hears(flag: string): boolean {
    return flag !== 'summary'
  }

  protected override summaryFormats(): readonly Output['format'][] {
    return ['text', 'json']
  }
}
