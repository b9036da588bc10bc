import type {LoopbackRequest} from '../loopback-server.js'
import {type Account, bareId, pollChange, recordChange, toStoredChange, zoneOf} from './account.js'
import {changeInfoXml, recordSetXml, tagSetXml, type ZoneElements, zoneDetailXml, zoneXml} from './answers.js'
import type {Operation, Target} from './call.js'
import {type BatchRules, type Check, runBatchChecks} from './change-checks.js'
import type {ChangeRequest} from './change-request.js'
import {parseName, shownName, sortKeyOf} from './dns-name.js'
import {getChangeBatch, type HistoryRules, listChangeBatches, listSetChanges} from './history-calls.js'
import {answerProtections, createProtections, deleteProtections, type ProtectionRules} from './protection-calls.js'
import {allowOnly, pageSize} from './query.js'
import {invalidInput, Refusal} from './refusal.js'
import {readXml} from './xml-reader.js'
import {fieldsOf, items, one} from './xml-schema.js'
import {writeXml} from './xml-writer.js'
import {firstNotBefore, listSets, toStored, type Zone} from './zone.js'

export type OperationRules = BatchRules &
  ProtectionRules &
  HistoryRules & {
    /** The ARN in the history; undefined for a caller without a principal. */
    readonly principal: () => string | undefined
    /** GetChange answers PENDING this many times before INSYNC. */
    readonly pendingPolls: () => number
    readonly zoneElements: ZoneElements
    readonly checkOrder: readonly Check[]
  }

/** A request with what is known about it. `batch` is there for ChangeResourceRecordSets. */
export type RequestInHand = LoopbackRequest & {readonly id: string; readonly batch?: ChangeRequest | Refusal}

type Handler = (account: Account, request: RequestInHand, target: Target, rules: OperationRules) => string

const ZONES_PER_PAGE = 100
const SETS_PER_PAGE = 300
const TAGGED_RESOURCES = 10

/** The XML of a 200. @throws a Refusal for every other answer. */
export const HANDLERS: Readonly<Record<Operation, Handler>> = {
  ListHostedZones: listHostedZones,
  ListHostedZonesByName: listHostedZonesByName,
  GetHostedZone: (account, _request, {zoneId}, {zoneElements}) =>
    writeXml('GetHostedZoneResponse', zoneDetailXml(zoneOf(account, zoneId), zoneElements)),
  ListTagsForResource: (account, _request, {zoneId}) =>
    writeXml('ListTagsForResourceResponse', [['ResourceTagSet', tagSetXml(zoneOf(account, zoneId))]]),
  ListTagsForResources: listTagsForResources,
  ListResourceRecordSets: listResourceRecordSets,
  ChangeResourceRecordSets: changeResourceRecordSets,
  GetChange: (account, _request, {changeId}) =>
    writeXml('GetChangeResponse', changeInfoXml(pollChange(account, changeId ?? ''))),
  ListResourceRecordSetProtections: answerProtections,
  CreateResourceRecordSetProtections: createProtections,
  DeleteResourceRecordSetProtections: deleteProtections,
  ListHostedZoneChangeBatches: listChangeBatches,
  GetHostedZoneChangeBatch: getChangeBatch,
  ListResourceRecordSetChanges: listSetChanges,
}

function listHostedZones(account: Account, {query}: LoopbackRequest, _target: Target, rules: OperationRules): string {
  allowOnly(query, ['marker', 'maxitems'])
  const zones = [...account.zones.values()]
  const marker = query.get('marker')
  const start = marker === null ? 0 : zones.findIndex((zone) => zone.id === bareId(marker))
  if (start < 0) throw invalidInput(`The marker ${marker} is not a hosted zone of this account`)
  const maxItems = pageSize(query, ZONES_PER_PAGE)
  const next = zones[start + maxItems]
  return writeXml('ListHostedZonesResponse', [
    [
      'HostedZones',
      zones.slice(start, start + maxItems).map((zone) => ['HostedZone', zoneXml(zone, rules.zoneElements)] as const),
    ],
    marker === null ? undefined : ['Marker', marker],
    ['IsTruncated', String(next !== undefined)],
    next && ['NextMarker', next.id],
    ['MaxItems', String(maxItems)],
  ])
}

