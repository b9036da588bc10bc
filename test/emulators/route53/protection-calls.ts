import type {LoopbackRequest} from '../loopback-server.js'
import {type Account, zoneOf} from './account.js'
import type {Target} from './call.js'
import {isInZone, parseName, sortKeyOf} from './dns-name.js'
import {invalidToken} from './pagination-token.js'
import {keyOf, listProtections, protect} from './protection.js'
import {allowOnly, pageSize} from './query.js'
import {RECORD_TYPES} from './record-set.js'
import {invalidInput, Refusal} from './refusal.js'
import {readXml, type XmlElement} from './xml-reader.js'
import {fieldsOf, items, one, text} from './xml-schema.js'
import {writeXml, type XmlContent} from './xml-writer.js'
import type {Zone} from './zone.js'

export type ProtectionRules = {
  /** ListResourceRecordSetProtections gives names as they were written; AWS does not document which form it gives. */
  readonly writtenProtectionNames: boolean
  /** The most protections of a zone; AWS does not document the number. */
  readonly protectionQuota: number
}

const PER_PAGE = 300
const PER_REQUEST = 100

export function answerProtections(
  account: Account,
  {query}: LoopbackRequest,
  {zoneId}: Target,
  {writtenProtectionNames}: ProtectionRules,
): string {
  allowOnly(query, ['name', 'type', 'maxresults', 'nexttoken'])
  const zone = zoneOf(account, zoneId)
  const limit = pageSize(query, PER_PAGE, 'maxresults')
  const all = listProtections(zone.protections)
  const start = startOf(account, zone, query)
  const first = all.findIndex(({name, type}) => !isBefore([sortKeyOf(name), type], start))
  const page = first < 0 ? [] : all.slice(first, first + limit)
  const next = first < 0 ? undefined : all[first + limit]
  const operation = 'ListResourceRecordSetProtections'
  const token =
    next &&
    account.tokens.issue({
      operation,
      zoneId: zone.id,
      issuedAt: account.clock.now(),
      parameters: '',
      next: JSON.stringify([sortKeyOf(next.name), next.type]),
    })
  return writeXml('ListResourceRecordSetProtectionsResponse', [
    [
      'ResourceRecordSetProtections',
      page.map(
        ({name, type, comment, written}) =>
          [
            'ResourceRecordSetProtection',
            [
              ['RecordName', writtenProtectionNames ? written : name],
              ['RecordType', type],
              ['Comment', comment],
            ],
          ] as const,
      ),
    ],
    ['NextToken', token],
  ])
}

type Place = readonly [sortKey: string, type: string]

/** The token's place, or that of the name and type, which count only without a token. */
function startOf(account: Account, zone: Zone, query: URLSearchParams): Place {
  const token = query.get('nexttoken')
  if (token !== null) {
    const {zoneId, next} = account.tokens.redeem(token, 'ListResourceRecordSetProtections')
    if (zoneId !== zone.id) throw invalidToken()
    return JSON.parse(next) as Place
  }
  const name = query.get('name')
  const type = query.get('type')
  if (type !== null && name === null) throw invalidInput('A record type needs a record name to start from')
  if (type !== null && !RECORD_TYPES.includes(type)) throw invalidInput(`The type ${type} is not valid`)
  return name === null ? ['', ''] : [sortKeyOf(parseName(name)), type ?? '']
}

function isBefore([name, type]: Place, [startName, startType]: Place): boolean {
  return name === startName ? type < startType : name < startName
}

/** An entry of a request, as it was sent. */
type Entry = {readonly name: string; readonly type: string; readonly comment?: string}

type EntryProblem = {
  readonly entry: Entry
  readonly code: 'InvalidInput' | 'ProtectionAlreadyExists' | 'ProtectionNotFound'
  readonly message: string
}

