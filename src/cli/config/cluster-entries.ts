import {suggestFor} from '../../errors/suggestion.js'
import {namesOf, type Setting} from '../command-line/argv.js'
import {type ConfigOrigin, usageError} from '../usage-error.js'

/** The key of a config file that lists clusters. */
export const CLUSTERS = 'clusters'

/** One entry of `clusters` in a config file. */
export interface ClusterEntry {
  readonly context: string
  /** Of `CLUSTER_FLAGS`, without `context`. */
  readonly settings: readonly Setting[]
  readonly origin: ConfigOrigin
}

/**
 * The clusters of the file, or those of them that `--context` names; a flag or variable hides the same key of them all.
 * @throws CliError USAGE when it names another
 */
export function chooseClusters(entries: readonly ClusterEntry[], typed: readonly Setting[]): readonly ClusterEntry[] {
  const named = typed.flatMap(({name, value}) => (name === 'context' && value !== '' ? [String(value)] : []))
  const known = entries.map(({context}) => context)
  const chosen = named.map((context) => {
    const entry = entries.find((one) => one.context === context)
    if (entry !== undefined || entries.length === 0) return entry
    const near = suggestFor(context, known)
    throw usageError(`--context=${context} is not among the clusters of the config file.`, [
      near === undefined ? `choose among ${known.join(', ')}` : `did you mean --context=${near}?`,
      'or read no config file: --config=',
    ])
  })
  const hidden = namesOf(typed)
  return (named.length === 0 ? entries : chosen).flatMap((entry) =>
    entry === undefined ? [] : [{...entry, settings: entry.settings.filter(({name}) => !hidden.has(name))}],
  )
}
