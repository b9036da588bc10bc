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
}

/**
 * Action, name, type and, if there is one, set identifier, in the form of `changes` in the recorded cases: names
 * without trailing dot, `*` unescaped.
 */
export type AcceptedChange = readonly [action: string, name: string, type: string, setIdentifier?: string]

/** The target of a request: its operation, and the id in its path. */
export type Target = {readonly operation: Operation | 'Unknown'; readonly zoneId?: string; readonly changeId?: string}

const ROUTES: readonly (readonly [method: string, path: RegExp, operation: Operation, id: 'zoneId' | 'changeId'])[] = [
  ['GET', /^\/2013-04-01\/hostedzone\/?$/, 'ListHostedZones', 'zoneId'],
  ['GET', /^\/2013-04-01\/hostedzonesbyname\/?$/, 'ListHostedZonesByName', 'zoneId'],
  ['GET', /^\/2013-04-01\/hostedzone\/([^/]+)\/?$/, 'GetHostedZone', 'zoneId'],
  ['GET', /^\/2013-04-01\/hostedzone\/([^/]+)\/rrset\/?$/, 'ListResourceRecordSets', 'zoneId'],
  ['POST', /^\/2013-04-01\/hostedzone\/([^/]+)\/rrset\/?$/, 'ChangeResourceRecordSets', 'zoneId'],
  ['GET', /^\/2013-04-01\/tags\/hostedzone\/([^/]+)\/?$/, 'ListTagsForResource', 'zoneId'],
  ['POST', /^\/2013-04-01\/tags\/hostedzone\/?$/, 'ListTagsForResources', 'zoneId'],
  ['GET', /^\/2013-04-01\/hostedzone\/([^/]+)\/rrsetprotection\/?$/, 'ListResourceRecordSetProtections', 'zoneId'],
  ['POST', /^\/2013-04-01\/hostedzone\/([^/]+)\/rrsetprotection\/?$/, 'CreateResourceRecordSetProtections', 'zoneId'],
  [
    'POST',
    /^\/2013-04-01\/hostedzone\/([^/]+)\/rrsetprotection\/delete\/?$/,
    'DeleteResourceRecordSetProtections',
    'zoneId',
  ],
  ['GET', /^\/2013-04-01\/change\/([^/]+)\/?$/, 'GetChange', 'changeId'],
]

export function targetOf(method: string, path: string): Target {
  for (const [routeMethod, pattern, operation, id] of ROUTES) {
    const match = routeMethod === method ? pattern.exec(path) : null
    if (match !== null) return {operation, ...(match[1] !== undefined && {[id]: match[1]})}
  }
  return {operation: 'Unknown'}
}
