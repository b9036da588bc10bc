import {CliError} from '../../errors/cli-error.js'
import {withoutUrlSecrets} from '../../errors/url-secrets.js'
import {escaped, harmless} from '../../render/layout/harmless.js'

/** What became of stdout; undefined while it takes what is written. */
let failure: NodeJS.ErrnoException | undefined

/**
 * Listens to both streams in oclif's place, which throws whatever is no closed pipe into the middle of a run. A reader that has
 * gone (`plan | head`) has read enough; a disk that is full is told at the end by `checkAnswer`. What stderr does not take
 * is lost, and ends nothing.
 */
export function watchStreams(): void {
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failure ??= error
  })
  process.stderr.removeAllListeners('error')
  process.stderr.on('error', () => {})
}

/** A part of the answer. @returns false when stdout does not take it. */
export function writeAnswer(text: string, hasColour: boolean): boolean {
  process.stdout.write(harmless(text, hasColour))
  // A file says so at once; the event comes later.
  const error: NodeJS.ErrnoException | null = process.stdout.errored
  if (error !== null && error.code !== 'EPIPE') failure ??= error
  return failure === undefined
}

/** What goes to people, and to whoever keeps a log. */
export function tell(text: string, hasColour = false): void {
  process.stderr.write(harmless(text, hasColour))
}

/** @param changed a sentence. @throws CliError OUTPUT_NOT_WRITTEN when stdout has not taken what was written */
export async function checkAnswer(changed?: string): Promise<void> {
  await new Promise(setImmediate)
  const error = failure
  if (error === undefined) return
  failure = undefined
  throw new CliError({
    code: 'OUTPUT_NOT_WRITTEN',
    doing: 'write the answer to stdout',
    happened: error.code === 'ENOSPC' ? 'The disk is full' : error.message,
    fix: ['make room, or send the answer elsewhere, and run it again'],
    ...(changed === undefined ? {} : {changed}),
    cause: error,
  })
}

/** What the program says about itself: one line, without colour, without the secrets that URLs hold. */
export function remark(text: string): string {
  return harmless(withoutUrlSecrets(text)).replace(/[\n\t\r]/g, escaped)
}
