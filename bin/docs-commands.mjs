/** Generates `docs/commands`, a short page for each command, and the list of commands in the README. */
import {anchorOf, inOrder, longForm, slugOf, toMarkdown, topicsOf} from './docs-flags.mjs'

const MOST_EXAMPLES = 4
/** Examples for commands of plugins that have none. */
const FURTHER_EXAMPLES = {
  help: [
    '<%= config.bin %> help plan',
    '<%= config.bin %> help owners adopt',
    '<%= config.bin %> help --nested-commands',
  ],
}

/** The commands by name, from oclif's manifests. */
export function toCommands(cached, {bin, ownPlugin}) {
  return cached
    .filter(({hidden}) => !hidden)
    .map((command) => ({...command, ...wordsOf(command, bin), isOfPlugin: command.pluginName !== ownPlugin}))
    .sort((a, b) => inOrder(a.name, b.name))
}

/** The file name without its folder. */
export function fileOf({name}) {
  return `${name.replaceAll(' ', '-')}.md`
}

/** @param guides pages of `docs`: `{file, title, lines}`, where `lines` are the command lines that they contain. */
export function commandPage(command, {flags, commands, guides, bin}) {
  const {name, summary, description, usage, args, examples} = command
  const below = commands.filter((other) => other.name.startsWith(`${name} `))
  const blocks = [
    `# ${bin} ${name}`,
    `${toMarkdown(summary)}.`,
    toMarkdown(description),
    fenced('text', usage),
    args.map(({label, says}) => `- \`${label}\`: ${toMarkdown(says)}`).join('\n'),
    below.length === 0 ? '' : `Subcommands: ${below.map((other) => `[${other.name}](${fileOf(other)})`).join(' · ')}`,
    examples.length === 0 ? '' : `## Examples\n\n${fenced('sh', examples)}`,
    flagBlock(command, {flags, commands}),
    furtherReading(command, {guides, commands, bin}),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

/** The text between the two markers in the README. */
export function readmeList(commands, {folder, bin}) {
  return commands
    .map((command) => `* [\`${bin} ${command.name}\`](${folder}/${fileOf(command)}) - ${command.summary}`)
    .join('\n')
}

function wordsOf(command, bin) {
  const name = command.id.replaceAll(':', ' ')
  const fill = (text) => text.replaceAll('<%= config.bin %>', bin).replaceAll('<%= command.id %>', name)
  const [first = '', ...rest] = [command.summary, command.description].filter((text) => text !== undefined)
  const args = Object.values(command.args).map((arg) => ({...arg, label: labelOf(arg, command)}))
  const labels = args.map(({label, required}) => (required ? label : `[${label}]`))
  const usage = command.usage ?? ['<%= command.id %>', ...labels, '[FLAGS]'].join(' ')
  const examples = [command.examples ?? FURTHER_EXAMPLES[name] ?? []].flat()
  return {
    name,
    summary: fill(first).replace(/\.$/, ''),
    // Joins the lines of a paragraph, whose line breaks in the source have no meaning.
    description: fill(rest.join('\n\n')).replace(/([^\n])\n(?=[^\n])/g, '$1 '),
    usage: [usage].flat().map((line) => `${bin} ${fill(line)}`),
    args: args.map(({label, description = '', options = []}) => ({
      label,
      says: [description.replace(/\.$/, ''), options.join(', ')].filter((part) => part !== '').join(': '),
    })),
    examples: examples
      .map((example) => fill(typeof example === 'string' ? example : example.command).replace(/^\$ /, ''))
      .slice(0, MOST_EXAMPLES),
  }
}

function labelOf({name, multiple}, {strict}) {
  return `${name.toUpperCase()}${multiple || strict === false ? '...' : ''}`
}

function flagBlock(command, {flags, commands}) {
  const taken = flags.filter((flag) => flag.role === undefined && flag.commands.includes(command))
  const own = taken.filter((flag) => isParticular(flag, commands)).sort((a, b) => inOrder(a.name, b.name))
  const shared = [...topicsOf(taken.filter((flag) => !own.includes(flag)))]
  const lines = []
  if (own.length > 0) lines.push('| flag | what it does |', '| --- | --- |', ...own.map((flag) => rowOf(flag, command)))
  if (shared.length > 0) {
    const links = shared.map(([topic, list]) => `[${topic}](../flags.md#${slugOf(topic)}) (${list.length})`)
    lines.push(...(lines.length > 0 ? [''] : []), `Shared with other commands, by topic: ${links.join(' · ')}`)
  }
  return lines.length === 0 ? '' : ['## Flags', '', ...lines].join('\n')
}

/** True for a flag that is neither a setting for cluster and zones nor shared by nearly all commands. */
function isParticular(flag, commands) {
  return !flag.isSetting && flag.commands.length * 3 <= commands.length * 2
}

function rowOf({name, variants}, command) {
  const {flag, what, initial} = variants.find(({commands}) => commands.includes(command))
  const short = flag.char === undefined ? '' : `-${flag.char}, `
  const standard = initial === '' ? '' : ` (default: \`${initial}\`)`
  return `| [\`${short}${longForm(name, flag)}\`](../flags.md#${anchorOf(name)}) | ${what}${standard} |`
}

function furtherReading({name, isOfPlugin}, {guides, commands, bin}) {
  const longer = commands.map((other) => other.name).filter((other) => other.startsWith(`${name} `))
  const isAbout = (line) =>
    line.includes(`${bin} ${name} `) && !longer.some((other) => line.includes(`${bin} ${other} `))
  const links = guides
    .filter(({lines}) => lines.some((line) => isAbout(`${line} `)))
    .map(({file, title}) => `[${title}](../${file})`)
  const exitCodes = isOfPlugin ? [] : ['[exit codes](../exit-codes.md)']
  return `Read on: ${['[all flags](../flags.md)', ...exitCodes, ...links].join(' · ')}`
}

function fenced(language, lines) {
  return ['```'.concat(language), ...lines, '```'].join('\n')
}
