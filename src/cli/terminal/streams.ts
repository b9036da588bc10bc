import {CliError} from '../../errors/cli-error.js'
import {withoutUrlSecrets} from '../../errors/url-secrets.js'
import {escaped, harmless} from '../../render/layout/harmless.js'

/** The error of stdout; undefined as long as writing works. */
let failure: NodeJS.ErrnoException | undefined

/**
 * Handles errors of both streams instead of oclif, which throws all but closed pipes in the middle of a run. When the
 * reader of stdout has gone (`plan | head`), the rest is not needed; a full disk is reported at the end by
 * `checkAnswer`. Errors of stderr are ignored.
 */
export function watchStreams(): void {
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failure ??= error
  })
  process.stderr.removeAllListeners('error')
  process.stderr.on('error', () => {})
}

/** Writes a part of the answer. @returns false when stdout does not accept it. */
export function writeAnswer(text: string, hasColour: boolean): boolean {
  process.stdout.write(harmless(text, hasColour))
  // For a file the error is set at once; its event comes later.
  const error: NodeJS.ErrnoException | null = process.stdout.errored
  if (error !== null && error.code !== 'EPIPE') failure ??= error
  return failure === undefined
}

export function tell(text: string, hasColour = false): void {
  process.stderr.write(harmless(text, hasColour))
}

/**
 * Reports an answer that stdout did not accept.
 * @param changed a sentence about what was changed.
 * @throws CliError OUTPUT_NOT_WRITTEN
 */
export async function checkAnswer(changed?: string): Promise<void> {
  await new Promise(setImmediate)
  const error = failure
  if (error === undefined) return
  failure = undefined
  const happened = error.code === 'ENOSPC' ? 'The disk is full' : error.message
  const fix = ['make room, or send the answer elsewhere, and run it again']
  const rest = {fix, cause: error, ...(changed === undefined ? {} : {changed})}
  throw new CliError({code: 'OUTPUT_NOT_WRITTEN', doing: 'write the answer to stdout', happened, ...rest})
}

/** Renders a remark of the program: one line, without colour, without secrets in URLs. */
export function remark(text: string): string {
  return harmless(withoutUrlSecrets(text)).replace(/[\n\t\r]/g, escaped)
}
