import {readFileSync} from 'node:fs'
import {shellWord} from '../../errors/shell-word.js'
import {otherWriterOf} from '../own-file.js'
import {usageError} from '../usage-error.js'
import {type ConfigPlace, findConfig, type NamedConfig} from './find-config.js'
import type {ParsedConfig} from './parse-config.js'

/** The config file of a run. The YAML parser is loaded only when there is one. */
export interface LoadedConfig extends ParsedConfig {
  /** Undefined when no file was named and none was found. */
  readonly place: ConfigPlace | undefined
}

/** @throws CliError USAGE when the file cannot be read or has a key that it may not have. */
export async function loadConfig(
  named: NamedConfig | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LoadedConfig> {
  const place = findConfig(named, environment)
  if (place === undefined) return {place, settings: [], clusters: []}
  if (place.trust === 'home') checkOwn(place.path)
  const text = readText(place.path)
  const {parseConfig} = await import('./parse-config.js')
  return {place, ...parseConfig(text, place)}
}

/** Refuses a file of the user's folder that somebody else may have written. @throws CliError USAGE */
function checkOwn(path: string): void {
  const otherWriter = otherWriterOf(path)
  if (otherWriter === undefined) return
  const own = `make it your own: chown and chmod go-w ${shellWord(path)}`
  const fix = [own, 'or name it yourself: --config=PATH (to read none: --config=)']
  throw usageError(`It is not used: ${otherWriter}.`, fix, `config file ${path}`)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw usageError(`It cannot be read: ${reason}.`, ['check the path and its permissions'], `config file ${path}`)
  }
}
