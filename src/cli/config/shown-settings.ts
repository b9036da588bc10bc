import {withoutAddressSecrets, withoutUrlSecrets} from '../../errors/url-secrets.js'
import {FORMAT_VERSION} from '../../render/json/plan-json.js'
import {makeTheme} from '../../render/layout/theme.js'
import {renderSettingsTable, type ShownSetting} from '../../render/settings-table.js'
import type {FlagOrigins} from '../command-line/argv.js'
import type {FlagTable} from '../flags/flag-spec.js'
import {ADDRESS_FLAGS, SECRET_FLAGS} from '../flags/secret-flags.js'
import type {ColourLevel} from '../terminal/terminal.js'
import {FILE_FLAGS} from './config-keys.js'
import type {ConfigPlace} from './find-config.js'
import {placeText} from './find-config.js'

/** Values that are told to nobody. */
const MASK = '********'
/** They ask how to answer, and decide nothing. */
const LEFT_OUT: ReadonlySet<string> = new Set(['show-config', 'json'])

export interface SettingsQuestion {
  /** The flags of the command. */
  readonly flags: Readonly<Record<string, {readonly hidden?: boolean; readonly type: 'boolean' | 'option'}>>
  /** As they were read, defaults included where oclif knows them. */
  readonly values: Readonly<Record<string, unknown>>
  readonly flagOrigins: FlagOrigins
  readonly config: ConfigPlace | undefined
}

interface Look {
  readonly format: string
  readonly columns: number
  readonly colour: ColourLevel
}

/** `--show-config`: each setting with where it comes from; ends with a line feed. */
export function renderSettings(question: SettingsQuestion, {format, columns, colour}: Look): string {
  const settings = shownSettings(question)
  return format === 'json'
    ? renderSettingsJson(settings, question.config)
    : renderSettingsTable(settings, {width: columns, theme: makeTheme(colour)})
}

/** Every setting of a command by name; those that mean nothing in a run that ends only where they were given. */
function shownSettings({flags, values, flagOrigins, config}: SettingsQuestion): readonly ShownSetting[] {
  const specs: FlagTable = FILE_FLAGS
  return Object.entries(flags)
    .filter(([name, {hidden}]) => !LEFT_OUT.has(name) && (hidden !== true || flagOrigins.has(name)))
    .map(([name, {type}]): ShownSetting => {
      if (name === 'config' && config !== undefined && config.trust !== 'named') {
        const place = config.trust === 'project' ? 'found in the working folder' : 'found in your home'
        return {name, value: config.path, kind: 'default', place}
      }
      const origin = flagOrigins.get(name)
      const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
      const value = values[name] ?? spec?.default ?? (type === 'boolean' ? false : '')
      return {
        name,
        value: mask(name, toShown(value)),
        kind: kindOf(origin),
        place: origin === undefined ? 'default' : placeText(name, origin),
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function renderSettingsJson(settings: readonly ShownSetting[], place: ConfigPlace | undefined): string {
  const rows = settings.map(({name, value, kind, place: at}) => {
    const [, path, line] = /^(.*):(\d+)$/.exec(at) ?? []
    const isFile = kind === 'config-file'
    return {
      name,
      value,
      origin: kind,
      variable: kind === 'environment' ? at : null,
      path: isFile ? (path ?? at) : null,
      line: isFile && line !== undefined ? Number(line) : null,
    }
  })
  const answer = {formatVersion: FORMAT_VERSION, kind: 'settings', configFile: place ?? null, settings: rows}
  return `${JSON.stringify(answer, null, 2)}\n`
}

function kindOf(origin: string | undefined): ShownSetting['kind'] {
  if (origin === undefined) return 'default'
  if (origin === 'command line') return 'flag'
  return origin === 'environment' ? 'environment' : 'config-file'
}

function toShown(value: unknown): ShownSetting['value'] {
  if (typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String) : String(value)
}

function mask(name: string, value: ShownSetting['value']): ShownSetting['value'] {
  if (SECRET_FLAGS.has(name) && value !== '') return MASK
  if (typeof value === 'boolean') return value
  const shown = ADDRESS_FLAGS.has(name) ? withoutAddressSecrets : withoutUrlSecrets
  return typeof value === 'string' ? shown(value) : value.map(shown)
}
