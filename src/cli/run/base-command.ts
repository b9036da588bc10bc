import {Errors} from '@oclif/core'
import {CliError, type CliErrorParts} from '../../errors/cli-error.js'
import {type CommandLine, LineCommand} from '../command-line/line-command.js'
import {configNote, withPlaces} from '../config/find-config.js'
import {EXIT_CODES, type ExitCode, errorExitCode} from '../exit-codes.js'
import {APPLY_FLAGS, CONFIG_FLAGS} from '../flags/own-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import type {Settings} from '../settings/settings.js'
import {isJsonRequested, tellError, tellPeople} from '../terminal/error-text.js'
import {makeProgress, type Progress} from '../terminal/progress.js'
import {confirm, type Question} from '../terminal/prompt.js'
import {checkAnswer, remark, tell, writeAnswer} from '../terminal/streams.js'
import {TIME_IS_UP, timeIsUp, usageError} from '../usage-error.js'

const LEFT_UNDER_WAY = {
  changed: 'Whether the batch under way is in is not known.',
  fix: ['run the same command again: it plans only what is left'],
}

/**
 * What all commands share: the reading of the command line, streams, errors, exit codes.
 *
 * stdout carries the answer, stderr everything else. A command ends by returning; `process.exitCode` is set by
 * `end` or, for an error, by `catch`, so that pending output is written out first.
 */
export abstract class BaseCommand extends LineCommand {
  #isJson = false
  #hasColour = false
  #progress: Progress | undefined
  #release: () => void = () => {}
  readonly #stopping = new AbortController()
  #isWriting = false
  readonly #noted = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #lastNote: (() => string) | undefined

  /** Reads the command line once; from now on Ctrl-C, SIGTERM and SIGHUP are answered. @throws CliError USAGE */
  protected async read(): Promise<CommandLine> {
    this.#onSignal(() => this.#stop('Interrupted.'))
    const line = await this.readLine(this.argv)
    const {values, flags, output} = line
    this.#isJson = output.format === 'json'
    this.#hasColour = output.colour > 0
    if (values(CONFIG_FLAGS)['show-config']) {
      const {renderSettings} = await import('../config/shown-settings.js')
      const question = {
        flags: this.allFlags(),
        values: flags,
        flagOrigins: this.flagOrigins,
        config: this.configFile.place,
      }
      throw new Answered(renderSettings(question, output))
    }
    for (const note of this.deployed.notes) this.note(note)
    if (this.configFile.place !== undefined) this.note(configNote(this.configFile.place, this.flagOrigins))
    return line
  }

  /** For commands whose flags hold `settingFlags()`. Tells the notices on stderr. @throws CliError USAGE */
  protected async settings(line: CommandLine): Promise<Settings> {
    const {parseSettings} = await import('../settings/parse-settings.js')
    const settings = parseSettings(line.values(SETTING_FLAGS), line.flagOrigins, this.environment)
    for (const notice of settings.notices) this.note(notice)
    this.limitTime(settings.timeoutMs)
    return settings
  }

