import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  PutItemCommand,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb'
import {formatRowKey, type LedgerChange, type LedgerRow} from '../ledger.js'
import type {LedgerOutcome, LedgerReader, LedgerWriter} from '../ledger-ports.js'
import type {LedgerPlace} from '../registry-settings.js'
import {describeFailure, schemaProblem, type TableContext, tableMissing} from './errors.js'
import {fromItem, toItem} from './item.js'

export interface TableOptions {
  /** Undefined: the SDK's default chain. */
  readonly credentials: DynamoDBClientConfig['credentials']
  readonly retries: number
  /** How long one call may take; 0: for ever. */
  readonly callTimeoutMs: number
}

/** Once: nobody else's row is written over, and one that is gone already is gone. */
const FREE_OR_OURS = 'attribute_not_exists(k) OR o = :us'

/**
 * The table of external-dns (spec plan-and-registry.md §13): `k` names the record set, `o` the owner, `l` the labels. The
 * item API with a condition on each write takes the place of its PartiQL, which does not look whose row it updates.
 */
export function openTable({table, region}: LedgerPlace, options: TableOptions): LedgerReader & LedgerWriter {
  const client = new DynamoDBClient({
    maxAttempts: options.retries + 1,
    ...(region !== '' && {region}),
    ...(options.credentials !== undefined && {credentials: options.credentials}),
    ...(options.callTimeoutMs > 0 && {requestHandler: {requestTimeout: options.callTimeoutMs}}),
  })
  const context: TableContext = {table, regionOf: () => client.config.region()}

  async function readRows(): Promise<readonly LedgerRow[]> {
    await checkTable(client, context)
    const rows: LedgerRow[] = []
    let start: ScanCommandOutput['LastEvaluatedKey']
    do {
      const page = await call('dynamodb:Scan', `read the ownership table ${table}`, () =>
        client.send(
          new ScanCommand({
            TableName: table,
            ConsistentRead: true,
            ProjectionExpression: 'k, o, l',
            ...(start !== undefined && {ExclusiveStartKey: start}),
          }),
        ),
      )
      rows.push(...(page.Items ?? []).flatMap((item) => fromItem(item) ?? []))
      start = page.LastEvaluatedKey
    } while (start !== undefined)
    return rows
  }

  async function call<T>(action: string, doing: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send()
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw error
      throw await describeFailure(error, {...context, action, doing})
    }
  }

  async function send(change: LedgerChange): Promise<void> {
    const key = formatRowKey(change.kind === 'put' ? change.desired.key : change.current.key)
    if (change.kind === 'remove') {
      const values = {':us': {S: change.current.owner}}
      const input = {TableName: table, Key: {k: {S: key}}}
      const command = new DeleteItemCommand({
        ...input,
        ConditionExpression: FREE_OR_OURS,
        ExpressionAttributeValues: values,
      })
      await call('dynamodb:DeleteItem', `remove the row ${key} from the ownership table ${table}`, () =>
        client.send(command),
      )
      return
    }
    const {current, desired} = change
    const isTaken = current !== undefined && current.owner !== desired.owner
    const command = new PutItemCommand({
      TableName: table,
      Item: toItem(desired),
      ConditionExpression: isTaken ? `${FREE_OR_OURS} OR o = :former` : FREE_OR_OURS,
      ExpressionAttributeValues: {
        ':us': {S: desired.owner},
        ...(isTaken && {':former': {S: current.owner}}),
      },
    })
    await call('dynamodb:PutItem', `write the row ${key} to the ownership table ${table}`, () => client.send(command))
  }

  async function ownerOf(change: LedgerChange): Promise<string | undefined> {
    const key = formatRowKey(change.kind === 'put' ? change.desired.key : change.current.key)
    return (await readRows()).find((row) => formatRowKey(row.key) === key)?.owner
  }

  return {
    readRows,
    async write(change): Promise<LedgerOutcome> {
      try {
        await send(change)
        return {kind: 'done'}
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        return {kind: 'taken', owner: error.Item?.o?.S ?? (await ownerOf(change).catch(() => undefined))}
      }
    },
  }
}

async function checkTable(client: DynamoDBClient, context: TableContext): Promise<void> {
  const {table} = context
  try {
    const {Table} = await client.send(new DescribeTableCommand({TableName: table}))
    const problem = schemaProblem(Table)
    if (problem !== undefined) throw problem(context)
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') throw await tableMissing(context, error)
    throw await describeFailure(error, {
      ...context,
      action: 'dynamodb:DescribeTable',
      doing: `look at the ownership table ${table}`,
    })
  }
}
