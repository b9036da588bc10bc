// The fault matrix: where a run can fail, how, and what the outcome must be. `docs/reliability.md` is generated from
// it.

/** A point of a run: one of its calls, or the whole run. */
export type Point = {
  readonly name: string
  readonly side: 'zones' | 'change' | 'cluster' | 'run'
  /** An operation of Route 53, or the resource that is listed. */
  readonly operation: string
  readonly zoneId?: string
  /** The number of the call, from 1; the first call for the second page is 2. */
  readonly nth: number
}

export const PARENT_ZONE = 'Z1PARENT'
export const CHILD_ZONE = 'Z2CHILD'

const LISTED_RESOURCES = ['services', 'ingresses', 'nodes', 'pods', 'endpointslices'] as const

export const POINTS: readonly Point[] = [
  {name: 'ListHostedZones, page 1', side: 'zones', operation: 'ListHostedZones', nth: 1},
  {name: 'ListHostedZones, page n', side: 'zones', operation: 'ListHostedZones', nth: 2},
  {name: 'ListTagsForResources', side: 'zones', operation: 'ListTagsForResources', nth: 1},
  ...[1, 2].map(
    (nth): Point => ({
      name: `ListResourceRecordSets, page ${nth === 1 ? 1 : 'n'}`,
      side: 'zones',
      operation: 'ListResourceRecordSets',
      zoneId: PARENT_ZONE,
      nth,
    }),
  ),
  ...LISTED_RESOURCES.flatMap((operation) =>
    [1, 2].map(
      (nth): Point => ({
        name: `list ${operation}, page ${nth === 1 ? 1 : 'n'}`,
        side: 'cluster',
        operation,
        nth,
      }),
    ),
  ),
  ...[
    ['batch 1', PARENT_ZONE, 1] as const,
    ['batch n', PARENT_ZONE, 2] as const,
    ['batch 1 of the child zone', CHILD_ZONE, 1] as const,
  ].map(
    ([batch, zoneId, nth]): Point => ({
      name: `ChangeResourceRecordSets, ${batch}`,
      side: 'change',
      operation: 'ChangeResourceRecordSets',
      zoneId,
      nth,
    }),
  ),
  {name: 'the whole run', side: 'run', operation: '', nth: 1},
]

/**
 * - `finishes`: exit 0, everything is written.
 * - `stops`: exit 1; nothing was written if a reading failed, otherwise the message counts what was.
 * - `yields`: exit 4, the impossible host is named with its object and the rule, all others are written.
 * - `interrupted`: exit 130, the current batch is finished and counted.
 * - `killed`: no message.
 * - `shares`: two runs at the same time; each host belongs entirely to one of them.
 */
export type Outcome = 'finishes' | 'stops' | 'yields' | 'interrupted' | 'killed' | 'shares'

export type FaultKind =
  | 'throttled 3 times'
  | 'throttled for good'
  | 'PriorRequestNotComplete 3 times'
  | 'PriorRequestNotComplete for good'
  | '500 twice'
  | '500 for good'
  | '503 twice'
  | '401 for good'
  | '403'
  | 'credentials expired'
  | 'zone deleted'
  | 'connection reset twice'
  | 'connection reset for good'
  | 'no answer once'
  | 'no answer for good'
  | 'answer lost once'
  | 'answer lost for good'
  | 'answer breaks off after its head once'
  | 'answer breaks off after its head for good'
  | 'answer breaks off halfway once'
  | 'page of a proxy'
  | 'page of a proxy, the change done'
  | 'page of a proxy for good'
  | 'empty answer'
  | 'empty answer, the change done'
  | 'answer to another call'
  | 'garbage with 400'
  | 'garbage with 400, the change done'
  | 'page of a proxy with 403'
  | '302'
  | '408 once'
  | '499 once'
  | 'answer without the change id'
  | 'body breaks off'
  | 'Status for a list'
  | 'another list'
  | 'list of no kind'
  | 'null for items'
  | 'items of another kind'
  | 'rest without a continue token'
  | 'continue token leads back'
  | 'gzip that is none'
  | '101'
  | '503 twice, Retry-After negative'
  | 'continue token expired'
  | 'SIGKILL before it is done'
  | 'SIGKILL after it is done'
  | 'SIGINT'
  | 'one host changed by someone else'
  | 'one host refused'
  | 'one host refused, the other form'
  | 'one host denied'
  | 'two applies of one owner'
  | 'two owners'

type Row = readonly [kind: FaultKind, sides: readonly Point['side'][], outcome: Outcome, nth?: 1 | 2]

