import {parseGoDuration} from '../dns/go-duration.js'
import type {RecordSet} from '../dns/record-set.js'
import {touchedByHost} from '../plan/change.js'
import type {Meta} from './saved-file.js'
import type {SavedPlan} from './saved-plan.js'

/** Clocks of two machines differ. */
const SKEW_MS = 5 * 60_000

/** Until when a file may be applied; undefined: for ever. */
export function endOfLife({createdAt, maxAge}: Meta): Date | undefined {
  const seconds = maxAge === undefined ? undefined : parseGoDuration(maxAge)
  return seconds?.ok ? new Date(Date.parse(createdAt) + seconds.value * 1000) : undefined
}

/** Why a file may not be applied at this time, as a sentence; undefined when it may. */
export function ageProblem(meta: Meta, nowMs: number): string | undefined {
  const {createdAt} = meta
  const end = endOfLife(meta)
  if (end === undefined) return undefined
  if (Date.parse(createdAt) - nowMs > SKEW_MS) {
    return `It was made at ${createdAt}, which is in the future by the clock of this machine: ${new Date(nowMs).toISOString()}.`
  }
  if (nowMs <= end.getTime()) return undefined
  return `It is too old: it was made at ${createdAt} and could be applied until ${end.toISOString()}.`
}

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
