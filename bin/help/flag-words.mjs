/** What help, reference and man page say about flags, from the flag tables of `src/cli/flags`. */

/** The topics of flags, in order, and what the flags of each are about. */
export const TOPICS = {
  Objects: 'Which objects are read, from the cluster or from files.',
  Names: 'Which names, targets and TTLs the objects ask for.',
  Zones: 'Which hosted zones, and which names in them, a run is about.',
  Ownership: 'Whose records are meant, and how ownership is kept.',
  Safety: 'Which changes are allowed, and when a run asks, refuses or fails.',
  Run: 'Where settings come from, and what a run does besides.',
  Output: 'What is printed, and what is written to files.',
  AWS: 'How AWS signs in and is called.',
  Kubernetes: 'How the cluster is reached.',
}

/** By the role in the flag table. Flags without a role have the effect that they have in external-dns. */
export const ROLES = {
  'no-meaning': {
    title: 'Accepted without effect',
    says: 'For the loop, the caches and the log of external-dns. A run that ends has none of them: it takes the flag and notes that it means nothing here.',
  },
  refused: {
    title: 'Not supported',
    says: 'Flags of external-dns. Passing them over would change records, so a value other than the default is an error.',
  },
}

/**
 * The flag as it is typed: `-n, --namespace=<value>`, `--[no-]wait`.
 *
 * @param {string} name
 * @param {any} spec its row in the flag table
 * @returns {string}
 */
export function writtenFlag(name, spec) {
  const {kind, char, known, hasNegation} = spec
  const short = char === undefined ? '' : `-${char}, `
  if (kind === 'boolean') return `${short}--${hasNegation === false ? '' : '[no-]'}${name}`
  const value =
    {enum: 'option', string: 'value', strings: {files: 'file', contexts: 'context'}[known] ?? 'value'}[kind] ?? kind
  return `${short}--${name}=<${value}>`
}

/** The default as text; empty when there is none, and for a switch that is off. */
export function defaultText(flag) {
  return flag.default === false ? '' : [flag.default ?? []].flat().map(String).join(',')
}

/** The summary without a default that has a place of its own. */
export function summaryText({summary}) {
  return summary.replace(/ \(default: .*\)$/, '').replace(/\.$/, '')
}

/** Compares strings. `localeCompare` depends on the version of Node. */
export function inOrder(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
