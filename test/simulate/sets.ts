import {toStoredName} from '../../src/dns/dns-name.js'
import type {RecordSet as PlannedSet, RecordType} from '../../src/dns/record-set.js'
import type {WireChange} from '../../src/route53/ports.js'
import {exactText, keyOf} from '../conformance/record-text.js'
import {parseName, shownName} from '../emulators/route53/dns-name.js'
import {type Change, type RecordSet, valuesOf} from '../emulators/route53/record-set.js'

// Record sets as the simulated Route 53 has them, and as the program does.

export function makeSet(host: string, type: string, values: readonly string[]): RecordSet {
  return {Name: parseName(host), Type: type, TTL: 300, ResourceRecords: values.map((Value) => ({Value}))}
}

export function ownershipText(owner: string, resource: string): string {
  return `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}"`
}

/** `a-web.shop.io` */
export function typedTextName(host: string, type: string): string {
  return `${type.toLowerCase()}-${host}`
}

/** The sets that addresses ask for: A and AAAA for IP addresses, a CNAME for a host name. */
export function setsFor(host: string, addresses: readonly string[]): readonly RecordSet[] {
  const typeOf = (address: string) => (address.includes(':') ? 'AAAA' : /^[\d.]+$/.test(address) ? 'A' : 'CNAME')
  const types = [...new Set(addresses.map(typeOf))]
  return types.map((type) =>
    makeSet(
      host,
      type,
      addresses.filter((address) => typeOf(address) === type),
    ),
  )
}

export function withTexts(sets: readonly RecordSet[], text: string): readonly RecordSet[] {
  const texts = sets.map(({Name, Type}) => makeSet(typedTextName(hostOf({Name}), Type), 'TXT', [text]))
  return [...sets, ...texts]
}

export function hostOf({Name}: Pick<RecordSet, 'Name'>): string {
  return shownName(Name).replace(/\.$/, '')
}

export function toPlannedSet(set: RecordSet): PlannedSet {
  return {
    name: toStoredName(hostOf(set)),
    type: set.Type as RecordType,
    setIdentifier: undefined,
    data: {kind: 'values', ttlSeconds: set.TTL ?? 0, values: valuesOf(set)},
    routing: {kind: 'simple'},
    healthCheckId: undefined,
    trafficPolicyInstanceId: undefined,
  }
}

export function fromPlannedSet({name, type, data}: PlannedSet): RecordSet {
  if (data.kind !== 'values') throw new Error('bug: no alias is drawn')
  const values = data.values.map((Value) => ({Value}))
  return {Name: parseName(name), Type: type, TTL: data.ttlSeconds, ResourceRecords: values}
}

export function toChange({action, recordSet}: WireChange): Change {
  return {Action: action, ResourceRecordSet: fromPlannedSet(recordSet)}
}

/** `web A 192.0.2.1`, `a-web TXT red`, for the story. */
export function showSet(set: RecordSet): string {
  const host = hostOf(set).replace(/\.?shop\.io$/, '') || '@'
  return `${host} ${set.Type} ${valuesOf(set).map(showValue).join(' ')}`
}

function showValue(value: string): string {
  return /external-dns\/owner=([^,"]*)/.exec(value)?.[1] ?? value
}

export function showChanges(changes: readonly Change[]): string {
  return changes.map(({Action, ResourceRecordSet: set}) => `${Action} ${showSet(set)}`).join('; ')
}

/** A set and where it is, in full. */
export function placedText(zoneId: string, set: RecordSet): string {
  return `${zoneId} ${exactText(set)}`
}

export function placeOf(zoneId: string, set: RecordSet): string {
  return `${zoneId} ${keyOf(set)}`
}
