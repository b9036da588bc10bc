import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandOutput,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  type PutItemCommandOutput,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb'
import {StrangeAnswer} from '../../aws/aws-error.js'
import type {AwsSession} from '../../aws/sign-in/session.js'
import {
  changedKey,
  formatRowKey,
  type LedgerChange,
  type LedgerOutcome,
  type LedgerReader,
  type LedgerRow,
  type LedgerWriter,
  parseRowKey,
  rebaseChange,
} from '../ledger.js'
import {toOwnerId} from '../ownership.js'
import type {LedgerPlace} from '../registry-settings.js'
import {describeFailure, schemaProblem, type TableContext} from './errors.js'

export interface TableOptions {
  /** Credentials, and the region where the ledger names none; undefined: none was chosen. */
  readonly session: Pick<AwsSession, 'credentials' | 'profile' | 'region' | 'transport'>
  readonly retries: number
  /** How long one call may take; 0: for ever. */
  readonly callTimeoutMs: number
}

/** Tries to write a row that other runs write at the same time. */
const MOST_CLASHES = 10
/** Pages of a scan; each has up to 1 MB. */
const MOST_PAGES = 2000

/** Each write has a condition; external-dns checks no owner: docs/external-dns-behaviour.md#dynamodb */
export function openTable({table, region}: LedgerPlace, options: TableOptions): LedgerReader & LedgerWriter {
  const {credentials, profile, transport} = options.session
  const signedFor = region || options.session.region
  const client = new DynamoDBClient({
    maxAttempts: options.retries + 1,
    credentials,
    ...(signedFor !== undefined && {region: signedFor}),
    ...(profile !== undefined && {profile}),
    ...(transport !== undefined
      ? {requestHandler: transport}
      : options.callTimeoutMs > 0 && {requestHandler: {requestTimeout: options.callTimeoutMs}}),
  })
  const context: TableContext = {table, regionOf: () => client.config.region()}
  /** The stored items by row, with the attributes that are not parsed. */
  const items = new WeakMap<LedgerRow, Item>()

  async function readRows(): Promise<readonly LedgerRow[]> {
    await call('dynamodb:DescribeTable', `look at the ownership table ${table}`, checkTable)
    const rows: LedgerRow[] = []
    const seenKeys = new Set<string>()
    let start: ScanCommandOutput['LastEvaluatedKey']
    do {
      seenKeys.add(JSON.stringify(start ?? {}))
      const command = new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ProjectionExpression: 'k, o, l',
        ...(start !== undefined && {ExclusiveStartKey: start}),
      })
      const page = await call('dynamodb:Scan', `read the ownership table ${table}`, async () =>
        checkPage(await client.send(command), seenKeys),
      )
      rows.push(...page.items.flatMap((item) => toRow(item) ?? []))
      start = page.next
    } while (start !== undefined)
    return rows
  }

  async function checkTable(): Promise<void> {
    const {Table, $metadata} = await client.send(new DescribeTableCommand({TableName: table}))
    if (Table === undefined) throw new StrangeAnswer('describes no table', $metadata.httpStatusCode)
    const problem = schemaProblem(Table, table)
    if (problem !== undefined) throw problem
  }

  async function call<T>(action: string, doing: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send()
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw error
      throw await describeFailure(error, {...context, action, doing})
    }
  }

  function toRow(item: Item): LedgerRow | undefined {
    const row = fromItem(item)
    if (row !== undefined) items.set(row, item)
    return row
  }

  const asRead = (current: LedgerRow | undefined, mayBeGone: boolean) =>
    conditionFor(current && (items.get(current) ?? toItem(current)), mayBeGone)

  /** @throws ConditionalCheckFailedException when the row has changed since it was read. */
  function send(change: LedgerChange): Promise<void> {
    const key = changedKey(change)
    const row = change.kind === 'put' ? change.desired : change.rest
    const input = {
      TableName: table,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ReturnConsumedCapacity: 'TOTAL',
    } as const
    if (row === undefined) {
      const command = new DeleteItemCommand({...input, Key: {k: {S: key}}, ...asRead(change.current, true)})
      const doing = `remove the row ${key} from the ownership table ${table}`
      return call('dynamodb:DeleteItem', doing, async () => checkWritten(await client.send(command)))
    }
    const command = new PutItemCommand({...input, Item: toItem(row), ...asRead(change.current, false)})
    const doing = `write the row ${key} to the ownership table ${table}`
    return call('dynamodb:PutItem', doing, async () => checkWritten(await client.send(command)))
  }

  async function storedRow(key: string, {Item: stored}: ConditionalCheckFailedException) {
    return stored === undefined ? (await readRows()).find((row) => formatRowKey(row.key) === key) : toRow(stored)
  }

  return {
    readRows,
    async write(wanted): Promise<LedgerOutcome> {
      let change = wanted
      for (let clashes = 0; ; clashes += 1) {
        try {
          await send(change)
          return {kind: 'done'}
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error
          const stored = await storedRow(changedKey(change), error)
          const rebased = rebaseChange(change, stored)
          if (rebased.kind !== 'change') return rebased
          if (clashes === MOST_CLASHES) return {kind: 'taken', owner: stored?.owner}
          change = rebased.change
        }
      }
    },
  }
}

