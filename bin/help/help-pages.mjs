/** Renders the help of the program and of its commands: on one screen for `-h`, in full for `--help`. */
import {COMMON_FLAGS} from './common-flags.mjs'
import {defaultText, inOrder, ROLES, summaryText, TOPICS, writtenFlag} from './flag-words.mjs'

/** A page is rendered for these widths; a terminal gets the widest that fits. */
export const WIDTHS = [60, 80, 120]
const BIN = 'external-dns-ts'
/** Of 24 lines, one is for the prompt below. */
const SCREEN_LINES = 23
const MOST_EXAMPLES = 3
const MOST_FLAGS = 12
/** A wider name has a line of its own. */
const WIDEST_NAME = 32
/** With less room than this, the text goes below the name. */
const LEAST_TEXT = 32
const PROGRAM = {
  summary: 'Makes Kubernetes objects and AWS Route 53 agree: plan shows the changes, apply does exactly those.',
  usage: 'COMMAND [FLAGS]',
  examples: [
    '<%= config.bin %> plan --txt-owner-id=prod-eu1',
    '<%= config.bin %> apply --txt-owner-id=prod-eu1',
    '<%= config.bin %> explain www.example.com',
  ],
}

/**
 * All pages for one width, by the name of the command; the program's name is empty.
 * @param definitions of the commands, by id
 * @returns {Record<string, {short: string, full: string, takesArguments: boolean}>}
 */
export function helpPages(definitions, width) {
  const commands = Object.entries(definitions)
    .map(([id, definition]) => [id.replaceAll(':', ' '), definition])
    .sort(([a], [b]) => inOrder(a, b))
  const toText = (lines) => lines.map((line) => `${line}\n`).join('')
  return Object.fromEntries([
    [
      '',
      {
        short: toText(programHelp(commands, width)),
        full: toText(fullProgramHelp(commands, width)),
        takesArguments: false,
      },
    ],
    ...commands.map(([name, command]) => [
      name,
      {
        short: toText(shortHelp(name, command, width)),
        full: toText(fullHelp(name, command, width)),
        takesArguments: command.arguments !== undefined,
      },
    ]),
  ])
}

function programHelp(commands, width) {
  const top = commands.filter(([name]) => !name.includes(' '))
  const room = width - Math.max(...top.map(([name]) => name.length)) - 4
  const entries = top.map(([name, {summary}]) => [name, clauses(summary, room)])
  const page = (examples) => [
    ...head('', {...PROGRAM, examples}, width),
    ...section('Commands', list(entries, width), width),
    '',
    ...wrap(`What people use: ${BIN} COMMAND -h. Everything: --help.`, {width, hang: 2}),
  ]
  return fitting(PROGRAM.examples.length, (count) => page(PROGRAM.examples.slice(0, count)))
}

function fullProgramHelp(commands, width) {
  const further = [
    ['-h', 'Help on one screen, of the program or of a command'],
    ['--help', 'Help with everything; also: help COMMAND'],
    ['-V, --version', 'The version'],
  ]
  return [
    ...head('', PROGRAM, width),
    ...section(
      'Commands',
      list(
        commands.map(([name, {summary}]) => [name, summary]),
        width,
      ),
      width,
    ),
    ...section('Flags', list(further, width), width),
    '',
    ...wrap(`All flags of a command: ${BIN} COMMAND --help. The same as a page: man ${BIN}.`, {width, hang: 2}),
  ]
}

function shortHelp(name, command, width) {
  const flags = COMMON_FLAGS.filter((flag) => command.flags[flag] !== undefined).slice(0, MOST_FLAGS)
  const entries = flags.map((flag) => [writtenFlag(flag, command.flags[flag]), briefly(command.flags[flag])])
  return fitting(entries.length, (count) => [
    ...head(name, {...command, examples: command.examples.slice(0, MOST_EXAMPLES)}, width),
    ...section('Flags', list(entries.slice(0, count), width), width),
    '',
    ...wrap(`All flags, by topic: ${BIN} ${name} --help`, {width, hang: 2}),
  ])
}

