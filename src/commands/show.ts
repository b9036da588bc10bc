import {PLAN_OUTPUT_FLAGS} from '../cli/flags/own-flags.js'
import {renderPlan} from '../cli/reports/render-plan.js'
import {defineCommand} from '../cli/run/define-command.js'
import {openShownFile} from '../cli/run/file-run.js'

export default defineCommand({
  summary: 'Show a saved plan or a receipt, in the form of plan',
  description: `Reads nothing but the file, and prints its digest and origin on stderr. Ends with 0, or with 1 when the file is
neither, or was edited.`,
  examples: [
    '<%= config.bin %> show plan.json',
    '<%= config.bin %> show plan.json --format=json',
    '<%= config.bin %> show receipt.json --summary',
  ],
  usage: 'FILE [FLAGS]',
  arguments: {file: {description: 'File that plan --out or --receipt saved', example: 'show plan.json', isFile: true}},
  flags: PLAN_OUTPUT_FLAGS,
  async run(session, line) {
    const {saved, notes} = await openShownFile(String(line.args.file))
    const {plan, batches} = saved
    session.answer(await renderPlan(plan, line.output, {batches}))
    for (const note of notes) session.note(note)
  },
})
