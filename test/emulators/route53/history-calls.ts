import type {LoopbackRequest} from '../loopback-server.js'
import {type Account, zoneOf} from './account.js'
import {recordSetXml} from './answers.js'
import type {Operation, Target} from './call.js'
import {isInZone, parseName} from './dns-name.js'
import {type HistoryEntry, type HistoryLag, parseTimeBound, readableEntries} from './history.js'
import {allowOnly} from './query.js'
import {type Change, RECORD_TYPES} from './record-set.js'
import {invalidInput, Refusal} from './refusal.js'
import {writeXml, type XmlContent} from './xml-writer.js'
import type {Zone} from './zone.js'

export type HistoryRules = {
  readonly historyLag: () => HistoryLag
  /** Change ids without /change/, which those of ChangeInfo have; AWS's model allows both. */
  readonly bareHistoryIds: boolean
}

const DEFAULT_PAGE = 100
const TOKEN_LIFE_MS = 24 * 3_600_000

export function listChangeBatches(
  account: Account,
  {query}: LoopbackRequest,
  {zoneId}: Target,
  rules: HistoryRules,
): string {
  const own = ['submittedafter', 'submittedbefore', 'startafterchangeid', 'sortorder']
  allowOnly(query, [...own, 'maxresults', 'nexttoken'])
  const zone = zoneOf(account, zoneId)
  const startsAt = historyStart(zone)
  const readable = readableEntries(zone.history, startsAt, account.clock.now(), rules.historyLag().batchesMs ?? 0)
  const inRange = readable.filter(rangeOf(query, startsAt))
  const entries = inOrder(query, fromId(query, readable, inRange))
  const page = pageOf(account, zone, query, 'ListHostedZoneChangeBatches', own, 1000, entries, ({changeId}) => changeId)
  return writeXml('ListHostedZoneChangeBatchesResponse', [
    ['ChangeBatchSummaries', page.items.map((entry) => ['ChangeBatchSummary', summaryXml(entry, rules)] as const)],
    ['NextToken', page.token],
  ])
}

export function getChangeBatch(
  account: Account,
  {query}: LoopbackRequest,
  {zoneId, changeId}: Target,
  rules: HistoryRules,
): string {
  allowOnly(query, [])
  const zone = zoneOf(account, zoneId)
  const lagMs = rules.historyLag().batchesMs ?? 0
  const readable = readableEntries(zone.history, historyStart(zone), account.clock.now(), lagMs)
  const entry = readable.find((candidate) => candidate.changeId === changeId)
  if (entry === undefined) throw new Refusal('NoSuchChange', `Could not find resource with ID: ${changeId}`, 404)
  const changes = entry.changes.map(
    ({Action, ResourceRecordSet}) =>
      [
        'Change',
        [
          ['Action', Action],
          ['ResourceRecordSet', recordSetXml(ResourceRecordSet)],
        ],
      ] as const,
  )
  return writeXml('GetHostedZoneChangeBatchResponse', [
    ['ChangeBatchSummary', summaryXml(entry, rules)],
    [
      'ChangeBatch',
      [
        ['Comment', entry.comment],
        ['Changes', changes],
      ],
    ],
  ])
}

export function listSetChanges(
  account: Account,
  {query}: LoopbackRequest,
  {zoneId}: Target,
  rules: HistoryRules,
): string {
  const own = ['recordname', 'recordtype', 'submittedafter', 'submittedbefore', 'sortorder']
  allowOnly(query, [...own, 'maxresults', 'nexttoken'])
  const zone = zoneOf(account, zoneId)
  const startsAt = historyStart(zone)
  const {batchesMs = 0, setsMs = 0} = rules.historyLag()
  const isWanted = filterOf(zone, query)
  const changes = readableEntries(zone.history, startsAt, account.clock.now(), batchesMs + setsMs)
    .filter(rangeOf(query, startsAt))
    .flatMap((entry) => entry.changes.map((change, index) => ({entry, change, index})))
    .filter(({change}) => isWanted(change))
  const page = pageOf(
    account,
    zone,
    query,
    'ListResourceRecordSetChanges',
    own,
    100,
    inOrder(query, changes),
    ({entry, index}) => `${entry.changeId} ${index}`,
  )
  return writeXml('ListResourceRecordSetChangesResponse', [
    [
      'ResourceRecordSetChanges',
      page.items.map(
        ({entry, change}) =>
          [
            'ResourceRecordSetChange',
            [
              ...originXml(entry, rules),
              ['Action', change.Action],
              ['ResourceRecordSet', recordSetXml(change.ResourceRecordSet)],
            ],
          ] as const,
      ),
    ],
    ['NextToken', page.token],
  ])
}

/** @throws a Refusal (FeatureNotEnabled) for a tier without a history. */
function historyStart({features}: Zone): number {
  if (features.retentionStartsAt !== undefined) return features.retentionStartsAt
  throw new Refusal('FeatureNotEnabled', 'Change History is not enabled for this hosted zone', 403)
}