const READINGS = ['zones', 'cluster'] as const

const ROWS: readonly Row[] = [
  ['throttled 3 times', [...READINGS, 'change'], 'finishes'],
  ['throttled for good', [...READINGS, 'change'], 'stops'],
  ['PriorRequestNotComplete 3 times', ['change'], 'finishes'],
  ['PriorRequestNotComplete for good', ['change'], 'stops'],
  ['500 twice', [...READINGS, 'change'], 'finishes'],
  ['500 for good', [...READINGS, 'change'], 'stops'],
  ['503 twice', [...READINGS, 'change'], 'finishes'],
  ['401 for good', ['cluster'], 'stops'],
  ['403', READINGS, 'stops'],
  ['403', ['change'], 'stops', 1],
  // Other hosts of the zone were accepted before, so each host is reported.
  ['403', ['change'], 'yields', 2],
  ['credentials expired', ['zones', 'change'], 'stops'],
  ['zone deleted', ['change'], 'stops'],
  ['connection reset twice', [...READINGS, 'change'], 'finishes'],
  ['connection reset for good', [...READINGS, 'change'], 'stops'],
  ['no answer once', ['zones', 'change'], 'finishes'],
  ['no answer once', ['cluster'], 'stops'],
  ['no answer for good', [...READINGS, 'change'], 'stops'],
  ['answer lost once', ['zones', 'change'], 'finishes'],
  ['answer lost for good', ['zones'], 'stops'],
  ['answer lost for good', ['change'], 'finishes'],
  ['answer breaks off after its head once', [...READINGS, 'change'], 'finishes'],
  ['answer breaks off after its head for good', READINGS, 'stops'],
  ['answer breaks off after its head for good', ['change'], 'finishes'],
  ['answer breaks off halfway once', [...READINGS, 'change'], 'finishes'],
  ['page of a proxy', READINGS, 'stops'],
  ['page of a proxy', ['change'], 'finishes'],
  ['page of a proxy, the change done', ['change'], 'finishes'],
  ['page of a proxy for good', ['change'], 'stops'],
  ['empty answer', READINGS, 'stops'],
  ['empty answer', ['change'], 'finishes'],
  ['empty answer, the change done', ['change'], 'finishes'],
  ['answer to another call', ['zones'], 'stops'],
  ['answer to another call', ['change'], 'finishes'],
  ['garbage with 400', READINGS, 'stops'],
  ['garbage with 400', ['change'], 'finishes'],
  ['garbage with 400, the change done', ['change'], 'finishes'],
  ['page of a proxy with 403', READINGS, 'stops'],
  ['page of a proxy with 403', ['change'], 'finishes'],
  ['302', READINGS, 'stops'],
  ['302', ['change'], 'finishes'],
  ['408 once', ['zones', 'change'], 'finishes'],
  ['499 once', ['zones', 'change'], 'finishes'],
  ['answer without the change id', ['change'], 'finishes'],
  ['body breaks off', ['cluster'], 'stops'],
  ['Status for a list', ['cluster'], 'stops'],
  ['another list', ['cluster'], 'stops'],
  ['list of no kind', ['cluster'], 'stops'],
  ['null for items', ['cluster'], 'stops'],
  ['items of another kind', ['cluster'], 'stops'],
  ['rest without a continue token', ['cluster'], 'stops'],
  ['continue token leads back', ['cluster'], 'stops'],
  ['gzip that is none', ['cluster'], 'stops'],
  ['101', ['cluster'], 'stops'],
  ['503 twice, Retry-After negative', ['cluster'], 'finishes'],
  ['continue token expired', ['cluster'], 'finishes', 2],
  ['SIGKILL before it is done', [...READINGS, 'change'], 'killed'],
  ['SIGKILL after it is done', ['change'], 'killed'],
  ['SIGINT', [...READINGS, 'change'], 'interrupted'],
  ['one host changed by someone else', ['change'], 'yields'],
  ['one host refused', ['change'], 'yields'],
  ['one host refused, the other form', ['change'], 'yields'],
  ['one host denied', ['change'], 'yields'],
  ['two applies of one owner', ['run'], 'shares'],
  ['two owners', ['run'], 'shares'],
]

export type Cell = {readonly point: Point; readonly kind: FaultKind; readonly outcome: Outcome}

/** Every point with every fault that is possible there. */
export const MATRIX: readonly Cell[] = POINTS.flatMap((point) =>
  ROWS.filter(([, sides, , nth]) => sides.includes(point.side) && (nth ?? point.nth) === point.nth).map(
    ([kind, , outcome]) => ({point, kind, outcome}),
  ),
)
