import {type FlagSpec, type FlagTable, hasNoForm} from '../flags/flag-spec.js'
import type {CommandSpec} from '../run/define-command.js'

/** By id. */
export type CompletedCommands = Readonly<
  Record<string, {readonly definition: Pick<CommandSpec, 'summary' | 'flags' | 'arguments'>}>
>

/** What may stand next. `before` is the part of the word that a file or a context follows: `--kubeconfig=`. */
export type Completion =
  | {readonly kind: 'words'; readonly candidates: readonly Candidate[]}
  | {readonly kind: 'file'; readonly before: string}
  | {readonly kind: 'context'; readonly before: string; readonly kubeconfig: string}

/** A word, which wants a value if it ends with `=`, and what it means. */
type Candidate = readonly [string, string]

const HELP: readonly Candidate[] = [
  ['-h', 'Help on one screen'],
  ['--help', 'Help with all flags'],
]

/** @param words what follows the program's name, the last one up to the cursor */
export function complete(words: readonly string[], commands: CompletedCommands): Completion {
  const isHelp = words[0] === 'help'
  const before = words.slice(isHelp ? 1 : 0, -1)
  const current = words.at(-1) ?? ''
  const id = [before.slice(0, 2).join(':'), before[0] ?? ''].find((one) => Object.hasOwn(commands, one)) ?? ''
  const rest = before.slice(id === '' ? 0 : id.split(':').length)
  const below = rest.length > 0 ? [] : subcommands(id, commands)
  const command = commands[id]?.definition
  if (isHelp) return toWords(current, below)
  if (command === undefined) return toWords(current, before.length > 0 ? [] : [...below, ['help', 'Help'], ...HELP])
  const {flags, arguments: args = {}} = command
  const isOver = rest.includes('--')
  const waiting = isOver ? undefined : waitingFlag(rest.at(-1), flags)
  if (waiting !== undefined) return valuesOf(waiting, '', current, rest)
  const [written = '', name = ''] = /^--([\w-]+)=/.exec(current) ?? []
  const assigned = isOver ? undefined : flags[name]
  if (assigned !== undefined) return valuesOf(assigned, written, current, rest)
  if (current.startsWith('-') && !isOver) return toWords(current, [...flagWords(rest, current, flags), ...HELP])
  const place = rest.filter((word, index) => !word.startsWith('-') && !waitingFlag(rest[index - 1], flags)).length
  const argument = Object.values(args).find((one, index) => index === place || one.isRepeatable)
  if (argument?.isFile === true) return {kind: 'file', before: ''}
  return toWords(current, [...below, ...(argument?.known ?? []).map((word) => [word, ''] as const)])
}

function toWords(current: string, candidates: readonly Candidate[]): Completion {
  return {kind: 'words', candidates: candidates.filter(([word]) => word.startsWith(current))}
}

/** The commands below one, or at the top. */
function subcommands(id: string, commands: CompletedCommands): readonly Candidate[] {
  const above = id === '' ? '' : `${id}:`
  return Object.keys(commands)
    .filter((one) => one.startsWith(above) && !one.slice(above.length).includes(':'))
    .map((one) => [one.slice(above.length), commands[one]?.definition.summary ?? ''])
}

/** The flag whose value comes after a word such as `--policy` or `-n`. */
function waitingFlag(word: string | undefined, flags: FlagTable): FlagSpec | undefined {
  const found = Object.entries(flags).find(([name, {char = ''}]) => word === `--${name}` || word === `-${char}`)
  return found?.[1].kind === 'boolean' ? undefined : found?.[1]
}

function valuesOf(spec: FlagSpec, before: string, current: string, words: readonly string[]): Completion {
  if (spec.kind === 'file' || (spec.kind === 'strings' && spec.known === 'files')) return {kind: 'file', before}
  if (spec.kind === 'strings' && spec.known === 'contexts') {
    const [, kubeconfig = ''] = /(?:^|\n)--kubeconfig[=\n](.*)/.exec(words.join('\n')) ?? []
    return {kind: 'context', before, kubeconfig}
  }
  const values = spec.kind === 'enum' ? spec.options : spec.kind === 'boolean' ? ['true', 'false'] : knownOf(spec)
  return toWords(
    current,
    values.map((value) => [`${before}${value}`, '']),
  )
}

function knownOf(spec: FlagSpec): readonly string[] {
  return spec.kind === 'strings' && Array.isArray(spec.known) ? spec.known : []
}

/** The flags that may still be given, without those that have no effect; `--no-` forms once they are begun. */
function flagWords(words: readonly string[], current: string, flags: FlagTable): readonly Candidate[] {
  const given = new Set(words.map((word) => word.replace(/^--(no-)?|=.*$/g, '')))
  return Object.entries(flags)
    .filter(([name, {role, kind}]) => role === undefined && (kind === 'strings' || !given.has(name)))
    .flatMap(([name, spec]): Candidate[] => {
      if (current.startsWith('--no-') && hasNoForm(spec)) return [[`--no-${name}`, `Not: ${spec.summary}`]]
      return [[`--${name}${spec.kind === 'boolean' ? '' : '='}`, spec.summary]]
    })
}
