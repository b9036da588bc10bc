import {planExitCode} from '../cli/exit-codes.js'
import {ASSERTION_FLAGS} from '../cli/flags/assertion-flags.js'
import {COMPARE_FLAGS} from '../cli/flags/compare-flags.js'
import {EXIT_CODE_FLAGS, PLAN_OUTPUT_FLAGS, REPORT_FLAGS} from '../cli/flags/own-flags.js'
import {SAVE_FLAGS} from '../cli/flags/saved-flags.js'
import {SETTING_FLAGS} from '../cli/flags/setting-flags.js'
import {checkFileable, readMaxAge, savePlan} from '../cli/reports/save-plan.js'
import {compareRuns} from '../cli/run/compare-runs.js'
import {defineCommand} from '../cli/run/define-command.js'
import {checkAssertions, parsePlanAssertions} from '../cli/run/plan-assertions.js'
import {planRun, publishRun, showRun} from '../cli/run/plan-run.js'
import {hasProblems, isEmptyPlan} from '../plan/plan.js'

export default defineCommand({
  summary: 'Show what apply would change (the drift), and why; writes nothing',
  description: `Reads the cluster, or manifests, and the hosted zones. Prints every change, and every host that is asked for but not
changed, with the reason. Ends with 0, or with 4 when objects had problems. --detailed-exitcode: 2 when there are changes.
For a drift check: --expect-no-changes ends with 1 when there are changes. --strict ends with 1 for the reasons it names.`,
  examples: [
    '<%= config.bin %> plan --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> plan --txt-owner-id=prod-eu1 --out=plan.json',
    '<%= config.bin %> plan --from-deployment=kube-system/external-dns',
    'kubectl kustomize overlays/prod | <%= config.bin %> plan --manifests=- --txt-owner-id=prod-eu1',
  ],
  usage: '[FLAGS]',
  flags: {
    ...SETTING_FLAGS,
    ...COMPARE_FLAGS,
    ...EXIT_CODE_FLAGS,
    ...ASSERTION_FLAGS,
    ...SAVE_FLAGS,
    ...PLAN_OUTPUT_FLAGS,
    ...REPORT_FLAGS,
  },
  isRecorded: true,
  async run(session, line) {
    const assertions = parsePlanAssertions(line.values(ASSERTION_FLAGS), true)
    const further = line.values(COMPARE_FLAGS).compare
    if (further.length > 0) return compareRuns(session, line, further)
    const path = line.values(SAVE_FLAGS).out
    readMaxAge(line)
    const run = await planRun(session, line, {
      goal: {kind: 'apply'},
      check: ({registry}) => checkFileable(registry, {out: path}),
    })
    await publishRun(session, run)
    const note = path === '' ? undefined : await savePlan(run, path, session.version, Date.now())
    await showRun(session, run)
    if (note !== undefined) session.note(note)
    const objection = checkAssertions(run.plan, assertions)
    if (objection?.code === 'CHANGES_FOUND') {
      const {lastWriters} = await import('../pipeline/read/read-history.js')
      for (const writer of await lastWriters(run.plan, run.ports.readPorts.history)) session.note(writer)
    }
    if (objection !== undefined) return session.endAnswered(objection)
    const isDetailed = line.values(EXIT_CODE_FLAGS)['detailed-exitcode']
    session.end(planExitCode({hasChanges: !isEmptyPlan(run.plan), hasProblems: hasProblems(run.plan), isDetailed}))
  },
})
