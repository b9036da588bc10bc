import {shellWord} from '../../errors/shell-word.js'
import {type Synonyms, suggestFor, wordFor} from '../../errors/suggestion.js'
import {usageError} from '../usage-error.js'

/** What other tools call our commands. */
const SYNONYMS: Synonyms = {
  plan: 'diff preview status',
  apply: 'sync up deploy',
  prune: 'destroy delete cleanup',
  owners: 'list ls get',
  explain: 'describe why',
  doctor: 'check',
  '--version': 'version',
}

/**
 * Reports an unknown command before oclif does, whose message names `plan:extra` and suggests nothing.
 * @param ids all commands as oclif writes them: `owners:adopt`.
 * @throws CliError USAGE
 */
export function checkCommand(argv: readonly string[], ids: readonly string[]): void {
  const [first = '', second = '', third = ''] = argv[0] === 'help' ? argv.slice(1) : argv
  if (first === '' || first === '--version' || first === '-V') return
  if (/^[-@]/.test(first)) {
    throw usageError('No command is given.', [`did you mean: external-dns-ts plan ${argv.map(shellWord).join(' ')}`])
  }
  if (!ids.includes(first)) throw unknown('', first, [...ids.filter((id) => !id.includes(':')), 'help'])
  if (second === '' || /^[-@]/.test(second)) return
  const longer = ids.filter((id) => id.startsWith(`${first}:`)).map((id) => id.slice(first.length + 1))
  if (longer.length > 0 && !longer.includes(second)) throw unknown(`${first} `, second, longer)
  if (first === 'owners' && second === 'migrate' && third !== '' && !third.startsWith('-')) {
    throw usageError(`owners migrate takes no host: ${third}.`, [`narrow it with --only=${third}`])
  }
}

function unknown(before: string, word: string, known: readonly string[]) {
  const near = (before === '' ? wordFor(word, SYNONYMS) : undefined) ?? suggestFor(word, known)
  const fix = near === undefined ? 'see --help' : `did you mean ${before}${near}?`
  return usageError(`There is no command ${before}${word}.`, [fix])
}
