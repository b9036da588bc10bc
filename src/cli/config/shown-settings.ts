import {withoutAddressSecrets, withoutUrlSecrets} from '../../errors/url-secrets.js'
import {FORMAT_VERSION} from '../../render/json/format-version.js'
import {makeTheme} from '../../render/layout/theme.js'
import {renderSettingsTable, type ShownSetting} from '../../render/settings-table.js'
import type {CommandLine} from '../command-line/read-line.js'
import {defaultOf} from '../flags/flag-spec.js'
import {ADDRESS_FLAGS, SECRET_FLAGS} from '../flags/secret-flags.js'
import {refuseKey} from './config-keys.js'
import {type ConfigPlace, placeText} from './find-config.js'

const MASK = '********'
/** Flags that only control how this output looks. */
const LEFT_OUT: ReadonlySet<string> = new Set(['show-config', 'json'])

/** Renders `--show-config`: each setting with its origin; ends with a line feed. */
export async function renderSettings(line: CommandLine): Promise<string> {
  const {format, columns, colour} = line.output
  const settings = shownSettings(line)
  if (format === 'yaml') {
    const given = settings.filter(({name}) => name !== 'format' && line.flagOrigins.has(name))
    const {renderSettingsYaml} = await import('../../render/settings-yaml.js')
    return renderSettingsYaml(
      given.filter((setting) => whyNotInFile(setting, line) === undefined),
      given.flatMap((setting) => whyNotInFile(setting, line) ?? []),
    )
  }
  return format === 'json'
    ? renderSettingsJson(settings, line.config)
    : renderSettingsTable(settings, {width: columns, theme: makeTheme(colour)})
}

/** Why a setting cannot stand in a config file for this command, as a sentence; undefined when it can. */
function whyNotInFile({name, value, place}: ShownSetting, {raw, mayBeInFile}: CommandLine): string | undefined {
  const refused = refuseKey(name, {path: '', trust: 'named'})
  if (refused !== undefined) return refused.happened
  if (!mayBeInFile(name)) return `${name} (${place}) would not be read from a file here.`
  const isMasked = JSON.stringify(value) !== JSON.stringify(raw[name])
  return isMasked ? `${name} (${place}) holds a secret and is left out: set its variable.` : undefined
}

/** All settings of a command by name; those without effect in a single run only when they were given. */
function shownSettings({flags, raw, flagOrigins, config}: CommandLine): readonly ShownSetting[] {
  return Object.entries(flags)
    .filter(([name, {role}]) => !LEFT_OUT.has(name) && (role === undefined || flagOrigins.has(name)))
    .map(([name, spec]): ShownSetting => {
      if (name === 'config' && config !== undefined && config.trust !== 'named') {
        const place = config.trust === 'project' ? 'found in the working folder' : 'found in your home'
        return {name, value: config.path, kind: 'default', place}
      }
      // All namespaces are read unless --namespace names one.
      const isImplied = name === 'all-namespaces' && !flagOrigins.has(name)
      const origin = flagOrigins.get(isImplied ? 'namespace' : name)
      return {
        name,
        value: isImplied ? (raw.namespace ?? '') === '' : mask(name, raw[name] ?? defaultOf(spec)),
        kind: kindOf(origin),
        place: origin === undefined ? 'default' : placeText(isImplied ? 'namespace' : name, origin),
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function renderSettingsJson(settings: readonly ShownSetting[], place: ConfigPlace | undefined): string {
  const rows = settings.map(({name, value, kind, place: at}) => {
    const [, path, line] = /^(.*):(\d+)$/.exec(at) ?? []
    const isFile = kind === 'config-file'
    const variable = kind === 'environment' ? at : null
    const where = {path: isFile ? (path ?? at) : null, line: isFile && line !== undefined ? Number(line) : null}
    return {name, value, origin: kind, variable, ...where}
  })
  const answer = {formatVersion: FORMAT_VERSION, kind: 'settings', configFile: place ?? null, settings: rows}
  return `${JSON.stringify(answer, null, 2)}\n`
}

function kindOf(origin: string | undefined): ShownSetting['kind'] {
  if (origin === undefined) return 'default'
  if (origin === 'command line') return 'flag'
  if (origin.startsWith('deployment ')) return 'deployment'
  return origin === 'environment' ? 'environment' : 'config-file'
}

function mask(name: string, value: ShownSetting['value']): ShownSetting['value'] {
  if (SECRET_FLAGS.has(name) && value !== '') return MASK
  if (typeof value === 'boolean') return value
  const shown = ADDRESS_FLAGS.has(name) ? withoutAddressSecrets : withoutUrlSecrets
  return typeof value === 'string' ? shown(value) : value.map(shown)
}