/** Checks that the page is complete: records without a row would count as unowned. */
function checkPage(
  {Items, Count, LastEvaluatedKey: next, $metadata}: ScanCommandOutput,
  seenKeys: ReadonlySet<string>,
) {
  const strange = (detail: string) => new StrangeAnswer(detail, $metadata.httpStatusCode)
  if (Items === undefined || Count !== Items.length) throw strange('is not a page of a table')
  if (next === undefined) return {items: Items, next}
  if (seenKeys.has(JSON.stringify(next))) throw strange('leads back to a page that was read before')
  if (seenKeys.size >= MOST_PAGES) throw strange(`does not end within ${MOST_PAGES} pages`)
  return {items: Items, next}
}

/** Each write asks for its capacity: a success would otherwise be as empty as a lost answer. */
function checkWritten({ConsumedCapacity, $metadata}: PutItemCommandOutput | DeleteItemCommandOutput): void {
  if (ConsumedCapacity !== undefined) return
  throw new StrangeAnswer('does not mention the write', $metadata.httpStatusCode)
}

/** That an item (or none) is as it was read, each label included: two runs of one owner may write zones of one row. */
function conditionFor(item: Item | undefined, mayBeGone: boolean) {
  const isGone = 'attribute_not_exists(k)'
  if (item === undefined) return {ConditionExpression: isGone}
  const {o, l} = item
  const labels = Object.entries(l?.M ?? {})
  const parts = [
    o === undefined ? 'attribute_not_exists(o)' : 'o = :o',
    l === undefined ? 'attribute_not_exists(l)' : 'size(l) = :size',
    ...labels.map((_label, index) => `l.#n${index} = :v${index}`),
  ]
  const isAsRead = parts.join(' AND ')
  return {
    ConditionExpression: mayBeGone ? `${isGone} OR (${isAsRead})` : isAsRead,
    ...(labels.length > 0 && {
      ExpressionAttributeNames: Object.fromEntries(labels.map(([name], index) => [`#n${index}`, name])),
    }),
    ...((o !== undefined || l !== undefined) && {
      ExpressionAttributeValues: {
        ...(o !== undefined && {':o': o}),
        ...(l !== undefined && {':size': {N: String(labels.length)}}),
        ...Object.fromEntries(labels.map(([, value], index) => [`:v${index}`, value])),
      },
    }),
  }
}

type Item = Record<string, AttributeValue>

function toItem({key, owner, resource, labels}: LedgerRow): Item {
  const entries = Object.entries({...labels, ...(resource === '' ? {} : {resource})})
  return {
    k: {S: formatRowKey(key)},
    o: {S: owner},
    l: {M: Object.fromEntries(entries.map(([name, text]) => [name, {S: text}]))},
  }
}

function fromItem({k, o, l}: Item): LedgerRow | undefined {
  const key = parseRowKey(k?.S ?? '')
  if (key === undefined) return undefined
  const {resource = '', ...labels} = Object.fromEntries(
    Object.entries(l?.M ?? {}).flatMap(([name, {S: text}]) => (text === undefined ? [] : [[name, text]])),
  )
  return {key, owner: toOwnerId(o?.S ?? ''), resource, labels}
}
