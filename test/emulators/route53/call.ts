import type {LoggedCall} from '../call-log.js'
import type {Change} from './record-set.js'

export const OPERATIONS = [
  'ListHostedZones',
  'ListHostedZonesByName',
  'GetHostedZone',
  'ListTagsForResource',
  'ListTagsForResources',
  'ListResourceRecordSets',
  'ChangeResourceRecordSets',
  'GetChange',
  'ListResourceRecordSetProtections',
  'CreateResourceRecordSetProtections',
  'DeleteResourceRecordSetProtections',
  'ListHostedZoneChangeBatches',
  'GetHostedZoneChangeBatch',
  'ListResourceRecordSetChanges',
] as const
export type Operation = (typeof OPERATIONS)[number]

/** The operations that write a zone. Route 53 takes one at a time for each zone. */
export const WRITING_OPERATIONS: readonly string[] = [
  'ChangeResourceRecordSets',
  'CreateResourceRecordSetProtections',
  'DeleteResourceRecordSetProtections',
] satisfies readonly Operation[]

/** One line of the log. `operation` is `Unknown` for operations that are not emulated. */
export type Route53Call = LoggedCall & {
  readonly operation: Operation | 'Unknown'
  readonly zoneId?: string
  /** The changes of a ChangeResourceRecordSets as they were sent; absent when they could not be parsed. */
  readonly changes?: readonly Change[]
  /** The number of `changes`. */
  readonly changeCount?: number
  /** The comment of the batch. */
  readonly comment?: string
}

/**
 * Action, name, type and, if there is one, set identifier, in the form of `changes` in the recorded cases: names
 * without trailing dot, `*` unescaped.
 */
export type AcceptedChange = readonly [action: string, name: string, type: string, setIdentifier?: string]

/** The target of a request: its operation, and the id in its path. */
export type Target = {readonly operation: Operation | 'Unknown'; readonly zoneId?: string; readonly changeId?: string}

const ZONE = '/hostedzone/(?<zoneId>[^/]+)'
const CHANGE = '(?<changeId>[^/]+)'

/** Below the version, with or without a slash at the end. */
const ROUTES: readonly (readonly [method: string, path: string, operation: Operation])[] = [
  ['GET', '/hostedzone', 'ListHostedZones'],
  ['GET', '/hostedzonesbyname', 'ListHostedZonesByName'],
  ['GET', ZONE, 'GetHostedZone'],
  ['GET', `${ZONE}/rrset`, 'ListResourceRecordSets'],
  ['POST', `${ZONE}/rrset`, 'ChangeResourceRecordSets'],
  ['GET', '/tags/hostedzone/(?<zoneId>[^/]+)', 'ListTagsForResource'],
  ['POST', '/tags/hostedzone', 'ListTagsForResources'],
  ['GET', `${ZONE}/rrsetprotection`, 'ListResourceRecordSetProtections'],
  ['POST', `${ZONE}/rrsetprotection`, 'CreateResourceRecordSetProtections'],
  ['POST', `${ZONE}/rrsetprotection/delete`, 'DeleteResourceRecordSetProtections'],
  ['GET', `${ZONE}/changebatches`, 'ListHostedZoneChangeBatches'],
  ['GET', `${ZONE}/changebatches/(?:/?change/)?${CHANGE}`, 'GetHostedZoneChangeBatch'],
  ['GET', `${ZONE}/rrsetchanges`, 'ListResourceRecordSetChanges'],
  ['GET', `/change/${CHANGE}`, 'GetChange'],
]
const PATTERNS = ROUTES.map(([method, path, operation]) => {
  return {method, pattern: new RegExp(`^/2013-04-01${path}/?$`), operation}
})

export function targetOf(method: string, path: string): Target {
  for (const {method: routeMethod, pattern, operation} of PATTERNS) {
    const match = routeMethod === method ? pattern.exec(path) : null
    if (match !== null) return {operation, ...match.groups}
  }
  return {operation: 'Unknown'}
}
