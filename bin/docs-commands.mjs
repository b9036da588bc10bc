/** Generates `docs/commands`, a short page for each command, and the list of commands in the README. */
import {anchorOf, slugOf, toMarkdown, topicsOf} from './docs-flags.mjs'
import {inOrder} from './help/flag-words.mjs'

const MOST_EXAMPLES = 4

/** The commands by name, from their definitions. */
export function toCommands(definitions, bin) {
  return Object.entries(definitions)
    .map(([id, definition]) => ({...definition, ...wordsOf(id.replaceAll(':', ' '), definition, bin)}))
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
    fenced('text', [usage]),
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

function wordsOf(name, {summary, description, usage, examples, arguments: args = {}}, bin) {
  return {
    name,
    summary,
    // Joins the lines of a paragraph, whose line breaks in the source have no meaning.
    description: description.replace(/([^\n])\n(?=[^\n])/g, '$1 '),
    usage: `${bin} ${name} ${usage}`,
    args: Object.entries(args).map(([arg, {description: says, isRepeatable}]) => ({
      label: `${arg.toUpperCase()}${isRepeatable ? '...' : ''}`,
      says: says.replace(/\.$/, ''),
    })),
    examples: examples.map((example) => example.replaceAll('<%= config.bin %>', bin)).slice(0, MOST_EXAMPLES),
  }
}

function flagBlock(command, {flags, commands}) {
  const taken = flags.filter((flag) => flag.role === undefined && flag.commands.includes(command))
  const own = taken.filter((flag) => isParticular(flag, commands))
  const shared = [...topicsOf(taken.filter((flag) => !own.includes(flag)))]
  const lines = []
  if (own.length > 0)
    lines.push('| flag | topic | what it does |', '| --- | --- | --- |', ...own.map((flag) => rowOf(flag, command)))
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

function rowOf({name, topic, written, variants}, command) {
  const {what, initial} = variants.find(({commands}) => commands.includes(command))
  const standard = initial === '' ? '' : ` (default: \`${initial}\`)`
  return `| [\`${written}\`](../flags.md#${anchorOf(name)}) | ${topic} | ${what}${standard} |`
}

function furtherReading({name}, {guides, commands, bin}) {
  const longer = commands.map((other) => other.name).filter((other) => other.startsWith(`${name} `))
  const isAbout = (line) =>
    line.includes(`${bin} ${name} `) && !longer.some((other) => line.includes(`${bin} ${other} `))
  const links = guides
    .filter(({lines}) => lines.some((line) => isAbout(`${line} `)))
    .map(({file, title}) => `[${title}](../${file})`)
  return `Read on: ${['[all flags](../flags.md)', '[exit codes](../exit-codes.md)', ...links].join(' · ')}`
}

function fenced(language, lines) {
  return ['```'.concat(language), ...lines, '```'].join('\n')
}
