import {trimDot} from '../../dns/dns-name.js'
import {compareText, type RecordData, type RecordSet, type RecordType, type Routing} from '../../dns/record-set.js'
import {sameTargets} from '../../dns/target.js'
import {FIELDS, type Field} from '../../plan/change.js'
import type {DesiredRecordSet} from '../../plan/plan-input.js'
import {canonicalValues} from './canonical-value.js'

/** Only what an object can ask for and Route 53 returns is compared; the TTL only when the object names one. */
export function differs(current: RecordSet, desired: DesiredRecordSet): readonly Field[] {
  const wanted = desired.recordSet
  return [
    ...dataDiffers(current, desired),
    ...unequal({
      routing: sameRouting(current.routing, wanted.routing),
      'health-check': current.healthCheckId === wanted.healthCheckId,
    }),
  ]
}

function dataDiffers(current: RecordSet, desired: DesiredRecordSet): readonly Field[] {
  const [from, to] = [current.data, desired.recordSet.data]
  if (from.kind === 'alias' && to.kind === 'alias') {
    return unequal({
      targets: sameTargets([trimDot(from.target.dnsName)], [trimDot(to.target.dnsName)]),
      alias: !desired.aliasZoneIsChosen || from.target.zoneId === to.target.zoneId,
      'health-evaluation': from.target.evaluatesTargetHealth === to.target.evaluatesTargetHealth,
    })
  }
  if (from.kind === 'values' && to.kind === 'values') {
    const sameTtl = !desired.ttlIsChosen || from.ttlSeconds === to.ttlSeconds
    return unequal({targets: sameValues(current.type, from, to), ttl: sameTtl})
  }
  return ['alias']
}

/** @param isSame in the order of the answer. */
function unequal(isSame: Partial<Record<Field, boolean>>): readonly Field[] {
  return FIELDS.filter((field) => isSame[field] === false)
}

type Values = Extract<RecordData, {kind: 'values'}>

function sameValues(type: RecordType, a: Values, b: Values): boolean {
  if (a.values.length === b.values.length && a.values.every((value, index) => value === b.values[index])) return true
  return JSON.stringify(canonicalValues(type, a.values)) === JSON.stringify(canonicalValues(type, b.values))
}

function sameRouting(a: Routing, b: Routing): boolean {
  if (a.kind === 'simple' && b.kind === 'simple') return true
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b))
}

/** Coordinates as numbers, because Route 53 may return other digits, and no bias as 0. */
function comparable(routing: Routing): readonly unknown[] {
  const fields: Readonly<Record<string, unknown>> = routing.kind === 'geoproximity' ? asNumbers(routing) : {...routing}
  return Object.entries(fields).sort(([a], [b]) => compareText(a, b))
}

function asNumbers({coordinates: at, bias = 0, ...rest}: Extract<Routing, {kind: 'geoproximity'}>) {
  return {...rest, bias, coordinates: at && [Number(at.latitude), Number(at.longitude)]}
}
