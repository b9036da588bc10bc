import type {GivenFlags, TypedSettings} from '../argv.js'
import {flagsFrom} from '../setting-places.js'
import type {ConfigPlace, NamedConfig} from './find-config.js'

/** What `--config` or its variable says. */
export function namedConfig({settings}: TypedSettings): NamedConfig | undefined {
  const setting = settings.find(({name}) => name === 'config')
  return setting === undefined ? undefined : {path: String(setting.value), origin: setting.origin}
}

/** A file that nobody named may decide who we are, so each run says what it takes from it. */
export function configNote({path}: ConfigPlace, given: GivenFlags): string {
  const names = flagsFrom('config file', given)
  return names.length === 0
    ? `config file ${path}: nothing of it counts here, since flags and variables go before it`
    : `config file ${path} sets ${names.join(', ')}`
}
