import {groupBy} from '../../dns/group.js'
import type {ChangeBatch, ChangeGroup} from '../../route53/ports.js'

/**
 * Splits a refused batch in two, keeping the changes of one object together unless there is only one object. An object
 * with half of the batch or more is separated and comes last, so that the others are applied first.
 */
export function splitByResource(batch: ChangeBatch): {
  readonly parts: readonly ChangeBatch[]
  readonly isSetApart: boolean
} {
  const {zone, groups} = batch
  const byResource = groupByResource(groups)
  const toParts = (...parts: readonly (readonly ChangeGroup[])[]) => parts.map((some) => ({zone, groups: some}))
  if (byResource.size < 2) {
    const middle = Math.ceil(groups.length / 2)
    return {parts: toParts(groups.slice(0, middle), groups.slice(middle)), isSetApart: true}
  }
  const objects = [...byResource.values()]
  const largest = objects.find((some) => some.length > 1 && 2 * some.length >= groups.length)
  if (largest !== undefined) {
    const others = objects.filter((some) => some !== largest).flat()
    return {parts: toParts(others, largest), isSetApart: true}
  }
  const first = new Set<ChangeGroup>()
  for (const some of objects) {
    if (2 * first.size >= groups.length) break
    for (const group of some) first.add(group)
  }
  const second = groups.filter((group) => !first.has(group))
  return {parts: toParts([...first], second), isSetApart: false}
}

export function groupByResource(groups: readonly ChangeGroup[]): ReadonlyMap<string, readonly ChangeGroup[]> {
  return groupBy(groups, ({resource}) => resource)
}

/** The object that asks for everything in the batch; undefined when there are several. */
export function onlyResource({groups}: ChangeBatch): string | undefined {
  const [first] = groups
  return groups.every(({resource}) => resource === first?.resource) ? first?.resource : undefined
}
