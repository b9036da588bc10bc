import {BaseCommand} from '../../cli/base-command.js'
import {toOclifFlags} from '../../cli/flags/oclif-flags.js'
import {OWNERS_FLAGS} from '../../cli/flags/own-flags.js'
import {settingFlags} from '../../cli/flags/setting-flags.js'
import {openPorts} from '../../cli/open-ports.js'
import {callsNote} from '../../cli/verbose-notes.js'

export default class OwnersCommand extends BaseCommand {
  static override summary = 'List the records that ownership TXT guard, whoever owns them'
  static override description =
    `Owner, host, type, target, resource, TXT format, and whether this cluster still wants it. Reads whole zones, writes nothing.`
  static override examples = [
    '<%= config.bin %> owners --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners --owner=prod-us1 --zone=example.com --csv',
    '<%= config.bin %> owners --json',
  ]
  static override usage = '<%= command.id %> [FLAGS]'
  static override flags = {...settingFlags(), ...toOclifFlags(OWNERS_FLAGS)}

  async run(): Promise<void> {
    const line = await this.read()
    const settings = await this.settings(line)
    const {reading, notices, statistics} = await openPorts(settings, this.environment, this.progress)
    for (const notice of notices) this.note(notice)
    if (line.output.isVerbose) this.noteAtEnd(() => callsNote(statistics(), performance.now()))
    const {listOwners} = await import('../../pipeline/list-owners.js')
    const {owner, zone, csv} = line.values(OWNERS_FLAGS)
    const rows = await listOwners({...settings, readsWholeZones: true}, reading, {owners: owner, zones: zone})
    this.progress.finish()
    if (csv) {
      const {renderOwnersCsv} = await import('../../render/owners-csv.js')
      this.answer(renderOwnersCsv(rows))
    } else if (line.output.format === 'json') {
      const {renderOwnersJson} = await import('../../render/owners-json.js')
      this.answer(renderOwnersJson(rows))
    } else {
      const {renderOwnersTable} = await import('../../render/owners-table.js')
      const {makeTheme} = await import('../../render/theme.js')
      this.answer(
        renderOwnersTable(rows, {
          width: line.output.columns,
          theme: makeTheme(line.output.colour, line.output.isAscii),
        }),
      )
    }
  }
}
