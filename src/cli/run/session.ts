import {CliError, type CliErrorParts} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'
import type {HostOutcome} from '../../pipeline/apply/apply-plan.js'
import type {Plan} from '../../plan/plan.js'
import type {CallStatistics} from '../../route53/calls/client.js'
import type {CommandLine} from '../command-line/read-line.js'
import {withPlaces} from '../config/find-config.js'
import {EXIT_CODES, type ExitCode, errorExitCode} from '../exit-codes.js'
import {APPLY_FLAGS} from '../flags/own-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import type {Phase} from '../reports/run-trace.js'
import type {Settings} from '../settings/settings.js'
import {isJsonRequested, tellError, tellPeople} from '../terminal/error-text.js'
import {makeProgress, type Progress} from '../terminal/progress.js'
import {confirm, type Question} from '../terminal/prompt.js'
import {checkAnswer, remark, tell, writeAnswer} from '../terminal/streams.js'
import {TIME_IS_UP, timeIsUp} from '../usage-error.js'

/** SIGHUP is sent when the terminal is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What is known about a run for metrics and traces, filled in as it proceeds. */
interface RunRecord {
  /** Undefined when the command line was not read. */
  line?: CommandLine
  readonly phases: Phase[]
  plan?: Plan
  calls?: () => CallStatistics
  outcomes?: readonly HostOutcome[]
}

/**
 * The process of one run: streams, signals, time limit, exit code.
 *
 * stdout carries the answer, stderr everything else. A run ends by returning; `end` or, after an error, `fail` sets
 * `process.exitCode`, so that pending output is still written.
 */
export class Session {
  readonly environment: Environment = process.env
  readonly record: RunRecord = {phases: []}
  #line: CommandLine | undefined
  #progress: Progress | undefined
  #release: () => void = () => {}
  readonly #stopping = new AbortController()
  #isWriting = false
  readonly #noted = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  readonly #endings: (() => Promise<void>)[] = []

  /** @param command `owners adopt`. @param version of this program. */
  constructor(
    readonly argv: readonly string[],
    readonly command: string,
    readonly version: string,
    readonly packageFolder: string,
  ) {
    this.#onSignal(() => this.#stop('Interrupted.'))
  }

  begin(line: CommandLine): void {
    this.#line = line
  }

