import {hostKey} from '../../dns/zone.js'
import type {Plan} from '../../plan/plan.js'
import type {OwnershipGoal, PlanInput} from '../../plan/plan-input.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {ChangeHistory} from '../../route53/ports.js'
import {txtHostsOf} from './names-to-read.js'

type Goal = PlanInput['goal'] | OwnershipGoal

/**
 * For `prune --min-age`, what the change histories say of zones that would lose a host: those that reach back far enough
 * and lack no change. There a host may go only if neither they nor the receipts know of a later change.
 */
export async function heedHistory(
  goal: Goal,
  decide: (goal: Goal) => Plan,
  history: ChangeHistory,
  registry: RegistrySettings,
): Promise<Goal> {
  if (goal.kind !== 'prune' || goal.age?.since === undefined) return goal
  const {age} = goal
  const written = new Map<string, ReadonlySet<string>>()
  for (const {zone, hosts} of decide({...goal, age: undefined}).zones) {
    if (hosts.length === 0) continue
    const batches = await history.listBatches(zone, {since: age.since})
    const changes = batches.ok && batches.reachesBack ? await history.listChanges(zone, {since: age.since}) : undefined
    if (!batches.ok || changes?.ok !== true || !changes.reachesBack) continue
    const total = batches.value.reduce((sum, {changeCount}) => sum + changeCount, 0)
    if (changes.value.length < total) continue
    const keys = changes.value.flatMap(({recordSet: {name, setIdentifier}}) =>
      [name, ...(registry.kind === 'noop' ? [] : txtHostsOf(registry, [name]))].map((host) =>
        hostKey({zone, name: host, setIdentifier}),
      ),
    )
    written.set(zone.id, new Set(keys))
  }
  return {
    ...goal,
    age: {
      ...age,
      isOldEnough(host) {
        const byReceipt = age.isOldEnough(host)
        const changed = written.get(host.zone.id)
        return changed === undefined ? byReceipt : !changed.has(hostKey(host)) && byReceipt !== false
      },
    },
  }
}
