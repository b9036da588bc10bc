import {HISTORY_FLAGS} from '../cli/flags/owners-flags.js'
import {SETTING_FLAGS} from '../cli/flags/setting-flags.js'
import {openRoute53Ports} from '../cli/ports/open-ports.js'
import {callsNote} from '../cli/reports/verbose-notes.js'
import {asOwner} from '../cli/run/change-owners.js'
import {defineCommand} from '../cli/run/define-command.js'
import {readSettings} from '../cli/run/session.js'
import {parseHost} from '../cli/settings/parse-plan-settings.js'
import {lookOf} from '../cli/terminal/look.js'
import {usageError} from '../cli/usage-error.js'
import {parsePast} from '../dns/instant.js'

export default defineCommand({
  summary: 'Show who changed a host or a zone, from the change history of Route 53',
  description: `Changes by whatever tool, the newest first, but perhaps not yet those of the last seconds. Route 53 keeps a history of 365
days for zones of the tier ADVANCED; for others this ends with 1. Writes nothing.`,
  examples: [
    '<%= config.bin %> history www.example.com',
    '<%= config.bin %> history www.example.com --since=72h --wide',
    '<%= config.bin %> history --zone=example.com --since=2025-11-30T08:00:00Z --json',
  ],
  usage: 'HOST|--zone=ZONE [FLAGS]',
  arguments: {host: {description: 'Host whose changes are shown; without it, all changes of the zones of --zone'}},
  flags: {...SETTING_FLAGS, ...HISTORY_FLAGS},
  async run(session, line) {
    const {zone: zones, since: written, wide: isWide} = line.values(HISTORY_FLAGS)
    const host = line.args.host === undefined ? undefined : parseHost(String(line.args.host))
    if (host === undefined && zones.length === 0) {
      throw usageError('Neither a host nor --zone is given.', ['write external-dns-ts history www.example.com'])
    }
    const from = parsePast(written || (host === undefined ? '24h' : '0'), Date.now())
    if (!from.ok) throw usageError(`--since: ${from.problem}.`, ['write --since=2h or --since=2026-11-30T08:00:00Z'])
    const since = host === undefined || written !== '' ? from.value : undefined
    // Any owner will do: nothing is owned here.
    const settings = await readSettings(session, asOwner(line, 'default'))
    const {readPorts, statistics} = await openRoute53Ports(settings.route53, session)
    if (line.output.isVerbose) session.atEnd(async () => session.note(callsNote(statistics(), performance.now())))
    const {readHistory} = await import('../pipeline/read/read-history.js')
    const answer = await readHistory(settings, readPorts, {host, zones, since})
    session.progress.finish()
    for (const gap of answer.gaps) session.warn(gap)
    if (line.output.format === 'json') {
      const {renderHistoryJson} = await import('../render/json/history-json.js')
      return session.answer(renderHistoryJson(answer))
    }
    const {renderHistoryTable} = await import('../render/history-table.js')
    const look = {...(await lookOf(line.output)), isWide, isOfHost: host !== undefined}
    session.answer(renderHistoryTable(answer.changes, look))
  },
})
