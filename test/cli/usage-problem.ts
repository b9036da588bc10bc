import {CliError} from '../../src/errors/cli-error.js'

/** Returns the usage error that the call throws. */
export function usageProblem(call: () => unknown): CliError {
  try {
    call()
  } catch (error) {
    if (error instanceof CliError && error.code === 'USAGE') return error
    throw error
  }
  throw new Error('no usage error was thrown')
}
