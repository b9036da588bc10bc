import {
  CreateResourceRecordSetProtectionsCommand,
  DeleteResourceRecordSetProtectionsCommand,
  ListResourceRecordSetProtectionsCommand,
  type ListResourceRecordSetProtectionsCommandInput,
  type Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53'
import {describe, expect, it} from 'vitest'
import {serveEachTest} from './each-test.js'
import type {Route53Emulator} from './emulator.js'
import {change, create, outcomeOf, plain, remove, upsert} from './sdk-client.js'
import {send} from './wire-client.js'

let emulator: Route53Emulator
let client: Route53Client

const zones = [
  {name: 'example.com', id: 'Z1'},
  {name: 'example.org', id: 'Z2'},
]
const restart = serveEachTest({zones}, (...started) => {
  ;[emulator, client] = started
})

const www = plain('www.example.com', 'A', '192.0.2.1')
const weighted = (id: string) => ({...www, SetIdentifier: id, Weight: 1})
const entry = (RecordName: string, RecordType: string, Comment?: string) => ({
  RecordName,
  RecordType: RecordType as RRType,
  ...(Comment !== undefined && {Comment}),
})

type Entries = ReturnType<typeof entry>[]

const list = async (input: Omit<ListResourceRecordSetProtectionsCommandInput, 'HostedZoneId'> = {}, zoneId = 'Z1') => {
  const answer = await client.send(new ListResourceRecordSetProtectionsCommand({HostedZoneId: zoneId, ...input}))
  const protections = answer.ResourceRecordSetProtections ?? []
  const shown = protections.map(({RecordName, RecordType, Comment}) =>
    [RecordName, RecordType, Comment ?? ''].join(' '),
  )
  return {shown, token: answer.NextToken}
}

/** `ok`, or the code and status of the refusal with the entries that it lists. */
async function attempt(call: Promise<unknown>): Promise<unknown> {
  try {
    await call
    return 'ok'
  } catch (error) {
    const {name, $metadata, Errors} = error as Error & {
      $metadata: {httpStatusCode: number}
      Errors?: {RecordName: string; RecordType: string; Code: string}[]
    }
    const listed = (Errors ?? []).map(({RecordName, RecordType, Code}) => `${RecordName} ${RecordType} ${Code}`)
    return [name, $metadata.httpStatusCode, ...listed]
  }
}

const protect = (entries: Entries, HostedZoneId = 'Z1') =>
  attempt(client.send(new CreateResourceRecordSetProtectionsCommand({HostedZoneId, Protections: entries})))
const unprotect = (entries: Entries, HostedZoneId = 'Z1') =>
  attempt(client.send(new DeleteResourceRecordSetProtectionsCommand({HostedZoneId, Protections: entries})))

describe('the list of protections', () => {
  it('comes in the form of the API, with and without a comment, of names without records too', async () => {
    emulator.protect('Z1', 'mail.example.com', 'MX', 'ask ops, [really] "now" & <here>')
    emulator.protect('Z1', '*.New.example.com', 'A')
    const {xml} = await send(emulator.url, 'hostedzone/Z1/rrsetprotection?maxresults=300')
    expect(xml.replace(/^.*?-01\/">/s, '')).toBe(
      '<ResourceRecordSetProtections><ResourceRecordSetProtection><RecordName>mail.example.com.</RecordName><RecordType>MX</RecordType><Comment>ask ops, [really] &quot;now&quot; &amp; &lt;here&gt;</Comment></ResourceRecordSetProtection><ResourceRecordSetProtection><RecordName>\\052.new.example.com.</RecordName><RecordType>A</RecordType></ResourceRecordSetProtection></ResourceRecordSetProtections></ListResourceRecordSetProtectionsResponse>',
    )
    expect((await list()).shown[0]).toBe('mail.example.com. MX ask ops, [really] "now" & <here>')
    expect(await list({}, 'Z2')).toEqual({shown: [], token: undefined})
  })

  it('gives names as they were written on request', async () => {
    await restart({writtenProtectionNames: true})
    emulator.protect('Z1', '*.New.example.com', 'A')
    expect((await list()).shown).toEqual(['*.New.example.com A '])
  })

  it('starts at a name and type, which a token overrides', async () => {
    for (const name of ['a', 'b', 'c']) emulator.protect('Z1', `${name}.example.com`, 'A')
    emulator.protect('Z1', 'b.example.com', 'TXT')
    expect((await list({StartRecordName: 'B.example.com'})).shown[0]).toBe('b.example.com. A ')
    expect((await list({StartRecordName: 'b.example.com', StartRecordType: 'MX'})).shown[0]).toBe('b.example.com. TXT ')
    expect((await list({StartRecordName: 'bb.example.com'})).shown).toEqual(['c.example.com. A '])
    expect((await list({StartRecordName: 'd.example.com'})).shown).toEqual([])
    const {token} = await list({MaxResults: 1})
    const after = await list({NextToken: token, StartRecordName: 'c.example.com', MaxResults: 1})
    expect(after.shown).toEqual(['b.example.com. A '])
    expect(await outcomeOf(list({StartRecordType: 'A'}))).toMatchObject({code: 'InvalidInput', status: 400})
  })

  it('comes in pages of 300 at most', async () => {
    for (let n = 0; n < 301; n += 1) emulator.protect('Z1', `h${n}.example.com`, 'A')
    const first = await list({MaxResults: 1000})
    expect(first.shown).toHaveLength(300)
    const second = await list({NextToken: first.token})
    expect(second.shown).toHaveLength(1)
    expect(second.token).toBeUndefined()
    expect(new Set([...first.shown, ...second.shown]).size).toBe(301)
  })

  it('takes a token for its zone only, and nothing else for a token', async () => {
    for (const name of ['a', 'b']) emulator.protect('Z1', `${name}.example.com`, 'A')
    const {token} = await list({MaxResults: 1})
    for (const call of [list({NextToken: 'b.example.com'}), list({NextToken: token}, 'Z2')]) {
      expect(await outcomeOf(call)).toMatchObject({code: 'InvalidPaginationToken', status: 400})
    }
    expect(await outcomeOf(list({}, 'Z9'))).toMatchObject({code: 'NoSuchHostedZone', status: 404})
    expect(await outcomeOf(list({MaxResults: 0}))).toMatchObject({code: 'InvalidInput'})
  })
})

describe('creating and deleting protections', () => {
  it('is done for all entries', async () => {
    expect(await protect([entry('a.example.com', 'A', 'why'), entry('example.com', 'SOA')])).toBe('ok')
    expect((await list()).shown).toEqual(['example.com. SOA ', 'a.example.com. A why'])
    expect(emulator.protections('Z1')).toMatchObject([{type: 'SOA'}, {name: 'a.example.com.', comment: 'why'}])
    expect(await unprotect([entry('A.example.com.', 'A'), entry('example.com', 'SOA')])).toBe('ok')
    expect((await list()).shown).toEqual([])
  })

  it('is done for none when one is there already', async () => {
    emulator.protect('Z1', 'x.example.com', 'A')
    const [x, y] = [entry('x.example.com', 'A'), entry('y.example.com', 'A')]
    expect(await protect([x, y])).toEqual([
      'InvalidResourceRecordSetProtectionBatch',
      400,
      'x.example.com A ProtectionAlreadyExists',
    ])
    expect(await protect([x])).toEqual(['ProtectionAlreadyExists', 409, 'x.example.com A ProtectionAlreadyExists'])
    expect((await list()).shown).toHaveLength(1)
  })

  it('lists invalid entries only, if there are any', async () => {
    emulator.protect('Z1', 'x.example.com', 'A')
    const twice = entry('y.example.com', 'A')
    const bad = [entry('a.example.org', 'A'), entry('a..example.com', 'A'), entry('a.example.com', 'DNAME'), twice]
    expect(await protect([entry('x.example.com', 'A'), twice, ...bad])).toEqual([
      'InvalidResourceRecordSetProtectionBatch',
      400,
      'a.example.org A InvalidInput',
      'a..example.com A InvalidInput',
      'a.example.com DNAME InvalidInput',
      'y.example.com A InvalidInput',
    ])
  })

  it('is not done for what is not protected', async () => {
    emulator.protect('Z1', 'x.example.com', 'A')
    expect(await unprotect([entry('x.example.com', 'A'), entry('x.example.com', 'AAAA')])).toEqual([
      'InvalidResourceRecordSetProtectionBatch',
      400,
      'x.example.com AAAA ProtectionNotFound',
    ])
    expect((await list()).shown).toHaveLength(1)
  })

  it('takes 1 to 100 entries, of an existing zone, up to the quota', async () => {
    const many = (count: number) => Array.from({length: count}, (_, n) => entry(`h${n}.example.com`, 'A'))
    expect(await protect([])).toEqual(['InvalidInput', 400])
    expect(await protect(many(101))).toEqual(['InvalidInput', 400])
    expect(await protect([entry('a.example.com', 'A', 'c'.repeat(257))])).toEqual(['InvalidInput', 400])
    expect(await protect(many(1), 'Z9')).toEqual(['NoSuchHostedZone', 404])
    expect(await protect(many(100))).toBe('ok')
    await restart({protectionQuota: 2})
    expect(await protect(many(3))).toEqual(['LimitsExceeded', 400])
    expect(await protect(many(2))).toBe('ok')
  })

  it('waits for no change of the zone that is under way', async () => {
    emulator.setLatency(200)
    const outcomes = await Promise.all([change(client, 'Z1', [create(www)]), protect([entry('a.example.com', 'A')])])
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1)
    expect(JSON.stringify(outcomes)).toContain('PriorRequestNotComplete')
  })
})

describe('a protected name and type', () => {
  it('refuses the whole batch, and names every protection with its comment', async () => {
    emulator.protect('Z1', 'mail.example.com', 'MX', 'ask ops, then "web", [all]')
    emulator.protect('Z1', 'new.example.com', 'A')
    const mail = plain('mail.example.com', 'MX', '10 mx.example.net')
    expect(
      await change(client, 'Z1', [create(www), upsert(mail), create(plain('NEW.example.com', 'A', '192.0.2.1'))]),
    ).toEqual({
      code: 'InvalidChangeBatch',
      status: 400,
      message: '[mail.example.com. MX is protected: ask ops, then "web", [all], new.example.com. A is protected]',
    })
    expect(emulator.zone('Z1').records).toEqual([])
    expect(emulator.acceptedChanges()).toEqual([])
    expect(await change(client, 'Z1', [create(www), create(plain('new.example.com', 'AAAA', '2001:db8::1'))])).toBe(
      'ok',
    )
  })

  it('refuses every action with every set identifier, and an UPSERT that changes nothing', async () => {
    expect(await change(client, 'Z1', [create(weighted('a'))])).toBe('ok')
    emulator.protect('Z1', 'www.example.com', 'A')
    for (const one of [remove(weighted('a')), upsert(weighted('a')), create(weighted('b'))]) {
      expect(await change(client, 'Z1', [one])).toMatchObject({code: 'InvalidChangeBatch'})
    }
    emulator.unprotect('Z1', 'www.example.com', 'A')
    expect(await change(client, 'Z1', [remove(weighted('a'))])).toBe('ok')
  })

  it('has a text in another wording', async () => {
    await restart({wording: 'long'})
    emulator.protect('Z1', 'www.example.com', 'A', 'ask ops')
    const outcome = await change(client, 'Z1', [create(www)])
    expect(outcome === 'ok' ? '' : outcome.message).toMatch(/www\.example\.com\..*'A'.*ask ops/)
    expect(outcome === 'ok' ? '' : outcome.message).not.toContain('is protected')
  })

  it('is refused after what is wrong with the changes themselves', async () => {
    emulator.protect('Z1', 'www.example.com', 'A')
    const outcome = await change(client, 'Z1', [remove(www)])
    expect(outcome === 'ok' ? '' : outcome.message).toContain('but it was not found')
  })
})
