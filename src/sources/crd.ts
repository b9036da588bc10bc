import {toPlanKey} from '../dns/dns-name.js'
import type {Desired, Endpoint} from '../dns/endpoint.js'
import {isRetargeted} from './chain/target-net-filter.js'
import {readEndpointEntry, recordTypeFault} from './connector.js'
import {joinBounded} from './endpoints/bounded.js'
import {hostsIn} from './endpoints/combine.js'
import {finishSource, isCanonical} from './endpoints/merge-endpoints.js'
import {readObjects} from './endpoints/unused-hosts.js'
import {desired, joinDesired, NOTHING} from './object/desired.js'
import {fieldAt, listAt, textAt} from './object/object-field.js'
import {DNS_ENDPOINTS} from './object/resources.js'
import {type ObjectKind, objectProblem, originOf, type SourceObject, selectObjects} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'

const KIND: ObjectKind = {source: 'crd', resource: DNS_ENDPOINTS, label: 'crd', checksController: false}

/** Source of DNSEndpoints. Entries are used verbatim, and no annotation is read: docs/external-dns-behaviour.md#crd. */
export const crd: Source = {
  name: KIND.source,
  needs: (settings) => [inNamespace(DNS_ENDPOINTS, settings)],
  toEndpoints: (cluster, settings) =>
    finishSource(
      readObjects(cluster, settings, KIND, {
        read: fromDnsEndpoint,
        hosts: ({object}) => hostsIn(object.spec, ['endpoints'], fieldOf, (entry) => textAt(entry, 'dnsName')),
        why: () => 'a target does not fit its type, which is not managed',
      }),
    ),
  statusUpdates: (cluster, settings) =>
    selectObjects(cluster, settings, KIND).flatMap(({object}) => {
      const {generation} = object.metadata
      if (typeof generation !== 'number' || fieldAt(object.status, 'observedGeneration') === generation) return []
      const written = typeof object.status === 'object' && !Array.isArray(object.status) ? object.status : {}
      const status = {...written, observedGeneration: generation}
      return [{resource: DNS_ENDPOINTS, object, status}]
    }),
}

function fromDnsEndpoint(sourceObject: SourceObject): Desired {
  const entries = [...listAt(sourceObject.object.spec, 'endpoints').entries()]
  return joinBounded(entries, sourceObject, 'spec.endpoints', ([index, entry]) =>
    fromEntry(entry, fieldOf(index), sourceObject),
  )
}

const fieldOf = (index: number) => `spec.endpoints[${index}]`

function fromEntry(entry: unknown, field: string, sourceObject: SourceObject): Desired {
  const read = readEndpointEntry(entry)
  if (read === undefined) return NOTHING
  const origin = originOf(sourceObject.object, field)
  const endpoint: Endpoint = {...read.endpoint, resource: sourceObject.resource, origins: [origin]}
  const oddities = desired({warnings: read.oddity === undefined ? [] : [{origin, warning: read.oddity}]})
  return joinDesired([oddities, checked(endpoint, field, sourceObject)])
}

function checked(endpoint: Endpoint, field: string, sourceObject: SourceObject): Desired {
  const {settings} = sourceObject
  const host = isNameless(endpoint) ? undefined : endpoint.dnsName
  const mistyped = isRetargeted(endpoint, settings) ? undefined : recordTypeFault(endpoint.recordType)
  if (mistyped !== undefined) return objectProblem(sourceObject, {host, field}, mistyped)
  const fault = faultOf(endpoint)
  if (fault === undefined) return desired({endpoints: [endpoint]})
  const {dnsName, recordType, origins} = endpoint
  // Like every target that does not fit, it is a problem only when the type is managed.
  if (settings.managedRecordTypes.includes(recordType)) return objectProblem(sourceObject, {host, field}, fault)
  return desired({warnings: [{origin: origins[0], warning: `${dnsName} ${recordType} is left out: ${fault}`}]})
}

/** Types whose targets may end in a dot. HTTPS and SVCB, which external-dns does not know, have values such as `1 .`. */
const FREE_TYPES: readonly string[] = ['CNAME', 'DNAME', 'TXT', 'MX', 'SRV', 'HTTPS', 'SVCB']

function faultOf(endpoint: Endpoint): string | undefined {
  const {recordType, targets} = endpoint
  if (isNameless(endpoint)) return 'the entry has no dnsName'
  // Merging drops these, so `--default-targets` could not give them a target either.
  if (isCanonical(endpoint) && targets.length === 0) return `the ${recordType} record has no target`
  if (FREE_TYPES.includes(recordType)) return undefined
  const needsDot = recordType === 'NAPTR'
  const unfit = targets.find((target) => target.endsWith('.') !== needsDot)
  if (unfit === undefined) return undefined
  return `the target "${unfit}" ${needsDot ? 'must' : 'must not'} end in a dot in a record of type ${recordType || '""'}`
}

function isNameless({dnsName}: Endpoint): boolean {
  return toPlanKey(dnsName) === ''
}
