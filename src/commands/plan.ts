import type {CommandLine} from '../cli/command-line/line-command.js'
import {planExitCode} from '../cli/exit-codes.js'
import {ASSERTION_FLAGS} from '../cli/flags/assertion-flags.js'
import {COMPARE_FLAGS} from '../cli/flags/compare-flags.js'
import {FROM_DEPLOYMENT_FLAGS} from '../cli/flags/from-deployment-flags.js'
import {toOclifFlags} from '../cli/flags/oclif-flags.js'
import {EXIT_CODE_FLAGS, PLAN_OUTPUT_FLAGS, REPORT_FLAGS} from '../cli/flags/own-flags.js'
import {SAVE_FLAGS} from '../cli/flags/saved-flags.js'
import {settingFlags} from '../cli/flags/setting-flags.js'
import {checkComparable, compareRuns} from '../cli/reports/render-plan.js'
import {checkFileable, readMaxAge, savePlan} from '../cli/reports/save-plan.js'
import {checkAssertions, parsePlanAssertions} from '../cli/run/plan-assertions.js'
import {PlanningCommand} from '../cli/run/planning-command.js'
import {hasProblems, isEmptyPlan} from '../plan/plan.js'

export default class PlanCommand extends PlanningCommand {
  static override summary = 'Show what apply would change, and why; writes nothing'
  static override description =
    `Reads the current kube context, or manifests, and the hosted zones, and prints every change, every host that stays as
it is although an object asks for it, and the reason. Ends with 0, or with 4 when objects had problems;
--detailed-exitcode: 2 when there are changes; --expect-no-changes and --strict: 1.`
  static override examples = [
    '<%= config.bin %> plan --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> plan --txt-owner-id=prod-eu1 --out=plan.json',
    '<%= config.bin %> plan --from-deployment=kube-system/external-dns',
    'kubectl kustomize overlays/prod | <%= config.bin %> plan --manifests=- --txt-owner-id=prod-eu1',
  ]
  static override usage = '<%= command.id %> [FLAGS]'
  static override flags = {
    ...settingFlags(),
    ...toOclifFlags({
      ...FROM_DEPLOYMENT_FLAGS,
      ...COMPARE_FLAGS,
      ...EXIT_CODE_FLAGS,
      ...ASSERTION_FLAGS,
      ...SAVE_FLAGS,
      ...PLAN_OUTPUT_FLAGS,
      ...REPORT_FLAGS,
    }),
  }

  async run(): Promise<void> {
    const line = await this.read()
    const assertions = parsePlanAssertions(line.values(ASSERTION_FLAGS), true)
    const further = line.values(COMPARE_FLAGS).compare
    if (further.length > 0) return this.compare(line, further)
    const path = line.values(SAVE_FLAGS).out
    readMaxAge(line)
    const run = await this.makePlan(line, {kind: 'apply'}, ({registry}) => checkFileable(registry, {out: path}))
    const note = path === '' ? undefined : await savePlan(run, path, this.config.version, Date.now())
    await this.showPlan(run)
    if (note !== undefined) this.note(note)
    const objection = checkAssertions(run.plan, assertions)
    if (objection !== undefined) return this.endAnswered(objection)
    const isDetailed = line.values(EXIT_CODE_FLAGS)['detailed-exitcode']
    this.end(planExitCode({hasChanges: !isEmptyPlan(run.plan), hasProblems: hasProblems(run.plan), isDetailed}))
  }

  /** The rehearsal of another configuration: what it would do otherwise. */
  private async compare(line: CommandLine, further: readonly string[]): Promise<void> {
    checkComparable(line)
    const other = await this.readWith(further)
    const [first, second] = [await this.makePlan(line, {kind: 'apply'}), await this.makePlan(other, {kind: 'apply'})]
    this.progress.finish()
    const {isAlike, text} = await compareRuns(first, second, further)
    this.answer(text)
    this.end(
      planExitCode({
        hasChanges: !isAlike,
        hasProblems: false,
        isDetailed: line.values(EXIT_CODE_FLAGS)['detailed-exitcode'],
      }),
    )
  }
}
