import {toOclifFlags} from '../cli/flags/oclif-flags.js'
import {PLAN_OUTPUT_FLAGS} from '../cli/flags/own-flags.js'
import {SHOWN_FILE_ARGUMENT} from '../cli/flags/plan-file-argument.js'
import {renderPlan} from '../cli/reports/render-plan.js'
import {BaseCommand} from '../cli/run/base-command.js'
import {openShownFile} from '../cli/run/file-run.js'

export default class ShowCommand extends BaseCommand {
  static override summary = 'Show a saved plan, or what a receipt tells, as plan shows it'
  static override description =
    `Reads nothing but the file, and prints its digest and origin on stderr. Ends with 0, or with 1 when the file is
neither, or was edited.`
  static override examples = ['<%= config.bin %> show plan.json', '<%= config.bin %> show plan.json --format=json']
  static override args = SHOWN_FILE_ARGUMENT
  static override usage = '<%= command.id %> FILE [FLAGS]'
  static override flags = toOclifFlags(PLAN_OUTPUT_FLAGS)

  async run(): Promise<void> {
    const line = await this.read()
    const {saved, notes} = await openShownFile(String(line.args.file))
    const {plan, batches, deleteLimit} = saved
    this.answer(await renderPlan(plan, line.output, {batches, deleteLimit}))
    for (const note of notes) this.note(note)
  }
}
