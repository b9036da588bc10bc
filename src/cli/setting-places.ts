import {CliError} from '../errors/cli-error.js'
import type {GivenFlags} from './argv.js'
import {toEnvName} from './flags/flag-spec.js'
import type {SettingOrigin} from './usage-error.js'

/** The flags whose value came from there, in the order of reading. */
export function flagsFrom(where: 'config file' | 'environment', given: GivenFlags): readonly string[] {
  return [...given].filter(([, origin]) => origin.startsWith(where)).map(([name]) => name)
}

/** `--policy`, `EXTERNAL_DNS_POLICY`, `external-dns-ts.yaml:4`. */
export function placeText(name: string, origin: SettingOrigin): string {
  if (origin === 'command line') return `--${name}`
  return origin === 'environment' ? toEnvName(name) : origin.replace('config file ', '')
}

/** A usage error names flags; where a variable or a file set them, it says so, since nobody typed them. */
export function withPlaces(error: Error, given: GivenFlags): Error {
  if (!(error instanceof CliError) || error.code !== 'USAGE') return error
  const places = [...given]
    .filter(([name, origin]) => origin !== 'command line' && namesFlag(error.happened, name))
    .map(([name, origin]) => `--${name} is set by ${placeText(name, origin)}.`)
  if (places.length === 0) return error
  const {code, happened, fix, changed, cause} = error
  return new CliError({
    code,
    doing: 'use the settings',
    happened: [happened, ...places].join(' '),
    fix,
    changed,
    cause,
  })
}

function namesFlag(text: string, name: string): boolean {
  return new RegExp(`--${name}(?![\\w-])`).test(text)
}
