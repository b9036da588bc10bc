import {FROM_DEPLOYMENT_FLAGS} from '../cli/flags/from-deployment-flags.js'
import {EXPLAINED_HOST_ARGUMENT} from '../cli/flags/host-argument.js'
import {toOclifFlags} from '../cli/flags/oclif-flags.js'
import {SETTING_FLAGS, settingFlags} from '../cli/flags/setting-flags.js'
import {openPorts} from '../cli/ports/open-ports.js'
import {callsNote} from '../cli/reports/verbose-notes.js'
import {BaseCommand} from '../cli/run/base-command.js'
import {parseExplainedHost} from '../cli/settings/parse-plan-settings.js'

export default class ExplainCommand extends BaseCommand {
  static override summary = 'Say all about one host: who asks for it, what is there, what apply would do and why'
  static override description =
    `Objects, filters, zone choice, what stands in Route 53, owner, conflicts, action; also for a host that nobody asks for,
with the objects that would ask for it without some flag. Takes the flags of plan. Writes nothing, ends with 0.`
  static override examples = [
    '<%= config.bin %> explain www.example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> explain www.example.com --namespace=shop --label-filter=tier=web --txt-owner-id=prod-eu1',
    '<%= config.bin %> explain www.example.com --json --txt-owner-id=prod-eu1',
  ]
  static override args = EXPLAINED_HOST_ARGUMENT
  static override usage = '<%= command.id %> HOST [FLAGS]'
  static override flags = {...settingFlags(), ...toOclifFlags(FROM_DEPLOYMENT_FLAGS)}

  async run(): Promise<void> {
    const line = await this.read()
    const host = parseExplainedHost(String(line.args.host))
    const settings = await this.settings(line)
    const {readPorts, notices, statistics} = await openPorts(settings, this.environment, this.progress)
    for (const notice of notices) this.note(notice)
    if (line.output.isVerbose) this.noteAtEnd(() => callsNote(statistics(), performance.now()))
    const {explain} = await import('../pipeline/explain.js')
    const explanation = await explain(
      {...settings, readsWholeZones: line.values(SETTING_FLAGS)['full-read']},
      readPorts,
      host,
    )
    this.progress.finish()
    if (line.output.format === 'json') {
      const {renderExplainJson} = await import('../render/explain/explain-json.js')
      return this.answer(renderExplainJson(explanation))
    }
    const [{renderExplainText}, {makeTheme}] = await Promise.all([
      import('../render/explain/explain-text.js'),
      import('../render/layout/theme.js'),
    ])
    const {columns, colour, isAscii, isVerbose} = line.output
    this.answer(renderExplainText(explanation, {width: columns, theme: makeTheme(colour, isAscii), isVerbose}))
  }
}
