import {suggestFor} from '../errors/suggestion.js'
import {SOURCE_NAMES} from '../sources/sources.js'
import {usageError} from './usage-error.js'

/** In the order given, each once. @throws CliError USAGE */
export function checkSources(names: readonly string[]): readonly string[] {
  const sources = [...new Set(names)].filter((name) => name !== '')
  if (sources.length === 0) throw usageError('--source is empty.', ['name a source: --source=service --source=ingress'])
  for (const name of sources) {
    if (SOURCE_NAMES.some((known) => known === name)) continue
    const parts = name.split(/[,\s]+/)
    const near = suggestFor(name, SOURCE_NAMES)
    throw usageError(`--source=${name} is no kind of source.`, [
      parts.length > 1
        ? `repeat the flag: ${parts.map((part) => `--source=${part}`).join(' ')}`
        : near === undefined
          ? `choose among ${SOURCE_NAMES.join(', ')}`
          : `did you mean --source=${near}?`,
    ])
  }
  return sources
}
