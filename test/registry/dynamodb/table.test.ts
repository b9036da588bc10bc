import {describe, expect, it} from 'vitest'
import type {Transport} from '../../../src/aws/sign-in/transport.js'
import {openTable} from '../../../src/registry/dynamodb/table.js'
import type {LedgerRow} from '../../../src/registry/ledger.js'
import {toOwnerId} from '../../../src/registry/ownership.js'

type Json = Readonly<Record<string, unknown>>
interface Answer {
  readonly status?: number
  readonly body: Json
}

const TABLE = {
  Table: {
    KeySchema: [{AttributeName: 'k', KeyType: 'HASH'}],
    AttributeDefinitions: [{AttributeName: 'k', AttributeType: 'S'}],
  },
}
const WRITTEN = {body: {ConsumedCapacity: {TableName: 't', CapacityUnits: 1}}}
const item = (k: string, labels: Readonly<Record<string, string>> = {}, owner = 'red') => ({
  k: {S: k},
  o: {S: owner},
  l: {M: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, {S: text}]))},
})
const pageOf = (items: readonly Json[], next?: string): Answer => ({
  body: {Items: items, Count: items.length, ...(next !== undefined && {LastEvaluatedKey: {k: {S: next}}})},
})
const clash = (stored?: Json): Answer => ({
  status: 400,
  body: {__type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', ...(stored && {Item: stored})},
})

/** A table whose calls get these answers in order, the last one for ever; what was asked is kept. */
function tableOf(answers: readonly Answer[], describe: Json = TABLE) {
  const asked: {readonly call: string; readonly input: Json}[] = []
  const pending = [...answers]
  const transport = {
    async handle({headers, body}: {headers: Record<string, string>; body: string}) {
      const call = (headers['x-amz-target'] ?? '').replace(/.*\./, '')
      asked.push({call, input: JSON.parse(body)})
      const [next] = pending
      if (call !== 'DescribeTable' && pending.length > 1) pending.shift()
      const answer = call === 'DescribeTable' ? {body: describe} : (next ?? {body: {}})
      const octets = Buffer.from(JSON.stringify(answer.body))
      return {
        response: {
          statusCode: answer.status ?? 200,
          headers: {'content-type': 'application/x-amz-json-1.0'},
          body: octets,
        },
      }
    },
    destroy() {},
  } as unknown as Transport
  const credentials = {accessKeyId: 'x', secretAccessKey: 'x'}
  const session = {credentials, profile: undefined, region: 'eu-west-1', transport} as unknown as Parameters<
    typeof openTable
  >[1]['session']
  const table = openTable({kind: 'dynamodb', table: 't', region: ''}, {session, retries: 0, callTimeoutMs: 0})
  const inputs = (call: string) => asked.filter((one) => one.call === call).map(({input}) => input)
  return {table, inputs}
}

function row(labels: Readonly<Record<string, string>> = {}, resource = 'service/shop/web'): LedgerRow {
  return {key: {name: 'web.shop.io', type: 'A', setIdentifier: undefined}, owner: toOwnerId('red'), resource, labels}
}

describe('rows of a table', () => {
  it('are read from all pages; an item without a key or whose key is no row, and a label that is no text, is left out', async () => {
    const other = {...item('web.shop.io#A#'), l: {M: {resource: {S: 'service/shop/web'}, count: {N: '7'}}}}
    const {table, inputs} = tableOf([
      pageOf([other, {k: {S: 'no row'}}], 'x'),
      pageOf([{k: {S: 'b#A#v#1'}}, {o: {S: 'red'}}]),
    ])
    expect(await table.readRows()).toEqual([
      row(),
      {key: {name: 'b', type: 'A', setIdentifier: 'v#1'}, owner: '', resource: '', labels: {}},
    ])
    expect(inputs('Scan').map(({ExclusiveStartKey: start}) => start)).toEqual([undefined, {k: {S: 'x'}}])
    expect(inputs('Scan').every(({ConsistentRead}) => ConsistentRead === true)).toBe(true)
  })

  it.each<[string, readonly Answer[], string]>([
    ['has no items', [{body: {Count: 0}}], 'is not a page of a table'],
    ['has fewer items than it says', [{body: {Items: [], Count: 1}}], 'is not a page of a table'],
    ['leads back', [pageOf([], 'x')], 'leads back to a page that was read before'],
  ])('are not known from a page that %s', async (_what, answers, happened) => {
    await expect(tableOf(answers).table.readRows()).rejects.toMatchObject({
      code: 'DYNAMODB_FAILED',
      happened: `The answer (HTTP 200) ${happened}.`,
    })
  })

  it('are not known from a table that does not end', async () => {
    const pages = Array.from({length: 2001}, (_each, index) => pageOf([], `k${index}`))
    await expect(tableOf(pages).table.readRows()).rejects.toMatchObject({
      happened: 'The answer (HTTP 200) does not end within 2000 pages.',
    })
  })

  it('are not read from a table that is not described, or is another', async () => {
    await expect(tableOf([], {}).table.readRows()).rejects.toMatchObject({happened: /describes no table/})
    await expect(tableOf([], {Table: {}}).table.readRows()).rejects.toMatchObject({code: 'DYNAMODB_TABLE_INVALID'})
  })
})

describe('a row is written only as it was read', () => {
  it('a new one where there is none', async () => {
    const {table, inputs} = tableOf([WRITTEN])
    expect(await table.write({kind: 'put', current: undefined, desired: row({zone: 'Z1'})})).toEqual({kind: 'done'})
    expect(inputs('PutItem')).toMatchObject([
      {
        ConditionExpression: 'attribute_not_exists(k)',
        Item: item('web.shop.io#A#', {zone: 'Z1', resource: 'service/shop/web'}),
      },
    ])
  })

  it('over one of the same owner and labels, unknown ones included', async () => {
    const stored = {...item('web.shop.io#A#', {zone: 'Z1'}), l: {M: {zone: {S: 'Z1'}, count: {N: '7'}}}}
    const {table, inputs} = tableOf([pageOf([stored]), WRITTEN])
    const [current] = await table.readRows()
    await table.write({kind: 'put', current, desired: row({zone: 'Z1+Z2'})})
    expect(inputs('PutItem')).toMatchObject([
      {
        ConditionExpression: 'o = :o AND size(l) = :size AND l.#n0 = :v0 AND l.#n1 = :v1',
        ExpressionAttributeNames: {'#n0': 'zone', '#n1': 'count'},
        ExpressionAttributeValues: {':o': {S: 'red'}, ':size': {N: '2'}, ':v0': {S: 'Z1'}, ':v1': {N: '7'}},
      },
    ])
  })

  it('over one without owner and labels, as it is', async () => {
    const {table, inputs} = tableOf([pageOf([{k: {S: 'web.shop.io#A#'}}]), WRITTEN])
    const [current] = await table.readRows()
    await table.write({kind: 'put', current, desired: row()})
    const [input] = inputs('PutItem')
    expect(input?.ConditionExpression).toBe('attribute_not_exists(o) AND attribute_not_exists(l)')
    expect(input).not.toHaveProperty('ExpressionAttributeValues')
  })

  it('and is removed where it is as it was read, or gone already', async () => {
    const {table, inputs} = tableOf([WRITTEN])
    await table.write({kind: 'remove', current: row({}, ''), rest: undefined})
    expect(inputs('DeleteItem')).toMatchObject([
      {Key: {k: {S: 'web.shop.io#A#'}}, ConditionExpression: 'attribute_not_exists(k) OR (o = :o AND size(l) = :size)'},
    ])
  })

  it('and counts as written only where the answer says so', async () => {
    const {table} = tableOf([{body: {}}])
    await expect(table.write({kind: 'put', current: undefined, desired: row()})).rejects.toMatchObject({
      doing: 'write the row web.shop.io#A# to the ownership table t',
      happened: 'The answer (HTTP 200) does not mention the write.',
    })
  })
})

describe('a row that another run wrote meanwhile', () => {
  const put = {kind: 'put', current: undefined, desired: row({zone: 'Z1'})} as const

  it.each([
    ['is told with the refusal', [clash(item('web.shop.io#A#', {}, 'blue'))]],
    ['is read again where it is not', [clash(), pageOf([item('web.shop.io#A#', {}, 'blue')])]],
  ])('is of its owner: it %s', async (_what, answers) => {
    expect(await tableOf(answers).table.write(put)).toEqual({kind: 'taken', owner: 'blue'})
  })

  it('of the same owner lists the zones of both', async () => {
    const stored = item('web.shop.io#A#', {zone: 'Z2', resource: 'service/shop/web'})
    const {table, inputs} = tableOf([clash(stored), WRITTEN])
    expect(await table.write(put)).toEqual({kind: 'done'})
    expect(inputs('PutItem').at(-1)).toMatchObject({Item: {l: {M: {zone: {S: 'Z1+Z2'}}}}})
  })

  it('again and again is given up after ten tries', async () => {
    const clashes = Array.from({length: 12}, (_, index) => clash(item('web.shop.io#A#', {zone: `Z${index + 2}`})))
    const {table, inputs} = tableOf(clashes)
    expect(await table.write(put)).toEqual({kind: 'taken', owner: 'red'})
    expect(inputs('PutItem')).toHaveLength(11)
  })
})
