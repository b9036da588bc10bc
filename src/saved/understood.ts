import type {RecordSet} from '../dns/record-set.js'
import type {SavedPlan} from './saved-plan.js'
import {touchedByHost} from './touched-sets.js'

/** The registries whose plans are carried out from a file. */
const REGISTRIES: readonly string[] = ['txt', 'noop']

/** What stands in a file that can be shown and not be carried out, as a phrase; undefined when all of it can. */
export function notUnderstood({registry, plan}: SavedPlan): string | undefined {
  if (!REGISTRIES.includes(registry)) return `it keeps ownership in ${registry}`
  const sets = plan.zones
    .flatMap((zone) => zone.hosts)
    .flatMap(touchedByHost)
    .flatMap(({before, after}) => [before, after])
  const strange = sets.find((set): set is RecordSet => set?.routing.kind === 'other')
  if (strange?.routing.kind !== 'other') return undefined
  return `${strange.type} ${strange.name} is routed by ${strange.routing.policy} (${strange.routing.text})`
}
