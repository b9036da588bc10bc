import {ASSERTION_FLAGS} from '../cli/flags/assertion-flags.js'
import {METRICS_FLAGS} from '../cli/flags/metrics-flags.js'
import {APPLY_FLAGS, CONSENT_FLAGS, PLAN_OUTPUT_FLAGS, REPORT_FLAGS} from '../cli/flags/own-flags.js'
import {PLAN_FILE_FLAGS, RECEIPT_FLAGS, UNDO_FLAGS} from '../cli/flags/saved-flags.js'
import {SETTING_FLAGS} from '../cli/flags/setting-flags.js'
import {VERIFY_FLAGS} from '../cli/flags/verify-flags.js'
import {applyFile, applyUndo, isFileRun} from '../cli/run/apply-file.js'
import {applyRun} from '../cli/run/apply-run.js'
import {defineCommand} from '../cli/run/define-command.js'
import {checkApplyConsent, checkWritingFormat, parsePlanAssertions} from '../cli/run/plan-assertions.js'
import {planRun, publishRun} from '../cli/run/plan-run.js'
import {checkFileChoice} from '../cli/settings/file-flags.js'

export default defineCommand({
  summary: 'Plan, show, ask, and do exactly what was shown',
  description: `Each host is changed completely or not at all, with its ownership TXT. Only the word yes is accepted as an answer; --yes does
not ask. Ends with 0; 3 when the plan is refused (too many deletes, not confirmed, no terminal and no --yes); 4 when hosts
failed or objects had problems. With PLANFILE: applies that saved plan, or ends with 5 when records have changed since.`,
  examples: [
    '<%= config.bin %> apply --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> apply --yes --policy=sync --txt-owner-id=prod-eu1 --max-deletes=20',
    '<%= config.bin %> apply plan.json --receipt=receipt.json',
    '<%= config.bin %> apply --undo=receipt.json',
  ],
  usage: '[PLANFILE] [FLAGS]',
  arguments: {
    planfile: {
      description: 'Plan that plan --out saved; without it a plan is made, shown and asked about',
      isFile: true,
    },
  },
  flags: {
    ...SETTING_FLAGS,
    ...APPLY_FLAGS,
    ...ASSERTION_FLAGS,
    ...CONSENT_FLAGS,
    ...PLAN_FILE_FLAGS,
    ...RECEIPT_FLAGS,
    ...METRICS_FLAGS,
    ...UNDO_FLAGS,
    ...VERIFY_FLAGS,
    ...PLAN_OUTPUT_FLAGS,
    ...REPORT_FLAGS,
  },
  hears: (flag, typed) => !isFileRun(typed) || flag.goesWithFile === true,
  isRecorded: true,
  async run(session, line) {
    const {planfile} = line.args
    const {undo} = line.values(UNDO_FLAGS)
    checkWritingFormat(line)
    checkFileChoice(line.flagOrigins, planfile)
    if (typeof planfile === 'string') return applyFile(session, line, planfile)
    if (undo !== '') return applyUndo(session, line, undo)
    const isDryRun = line.values(SETTING_FLAGS)['dry-run']
    const assertions = parsePlanAssertions(line.values(ASSERTION_FLAGS), isDryRun)
    const consent = {isApproved: line.values(CONSENT_FLAGS)['yes-from-manifests'], isDryRun}
    const run = await planRun(session, line, {
      goal: {kind: 'apply'},
      noteAbsent: (text) => session.note(text),
      check: ({manifests}) => checkApplyConsent(manifests, consent),
    })
    await publishRun(session, run)
    await applyRun(session, run, {assertions})
  },
})
