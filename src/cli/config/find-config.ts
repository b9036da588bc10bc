import {lstatSync} from 'node:fs'
import {isAbsolute, join} from 'node:path'
import {CliError} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'
import type {FlagOrigins, TypedSettings} from '../command-line/argv.js'
import {toEnvName} from '../flags/flag-spec.js'
import {type SettingOrigin, usageError} from '../usage-error.js'

/**
 * A config file, and how far it is trusted. `named`: by a flag or variable. `home`: found in the user's configuration
 * folder, and it must be the user's own. `project`: found in the working folder, where somebody else's change may have
 * put it.
 */
export interface ConfigPlace {
  /** The path as it is shown to the user. */
  readonly path: string
  readonly trust: 'named' | 'home' | 'project'
}

/** The value of `--config` or of its variable. An empty path means that no file is read. */
export type NamedConfig = {readonly path: string; readonly origin: SettingOrigin}

const PROJECT_FILES = ['external-dns-ts.yaml', 'external-dns-ts.yml'] as const
const HOME_FILE = join('external-dns-ts', 'config.yaml')

/** Finds the config file: the named one, else that of the working folder, else the user's. @throws CliError USAGE */
export function findConfig(named: NamedConfig | undefined, environment: Environment): ConfigPlace | undefined {
  if (named !== undefined) return named.path === '' ? undefined : findNamed(named)
  const [first, second] = PROJECT_FILES.filter(isThere)
  if (first !== undefined && second !== undefined) {
    const fix = 'keep one of them, or name one with --config'
    throw usageError(`Both ${first} and ${second} exist.`, [fix], `config file ${first}`)
  }
  if (first !== undefined) return {path: first, trust: 'project'}
  const home = homeFile(environment)
  return home !== undefined && isThere(home) ? {path: home, trust: 'home'} : undefined
}

function findNamed({path, origin}: NamedConfig): ConfigPlace {
  if (isThere(path)) return {path, trust: 'named'}
  const name = origin === 'environment' ? 'EXTERNAL_DNS_CONFIG' : '--config'
  throw usageError(`${name} names ${path}, but there is no such file.`, ['check the path'], origin)
}

/** A relative `XDG_CONFIG_HOME` is ignored, as the XDG base directory specification demands. */
function homeFile({XDG_CONFIG_HOME: xdg = '', HOME, USERPROFILE}: Environment): string | undefined {
  if (isAbsolute(xdg)) return join(xdg, HOME_FILE)
  const home = HOME ?? USERPROFILE ?? ''
  return isAbsolute(home) ? join(home, '.config', HOME_FILE) : undefined
}

/**
 * True for a dangling link and for a folder without permission too: reading the file then reports the problem. False
 * when the path goes through something that is not a folder (`HOME=/dev/null`).
 */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, {throwIfNoEntry: false}) !== undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOTDIR'
  }
}

export function namedConfig({settings}: TypedSettings): NamedConfig | undefined {
  const setting = settings.find(({name}) => name === 'config')
  return setting === undefined ? undefined : {path: String(setting.value), origin: setting.origin}
}

/** Every run says which settings come from the config file: even one that nobody named may set the owner id. */
export function configNote({path}: ConfigPlace, flagOrigins: FlagOrigins): string {
  const names = [...flagOrigins].flatMap(([name, origin]) => (origin.startsWith('config file') ? [name] : []))
  return names.length === 0
    ? `config file ${path}: no setting of it is used, because flags and variables override it`
    : `config file ${path} sets ${names.join(', ')}`
}

/** Where a flag was set, for messages: `--policy`, `EXTERNAL_DNS_POLICY`, `external-dns-ts.yaml:4`. */
export function placeText(name: string, origin: SettingOrigin): string {
  if (origin === 'command line') return `--${name}`
  return origin === 'environment' ? toEnvName(name) : origin.replace('config file ', '')
}

/** Adds the variable or file that set a flag to a usage error, which names flags only. */
export function withPlaces(error: Error, flagOrigins: FlagOrigins): Error {
  if (!(error instanceof CliError) || error.code !== 'USAGE') return error
  const places = [...flagOrigins]
    .filter(([name, origin]) => origin !== 'command line' && error.flags.includes(name))
    .map(([name, origin]) => `--${name} is set by ${placeText(name, origin)}.`)
  if (places.length === 0) return error
  return error.with({doing: 'use the settings', happened: [error.happened, ...places].join(' ')})
}
