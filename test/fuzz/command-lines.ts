import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {stringify} from 'yaml'
import {type LineSpec, readLine} from '../../src/cli/command-line/read-line.js'
import {type FlagSpec, toEnvName} from '../../src/cli/flags/flag-spec.js'
import {CONFIG_FLAGS, OUTPUT_FLAGS, PLAN_OUTPUT_FLAGS} from '../../src/cli/flags/own-flags.js'
import {SETTING_FLAGS} from '../../src/cli/flags/setting-flags.js'
import {parseSettings} from '../../src/cli/settings/parse-settings.js'
import {temporaryFolder} from '../conformance/program.js'
import {pick} from './broken-json.js'
import {brokenText} from './broken-text.js'
import {type FuzzInput, readAs} from './laws.js'
import {ODD_TEXTS} from './odd-texts.js'

const FLAGS: Readonly<Record<string, FlagSpec>> = {
  ...OUTPUT_FLAGS,
  ...CONFIG_FLAGS,
  ...PLAN_OUTPUT_FLAGS,
  ...SETTING_FLAGS,
}
const SPEC: LineSpec = {flags: FLAGS, arguments: {}, summaryFormats: ['text'], hears: () => true, ignoresConfig: false}

/** Where a file outside of the test would be read, or a cluster asked. */
const NAMES = Object.keys(FLAGS).filter((name) => !['config', 'from-deployment', 'show-config'].includes(name))
const NUMBERS = [
  '0',
  '-1',
  '1',
  '1e3',
  '1e999',
  'Infinity',
  'NaN',
  '0x10',
  '9007199254740993',
  '2147483648',
  '1.5',
  ' 1',
  '1_000',
  '１',
]
const DURATIONS = ['0s', '1h', '-5m', '1e3s', '9999999999h', '1ns', '1.5h1m', '5', 'ms', '1h ', '١s']

function fitting(spec: FlagSpec): readonly string[] {
  switch (spec.kind) {
    case 'boolean':
      return ['true', 'false', '', 'yes', '1', 'TRUE']
    case 'enum':
      return [...spec.options, ...spec.options.map((one) => one.toUpperCase())]
    case 'integer':
      return NUMBERS
    case 'duration':
      return DURATIONS
    default:
      return [
        'example.com',
        'a=b',
        'a,b',
        'service',
        'prod',
        '10%',
        'x in (a,b)',
        'arn:aws:iam::1:role/x',
        '{{.Name}}.x',
        '192.0.2.0/24',
        '^a$',
        '[',
      ]
  }
}

interface Line {
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly config: string | undefined
}

const setting = fc
  .record({name: fc.constantFrom(...NAMES), at: fc.nat(), isOdd: fc.nat({max: 5})})
  .map(({name, at, isOdd}) => {
    const spec = FLAGS[name]
    return {name, value: pick(spec === undefined || isOdd === 0 ? ODD_TEXTS : fitting(spec), at)}
  })
const WAYS: readonly ((one: {name: string; value: string}) => readonly string[])[] = [
  ({name, value}) => [`--${name}=${value}`],
  ({name, value}) => [`--${name}=${value}`],
  ({name, value}) => [`--${name}`, value],
  ({name}) => [`--no-${name}`],
  ({name}) => [`--${name}`],
  ({name, value}) => [`-${name}=${value}`],
  ({name, value}) => [`--${name.slice(0, -1)}=${value}`],
  ({value}) => [value],
  ({value}) => [`--${value}`],
  ({name, value}) => [`--${name}=${value}`, `--${name}=${value}`],
  () => ['--'],
]
const argument = fc.tuple(setting, fc.constantFrom(...WAYS)).map(([one, way]) => way(one))
const keys = fc.array(setting, {minLength: 1, maxLength: 4})
const configs = keys.map((some) => stringify(Object.fromEntries(some.map(({name, value}) => [name, value]))))
const CLUSTERS = stringify({
  clusters: [
    {context: 'eu', 'txt-owner-id': 'eu'},
    {context: 'us', 'txt-owner-id': 'us', source: ['ingress']},
  ],
})

const documents: fc.Arbitrary<Line> = fc.record({
  argv: fc.array(argument, {maxLength: 3}).map((all) => all.flat().filter((one) => !one.startsWith('@'))),
  environment: fc
    .array(setting, {maxLength: 1})
    .map((some) => Object.fromEntries(some.map(({name, value}) => [toEnvName(name), value]))),
  config: fc.option(
    fc.oneof(
      configs,
      brokenText(configs, [
        '---\n',
        '&a ',
        '*a',
        '!!x ',
        '- ',
        ': ',
        '__proto__: x\n',
        'constructor: x\n',
        'clusters: [{}]\n',
      ]),
      brokenText(fc.constant(CLUSTERS)),
    ),
    {nil: undefined, freq: 1},
  ),
})

/** The command line, its variables and a config file, up to the settings of a run. */
export async function commandLines(): Promise<FuzzInput<Line>> {
  const folder = temporaryFolder('command-lines')
  const file = join(folder, 'config.yaml')
  return {
    name: 'command lines, variables and config files',
    documents,
    textOf: ({argv, environment, config = ''}) => [...argv, ...Object.values(environment), config].join('\n'),
    close: async () => rmSync(folder, {recursive: true, force: true}),
    async read({argv, environment, config}) {
      writeFileSync(file, config ?? '')
      const named = `--config=${config === undefined ? '' : file}`
      const line = await readLine([named, ...argv], SPEC, environment)
      const settings = parseSettings(line.values(SETTING_FLAGS), line.flagOrigins, environment, line.clusters)
      return readAs(
        {settings, raw: line.raw},
        [...settings.notices, ...settings.notes, ...line.notes],
        unsafeNumbers(settings),
      )
    },
  }
}

/** Numbers that a comparison or a timer would not take as they were meant. */
function unsafeNumbers(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`the setting ${path} is ${value}`]
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  return Object.entries(value).flatMap(([key, child]) => unsafeNumbers(child, `${path}.${key}`))
}