export function createProtections(
  account: Account,
  {body}: LoopbackRequest,
  {zoneId}: Target,
  {protectionQuota}: ProtectionRules,
): string {
  const request = readXml(body, 'CreateResourceRecordSetProtectionsRequest')
  const entries = readEntries(request, 'ResourceRecordSetProtectionConfig', ['RecordName', 'RecordType', 'Comment'])
  const zone = zoneOf(account, zoneId)
  refuseInvalid(zone, entries)
  const existing = entries
    .filter(({name, type}) => zone.protections.has(keyOf(parseName(name), type)))
    .map((entry) => ({entry, code: 'ProtectionAlreadyExists', message: 'A protection already exists'}) as const)
  if (existing.length === entries.length) throw protectionRefusal('ProtectionAlreadyExists', 409, existing)
  if (existing.length > 0) throw protectionRefusal('InvalidResourceRecordSetProtectionBatch', 400, existing)
  if (zone.protections.size + entries.length > protectionQuota) {
    throw new Refusal('LimitsExceeded', `A hosted zone can have at most ${protectionQuota} protections`)
  }
  for (const {name, type, comment} of entries) protect(zone.protections, name, type, comment)
  return writeXml('CreateResourceRecordSetProtectionsResponse', '')
}

export function deleteProtections(account: Account, {body}: LoopbackRequest, {zoneId}: Target): string {
  const request = readXml(body, 'DeleteResourceRecordSetProtectionsRequest')
  const entries = readEntries(request, 'ResourceRecordSetProtectionKey', ['RecordName', 'RecordType'])
  const zone = zoneOf(account, zoneId)
  refuseInvalid(zone, entries)
  const missing = entries
    .filter(({name, type}) => !zone.protections.has(keyOf(parseName(name), type)))
    .map((entry) => ({entry, code: 'ProtectionNotFound', message: 'No protection exists'}) as const)
  if (missing.length > 0) throw protectionRefusal('InvalidResourceRecordSetProtectionBatch', 400, missing)
  for (const {name, type} of entries) zone.protections.delete(keyOf(parseName(name), type))
  return writeXml('DeleteResourceRecordSetProtectionsResponse', '')
}

function readEntries(request: XmlElement, item: string, members: readonly string[]): readonly Entry[] {
  const entries = items(one(fieldsOf(request, ['Protections']), 'Protections'), item)
  if (entries.length > PER_REQUEST) throw invalidInput(`A request can have at most ${PER_REQUEST} protections`)
  return entries.map((element) => {
    const fields = fieldsOf(element, members)
    const comment = fields.get('Comment')
    return {
      name: text(one(fields, 'RecordName'), 0, 1024, 'DNSName'),
      type: one(fields, 'RecordType').text,
      ...(comment && {comment: text(comment, 0, 256, 'ResourceDescription')}),
    }
  })
}

/** Invalid entries come first: with one of them, the answer lists no others. */
function refuseInvalid(zone: Zone, entries: readonly Entry[]): void {
  const seen = new Set<string>()
  const problems = entries.flatMap((entry): readonly EntryProblem[] => {
    const message = invalidityOf(zone, entry, seen)
    return message === undefined ? [] : [{entry, code: 'InvalidInput', message}]
  })
  if (problems.length > 0) throw protectionRefusal('InvalidResourceRecordSetProtectionBatch', 400, problems)
}

function invalidityOf(zone: Zone, {name, type}: Entry, seen: Set<string>): string | undefined {
  if (!RECORD_TYPES.includes(type)) return `Records of type ${type} cannot be protected`
  try {
    const stored = parseName(name)
    if (!isInZone(stored, zone.name)) return `The name is not in the hosted zone ${zone.name}`
    const key = keyOf(stored, type)
    if (seen.has(key)) return 'The name and type appear more than once in the request'
    seen.add(key)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

function protectionRefusal(code: string, status: number, problems: readonly EntryProblem[]): Refusal {
  const errors: XmlContent = problems.map(
    ({entry, code: reason, message}) =>
      [
        'ProtectionError',
        [
          ['RecordName', entry.name],
          ['RecordType', entry.type],
          ['Code', reason],
          ['Message', message],
        ],
      ] as const,
  )
  return new Refusal(code, 'No protection was changed', status, {detail: ['Errors', errors]})
}
