/** Generates `docs/flags.md`: all flags of all commands by topic, each with an anchor for links. */

/** The topics, which are the values of `helpGroup`, in the order of a run. Others follow at the end. */
const TOPICS = {
  Kubernetes: 'How the cluster is reached, or which files stand in for it.',
  Sources: 'Which objects are read.',
  Names: 'Which names, targets and TTLs the objects ask for.',
  Plan: 'Which names may change, in which way, and how much of it.',
  Registry: 'How ownership is kept.',
  AWS: 'Which hosted zones are used, and how Route 53 is called.',
  Run: 'What a run does, asks and checks, and what it is narrowed to.',
  Output: 'What is printed, and what is written to files.',
}
/** For flags of commands from oclif's plugins. */
const OTHER_TOPIC = 'Help and completion'

/** By the role in the flag table. Flags without a role here have the effect that they have in external-dns. */
const ROLES = {
  'no-meaning': {
    title: 'Taken, without effect',
    says: 'For the loop, the caches and the log of external-dns. A run that ends has none of them: it takes the flag and notes that it means nothing here.',
  },
  refused: {
    title: 'Not supported',
    says: 'Flags of external-dns. Passing them over would change records, so a value other than the default is an error.',
  },
}

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
      topic: flag.helpGroup ?? OTHER_TOPIC,
      isSetting: Object.hasOwn(settingFlags, name),
      role: settingFlags[name]?.role,
      variable: variableOf(name),
      commands: uses.map(({command}) => command),
      variants: variantsOf(uses, settingFlags[name]),
    }
  })
  return flags.sort((a, b) => rankOf(a.topic) - rankOf(b.topic) || inOrder(a.topic, b.topic) || inOrder(a.name, b.name))
}

/** The flags that have an effect, by topic. */
export function topicsOf(flags) {
  const topics = new Map()
  for (const flag of flags.filter(({role}) => role === undefined)) {
    topics.set(flag.topic, [...(topics.get(flag.topic) ?? []), flag])
  }
  return topics
}

export function flagsPage(flags, commands) {
  const topics = [...topicsOf(flags)].map(([title, list]) => ({title, says: TOPICS[title], list}))
  const roles = Object.entries(ROLES).map(([role, words]) => ({
    ...words,
    list: flags.filter((flag) => flag.role === role).sort((a, b) => inOrder(a.name, b.name)),
  }))
  const sections = [...topics, ...roles].filter(({list}) => list.length > 0)
  const links = sections.map(({title, list}) => `[${title}](#${slugOf(title)}) (${list.length})`)
  return `${[
    '# Flags',
    'Every flag of every command, once. What is particular to a command stands on [its page](commands) too.',
    [
      '- A flag wins over its environment variable, here below it, the variable over the [config file](config.md), the file over the',
      '  default. The variable of a repeatable flag holds one value a line.',
      '- `--[no-]x` is a switch: `--x` or `--x=true`, `--no-x` or `--x=false`.',
      '- Under *commands*, *all* leaves out `help` and `autocomplete`, which have flags of their own.',
    ].join('\n'),
    links.join(' · '),
    ...sections.flatMap(({title, says, list}) => [
      `## ${title}`,
      ...(says === undefined ? [] : [says]),
      [
        '| flag | default | what it does | commands |',
        '| --- | --- | --- | --- |',
        ...list.map((flag) => rowOf(flag, commands)),
      ].join('\n'),
    ]),
  ].join('\n\n')}\n`
}

/** The flag as it is typed: `--min-age=<duration>`. */
export function longForm(name, {type, allowNo, helpValue, options}) {
  if (type === 'boolean') return `--${allowNo ? '[no-]' : ''}${name}`
  return `--${name}=${options === undefined ? (helpValue ?? '<value>') : '<option>'}`
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

/** Compares strings. `localeCompare` depends on the version of Node. */
export function inOrder(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}

function variantsOf(uses, spec) {
  const variants = new Map()
  for (const {command, flag} of uses) {
    const initial =
      flag.type === 'boolean' ? (spec?.default === true ? 'true' : '') : [flag.default ?? []].flat().join(',')
    const what = whatItDoes(flag, initial)
    const key = JSON.stringify([what, initial])
    const variant = variants.get(key) ?? {flag, what, initial, commands: []}
    variants.set(key, {...variant, commands: [...variant.commands, command]})
  }
  return [...variants.values()].sort((a, b) => b.commands.length - a.commands.length)
}

function whatItDoes({summary, description = '', options, multiple}, initial) {
  // Without the default, which has a column of its own.
  const said = (summary ?? description).replace(` (default: ${initial})`, '').replace(/\.$/, '')
  const repeatable = multiple && !said.includes('repeatable') ? '; repeatable' : ''
  const choice = options === undefined ? '' : `. One of ${options.map((option) => `\`${option}\``).join(', ')}`
  return `${toMarkdown(said)}${repeatable}${choice}`
}

function rowOf({name, variable, commands: takers, variants}, commands) {
  const [{flag}] = variants
  const short = [flag.char, ...(flag.charAliases ?? [])].filter((char) => char !== undefined)
  const forms = [
    ...short.map((char) => `-${char}`),
    longForm(name, flag),
    ...(flag.aliases ?? []).map((alias) => longForm(alias, flag)),
  ]
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

/** Names the commands that have a flag. Those of plugins do not count as missing. */
function whichCommands(takers, commands) {
  const missing = commands.filter((command) => !command.isOfPlugin && !takers.includes(command))
  const isOwn = takers.every(({isOfPlugin}) => !isOfPlugin)
  const names = (list) => list.map(({name}) => `\`${name}\``).join(', ')
  if (!isOwn || missing.length > 3) return names(takers)
  return missing.length === 0 ? 'all' : `all but ${names(missing)}`
}

function rankOf(topic) {
  const at = Object.keys(TOPICS).indexOf(topic)
  return at === -1 ? (topic === OTHER_TOPIC ? Number.MAX_SAFE_INTEGER : Object.keys(TOPICS).length) : at
}
