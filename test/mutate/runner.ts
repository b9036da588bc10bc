import {relative} from 'node:path'
import {performance} from 'node:perf_hooks'
import {INSTRUMENTER_CONSTANTS, type InstrumenterContext} from '@stryker-mutator/api/core'
import {declareValuePlugin, PluginKind} from '@stryker-mutator/api/plugin'
import type {Reporter} from '@stryker-mutator/api/report'
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner'
import {bundleTests, type CollectedTest, collectTests, findTests} from './collected-tests.js'

// A plugin of Stryker, in a process of its own whose working directory is Stryker's copy of the sources, with all mutants
// in it. Which one is active is a global variable, so all of them are tried on the same loaded modules.

/** After so many mutants all tests have to pass without one: none has left anything behind. */
const MUTANTS_BETWEEN_CHECKS = 250

interface Known {
  readonly test: CollectedTest
  milliseconds: number
  killed: number
}

class InProcessRunner implements TestRunner {
  private script = ''
  private tests: Known[] = []
  private runs = 0
  private readonly context = instrumenterContext()

  capabilities() {
    return {reloadEnvironment: true}
  }

  async init(): Promise<void> {
    Object.assign(process.env, {
      LAW_SEED: '1',
      LAW_RUNS: '100',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    })
    // Errors are counted, not read.
    Error.stackTraceLimit = 0
    const root = process.cwd()
    const [of = '', without] = JSON.parse(process.env.MUTATE_TESTS ?? '[]') as readonly string[]
    const files = findTests(root, {of: new RegExp(of), ...(without && {without: new RegExp(without)})})
    this.script = await bundleTests(root, files)
    this.load()
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = []
    for (const known of this.tests) {
      const {id} = known.test
      this.context.currentTestId = id
      const start = performance.now()
      const failure = await failureOf(known.test)
      known.milliseconds = performance.now() - start
      const result = {id, name: id, timeSpentMs: known.milliseconds}
      tests.push(
        failure === undefined
          ? {...result, status: TestStatus.Success}
          : {...result, status: TestStatus.Failed, failureMessage: failure},
      )
    }
    delete this.context.currentTestId
    const {mutantCoverage} = this.context
    // To go on counting would double the time.
    this.script = this.script.replaceAll('function cover() {', 'function cover() { return;')
    this.load()
    return {status: DryRunStatus.Complete, tests, ...(mutantCoverage && {mutantCoverage})}
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    this.runs += 1
    if (this.runs % MUTANTS_BETWEEN_CHECKS === 0) await this.checkWithoutMutant()
    const {activeMutant, testFilter, hitLimit, mutantActivation, reloadEnvironment} = options
    Object.assign(this.context, hitLimit === undefined ? {hitCount: undefined, hitLimit} : {hitCount: 0, hitLimit})
    try {
      if (mutantActivation === 'static') this.context.activeMutant = activeMutant.id
      if (reloadEnvironment) this.load()
      this.context.activeMutant = activeMutant.id
      return await this.tryTests(testFilter && new Set(testFilter), hitLimit)
    } catch (error) {
      // A module that cannot even be loaded with it.
      const killedBy = this.tests.slice(0, 1).map(({test}) => test.id)
      return {status: MutantRunStatus.Killed, killedBy, failureMessage: String(error), nrOfTests: 0}
    } finally {
      delete this.context.activeMutant
    }
  }

  /** Up to the first that fails; those first that have found most in least time. */
  private async tryTests(
    filter: ReadonlySet<string> | undefined,
    hitLimit: number | undefined,
  ): Promise<MutantRunResult> {
    const yieldOf = ({killed, milliseconds}: Known) => (killed + 0.02) / (milliseconds + 1)
    const tests = this.tests.filter(({test}) => filter?.has(test.id) ?? true).sort((a, b) => yieldOf(b) - yieldOf(a))
    for (const [index, known] of tests.entries()) {
      const failure = await failureOf(known.test)
      if (failure === undefined) continue
      known.killed += 1
      const timeout = determineHitLimitReached(this.context.hitCount, hitLimit)
      if (timeout !== undefined) return {status: MutantRunStatus.Timeout}
      return {status: MutantRunStatus.Killed, killedBy: [known.test.id], failureMessage: failure, nrOfTests: index + 1}
    }
    return {status: MutantRunStatus.Survived, nrOfTests: tests.length}
  }

  private load(): void {
    const before = new Map(this.tests.map((known) => [known.test.id, known]))
    this.tests = collectTests(this.script, process.cwd()).map((test) => ({
      milliseconds: before.get(test.id)?.milliseconds ?? 0,
      killed: before.get(test.id)?.killed ?? 0,
      test,
    }))
  }

  private async checkWithoutMutant(): Promise<void> {
    for (const {test} of this.tests) {
      const failure = await failureOf(test)
      if (failure !== undefined)
        throw new Error(`Without a mutant "${test.id}" fails after ${this.runs} mutants: ${failure}`)
    }
  }
}

async function failureOf({run}: CollectedTest): Promise<string | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    return String(error) || 'an error without words'
  }
}

function instrumenterContext(): InstrumenterContext {
  const all = globalThis as Record<string, unknown>
  const context = (all[INSTRUMENTER_CONSTANTS.NAMESPACE] ?? {}) as InstrumenterContext
  all[INSTRUMENTER_CONSTANTS.NAMESPACE] = context
  return context
}

/** A run of hours may be cut short: what is alive is said at once. */
const survivors: Reporter = {
  onMutantTested({status, fileName, location, replacement}) {
    if (status !== 'Survived' && status !== 'NoCoverage') return
    const {line, column} = location.start
    console.log(
      `alive so far: ${relative(process.cwd(), fileName)}:${line}:${column} -> ${replacement.replace(/\s+/g, ' ')}`,
    )
  },
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.TestRunner, 'in-process', new InProcessRunner()),
  declareValuePlugin(PluginKind.Reporter, 'survivors', survivors),
]
