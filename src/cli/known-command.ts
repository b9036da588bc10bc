import {suggestFor} from '../errors/suggestion.js'
import {usageError} from './usage-error.js'

/** Of oclif's plugins. */
const PLUGIN_COMMANDS = ['help', 'autocomplete']
/** After these oclif takes a further word for the name of a longer command. */
const WITHOUT_ARGUMENTS = ['plan', 'prune', 'doctor']

/**
 * Tells a mistyped command before oclif does, whose message names `plan:extra` and suggests nothing.
 *
 * @param ids of the commands there are, as oclif writes them: `owners:adopt`. @throws CliError USAGE
 */
export function checkCommand([first = '', second = '']: readonly string[], ids: readonly string[]): void {
  if (first === '' || first.startsWith('-') || PLUGIN_COMMANDS.includes(first)) return
  const known = [...ids.filter((id) => !id.includes(':')), ...PLUGIN_COMMANDS]
  if (!ids.includes(first) && !ids.some((id) => id.startsWith(`${first}:`))) {
    throw unknown(first, first, known)
  }
  if (second === '' || second.startsWith('-')) return
  const longer = ids.filter((id) => id.startsWith(`${first}:`)).map((id) => id.slice(first.length + 1))
  if (longer.length > 0 && !longer.includes(second)) throw unknown(`${first} ${second}`, second, longer)
  if (WITHOUT_ARGUMENTS.includes(first)) throw usageError(`Unexpected argument: ${second}.`, ['see --help'])
}

function unknown(said: string, word: string, known: readonly string[]) {
  const near = suggestFor(word, known)
  const full = said.slice(0, said.length - word.length) + (near ?? '')
  return usageError(`There is no command ${said}.`, [near === undefined ? 'see --help' : `did you mean ${full}?`])
}
