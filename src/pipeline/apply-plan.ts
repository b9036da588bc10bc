import type {CliError} from '../errors/cli-error.js'
import type {HostPlan} from '../plan/change.js'
import type {Plan} from '../plan/plan.js'
import {type BatchSize, batchGroups} from '../route53/change-batch.js'
import {type HostGroups, toHostGroups} from '../route53/plan-groups.js'
import type {ChangeGroup} from '../route53/ports.js'
import type {ApplyPorts} from './ports.js'
import {type GroupOutcome, submitZone} from './submit-zone.js'

export type HostOutcome =
  | {readonly kind: 'applied'; readonly host: HostPlan}
  | {
      readonly kind: 'failed'
      readonly host: HostPlan
      readonly messages: readonly string[]
      readonly error: CliError | undefined
    }
  | {readonly kind: 'not-started'; readonly host: HostPlan}

/**
 * Writes exactly this plan: zones side by side, batches of a zone one after another. A host whose ownership lies in
 * another zone waits for it on create, and lets it go only after its record sets are gone.
 */
export async function applyPlan(plan: Plan, limits: BatchSize, ports: ApplyPorts): Promise<readonly HostOutcome[]> {
  const units = toHostGroups(
    plan.zones.flatMap((zone) => zone.hosts),
    limits,
  )
  const outcomes = new Map<ChangeGroup, GroupOutcome>()
  const run = async (groups: readonly ChangeGroup[]) => {
    for (const [group, outcome] of await submitAll(groups, limits, ports)) outcomes.set(group, outcome)
  }
  const isDone = (group: ChangeGroup) => outcomes.get(group)?.kind === 'applied'
  await run(units.flatMap((unit) => (unit.before.length > 0 ? unit.before : mainOf(unit))))
  await run(units.filter((unit) => unit.before.length > 0 && unit.before.every(isDone)).flatMap(mainOf))
  await run(units.filter((unit) => [...unit.before, ...mainOf(unit)].every(isDone)).flatMap((unit) => unit.after))
  return units.flatMap((unit) => toHostOutcomes(unit, outcomes))
}

/** How many requests the plan takes when nothing fails. */
export function countBatches(plan: Plan, limits: BatchSize): number {
  const units = toHostGroups(
    plan.zones.flatMap((zone) => zone.hosts),
    limits,
  )
  const first = units.flatMap((unit) => (unit.before.length > 0 ? unit.before : mainOf(unit)))
  const second = units.filter((unit) => unit.before.length > 0).flatMap(mainOf)
  return [first, second, units.flatMap((unit) => unit.after)].reduce(
    (sum, groups) => sum + batchGroups(groups, limits).length,
    0,
  )
}

function mainOf(unit: HostGroups): readonly ChangeGroup[] {
  return unit.main === undefined ? [] : [unit.main]
}

async function submitAll(
  groups: readonly ChangeGroup[],
  limits: BatchSize,
  ports: ApplyPorts,
): Promise<ReadonlyMap<ChangeGroup, GroupOutcome>> {
  const batches = batchGroups(groups, limits)
  const zones = [...new Set(batches.map((batch) => batch.zone))]
  const results = await Promise.all(
    zones.map((zone) =>
      submitZone(
        batches.filter((batch) => batch.zone === zone),
        ports,
      ),
    ),
  )
  return new Map(results.flatMap((result) => [...result]))
}

/** A host is applied when every part of it is; the first part that failed says why it is not. */
function toHostOutcomes(unit: HostGroups, outcomes: ReadonlyMap<ChangeGroup, GroupOutcome>): readonly HostOutcome[] {
  const parts = [...unit.before, ...mainOf(unit), ...unit.after].map((group) => outcomes.get(group))
  const failure = parts.find((part) => part?.kind === 'failed')
  return unit.hosts.map((host): HostOutcome => {
    if (failure?.kind === 'failed') return {kind: 'failed', host, messages: failure.messages, error: failure.error}
    if (parts.every((part) => part?.kind === 'applied')) return {kind: 'applied', host}
    return {kind: 'not-started', host}
  })
}
