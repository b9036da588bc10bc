import {groupBy} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import {compareBytes} from '../../dns/target.js'
import {compareZones} from '../../dns/zone.js'
import type {ChangeBatch, ChangeGroup, WireChange} from '../ports.js'
import type {Route53Settings} from '../route53-settings.js'
import {inCheckedOrder, inSendingRounds} from './sending-order.js'

/** The limits of a request, or the size of a group. */
export interface BatchSize {
  /** Record sets touched, as `--aws-batch-change-size` counts them. */
  readonly changes: number
  /** ResourceRecord elements; an alias counts as one. */
  readonly values: number
  /** Octets of all values; for an alias those of its target's name. */
  readonly bytes: number
}

/** The limits that no flag can raise (API reference, ChangeResourceRecordSets, "Change Batches and Limits"). */
export const ROUTE53_LIMITS: BatchSize = {changes: 1000, values: 1000, bytes: 32_000}

/** The limits of the flags, within those of Route 53. */
export function batchLimits(
  settings: Pick<Route53Settings, 'batchChangeSize' | 'batchChangeSizeBytes' | 'batchChangeSizeValues'>,
): BatchSize {
  return {
    changes: Math.min(settings.batchChangeSize, ROUTE53_LIMITS.changes),
    values: Math.min(settings.batchChangeSizeValues, ROUTE53_LIMITS.values),
    bytes: Math.min(settings.batchChangeSizeBytes, ROUTE53_LIMITS.bytes),
  }
}

/** The size of a group. An update is one change, but its DELETE and its CREATE are counted in values; an UPSERT counts twice. */
export function groupSize(group: ChangeGroup): BatchSize {
  const twice = group.changes.filter(({action}) => action === 'UPSERT')
  return {...sizeOf([...group.changes, ...twice].map(({recordSet}) => recordSet)), changes: group.changeCount}
}

export function sizeOf(sets: readonly RecordSet[]): BatchSize {
  const size = {changes: sets.length, values: 0, bytes: 0}
  for (const {data} of sets) {
    const values = data.kind === 'alias' ? [data.target.dnsName] : data.values
    size.values += values.length
    for (const value of values) size.bytes += Buffer.byteLength(value)
  }
  return size
}

const LIMITS = [
  ['changes', 'changes', '--aws-batch-change-size'],
  ['values', 'values', '--aws-batch-change-size-values'],
  ['bytes', 'characters', '--aws-batch-change-size-bytes'],
] as const

/** The limits that a group alone exceeds, as phrases; a plan blocks it as `too-large`. */
export function excessOf(group: ChangeGroup, limits: BatchSize): readonly string[] {
  const size = groupSize(group)
  return LIMITS.flatMap(([kind, word, flag]) => {
    if (size[kind] <= limits[kind]) return []
    const allowed =
      limits[kind] < ROUTE53_LIMITS[kind] ? `${flag}=${limits[kind]} allows` : `Route 53 allows ${limits[kind]}`
    return [`${size[kind]} ${word}, more than ${allowed}`]
  })
}

/**
 * Packs groups into batches that Route 53 accepts: zone by zone, in the byte order of their keys, except that aliases
 * come after their targets. A group is never split. A batch takes groups until the next one does not fit, which gives
 * the fewest calls for this order.
 *
 * @throws Error ("bug: …") for a group that is too large alone.
 */
export function batchGroups(groups: readonly ChangeGroup[], limits: BatchSize): readonly ChangeBatch[] {
  return [...groupBy(groups, ({zone}) => zone.id).values()]
    .map((ofZone) => ofZone.sort((a, b) => compareBytes(a.key, b.key)))
    .flatMap((ofZone) => inSendingRounds(ofZone).flatMap((clusters) => packGroups(clusters, limits)))
    .sort((a, b) => compareZones(a.zone, b.zone))
}

/** The changes of a batch in the order of sending. */
export function orderedChanges({zone, groups}: ChangeBatch): readonly WireChange[] {
  return inCheckedOrder(
    groups.flatMap((group) => group.changes),
    zone,
  )
}

/** @param clusters groups that depend on one another; they are separated only when they do not fit into one batch. */
function packGroups(clusters: readonly (readonly ChangeGroup[])[], limits: BatchSize): readonly ChangeBatch[] {
  const batches: ChangeGroup[][] = []
  let size = NOTHING
  const put = (groups: readonly ChangeGroup[], own: BatchSize) => {
    const together = add(size, own)
    const open = batches.at(-1)
    if (open !== undefined && fits(together, limits)) {
      open.push(...groups)
      size = together
    } else {
      batches.push([...groups])
      size = own
    }
  }
  for (const cluster of clusters) {
    const own = cluster.map(groupSize)
    const tooLarge = cluster.find((_group, index) => !fits(own[index] ?? NOTHING, limits))
    if (tooLarge !== undefined) throw new Error(`bug: ${tooLarge.key} is too large for a batch and was not blocked`)
    const whole = own.reduce(add, NOTHING)
    if (fits(whole, limits)) put(cluster, whole)
    else for (const [index, group] of cluster.entries()) put([group], own[index] ?? NOTHING)
  }
  return batches.flatMap((ofBatch) => ofBatch.slice(0, 1).map(({zone}) => ({zone, groups: ofBatch})))
}

const NOTHING: BatchSize = {changes: 0, values: 0, bytes: 0}

export function fits(size: BatchSize, limits: BatchSize): boolean {
  return size.changes <= limits.changes && size.values <= limits.values && size.bytes <= limits.bytes
}

function add(a: BatchSize, b: BatchSize): BatchSize {
  return {changes: a.changes + b.changes, values: a.values + b.values, bytes: a.bytes + b.bytes}
}
