import {shellWord} from '../../errors/shell-word.js'
import {suggestFor} from '../../errors/suggestion.js'
import {usageError} from '../usage-error.js'

const PLUGIN_COMMANDS = ['help', 'autocomplete']
const ALONE = ['--help', '-h', '--version', '-V']
/** What other tools call our commands. */
const SYNONYMS: Readonly<Record<string, string>> = {
  diff: 'plan',
  preview: 'plan',
  status: 'plan',
  sync: 'apply',
  up: 'apply',
  deploy: 'apply',
  destroy: 'prune',
  delete: 'prune',
  cleanup: 'prune',
  list: 'owners',
  ls: 'owners',
  get: 'owners',
  describe: 'explain',
  why: 'explain',
  check: 'doctor',
  log: 'history',
  blame: 'history',
  version: '--version',
}

/**
 * Reports an unknown command before oclif does, whose message names `plan:extra` and suggests nothing.
 * @param ids all commands as oclif writes them: `owners:adopt`.
 * @param takesArguments whether a command has arguments. After one that has none, oclif takes another word for a part
 * of the command's name.
 * @throws CliError USAGE
 */
export function checkCommand(
  argv: readonly string[],
  ids: readonly string[],
  takesArguments: (id: string) => boolean,
): void {
  const [first = '', second = '', third = ''] = argv
  if (first === '' || ALONE.includes(first) || PLUGIN_COMMANDS.includes(first)) return
  if (/^[-@]/.test(first)) {
    throw usageError('No command is given.', [`did you mean: external-dns-ts plan ${argv.map(shellWord).join(' ')}`])
  }
  if (!ids.includes(first)) throw unknown('', first, [...ids.filter((id) => !id.includes(':')), ...PLUGIN_COMMANDS])
  if (second === '' || /^[-@]/.test(second)) return
  const longer = ids.filter((id) => id.startsWith(`${first}:`)).map((id) => id.slice(first.length + 1))
  if (longer.length > 0 && !longer.includes(second)) throw unknown(`${first} `, second, longer)
  if (first === 'owners' && second === 'migrate' && third !== '' && !third.startsWith('-')) {
    throw usageError(`owners migrate takes no host: ${third}.`, [`narrow it with --only=${third}`])
  }
  if (longer.length === 0 && !takesArguments(first)) throw usageError(`Unexpected argument: ${second}.`, ['see --help'])
}

function unknown(before: string, word: string, known: readonly string[]) {
  const near = before === '' && Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word] : suggestFor(word, known)
  const fix = near === undefined ? 'see --help' : `did you mean ${before}${near}?`
  return usageError(`There is no command ${before}${word}.`, [fix])
}
