import {CliError} from '../errors/cli-error.js'

/** A place in a config file, as the user can open it: `config file external-dns-ts.yaml:4`. */
export type ConfigOrigin = `config file ${string}`

/** A running external-dns whose flags are taken over: `deployment kube-system/external-dns`. */
export type DeploymentOrigin = `deployment ${string}`

/** Where a setting came from, as the user knows it. */
export type SettingOrigin = 'command line' | 'environment' | ConfigOrigin | DeploymentOrigin

/** What was typed cannot be used. `happened` is a whole sentence. */
export function usageError(happened: string, fix: readonly string[], origin: SettingOrigin = 'command line'): CliError {
  return new CliError({code: 'USAGE', doing: `read the ${origin}`, happened, fix})
}
