import {suggestFor} from '../../errors/suggestion.js'
import {usageError} from '../usage-error.js'

/** Commands of oclif's plugins. */
const PLUGIN_COMMANDS = ['help', 'autocomplete']
/**
 * Reports an unknown command before oclif does, whose message names `plan:extra` and suggests nothing.
 *
 * @param ids all commands as oclif writes them: `owners:adopt`.
 * @param takesArguments whether a command has arguments. After one that has none, oclif takes another word for a part
 * of the command's name.
 * @throws CliError USAGE
 */
export function checkCommand(
  [first = '', second = '', third = '']: readonly string[],
  ids: readonly string[],
  takesArguments: (id: string) => boolean,
): void {
  if (first === '' || first.startsWith('-') || PLUGIN_COMMANDS.includes(first)) return
  if (!ids.includes(first)) throw unknown('', first, [...ids.filter((id) => !id.includes(':')), ...PLUGIN_COMMANDS])
  if (second === '' || second.startsWith('-')) return
  const longer = ids.filter((id) => id.startsWith(`${first}:`)).map((id) => id.slice(first.length + 1))
  if (longer.length > 0 && !longer.includes(second)) throw unknown(`${first} `, second, longer)
  if (first === 'owners' && second === 'migrate' && third !== '' && !third.startsWith('-')) {
    throw usageError(`owners migrate takes no host: ${third}.`, [`narrow it with --only=${third}`])
  }
  if (longer.length === 0 && !takesArguments(first)) throw usageError(`Unexpected argument: ${second}.`, ['see --help'])
}

function unknown(before: string, word: string, known: readonly string[]) {
  const near = suggestFor(word, known)
  const fix = near === undefined ? 'see --help' : `did you mean ${before}${near}?`
  return usageError(`There is no command ${before}${word}.`, [fix])
}
