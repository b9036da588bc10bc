import {withoutAddressSecrets, withoutUrlSecrets} from '../../errors/url-secrets.js'
import {FORMAT_VERSION} from '../../render/json/format-version.js'
import {makeTheme} from '../../render/layout/theme.js'
import {renderSettingsTable, type ShownSetting} from '../../render/settings-table.js'
import {collectSettings} from '../command-line/argv.js'
import type {CommandLine} from '../command-line/read-line.js'
import {CLUSTER_FLAGS} from '../flags/cluster-flags.js'
import {defaultOf, type FlagSpec} from '../flags/flag-spec.js'
import {ADDRESS_FLAGS, SECRET_FLAGS} from '../flags/secret-flags.js'
import {CLUSTERS, type ClusterEntry} from './cluster-entries.js'
import {refuseKey} from './config-keys.js'
import {type ConfigPlace, placeText} from './find-config.js'

const MASK = '********'
/** Flags that only control how this output looks. */
const LEFT_OUT: ReadonlySet<string> = new Set(['show-config', 'json'])

/** Renders `--show-config`: each setting with its origin; ends with a line feed. */
export async function renderSettings(line: CommandLine): Promise<string> {
  const {format, columns, colour} = line.output
  const settings = shownSettings(line)
  const clusters = line.clusters.map(shownCluster)
  const listed = line.clusters.slice(0, 1).map(({origin}) => ({
    name: CLUSTERS,
    value: clusters.map((one) =>
      Object.entries(one)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    ),
    kind: 'config-file' as const,
    place: placeText(CLUSTERS, origin),
  }))
  if (format === 'yaml') {
    // A file with clusters has no context besides.
    const isListed = (name: string) => name === 'context' && clusters.length > 0
    const given = settings.filter(({name}) => name !== 'format' && !isListed(name) && line.flagOrigins.has(name))
    const {renderSettingsYaml} = await import('../../render/settings-yaml.js')
    return renderSettingsYaml(
      [
        ...given.filter((setting) => whyNotInFile(setting, line) === undefined),
        ...listed.map((one) => ({...one, value: clusters})),
      ],
      given.flatMap((setting) => whyNotInFile(setting, line) ?? []),
    )
  }
  return format === 'json'
    ? renderSettingsJson(settings, clusters, line.config)
    : renderSettingsTable([...listed, ...settings], {width: columns, theme: makeTheme(colour)})
}

/** What the config file sets for one cluster, its context first. */
function shownCluster({context, settings}: ClusterEntry): Readonly<Record<string, ShownSetting['value']>> {
  const {raw} = collectSettings(settings, CLUSTER_FLAGS)
  return {context, ...Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, mask(name, value)]))}
}

/** Why a setting cannot stand in a config file for this command, as a sentence; undefined when it can. */
function whyNotInFile({name, value, place}: ShownSetting, {raw, mayBeInFile}: CommandLine): string | undefined {
  const refused = refuseKey(name, {path: '', trust: 'named'})
  if (refused !== undefined) return refused.happened
  if (!mayBeInFile(name)) return `${name} (${place}) would not be read from a file here.`
  const isMasked = JSON.stringify([value].flat()) !== JSON.stringify([raw[name]].flat())
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
        value: isImplied ? (raw.namespace ?? '') === '' : shownValue(spec, mask(name, raw[name] ?? defaultOf(spec))),
        kind: kindOf(origin),
        place: origin === undefined ? 'default' : placeText(isImplied ? 'namespace' : name, origin),
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** One value of a flag that mostly has one is no list. */
function shownValue(spec: FlagSpec, value: ShownSetting['value']): ShownSetting['value'] {
  const isOne = spec.kind === 'strings' && spec.isMostlyOne === true && typeof value === 'object' && value.length < 2
  return isOne ? (value[0] ?? '') : value
}

function renderSettingsJson(
  settings: readonly ShownSetting[],
  clusters: readonly object[],
  place: ConfigPlace | undefined,
): string {
  const rows = settings.map(({name, value, kind, place: at}) => {
    const [, path, line] = /^(.*):(\d+)$/.exec(at) ?? []
    const isFile = kind === 'config-file'
    const variable = kind === 'environment' ? at : null
    const where = {path: isFile ? (path ?? at) : null, line: isFile && line !== undefined ? Number(line) : null}
    return {name, value, origin: kind, variable, ...where}
  })
  const some = clusters.length === 0 ? {} : {clusters}
  const answer = {formatVersion: FORMAT_VERSION, kind: 'settings', configFile: place ?? null, settings: rows, ...some}
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
