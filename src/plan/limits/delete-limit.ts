import {compareText} from '../../dns/record-set.js'
import type {HostPlan} from '../change.js'
import {type DeleteCount, type DeleteRefusal, goneHosts, type ZonePlan} from '../plan.js'
import type {DeleteLimit} from '../plan-settings.js'

const DEFAULT_HOSTS = 10
const DEFAULT_PERCENT = 10
const VICTIMS_SHOWN = 10
const FIRST_RUN_LIMIT = '0 hosts in a run that looks like a mistake'

export interface DeleteFindings {
  readonly commonCause: string | undefined
  readonly isFirstRun: boolean
}

/**
 * Whether too much would be deleted: per zone and owner by default and for a percentage, over the whole run when the limit
 * is a count.
 */
export function refuseDeletes(
  zones: readonly ZonePlan[],
  limit: DeleteLimit,
  {commonCause, isFirstRun}: DeleteFindings,
): DeleteRefusal | undefined {
  const counts = zones.flatMap(countsOf)
  const deletedHosts = counts.reduce((sum, count) => sum + count.deletedHosts, 0)
  const ownedHosts = counts.reduce((sum, count) => sum + count.ownedHosts, 0)
  const overLimit =
    limit.kind === 'count'
      ? counts.filter((count) => deletedHosts > limit.hosts && count.deletedHosts > 0)
      : counts.filter((count) => isOver(count, limit))
  const isStricter = overLimit.length === 0 && isFirstRun && limit.kind === 'default'
  const over = isStricter ? counts.filter((count) => count.deletedHosts > 0) : overLimit
  if (over.length === 0) return undefined
  return {
    deletedHosts,
    ownedHosts,
    zones: [...over].sort((a, b) => b.deletedHosts - a.deletedHosts || compareText(a.zone.id, b.zone.id)),
    victims: zones.flatMap(goneHosts).slice(0, VICTIMS_SHOWN).map(victimText),
    commonCause,
    limit: isStricter ? FIRST_RUN_LIMIT : limitText(limit),
    fix: `--max-deletes=${deletedHosts}`,
  }
}

function countsOf(plan: ZonePlan): readonly DeleteCount[] {
  const {zone, ownedHosts, owners} = plan
  const gone = goneHosts(plan)
  if (owners === undefined) return [{zone, ownedHosts, deletedHosts: gone.length}]
  return owners.map((one) => ({zone, ...one, deletedHosts: gone.filter(({owner}) => owner === one.owner).length}))
}

function victimText({name, setIdentifier}: HostPlan): string {
  return setIdentifier === undefined ? name : `${name} (set ${setIdentifier})`
}

function isOver(count: DeleteCount, limit: Exclude<DeleteLimit, {kind: 'count'}>): boolean {
  const percent = (100 * count.deletedHosts) / Math.max(count.ownedHosts, 1)
  if (limit.kind === 'percent') return percent > limit.percent
  return count.deletedHosts > DEFAULT_HOSTS && percent > DEFAULT_PERCENT
}

function limitText(limit: DeleteLimit): string {
  if (limit.kind === 'default') return `${DEFAULT_HOSTS} hosts and ${DEFAULT_PERCENT} %`
  return limit.kind === 'count' ? `${limit.hosts} hosts` : `${limit.percent} %`
}
