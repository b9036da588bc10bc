import {loadSharedConfigFiles, loadSsoSessionData} from '@smithy/core/config'

/** The settings of one section of the AWS config and credentials files. */
export type Section = Readonly<Record<string, string | undefined>>

/** `~/.aws/config` and `~/.aws/credentials`, or the files that the environment names. */
export interface SharedConfig {
  /** By name; the credentials file comes before the config file. A section without settings is not in it. */
  readonly profiles: Readonly<Record<string, Section>>
  readonly ssoSessions: Readonly<Record<string, Section>>
}

/** Reads both files; one that is not there, or cannot be read, is empty, as for the AWS CLI. */
export async function readSharedConfig(): Promise<SharedConfig> {
  const [{configFile, credentialsFile}, ssoSessions] = await Promise.all([
    // The SDK caches for as long as the process lives what it read from a path.
    loadSharedConfigFiles({ignoreCache: true}),
    loadSsoSessionData(),
  ])
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])
  const profiles = [...names].map((name) => [name, {...configFile[name], ...credentialsFile[name]}] as const)
  // No name is taken for what every object has.
  return {profiles: Object.assign(Object.create(null), Object.fromEntries(profiles)), ssoSessions}
}
