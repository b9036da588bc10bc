import {CliError} from '../errors/cli-error.js'

/** Where a setting came from, as the user knows it. */
export type SettingOrigin = 'command line' | 'environment'

/** What was typed cannot be used. `happened` is a whole sentence. */
export function usageError(happened: string, fix: readonly string[], origin: SettingOrigin = 'command line'): CliError {
  return new CliError({code: 'USAGE', doing: `read the ${origin}`, happened, fix})
}
