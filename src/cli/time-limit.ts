import {CliError} from '../errors/cli-error.js'

/** The reason with which a run is stopped when `--timeout` is over. */
export const TIME_IS_UP = 'the time of --timeout is up'

/** @param changed what is in, as a sentence; default: nothing. */
export function timeIsUp(changed = 'Nothing was changed.'): CliError {
  return new CliError({
    code: 'TIMED_OUT',
    doing: 'finish the run',
    happened: 'The time of --timeout is up.',
    fix: ['run the same command again: it plans only what is left', 'allow more time with --timeout'],
    changed,
  })
}
