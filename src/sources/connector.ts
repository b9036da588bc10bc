import {trimDot} from '../dns/dns-name.js'
import type {Desired, Endpoint, Property} from '../dns/endpoint.js'
import {isRecordType, MAX_TTL_SECONDS} from '../dns/record-set.js'
import {isRetargeted} from './chain/target-net-filter.js'
import {finishSource, isCanonical} from './endpoints/merge-endpoints.js'
import {desired, joinDesired, NOTHING} from './object/desired.js'
import {fieldAt, listAt, textAt, textMapAt, textsAt, textsOrEmptyAt} from './object/object-field.js'
import type {Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Source of the endpoints that the peer at `--connector-source-server` sends, used verbatim. */
export const connector: Source = {
  name: 'connector',
  needs: () => [],
  readsConnector: true,
  toEndpoints: ({connected = []}, settings) =>
    finishSource(joinDesired(connected.map((entry, index) => fromEntry(entry, index, settings)))),
}

function fromEntry(entry: unknown, index: number, settings: SourceSettings): Desired {
  const read = readEndpointEntry(entry)
  if (read === undefined) return NOTHING
  const origin = {kind: 'Connector', namespace: '', name: settings.connectorServer, field: `endpoint ${index + 1}`}
  const {endpoint, resource, oddity} = read
  const {dnsName, recordType, targets} = endpoint
  const fault = isRetargeted(endpoint, settings) ? undefined : recordTypeFault(recordType)
  const isEmpty = isCanonical(endpoint) && targets.length === 0
  return desired({
    endpoints: fault === undefined ? [{...endpoint, resource, origins: [origin]}] : [],
    problems: fault === undefined ? [] : [{resource, origin, dnsName: trimDot(dnsName) || undefined, problem: fault}],
    unused: isEmpty ? [{dnsName, resource, origin, reason: 'the endpoint has no target'}] : [],
    warnings: oddity === undefined ? [] : [{origin, warning: oddity}],
  })
}

/** An endpoint as DNSEndpoints and the connector write it: nothing is trimmed or derived. */
export interface EndpointEntry {
  readonly endpoint: Omit<Endpoint, 'resource' | 'origins'>
  /** The label `resource` of the entry itself; empty for none. */
  readonly resource: string
  /** Why the TTL is ignored, as a sentence without a full stop. */
  readonly oddity: string | undefined
}

/** Types of which an empty text is a value. */
const TEXT_TYPES: readonly string[] = ['TXT', 'SPF']

/** Reads an endpoint from JSON. A field of the wrong type counts as absent; anything but an object gives undefined. */
export function readEndpointEntry(entry: unknown): EndpointEntry | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined
  const ttl = fieldAt(entry, 'recordTTL')
  const isNamed = ttl !== undefined && ttl !== null && ttl !== 0
  const isTtl = typeof ttl === 'number' && Number.isInteger(ttl) && ttl >= 1 && ttl <= MAX_TTL_SECONDS
  const {resource = '', ...labels} = textMapAt(entry, 'labels')
  const recordType = textAt(entry, 'recordType')
  return {
    endpoint: {
      dnsName: textAt(entry, 'dnsName'),
      recordType,
      targets: TEXT_TYPES.includes(recordType) ? textsOrEmptyAt(entry, 'targets') : textsAt(entry, 'targets'),
      ttlSeconds: isTtl ? ttl : undefined,
      setIdentifier: textAt(entry, 'setIdentifier'),
      labels,
      properties: listAt(entry, 'providerSpecific').flatMap(readProperty),
    },
    resource,
    oddity:
      isNamed && !isTtl
        ? `the TTL${typeof ttl === 'object' ? ', which is no number,' : ` ${JSON.stringify(ttl)}`} is ignored: a TTL is 1 to ${MAX_TTL_SECONDS} seconds`
        : undefined,
  }
}

/** Types are compared exactly, so one in lower case would be a type that no flag can add. */
export function recordTypeFault(recordType: string): string | undefined {
  if (recordType === '') return 'the endpoint has no recordType'
  const upper = recordType.trim().toUpperCase()
  return upper !== recordType && isRecordType(upper) ? `recordType ${recordType}: write ${upper}` : undefined
}

function readProperty(property: unknown): readonly Property[] {
  const name = textAt(property, 'name')
  return name === '' ? [] : [{name, value: textAt(property, 'value')}]
}
