import type {AddressInfo} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import dynalite from 'dynalite'
import {type FaultWindow, openFaultList} from '../fault-list.js'
import {type LoopbackAnswer, type LoopbackRequest, serveLoopback} from '../loopback-server.js'

/** Attributes in the wire format: `{S: "text"}`. */
export type Item = Readonly<Record<string, unknown>>

export interface DynamoDbCall {
  /** `Scan`, `PutItem` … */
  readonly operation: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface DynamoDbFault extends FaultWindow<DynamoDbCall> {
  readonly operation: string
  /**
   * `pass`: answered as usual. `refuse`: answered with this code, nothing done. `lose`: done, then the connection is
   * cut. `cut`: not done, and the connection is cut. `instead`: not done, and this answered, as by a proxy.
   */
  readonly action:
    | {readonly kind: 'refuse'; readonly code: string}
    | {readonly kind: 'instead'; readonly status: number; readonly body: string}
    | {readonly kind: 'pass' | 'lose' | 'cut'}
  /** Awaited before anything else when the fault hits. */
  readonly onHit?: () => unknown
}

export interface DynamoDbOptions {
  /** The tables that exist at the start; default: one named external-dns with the key `k` of type S. */
  readonly tables?: readonly {readonly name: string; readonly key: string; readonly sortKey?: string}[]
  /** Items per page of a Scan; small, so that few items make several pages. */
  readonly pageSize?: number
}

/**
 * DynamoDB as emulated by dynalite, which validates requests as AWS does, with a call log, faults and small pages.
 * Signatures are not checked.
 */
export async function startDynamoDbEmulator({
  tables = [{name: 'external-dns', key: 'k'}],
  pageSize,
}: DynamoDbOptions = {}) {
  const database = dynalite({createTableMs: 0})
  await new Promise<void>((resolve) => {
    database.listen(0, '127.0.0.1', resolve)
  })
  const {port} = database.address() as AddressInfo
  const calls: DynamoDbCall[] = []
  const faults = openFaultList<DynamoDbCall, DynamoDbFault>((fault, call) => fault.operation === call.operation)
  const server = await serveLoopback(answer)

  async function answer(request: LoopbackRequest): Promise<LoopbackAnswer> {
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '')
    const call = {operation, body: JSON.parse(request.body)}
    calls.push(call)
    const [fault] = faults.hits(call)
    await fault?.onHit?.()
    if (fault?.action.kind === 'cut') return {kind: 'none', socket: 'cut'}
    if (fault?.action.kind === 'instead') {
      const {status, body} = fault.action
      return {kind: 'answer', status, headers: {'content-type': 'text/html'}, body}
    }
    if (fault?.action.kind === 'refuse') return refusal(fault.action.code)
    const done = await ask(
      operation,
      pageSize === undefined || operation !== 'Scan' ? call.body : {...call.body, Limit: pageSize},
    )
    if (fault?.action.kind === 'lose') return {kind: 'none', socket: 'cut'}
    return {
      kind: 'answer',
      status: done.status,
      headers: {'content-type': 'application/x-amz-json-1.0'},
      body: done.body,
    }
  }

  async function ask(operation: string, body: unknown): Promise<{readonly status: number; readonly body: string}> {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=emulator/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(body),
    })
    return {status: response.status, body: await response.text()}
  }

  async function must(operation: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
    const {status, body: text} = await ask(operation, body)
    if (status !== 200) throw new Error(`${operation}: ${text}`)
    return JSON.parse(text)
  }

  // As at AWS, a table that is still CREATING answers that it is not there.
  async function becomesActive(name: string): Promise<void> {
    for (let tries = 0; tries < 1000; tries += 1) {
      const {Table} = await must('DescribeTable', {TableName: name})
      if ((Table as {readonly TableStatus: string}).TableStatus === 'ACTIVE') return
      await sleep(5)
    }
    throw new Error(`the table ${name} does not become active`)
  }

  for (const {name, key, sortKey} of tables) {
    const keys = [key, ...(sortKey === undefined ? [] : [sortKey])]
    await must('CreateTable', {
      TableName: name,
      AttributeDefinitions: keys.map((AttributeName) => ({AttributeName, AttributeType: 'S'})),
      KeySchema: keys.map((AttributeName, index) => ({AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE'})),
      ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 1},
    })
    await becomesActive(name)
  }

  return {
    url: server.url,
    /** Operations in the order of arrival. */
    operations: () => calls.map(({operation}) => operation),
    addFault: (fault: DynamoDbFault) => faults.add(fault),
    put: (item: Item, table = 'external-dns') => must('PutItem', {TableName: table, Item: item}),
    async items(table = 'external-dns'): Promise<readonly Item[]> {
      return (await must('Scan', {TableName: table})).Items as readonly Item[]
    },
    async close() {
      await server.close()
      database.closeAllConnections()
      await new Promise<void>((resolve) => {
        database.close(() => resolve())
      })
    },
  }
}

export type DynamoDbEmulator = Awaited<ReturnType<typeof startDynamoDbEmulator>>

function refusal(code: string): LoopbackAnswer {
  const body = JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${code}`,
    message: code === 'AccessDeniedException' ? 'User: arn:aws:iam::111122223333:user/ci is not authorized' : code,
  })
  return {kind: 'answer', status: 400, headers: {'content-type': 'application/x-amz-json-1.0'}, body}
}