/** @throws a Refusal for bounds that are none, too early, or not in order. */
function rangeOf(query: URLSearchParams, startsAt: number): (entry: HistoryEntry) => boolean {
  const after = timeOf(query, 'submittedafter') ?? startsAt
  const before = timeOf(query, 'submittedbefore') ?? Number.POSITIVE_INFINITY
  if (after < startsAt) {
    throw invalidInput(`SubmittedAfter cannot be earlier than ${new Date(startsAt).toISOString()}`)
  }
  if (before <= after) throw invalidInput('SubmittedBefore must be later than the start of the range')
  return ({submittedAt}) => submittedAt >= after && submittedAt < before
}

function timeOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  const time = parseTimeBound(text)
  if (time === undefined) throw invalidInput(`The value ${text} for ${name} is not a date and time with an offset`)
  return time
}

/** The entries after the one that is named. @throws a Refusal when that one cannot be read, or may not be named. */
function fromId(
  query: URLSearchParams,
  readable: readonly HistoryEntry[],
  inRange: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  const id = query.get('startafterchangeid')
  if (id === null) return inRange
  if (query.get('sortorder') !== 'ASCENDING') throw invalidInput('StartAfterChangeId needs SortOrder ASCENDING')
  if (query.has('submittedafter') || query.has('submittedbefore')) {
    throw invalidInput('StartAfterChangeId and a time range exclude each other')
  }
  const place = readable.findIndex(({changeId}) => changeId === id.replace(/^\/?change\//, ''))
  if (place < 0) throw invalidInput(`The change batch ${id} is not in the change history of the hosted zone`)
  return readable.slice(place + 1)
}

function filterOf(zone: Zone, query: URLSearchParams): (change: Change) => boolean {
  const name = query.get('recordname')
  const type = query.get('recordtype')
  if (name === null && type === null) return () => true
  if (name === null || type === null) throw invalidInput('RecordName and RecordType need each other')
  if (!RECORD_TYPES.includes(type)) throw invalidInput(`The type ${type} is not valid`)
  const stored = parseName(name)
  if (!isInZone(stored, zone.name)) throw invalidInput(`${name} is not in the hosted zone ${zone.name}`)
  return ({ResourceRecordSet: set}) => set.Name === stored && set.Type === type
}

function inOrder<Item>(query: URLSearchParams, items: readonly Item[]): readonly Item[] {
  const order = query.get('sortorder') ?? 'DESCENDING'
  if (order === 'ASCENDING') return items
  if (order === 'DESCENDING') return items.toReversed()
  throw invalidInput(`The value ${order} for sortorder is not valid`)
}

/**
 * A full page has a token, so the page after it may be empty: AWS gives a token when there might be more.
 *
 * @throws a Refusal for a page size out of range and for a token that does not fit the request.
 */
function pageOf<Item>(
  account: Account,
  zone: Zone,
  query: URLSearchParams,
  operation: Operation,
  own: readonly string[],
  largest: number,
  items: readonly Item[],
  idOf: (item: Item) => string,
): {readonly items: readonly Item[]; readonly token: string | undefined} {
  const size = query.get('maxresults') ?? String(DEFAULT_PAGE)
  if (!/^\d{1,9}$/.test(size) || Number(size) < 1 || Number(size) > largest) {
    throw invalidInput(`The value ${size} for maxresults is not between 1 and ${largest}`)
  }
  const parameters = JSON.stringify(own.map((name) => query.get(name)))
  const token = query.get('nexttoken')
  let start = 0
  if (token !== null) {
    const bookmark = account.tokens.redeem(token, operation)
    if (bookmark.zoneId !== zone.id) throw invalidInput('NextToken belongs to another hosted zone')
    if (bookmark.parameters !== parameters) throw invalidInput('NextToken belongs to a request with other parameters')
    if (account.clock.now() - bookmark.issuedAt > TOKEN_LIFE_MS) throw invalidInput('NextToken has expired')
    start = items.findIndex((item) => idOf(item) === bookmark.next) + 1
    // Expired meanwhile: in ascending order the rest is what is left, in descending order nothing is.
    if (start === 0 && query.get('sortorder') !== 'ASCENDING') start = items.length
  }
  const page = items.slice(start, start + Number(size))
  const last = page.at(-1)
  return {
    items: page,
    token:
      last === undefined || page.length < Number(size)
        ? undefined
        : account.tokens.issue({
            operation,
            zoneId: zone.id,
            issuedAt: account.clock.now(),
            parameters,
            next: idOf(last),
          }),
  }
}

type Elements = Exclude<XmlContent, string | {readonly xml: string}>

function originXml(entry: HistoryEntry, {bareHistoryIds}: HistoryRules): Elements {
  return [
    ['ChangeId', bareHistoryIds ? entry.changeId : `/change/${entry.changeId}`],
    ['Operation', entry.operation],
    ['SubmittedAt', new Date(entry.submittedAt).toISOString()],
    ['SubmittedBy', entry.submittedBy],
    ['RequestId', entry.requestId],
  ]
}

function summaryXml(entry: HistoryEntry, rules: HistoryRules): Elements {
  return [...originXml(entry, rules), ['Comment', entry.comment], ['ChangeCount', String(entry.changes.length)]]
}
