import {CliError} from '../errors/cli-error.js'
import {plural} from '../render/phrase.js'
import {recordSetPhrase} from '../render/record-set-phrase.js'
import type {MovedSet} from '../saved/standing.js'

const MOST_SHOWN = 10

/** What is stored is neither as it was read nor as planned (exit 5). @param fix what to do instead. */
export function stalePlan(moved: readonly MovedSet[], doing: string, fix: string): CliError {
  const shown = moved.slice(0, MOST_SHOWN).map(movedText)
  const rest = moved.length - shown.length
  const more = rest === 0 ? '' : ` And ${rest} more.`
  return new CliError({
    code: 'PLAN_STALE',
    doing,
    happened: `${plural(moved.length, 'record set')} changed since: ${shown.join('; ')}.${more}`,
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
