/** Generates `docs/flags.md`: all flags of all commands by topic, each with an anchor for links. */
import {defaultText, inOrder, ROLES, summaryText, TOPICS, writtenFlag} from './help/flag-words.mjs'

/**
 * Collects the flags of all commands, sorted by topic and name. A flag with different meanings has several variants,
 * the most common one first.
 */
export function collectFlags(commands, {settingFlags, variableOf}) {
  const takers = new Map()
  for (const command of commands) {
    for (const [name, flag] of Object.entries(command.flags)) {
      takers.set(name, [...(takers.get(name) ?? []), {command, flag}])
    }
  }
  const flags = [...takers].map(([name, uses]) => {
    const [{flag}] = uses
    return {
      name,
      topic: flag.topic,
      isSetting: Object.hasOwn(settingFlags, name),
      role: flag.role,
      written: writtenFlag(name, flag),
      variable: variableOf(name, flag),
      commands: uses.map(({command}) => command),
      variants: variantsOf(uses),
    }
  })
  const rankOf = ({topic}) => Object.keys(TOPICS).indexOf(topic)
  return flags.sort((a, b) => rankOf(a) - rankOf(b) || inOrder(a.name, b.name))
}

/** The flags that have an effect, by topic. */
export function topicsOf(flags) {
  const topics = new Map()
  for (const flag of flags.filter(({role}) => role === undefined)) {
    topics.set(flag.topic, [...(topics.get(flag.topic) ?? []), flag])
  }
  return topics
}

/** The topics, and after them the flags that have no effect. */
export function sectionsOf(flags) {
  const topics = [...topicsOf(flags)].map(([title, list]) => ({title, says: TOPICS[title], list}))
  const roles = Object.entries(ROLES).map(([role, words]) => ({
    ...words,
    list: flags.filter((flag) => flag.role === role).sort((a, b) => inOrder(a.name, b.name)),
  }))
  return [...topics, ...roles].filter(({list}) => list.length > 0)
}

export function flagsPage(flags, commands) {
  const sections = sectionsOf(flags)
  const links = sections.map(({title, list}) => `[${title}](#${slugOf(title)}) (${list.length})`)
  return `${[
    '# Flags',
    'Every flag of every command, once. What is particular to a command stands on [its page](commands) too.',
    [
      '- A flag wins over its environment variable, here below it, the variable over the [config file](config.md), the file over the',
      '  default. The variable of a repeatable flag holds one value a line.',
      '- `--[no-]x` is a switch: `--x` or `--x=true`, `--no-x` or `--x=false`.',
      '- Every command also has `-h`, the flags that people use on one screen, and `--help`, all of them.',
    ].join('\n'),
    links.join(' · '),
    ...sections.flatMap(({title, says, list}) => [
      `## ${title}`,
      says,
      [
        '| flag | default | what it does | commands |',
        '| --- | --- | --- | --- |',
        ...list.map((flag) => rowOf(flag, commands)),
      ].join('\n'),
    ]),
  ].join('\n\n')}\n`
}

/** The anchor of a flag's row, with the hyphens, so that it cannot be that of a heading. */
export function anchorOf(name) {
  return `--${name}`
}

/** The anchor that GitHub gives a heading. */
export function slugOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}

/** Escapes plain text for Markdown, and marks flags in it as code. */
export function toMarkdown(text) {
  return text
    .split(/((?<!\w)--[a-z][a-z0-9-]*(?:=[^\s,;:)]*)?)/)
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : part.replace(/[\\`*<|]/g, '\\$&')))
    .join('')
}

function variantsOf(uses) {
  const variants = new Map()
  for (const {command, flag} of uses) {
    const initial = defaultText(flag)
    const what = whatItDoes(flag)
    const key = JSON.stringify([what, initial])
    const variant = variants.get(key) ?? {flag, what, initial, commands: []}
    variants.set(key, {...variant, commands: [...variant.commands, command]})
  }
  return [...variants.values()].sort((a, b) => b.commands.length - a.commands.length)
}

function whatItDoes(flag) {
  const {kind, options} = flag
  const said = summaryText(flag)
  const repeatable = kind === 'strings' && !said.includes('repeatable') ? '; repeatable' : ''
  const choice = options === undefined ? '' : `. One of ${options.map((option) => `\`${option}\``).join(', ')}`
  return `${toMarkdown(said)}${repeatable}${choice}`
}

function rowOf({name, written, variable, commands: takers, variants}, commands) {
  const forms = written.split(', ')
  const initials = [...new Set(variants.map(({initial}) => initial))].filter((initial) => initial !== '')
  const what = variants.map((variant) =>
    variants.length === 1 ? variant.what : `${whichCommands(variant.commands, commands)}: ${variant.what}`,
  )
  const cells = [
    `<a id="${anchorOf(name)}"></a>${forms.map((form) => `\`${form}\``).join(', ')}${variable === undefined ? '' : `<br>\`${variable}\``}`,
    initials.map((initial) => `\`${initial}\``).join(', '),
    what.join('<br>'),
    whichCommands(takers, commands),
  ]
  return `| ${cells.join(' | ')} |`
}

/** Names the commands that have a flag. */
export function whichCommands(takers, commands, quote = (name) => `\`${name}\``) {
  const missing = commands.filter((command) => !takers.includes(command))
  const names = (list) => list.map(({name}) => quote(name)).join(', ')
  if (missing.length > 3) return names(takers)
  return missing.length === 0 ? 'all' : `all but ${names(missing)}`
}
