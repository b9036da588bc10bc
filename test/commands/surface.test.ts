import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {defaultOf, type FlagSpec, type FlagTable, hasNoForm, variableOf} from '../../src/cli/flags/flag-spec.js'
import {COMMANDS, type CommandName, READING_COMMANDS} from './run-command.js'

const NAMES = Object.keys(COMMANDS) as CommandName[]

const ACCEPT =
  'flags, variables or defaults differ from test/commands/golden/surface.txt; to accept that: ' +
  'npx vitest run test/commands/surface.test.ts -u, and read the diff as a list of what it breaks'

/**
 * Describes what scripts and manifests rely on: commands, flags, short forms, variables, choices and defaults. A change
 * of the golden file is a change for users.
 */
function describeSurface(): string {
  const shared = sharedFlags(NAMES)
  const reading = sharedFlags(READING_COMMANDS).filter((flag) => !shared.includes(flag))
  const some = flagsOf(READING_COMMANDS[0])
  return [
    section('every command', shared, some),
    section('every command that reads cluster and zones', reading, some),
    ...NAMES.map((name) => {
      const {aliases, hidden} = COMMANDS[name]
      const flags = flagsOf(name)
      const also = aliases.length === 0 ? '' : `, also ${aliases.join(', ')}`
      const isReading = reading.every((flag) => flag in flags)
      const known = isReading ? [...shared, ...reading] : shared
      const own = Object.keys(flags).filter((flag) => !known.includes(flag))
      return section(`${name}${also}${hidden ? ', hidden' : ''}`, own, flags)
    }),
  ].join('\n')
}

function sharedFlags(names: readonly CommandName[]): readonly string[] {
  const [first = {}, ...others] = names.map(flagsOf)
  return Object.keys(first).filter((flag) => others.every((table) => flag in table))
}

function flagsOf(name: CommandName): FlagTable {
  return COMMANDS[name].definition.flags
}

function section(title: string, names: readonly string[], flags: FlagTable): string {
  const lines = [...names].sort().flatMap((name) => {
    const flag = flags[name]
    return flag === undefined ? [] : [`  ${describeFlag(name, flag)}`]
  })
  return `${[title, ...lines].join('\n')}\n`
}

function describeFlag(name: string, flag: FlagSpec): string {
  const value = flag.kind === 'enum' ? flag.options.join('|') : '…'
  const written = [
    flag.char === undefined ? '' : `-${flag.char} `,
    flag.kind === 'boolean' ? `--${hasNoForm(flag) ? '[no-]' : ''}${name}` : `--${name}=${value}`,
    flag.kind === 'strings' ? ' repeatable' : '',
  ].join('')
  const preset = flag.kind === 'boolean' || (flag.default ?? '') === '' ? '' : `  default ${String(flag.default)}`
  const variable = variableOf(name, flag)
  return `${written}${preset}${variable === undefined ? '' : `  ${variable}`}`
}

/** True for a default that help adds to the words of a flag, as it does not for a switch. */
function isSaid(value: ReturnType<typeof defaultOf>): boolean {
  return typeof value !== 'boolean' && value.length > 0
}

describe('the command surface', () => {
  it('is the one that users know', async () => {
    await expect(describeSurface(), ACCEPT).toMatchFileSnapshot('golden/surface.txt')
  })

  it('says the default of a flag once, in its row or in its words', () => {
    const flags = Object.values(COMMANDS).flatMap(({definition}) => Object.entries(definition.flags))
    const twice = flags.filter(([, spec]) => /\bdefault:/.test(spec.summary) && isSaid(defaultOf(spec)))
    expect(twice.map(([name]) => name)).toEqual([])
  })

  it('has every command of src/commands', () => {
    const files = readdirSync(fileURLToPath(new URL('../../src/commands', import.meta.url)), {recursive: true})
    const commands = files.map(String).filter((file) => file.endsWith('.ts'))
    expect(commands.map((file) => file.replace(/(\/index)?\.ts$/, '').replaceAll('/', ' ')).sort()).toEqual(
      [...NAMES].sort(),
    )
  })
})
