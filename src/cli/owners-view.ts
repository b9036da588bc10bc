import {phrases} from '../dns/phrase.js'
import {suggestFor} from '../errors/suggestion.js'
import type {OwnersFilter} from '../pipeline/list-owners.js'
import {OWNERS_STATES, type OwnershipEntry, type OwnersState, stateWord} from '../pipeline/ownership-entry.js'
import type {TxtNaming} from '../registry/txt-name.js'
import type {OwnersOrder} from '../render/owners/ownership-order.js'
import type {CommandLine, Output} from './command-line/read-line.js'
import type {FlagValues} from './flags/flag-spec.js'
import {type OWNERS_FLAGS, REPAIR_FLAGS} from './flags/owners-flags.js'
import {SETTING_FLAGS} from './flags/setting-flags.js'
import {parsePattern} from './settings/parse-plan-settings.js'
import {lookOf} from './terminal/look.js'
import {usageError} from './usage-error.js'

/** States that depend on what objects ask for, and so need the cluster. */
const FROM_OBJECTS: ReadonlySet<OwnersState> = new Set(['wanted', 'unwanted', 'unmarked'])

/** @param given names of the flags that were set. @throws CliError USAGE */
export function parseOwnersView(
  values: FlagValues<typeof OWNERS_FLAGS>,
  {isWithoutCluster, flagOrigins}: {readonly isWithoutCluster: boolean; readonly flagOrigins: ReadonlySet<string>},
) {
  const sorting = ['sort', 'group-by'].find((flag) => flagOrigins.has(flag))
  if (values.summary && sorting !== undefined) {
    const fix = 'leave out one of the two'
    throw usageError(`--${sorting} cannot be used with --summary, which counts by owner and zone.`, [fix])
  }
  const filter: OwnersFilter = {
    owners: values.owner,
    zones: values.zone,
    hosts: values.host.map((text) => parsePattern(text, '--host=')),
    namespaces: values['resource-namespace'],
    states: values.state.map((text) => parseState(text, isWithoutCluster)),
  }
  const groupBy = values['group-by']
  const order: OwnersOrder = {sortBy: values.sort, groupBy: groupBy === '' ? undefined : groupBy}
  return {
    filter,
    isFiltered: Object.values(filter).some((some) => some.length > 0),
    order,
    isCsv: values.csv,
    isWide: values.wide,
  }
}

function parseState(text: string, isWithoutCluster: boolean): OwnersState {
  const words = OWNERS_STATES.map(stateWord)
  const state = OWNERS_STATES.find((one) => one === text || stateWord(one) === text)
  if (state === undefined) {
    const near = suggestFor(text, words)
    const fix = phrases(near && `did you mean --state=${near}?`, `the states are ${words.join(', ')}`)
    throw usageError(`--state=${text} is not a state.`, fix)
  }
  if (isWithoutCluster && FROM_OBJECTS.has(state)) {
    const fix = 'leave out --without-cluster, or use --state=unknown (ours, wanted or not)'
    throw usageError(`--state=${text} needs a cluster, and --without-cluster reads none.`, [fix])
  }
  return state
}

/** How TXT names were built before, from `--from-prefix` and its like; undefined when none is set. */
export function readFormerNaming(line: CommandLine): TxtNaming | undefined {
  const names = ['prefix', 'suffix', 'wildcard-replacement'] as const
  type Name = (typeof names)[number]
  const isSet = (name: Name) => line.flagOrigins.has(`from-${name}`)
  if (!names.some(isSet)) return undefined
  const former = line.values(REPAIR_FLAGS)
  const today = line.values(SETTING_FLAGS)
  const read = (name: Name) => (isSet(name) ? former[`from-${name}`] : today[`txt-${name}`]).toLowerCase()
  // If only one of prefix and suffix is given, the other was empty.
  const prefix = isSet('suffix') && !isSet('prefix') ? '' : read('prefix')
  const suffix = isSet('prefix') && !isSet('suffix') ? '' : read('suffix')
  if (prefix !== '' && suffix !== '') {
    throw usageError('--from-prefix and --from-suffix exclude each other.', ['keep the one that was in use'])
  }
  return {prefix, suffix, wildcardReplacement: read('wildcard-replacement')}
}

/** Renders the list in the requested format; only that renderer is loaded. */
export async function renderOwners(
  rows: readonly OwnershipEntry[],
  output: Output,
  {isCsv, isWide, order, isFiltered}: ReturnType<typeof parseOwnersView>,
): Promise<string> {
  if (isCsv) {
    const {renderOwnersCsv, renderOwnersSummaryCsv} = await import('../render/owners/owners-csv.js')
    return output.isSummary ? renderOwnersSummaryCsv(rows) : renderOwnersCsv(rows, order)
  }
  if (output.format === 'json') {
    const {renderOwnersJson, renderOwnersSummaryJson} = await import('../render/owners/owners-json.js')
    return output.isSummary ? renderOwnersSummaryJson(rows) : renderOwnersJson(rows, order)
  }
  const {renderOwnersSummary, renderOwnersTable} = await import('../render/owners/owners-table.js')
  const render = output.isSummary ? renderOwnersSummary : renderOwnersTable
  return render(rows, {...(await lookOf(output)), order, isWide, isFiltered})
}