  /** Writes a part of the answer; the text brings its line ends. What stdout does not take of a run that writes goes to stderr. */
  protected answer(text: string): void {
    if (!writeAnswer(text, this.#hasColour) && this.#isWriting) this.tell(text)
  }

  /** As `answer`, to stderr. */
  protected tell(text: string): void {
    this.progress.finish()
    tell(text, this.#hasColour)
  }

  /** A remark on stderr, without a full stop; once. */
  protected note(text: string): void {
    if (this.#noted.has(text)) return
    this.#noted.add(text)
    this.progress.finish()
    tell(`Note: ${remark(text)}\n`)
  }

  /** As `note`, when the run is over, however it ended. */
  protected noteAtEnd(text: () => string): void {
    this.#lastNote = text
  }

  /** Where the run is; erased by the next answer, note, question or error that goes through this class. */
  protected get progress(): Progress {
    this.#progress ??= makeProgress(process.stderr, this.environment)
    return this.#progress
  }

  /** The exit code of a run that no error ended. */
  protected end(code: ExitCode): void {
    process.exitCode = code
  }

  /** An error that the answer leads to: told on stderr alone, since the answer is one value already. */
  protected endAnswered(error: CliError): void {
    this.end(errorExitCode(error))
    this.progress.finish()
    tellPeople(error, this.environment)
  }

  /** Asks unless `--yes` is given. @throws CliError OUTPUT_NOT_WRITTEN, NO_TERMINAL, NOT_CONFIRMED, INTERRUPTED */
  protected async confirm(question: Question, line: CommandLine): Promise<void> {
    await checkAnswer()
    if (line.values(APPLY_FLAGS).yes) return
    this.progress.finish()
    await confirm(question, {input: process.stdin, output: process.stderr})
  }

  /** Aborted once nothing more is to be started: see `interruption`. */
  protected get stopping(): AbortSignal {
    return this.#stopping.signal
  }

  /**
   * Aborted by the first Ctrl-C, SIGTERM or SIGHUP from now on, or (reason `TIME_IS_UP`) by the end of `--timeout`, so that a batch
   * under way can end; a second signal ends the program. Before the first call either ends the program at once.
   */
  protected interruption(): AbortSignal {
    this.#isWriting = true
    this.#onSignal(() => {
      if (this.stopping.aborted) this.#stop('Interrupted twice.', LEFT_UNDER_WAY)
      this.note('interrupted: the batch under way is finished first; once more to stop at once')
      this.#stopping.abort()
    })
    return this.stopping
  }

  /** Tells the error and sets the exit code; nothing is thrown on, because oclif would print it again and end with 2. */
  protected override async catch(error: Error): Promise<void> {
    if (error instanceof Errors.ExitError) throw error
    if (error instanceof Answered) return this.answer(error.text)
    const shown = withPlaces(toToldError(error), this.flagOrigins)
    process.exitCode = errorExitCode(shown)
    this.#tell(shown)
  }

  /** What stdout did not take is an error of a run that has ended otherwise. */
  protected async endAnswer(): Promise<void> {
    try {
      await checkAnswer(this.#isWriting ? 'The run went on; what is in is told above.' : undefined)
    } catch (error) {
      if (process.exitCode !== EXIT_CODES.interrupted) this.end(EXIT_CODES.error)
      this.progress.finish()
      tellPeople(error, this.environment)
    }
  }

  protected override async finally(): Promise<void> {
    clearTimeout(this.#timer)
    await this.endAnswer()
    if (this.#lastNote !== undefined) this.note(this.#lastNote())
    this.progress.close()
    this.#release()
  }

  #tell(shown: Error): void {
    this.progress.close()
    tellError(shown, this.#isJson || isJsonRequested(this.argv), this.environment)
  }

  /** One handler at a time. */
  #onSignal(handle: () => void): void {
    this.#release()
    process.on('SIGINT', handle)
    process.on('SIGTERM', handle)
    // The terminal is gone.
    process.on('SIGHUP', handle)
    this.#release = () => {
      process.off('SIGINT', handle)
      process.off('SIGTERM', handle)
      process.off('SIGHUP', handle)
    }
  }

  /** The time counts from the reading of the flags on, a question included. */
  protected limitTime(ms: number): void {
    if (ms <= 0) return
    this.#timer = setTimeout(() => {
      if (this.#isWriting) {
        this.note('the time of --timeout is up: the batch under way is finished first')
        this.#stopping.abort(TIME_IS_UP)
        return
      }
      this.#tell(timeIsUp())
      process.exit(EXIT_CODES.error)
    }, ms)
  }

  #stop(happened: string, rest: Pick<CliErrorParts, 'fix' | 'changed'> = {fix: []}): never {
    this.#tell(new CliError({code: 'INTERRUPTED', doing: 'finish the run', happened, ...rest}))
    process.exit(EXIT_CODES.interrupted)
  }
}

/** Ends a run that has given its answer before it began. */
class Answered extends Error {
  constructor(readonly text: string) {
    super('answered')
  }
}

/** oclif's own complaints (a missing argument, one too many) read like ours. */
function toToldError(error: Error): Error | CliError {
  if (!(error instanceof Errors.CLIError)) return error
  const [happened = ''] = error.message.split('\nSee more help')
  return usageError(happened, ['see --help'])
}