function fullHelp(name, command, width) {
  const flags = Object.entries(command.flags).sort(([a], [b]) => inOrder(a, b))
  const args = Object.entries(command.arguments ?? {})
  const topics = Object.entries(TOPICS).flatMap(([topic, says]) => {
    const own = flags.filter(([, flag]) => flag.topic === topic && flag.role === undefined)
    return section(
      `${topic}: ${says}`,
      list(
        own.map(([flag, spec]) => [writtenFlag(flag, spec), fully(spec)]),
        width,
      ),
      width,
    )
  })
  const aside = Object.entries(ROLES).flatMap(([role, {title}]) => {
    const names = flags.filter(([, flag]) => flag.role === role).map(([flag]) => `--${flag}`)
    return section(title, wrap(names.join(', '), {width, first: 2, hang: 2}), width)
  })
  return [
    ...head(name, command, width),
    '',
    ...wrap(command.description, {width}),
    ...section(
      'Arguments',
      list(
        args.map(([arg, {description}]) => [arg.toUpperCase(), description]),
        width,
      ),
      width,
    ),
    ...topics,
    ...aside,
  ]
}

function head(name, {summary, usage, examples}, width) {
  return [
    ...wrap(summary, {width}),
    ...wrap(['Usage:', BIN, name, usage].join(' '), {width, hang: 4}),
    ...section(
      'Examples',
      examples.flatMap((example) => shellLines(example, width)),
      width,
    ),
  ]
}

function section(title, lines, width) {
  return lines.length === 0 || lines[0] === '' ? [] : ['', ...wrap(title, {width}).map(bold), ...lines]
}

/** Two columns; with little room, the text goes below the name. */
function list(entries, width) {
  const widest = Math.max(0, ...entries.map(([name]) => name.length).filter((length) => length <= WIDEST_NAME))
  const column = width - widest - 4 < LEAST_TEXT ? 6 : widest + 4
  return entries.flatMap(([name, text]) => {
    const lines = wrap(text, {width, first: column, hang: column})
    const isBeside = name.length + 4 <= column
    return isBeside ? [`  ${name}${lines[0].slice(name.length + 2)}`, ...lines.slice(1)] : [`  ${name}`, ...lines]
  })
}

/** Breaks a command line so that it can still be copied. */
export function shellLines(example, width) {
  const lines = wrap(example.replaceAll('<%= config.bin %>', BIN), {width: width - 2, first: 2, hang: 6})
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line} \\`))
}

/** Fills lines with whole words. */
function wrap(text, {width, first = 0, hang = 0}) {
  const lines = []
  let line = ' '.repeat(first)
  let isEmpty = true
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ' '.repeat(hang)
      isEmpty = true
    }
    line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, line.trimEnd()]
}

/** The page with the most parts that fit on a screen. */
function fitting(count, pageWith) {
  const page = pageWith(count)
  return page.length <= SCREEN_LINES || count === 0 ? page : fitting(count - 1, pageWith)
}

/** The first clauses of a summary, as many as fit on a line; the whole when not even one does. */
function clauses(summary, room) {
  if (summary.length <= room) return summary
  const ends = [...summary.matchAll(/[,:;] /g)].map(({index}) => index).filter((end) => end <= room)
  return summary.slice(0, ends.at(-1))
}

/** The summary up to what is only detail. */
function briefly(flag) {
  return `${summaryText(flag).split('; ')[0]}${optionsOf(flag)}`
}

function fully(flag) {
  const initial = defaultText(flag).replaceAll(',', ', ')
  return `${summaryText(flag)}${optionsOf(flag)}${initial === '' ? '' : ` [default: ${initial}]`}`
}

function optionsOf({options}) {
  return options === undefined ? '' : ` (${options.join(', ')})`
}

function bold(text) {
  return `\u001b[1m${text}\u001b[22m`
}
