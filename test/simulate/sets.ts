import {toStoredName, trimDot} from '../../src/dns/dns-name.js'
import type {RecordSet as PlannedSet, RecordType} from '../../src/dns/record-set.js'
import type {WireChange} from '../../src/route53/ports.js'
import {exactText, keyOf} from '../conformance/record-text.js'
import {parseName, shownName} from '../emulators/route53/dns-name.js'
import {type Change, type RecordSet, valuesOf} from '../emulators/route53/record-set.js'
import {LB, LB_ZONE} from '../plan/builders.js'
import type {Request} from './requests.js'

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

/**
 * The sets that an object asks for: A and AAAA for IP addresses, a CNAME for a host name, two aliases for the load balancer
 * that Route 53 knows. Weighted ones have the name of the cluster for identifier.
 */
export function setsFor(host: string, {addresses, weight}: Request, cluster: string): readonly RecordSet[] {
  const routing = weight === undefined ? {} : {SetIdentifier: cluster, Weight: weight}
  if (addresses.includes(LB)) return ['A', 'AAAA'].map((type) => ({...makeAlias(host, type), ...routing}))
  const typeOf = (address: string) => (address.includes(':') ? 'AAAA' : /^[\d.]+$/.test(address) ? 'A' : 'CNAME')
  return [...new Set(addresses.map(typeOf))].map((type) => ({
    ...makeSet(
      host,
      type,
      addresses.filter((address) => typeOf(address) === type),
    ),
    ...routing,
  }))
}

function makeAlias(host: string, type: string): RecordSet {
  const target = {HostedZoneId: LB_ZONE, DNSName: parseName(LB), EvaluateTargetHealth: true}
  return {Name: parseName(host), Type: type, AliasTarget: target}
}

/** Another simple or weighted set in place of this one. */
export function withValues(set: RecordSet, type: string, values: readonly string[]): RecordSet {
  return {...makeSet(hostOf(set), type, values), ...routingOf(set)}
}

function routingOf({SetIdentifier, Weight}: RecordSet): Partial<RecordSet> {
  return SetIdentifier === undefined || Weight === undefined ? {} : {SetIdentifier, Weight}
}

export function withTexts(sets: readonly RecordSet[], text: string): readonly RecordSet[] {
  const texts = sets.map((set) => ({
    ...makeSet(typedTextName(hostOf(set), set.Type), 'TXT', [text]),
    ...routingOf(set),
  }))
  return [...sets, ...texts]
}

export function hostOf({Name}: Pick<RecordSet, 'Name'>): string {
  return shownName(Name).replace(/\.$/, '')
}

export function toPlannedSet(set: RecordSet): PlannedSet {
  const {AliasTarget: alias, Weight: weight} = set
  return {
    name: toStoredName(hostOf(set)),
    type: set.Type as RecordType,
    setIdentifier: set.SetIdentifier,
    data:
      alias === undefined
        ? {kind: 'values', ttlSeconds: set.TTL ?? 0, values: valuesOf(set)}
        : {
            kind: 'alias',
            target: {
              zoneId: alias.HostedZoneId,
              dnsName: trimDot(alias.DNSName),
              evaluatesTargetHealth: alias.EvaluateTargetHealth,
            },
          },
    routing: weight === undefined ? {kind: 'simple'} : {kind: 'weighted', weight},
    healthCheckId: undefined,
    trafficPolicyInstanceId: undefined,
  }
}

export function fromPlannedSet({name, type, data, setIdentifier, routing}: PlannedSet): RecordSet {
  const isWeighted = setIdentifier !== undefined && routing.kind === 'weighted'
  return {
    Name: parseName(name),
    Type: type,
    ...(isWeighted && {SetIdentifier: setIdentifier, Weight: routing.weight}),
    ...(data.kind === 'values'
      ? {TTL: data.ttlSeconds, ResourceRecords: data.values.map((Value) => ({Value}))}
      : {
          AliasTarget: {
            HostedZoneId: data.target.zoneId,
            DNSName: parseName(data.target.dnsName),
            EvaluateTargetHealth: data.target.evaluatesTargetHealth,
          },
        }),
  }
}

export function toChange({action, recordSet}: WireChange): Change {
  return {Action: action, ResourceRecordSet: fromPlannedSet(recordSet)}
}

/** `web A 192.0.2.1`, `web A "red" weight 10 192.0.2.1`, `a-web TXT red`, for the story. */
export function showSet(set: RecordSet): string {
  const host = hostOf(set).replace(/\.?shop\.io$/, '') || '@'
  const routing = set.SetIdentifier === undefined ? [] : [`"${set.SetIdentifier}" weight ${set.Weight}`]
  const values = set.AliasTarget === undefined ? valuesOf(set).map(showValue) : ['alias lb']
  return [host, set.Type, ...routing, ...values].join(' ')
}

function showValue(value: string): string {
  return /external-dns\/owner=([^,"]*)/.exec(value)?.[1] ?? value
}

export function showChanges(changes: readonly Change[]): string {
  return changes.map(({Action, ResourceRecordSet: set}) => `${Action} ${showSet(set)}`).join('; ')
}

/** What it answers, in any order. */
export function valuesText(set: RecordSet): string {
  const {AliasTarget: alias} = set
  return alias === undefined
    ? valuesOf(set)
        .map((value) => value.replace(/\.$/, ''))
        .toSorted()
        .join(' ')
    : `alias ${alias.DNSName}`
}

const WHOLE_TEXTS = new WeakMap<RecordSet, string>()

/** All of a set, to compare. A set is never changed, and the same ones are compared again and again. */
export function wholeText(set: RecordSet): string {
  const known = WHOLE_TEXTS.get(set)
  if (known !== undefined) return known
  const text = exactText(set)
  WHOLE_TEXTS.set(set, text)
  return text
}

/** A set and where it is, in full. */
export function placedText(zoneId: string, set: RecordSet): string {
  return `${zoneId} ${wholeText(set)}`
}

export function placeOf(zoneId: string, set: RecordSet): string {
  return `${zoneId} ${keyOf(set)}`
}
