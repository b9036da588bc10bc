import {trimDot} from '../dns/dns-name.js'
import type {Endpoint, Origin, Property} from '../dns/endpoint.js'
import {isRecordType, MAX_TTL_SECONDS} from '../dns/record-set.js'
import {isRetargeted} from './chain/target-net-filter.js'
import {finishSource, isCanonical} from './endpoints/merge-endpoints.js'
import {desired} from './object/desired.js'
import {fieldAt, listAt, textAt, textMapAt, textsAt, textsOrEmptyAt} from './object/object-field.js'
import type {Source} from './source.js'

/** Source of the endpoints that the peer at `--connector-source-server` sends, used verbatim. */
export const connector: Source = {
  name: 'connector',
  needs: () => [],
  readsConnector: true,
  toEndpoints: ({connected = []}, settings) => {
    const entries = connected.flatMap((entry, index) => {
      const read = readEndpointEntry(entry)
      return read === undefined ? [] : [{...read, origin: originOf(index, settings.connectorServer)}]
    })
    const faults = entries.map(({endpoint}) =>
      isRetargeted(endpoint, settings) ? undefined : recordTypeFault(endpoint.recordType),
    )
    return finishSource(
      desired({
        endpoints: entries.flatMap(({endpoint, resource, origin}, index) =>
          faults[index] === undefined ? [{...endpoint, resource, origins: [origin]}] : [],
        ),
        problems: entries.flatMap(({endpoint: {dnsName}, resource, origin}, index) => {
          const problem = faults[index]
          return problem === undefined ? [] : [{resource, origin, dnsName: trimDot(dnsName) || undefined, problem}]
        }),
        unused: entries.flatMap(({endpoint: {dnsName, recordType, targets}, resource, origin}) =>
          isCanonical({recordType}) && targets.length === 0
            ? [{dnsName, resource, origin, reason: 'the endpoint has no target'}]
            : [],
        ),
        warnings: entries.flatMap(({oddity, origin}) => (oddity === undefined ? [] : [{origin, warning: oddity}])),
      }),
    )
  },
}

function originOf(index: number, server: string): Origin {
  return {kind: 'Connector', namespace: '', name: server, field: `endpoint ${index + 1}`}
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
        ? `the TTL ${JSON.stringify(ttl)} is ignored: a TTL is 1 to ${MAX_TTL_SECONDS} seconds`
        : undefined,
  }
}

/**
 * What is wrong with the record type of an endpoint. Types are compared exactly, so one in lower case would be a type
 * that no flag can add.
 */
export function recordTypeFault(recordType: string): string | undefined {
  if (recordType === '') return 'the endpoint has no recordType'
  const upper = recordType.trim().toUpperCase()
  return upper !== recordType && isRecordType(upper) ? `recordType ${recordType}: write ${upper}` : undefined
}

function readProperty(property: unknown): readonly Property[] {
  const name = textAt(property, 'name')
  return name === '' ? [] : [{name, value: textAt(property, 'value')}]
}
