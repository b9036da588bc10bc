import {CliError} from '../errors/cli-error.js'
import type {MovedRow} from '../pipeline/look-again.js'
import {plural} from '../render/phrase.js'
import {recordSetPhrase} from '../render/record-set-phrase.js'
import type {MovedSet} from '../saved/standing.js'

const MOST_SHOWN = 10

/** What is stored is not as the plan has it (exit 5). @param fix what to do instead. */
export function stalePlan(moved: readonly MovedSet[], doing: string, fix: string): CliError {
  return stale('record set', moved.map(movedText), doing, fix)
}

/** As above, for rows of a ledger. */
export function staleRows(moved: readonly MovedRow[], doing: string, fix: string): CliError {
  const owner = (row: MovedRow['found']) => (row === undefined ? 'none' : `owner ${row.owner}`)
  return stale(
    'ledger row',
    moved.map(({key, before, found}) => `${key} was ${owner(before)}, is ${owner(found)}`),
    doing,
    fix,
  )
}

function stale(what: string, moved: readonly string[], doing: string, fix: string): CliError {
  const rest = moved.length - MOST_SHOWN
  const more = rest <= 0 ? '' : ` And ${rest} more.`
  return new CliError({
    code: 'PLAN_STALE',
    doing,
    happened: `${plural(moved.length, what)} changed since: ${moved.slice(0, MOST_SHOWN).join('; ')}.${more}`,
    fix: [fix],
  })
}

function movedText({host, zone, set, before, found}: MovedSet): string {
  const id = set.setIdentifier === undefined ? '' : ` "${set.setIdentifier}"`
  const whose = set.name === host.name ? '' : `, for host ${host.name}`
  const now = found === undefined ? 'none' : recordSetPhrase(found)
  const was = before === 'none' ? 'was none' : before === 'rested-on' ? 'was other' : `was ${recordSetPhrase(before)}`
  return `${set.type} ${set.name}${id} in zone ${zone.name} (${zone.id}${whose}) ${was}, is ${now}`
}
