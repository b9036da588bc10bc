import type {Desired, Endpoint} from '../dns/endpoint.js'
import {compareText} from '../dns/record-set.js'
import {uniteBy} from './merge-endpoints.js'
import {overruledWarnings} from './overruled.js'

/**
 * Unites the endpoints of Services that share a (name, type, set identifier), whatever their TTL: the first by
 * resource label gives TTL, label and properties. CNAMEs stay apart. Source: spec sources.md §3.1, "After all Services".
 */
export function mergeServices(found: Desired): Desired {
  const byResource = found.endpoints.toSorted((a, b) => compareText(a.resource, b.resource))
  const endpoints = uniteBy(byResource, keyOf).toSorted(
    (a, b) => compareText(a.dnsName, b.dnsName) || compareText(a.recordType, b.recordType),
  )
  return {...found, endpoints, warnings: [...found.warnings, ...overruledWarnings(byResource, keyOf)]}
}

function keyOf({dnsName, recordType, setIdentifier}: Endpoint): string | undefined {
  return recordType === 'CNAME' ? undefined : JSON.stringify([dnsName, recordType, setIdentifier])
}