  /** Writes a part of the answer, line ends included; to stderr if stdout fails during a run that writes. */
  answer(text: string): void {
    if (!writeAnswer(text, this.#hasColour()) && this.#isWriting) this.tell(text)
  }

  /** Writes to stderr; the text includes its line ends. */
  tell(text: string): void {
    this.progress.finish()
    tell(text, this.#hasColour())
  }

  /** Writes a remark, without a full stop, to stderr, unless `--quiet` is given. Repeated remarks are written once. */
  note(text: string): void {
    if (!this.isQuiet) this.#remark(`Note: ${remark(text)}\n`)
  }

  /** As `note`, of what is not as it should be: also with `--quiet`. */
  warn(text: string): void {
    this.#remark(`Warning: ${remark(text)}\n`)
  }

  #remark(line: string): void {
    if (this.#noted.has(line)) return
    this.#noted.add(line)
    this.progress.finish()
    tell(line)
  }

  get isQuiet(): boolean {
    return this.#line?.output.isQuiet === true
  }

  /** Registers a function that runs after the answer was written and the exit code is set, also after an error. */
  atEnd(ending: () => Promise<void>): void {
    this.#endings.push(ending)
  }

  /** The progress line. Any answer, remark, question or error of this class erases it. */
  get progress(): Progress {
    this.#progress ??= makeProgress(process.stderr, this.environment, this.isQuiet)
    return this.#progress
  }

  end(code: ExitCode): void {
    process.exitCode = code
  }

  /** Reports an error on stderr only, because stdout already has a complete answer. */
  endAnswered(error: CliError): void {
    this.end(errorExitCode(error))
    this.progress.finish()
    tellPeople(error, this.environment)
  }

  /** Asks unless `--yes` is given. @throws CliError OUTPUT_NOT_WRITTEN, NO_TERMINAL, NOT_CONFIRMED, INTERRUPTED */
  async confirm(question: Question, line: CommandLine): Promise<void> {
    await checkAnswer()
    if (line.values(APPLY_FLAGS).yes) return
    this.progress.finish()
    await confirm(question, {input: process.stdin, output: process.stderr})
  }

  /** Aborted when nothing more may be started, see `interruption`. */
  get stopping(): AbortSignal {
    return this.#stopping.signal
  }

  /**
   * A signal that is aborted by the next Ctrl-C, SIGTERM or SIGHUP, or (with the reason `TIME_IS_UP`) when `--timeout`
   * is over. The batch under way can then finish; a second Ctrl-C or signal ends the program. Before the first call of
   * this method they end the program at once.
   */
  interruption(): AbortSignal {
    this.#isWriting = true
    this.#onSignal(() => {
      if (this.stopping.aborted) {
        const changed = 'It is not known whether the batch under way was applied.'
        this.#stop('Interrupted twice.', {changed, fix: ['run the same command again: it plans only what is left']})
      }
      this.warn('interrupted: finishing the batch under way; interrupt again to stop at once')
      this.#stopping.abort()
    })
    return this.stopping
  }

  /** Starts the time limit. It counts from when the flags were read, including the time of questions. */
  limitTime(ms: number): void {
    if (ms <= 0) return
    this.#timer = setTimeout(() => {
      if (this.#isWriting) {
        this.warn('the time of --timeout is up: finishing the batch under way')
        this.#stopping.abort(TIME_IS_UP)
        return
      }
      this.#tellError(timeIsUp())
      process.exit(EXIT_CODES.error)
    }, ms)
  }

  /** Reports the error that ended the run, and sets the exit code. */
  fail(error: Error): void {
    const shown = this.#line === undefined ? error : withPlaces(error, this.#line.flagOrigins)
    process.exitCode = errorExitCode(shown)
    this.#tellError(shown)
  }

  /** Ends the run after the last output or error. @param lastLine a sentence for stderr, said after everything else. */
  async close(lastLine: (session: Session) => string | undefined): Promise<void> {
    await this.#endAnswer()
    for (const ending of this.#endings) await ending()
    clearTimeout(this.#timer)
    await this.#endAnswer()
    this.progress.close()
    const line = lastLine(this)
    if (line !== undefined) tell(`${remark(line)}\n`)
    this.#release()
  }

  #hasColour(): boolean {
    return (this.#line?.output.colour ?? 0) > 0
  }

  /** Reports output that stdout did not accept, unless the run has already failed. */
  async #endAnswer(): Promise<void> {
    try {
      await checkAnswer(this.#isWriting ? 'The run went on; what was applied is shown above.' : undefined)
    } catch (error) {
      if (process.exitCode !== EXIT_CODES.interrupted) this.end(EXIT_CODES.error)
      this.progress.finish()
      tellPeople(error, this.environment)
    }
  }

  #tellError(error: Error): void {
    this.progress.close()
    tellError(error, this.#line?.output.format === 'json' || isJsonRequested(this.argv), this.environment)
  }

  /** Replaces the current handler; there is only one at a time. */
  #onSignal(handle: () => void): void {
    this.#release()
    for (const signal of SIGNALS) process.on(signal, handle)
    this.#release = () => {
      for (const signal of SIGNALS) process.off(signal, handle)
    }
  }

  #stop(happened: string, rest: Pick<CliErrorParts, 'fix' | 'changed'> = {fix: []}): never {
    this.#tellError(new CliError({code: 'INTERRUPTED', doing: 'finish the run', happened, ...rest}))
    process.exit(EXIT_CODES.interrupted)
  }
}

/** Reads the settings of a command that has `SETTING_FLAGS`; their notices go to stderr. @throws CliError USAGE */
export async function readSettings(session: Session, line: CommandLine): Promise<Settings> {
  const {parseSettings} = await import('../settings/parse-settings.js')
  const settings = parseSettings(line.values(SETTING_FLAGS), line.flagOrigins, session.environment, line.clusters)
  for (const notice of settings.notices) session.warn(notice)
  for (const note of settings.notes) session.note(note)
  session.limitTime(settings.timeoutMs)
  return settings
}
