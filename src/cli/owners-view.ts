import {suggestFor} from '../errors/suggestion.js'
import type {HostPattern, OwnersFilter} from '../pipeline/owners-filter.js'
import type {OwnersOrder} from '../render/owners-order.js'
import {OWNERS_STATES, type OwnersState} from '../render/owners-row.js'
import type {FlagValues} from './flags/flag-spec.js'
import type {OWNERS_FLAGS} from './flags/owners-flags.js'
import {parseHost} from './parse-plan-settings.js'
import {usageError} from './usage-error.js'

/** What of the list is shown, and how. */
export interface OwnersView {
  readonly filter: OwnersFilter
  readonly isFiltered: boolean
  readonly order: OwnersOrder
}

/** States that are told by what objects ask for. */
const FROM_OBJECTS: ReadonlySet<OwnersState> = new Set(['wanted', 'unwanted', 'unmarked'])

/** @param given the names of the flags that were set. @throws CliError USAGE */
export function parseOwnersView(
  values: FlagValues<typeof OWNERS_FLAGS>,
  {isWithoutCluster, given}: {readonly isWithoutCluster: boolean; readonly given: ReadonlySet<string>},
): OwnersView {
  const order = ['sort', 'group-by'].find((flag) => given.has(flag))
  if (values.summary && order !== undefined) {
    throw usageError(`--${order} is set beside --summary, which counts by owner and zone.`, [
      'leave out one of the two',
    ])
  }
  const filter: OwnersFilter = {
    owners: values.owner,
    zones: values.zone,
    hosts: values.host.map(parsePattern),
    namespaces: values['resource-namespace'],
    states: values.state.map((text) => parseState(text, isWithoutCluster)),
  }
  const groupBy = values['group-by']
  return {
    filter,
    isFiltered: Object.values(filter).some((some) => some.length > 0),
    order: {sortBy: values.sort, groupBy: groupBy === '' ? undefined : groupBy},
  }
}

function parsePattern(text: string): HostPattern {
  const isBelow = text.startsWith('*.')
  return {name: parseHost(isBelow ? text.slice(2) : text, `--host=${text}`), isBelow}
}

function parseState(text: string, isWithoutCluster: boolean): OwnersState {
  const state = OWNERS_STATES.find((one) => one === text)
  if (state === undefined) {
    const near = suggestFor(text, OWNERS_STATES)
    throw usageError(`--state=${text} is no state.`, [
      ...(near === undefined ? [] : [`did you mean --state=${near}?`]),
      `the states are ${OWNERS_STATES.join(', ')}`,
    ])
  }
  if (isWithoutCluster && FROM_OBJECTS.has(state)) {
    throw usageError(`--state=${state} cannot be told with --without-cluster.`, [
      'leave out --without-cluster, or ask for --state=unknown: ours, wanted or not',
    ])
  }
  return state
}