/** From the named zone on, by reversed name, then id. */
function listHostedZonesByName(
  account: Account,
  {query}: LoopbackRequest,
  _target: Target,
  rules: OperationRules,
): string {
  allowOnly(query, ['dnsname', 'hostedzoneid', 'maxitems'])
  const placeOf = (zone: Zone) => `${sortKeyOf(zone.name)} ${zone.id}`
  const dnsName = query.get('dnsname')
  const zoneId = query.get('hostedzoneid')
  if (zoneId !== null && dnsName === null) throw invalidInput('A hosted zone ID needs a DNS name')
  const start = dnsName === null ? '' : `${sortKeyOf(parseName(dnsName))} ${bareId(zoneId ?? '')}`
  const zones = [...account.zones.values()]
    .filter((zone) => placeOf(zone) >= start)
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  const maxItems = pageSize(query, ZONES_PER_PAGE)
  const next = zones[maxItems]
  return writeXml('ListHostedZonesByNameResponse', [
    ['HostedZones', zones.slice(0, maxItems).map((zone) => ['HostedZone', zoneXml(zone, rules.zoneElements)] as const)],
    dnsName === null ? undefined : ['DNSName', dnsName],
    ['IsTruncated', String(next !== undefined)],
    next && ['NextDNSName', next.name],
    next && ['NextHostedZoneId', next.id],
    ['MaxItems', String(maxItems)],
  ])
}

function listTagsForResources(account: Account, {body}: LoopbackRequest): string {
  const ids = one(fieldsOf(readXml(body, 'ListTagsForResourcesRequest'), ['ResourceIds']), 'ResourceIds')
  const zones = items(ids, 'ResourceId').map((id) => id.text)
  if (zones.length > TAGGED_RESOURCES) {
    throw invalidInput(
      `1 validation error detected: Value at 'resourceIds' failed to satisfy constraint: Member must have length less than or equal to ${TAGGED_RESOURCES}`,
    )
  }
  return writeXml('ListTagsForResourcesResponse', [
    ['ResourceTagSets', zones.map((id) => ['ResourceTagSet', tagSetXml(zoneOf(account, id))] as const)],
  ])
}

function listResourceRecordSets(account: Account, {query}: LoopbackRequest, {zoneId}: Target): string {
  allowOnly(query, ['name', 'type', 'identifier', 'maxitems'])
  const zone = zoneOf(account, zoneId)
  const name = query.get('name')
  const type = query.get('type')
  const identifier = query.get('identifier')
  if (type !== null && name === null) throw invalidInput('A record type needs a record name to start from')
  if (identifier !== null && type === null) throw invalidInput('A set identifier needs a record type to start from')
  const sets = listSets(zone)
  const from = {Type: type ?? '', ...(identifier !== null && {SetIdentifier: identifier})}
  const start = name === null ? 0 : firstNotBefore(sets, sortKeyOf(parseName(name)), from)
  const maxItems = pageSize(query, SETS_PER_PAGE)
  const next = sets[start + maxItems]?.recordSet
  return writeXml('ListResourceRecordSetsResponse', [
    [
      'ResourceRecordSets',
      sets.slice(start, start + maxItems).map((set) => ['ResourceRecordSet', recordSetXml(set.recordSet)] as const),
    ],
    ['IsTruncated', String(next !== undefined)],
    next && ['NextRecordName', next.Name],
    next && ['NextRecordType', next.Type],
    next?.SetIdentifier === undefined ? undefined : ['NextRecordIdentifier', next.SetIdentifier],
    ['MaxItems', String(maxItems)],
  ])
}

function changeResourceRecordSets(
  account: Account,
  {id: requestId, batch}: RequestInHand,
  {zoneId}: Target,
  rules: OperationRules,
): string {
  if (batch === undefined) throw new Error('bug: a change without its batch')
  const final = runBatchChecks(rules.checkOrder, account, zoneId, batch, rules)
  if (batch instanceof Refusal) throw batch
  const {changes, comment} = batch
  const zone = zoneOf(account, zoneId)
  for (const [name, sets] of final) {
    if (sets.length > 0) zone.sets.set(name, sets)
    else zone.sets.delete(name)
  }
  zone.listing = undefined
  for (const {Action, ResourceRecordSet} of changes) {
    const {Name, Type, SetIdentifier} = toStored(ResourceRecordSet)
    const name = shownName(Name).slice(0, -1)
    account.accepted.push(SetIdentifier === undefined ? [Action, name, Type] : [Action, name, Type, SetIdentifier])
  }
  const info = recordChange(account, comment, rules.pendingPolls())
  const submittedBy = rules.principal()
  zone.history.push({
    changeId: info.id,
    operation: 'ChangeResourceRecordSets',
    submittedAt: Date.parse(info.submittedAt),
    ...(submittedBy !== undefined && {submittedBy}),
    requestId,
    ...(comment !== undefined && {comment}),
    changes: changes.map(toStoredChange),
  })
  return writeXml('ChangeResourceRecordSetsResponse', changeInfoXml(info))
}
