import type {Route53Client} from '@aws-sdk/client-route-53'
import {beforeEach, describe, expect, it} from 'vitest'
import {serveEachTest} from './each-test.js'
import type {Route53Emulator, Route53EmulatorOptions} from './emulator.js'
import type {GuardrailReading} from './guardrail.js'
import {alias, change, create, plain, remove, upsert} from './sdk-client.js'
import type {Guardrail} from './zone-features.js'

let emulator: Route53Emulator
let client: Route53Client

const zones = [
  {name: 'example.com', id: 'Z1', features: {tier: 'ADVANCED' as const}},
  {name: 'inner.example', id: 'Z2', private: true},
]
const restart = serveEachTest({zones}, (...started) => {
  ;[emulator, client] = started
})

const enable = (...guardrails: Guardrail[]) =>
  emulator.setFeatures('Z1', {guardrails: Object.fromEntries(guardrails.map((name) => [name, 'ENABLED']))})
const given = async (...sets: Parameters<typeof create>[0][]) =>
  expect(await change(client, 'Z1', sets.map(create))).toBe('ok')

/** `ok`, or the text of the InvalidChangeBatch. */
async function verdict(...changes: ReturnType<typeof create>[]): Promise<string> {
  const outcome = await change(client, 'Z1', changes)
  if (outcome === 'ok') return 'ok'
  expect(outcome).toMatchObject({code: 'InvalidChangeBatch', status: 400})
  return outcome.message
}

const READINGS: readonly GuardrailReading[] = ['end state', 'change by change']
const OURS = ['ns-2048.awsdns-64.com', 'ns-2049.awsdns-65.net']
const web = plain('web.example.com', 'A', '192.0.2.1')
const weighted = (id: string) => ({...web, SetIdentifier: id, Weight: 1})

describe('the fixed guardrails', () => {
  it('refuse what looks like a name server of Route 53 and is none', async () => {
    const ns = plain('sub.example.com', 'NS', 'ns-9.awsdns-09.com', 'ns1.example.net')
    expect(await verdict(create(ns))).toMatch(/^\[sub\.example\.com\. NS: NS_FORMAT_CHECK, .*\]$/)
    const inner = plain('sub.inner.example', 'NS', 'NS-9.AWSDNS-09.co.uk.')
    expect(await change(client, 'Z2', [create(inner)])).toMatchObject({code: 'InvalidChangeBatch'})
    expect(await verdict(create(plain('sub.example.com', 'NS', 'ns1.example.net', 'ns-1.awsdns.com')))).toBe('ok')
  })

  it('refuse a delegation to servers that do not have the child zone', async () => {
    const ns = plain('sub.example.com', 'NS', ...OURS)
    const authority = expect.stringContaining('NS_DELEGATION_AUTHORITY_CHECK')
    expect(await verdict(create(ns))).toEqual(authority)
    emulator.addZone({name: 'sub.example.com', private: true})
    emulator.addZone({name: 'sub.example.com', nameServers: ['ns-7.awsdns-07.org']})
    expect(await verdict(create(ns))).toEqual(authority)
    expect(await verdict(create(plain('sub.example.com', 'NS', 'ns-7.awsdns-07.org')))).toBe('ok')
    emulator.addZone({name: 'sub.example.com'})
    expect(await verdict(upsert(ns))).toBe('ok')
    expect(await verdict(remove(ns))).toBe('ok')
  })

  it('do not look at delegations of a private zone, nor at the servers of the zone itself', async () => {
    expect(await change(client, 'Z2', [create(plain('sub.inner.example', 'NS', ...OURS))])).toBe('ok')
    expect(await verdict(upsert(plain('example.com', 'NS', ...OURS)))).toBe('ok')
  })

  it('can be switched off by hand', async () => {
    const off = {NS_FORMAT_CHECK: 'DISABLED', NS_DELEGATION_AUTHORITY_CHECK: 'DISABLED'} as const
    emulator.setFeatures('Z1', {guardrails: off})
    expect(await verdict(create(plain('sub.example.com', 'NS', 'ns-9.awsdns-09.com', ...OURS)))).toBe('ok')
  })
})

describe('a refusal', () => {
  const gone = (options: Route53EmulatorOptions) => async () => {
    await restart(options)
    enable('ACTIVE_RECORD_CHECK')
    await given(web)
    emulator.setQueried('Z1', 'WEB.example.com', 'A')
    return verdict(create(plain('new.example.com', 'A', '192.0.2.1')), remove(web))
  }

  it('names the record, the guardrail and what to do, and nothing is applied', async () => {
    expect(await gone({})()).toBe('[web.example.com. A: ACTIVE_RECORD_CHECK, wait until it is no longer queried]')
    expect(emulator.zone('Z1').records.map(({Name}) => Name)).toEqual(['web.example.com.'])
  })

  it('comes without the name of the guardrail, and in other words, on request', async () => {
    expect(await gone({namesGuardrails: false})()).toBe('[web.example.com. A: wait until it is no longer queried]')
    expect(await gone({wording: 'long'})()).toMatch(/^\[The change .*'web\.example\.com\.'.* ACTIVE_RECORD_CHECK/)
    expect(await gone({wording: 'long', namesGuardrails: false})()).not.toContain('_CHECK')
  })

  it('comes for all records at once, and after protections', async () => {
    enable('ACTIVE_RECORD_CHECK')
    const other = plain('other.example.com', 'A', '192.0.2.1')
    await given(web, other)
    for (const name of ['web', 'other']) emulator.setQueried('Z1', `${name}.example.com`, 'A')
    const text = await verdict(remove(web), remove(other))
    expect(text.match(/ACTIVE_RECORD_CHECK/g)).toHaveLength(2)
    emulator.protect('Z1', 'web.example.com', 'A')
    expect(await verdict(remove(web), remove(other))).toBe('[web.example.com. A is protected]')
  })
})

describe.each(READINGS)('the optional guardrails, reading %s', (guardrailReading) => {
  beforeEach(() => restart({guardrailReading}))
  const atTheEnd = guardrailReading === 'end state'

  it('are off by default', async () => {
    const www = alias('www.example.com', 'A', 'Z1', 'web.example.com')
    await given(web, www)
    emulator.setQueried('Z1', 'web.example.com', 'A', 10)
    expect(await verdict(remove(web))).toBe('ok')
  })

  it('ACTIVE_RECORD_CHECK: refuses to delete what is queried, unless another set stays', async () => {
    enable('ACTIVE_RECORD_CHECK')
    await given(web, plain('txt.example.com', 'TXT', '"t"'))
    emulator.setQueried('Z1', 'web.example.com', 'A', 3)
    expect(await verdict(remove(web))).toContain('web.example.com. A: ACTIVE_RECORD_CHECK')
    expect(await verdict(remove(plain('txt.example.com', 'TXT', '"t"')))).toBe('ok')
    expect(await verdict(upsert({...web, TTL: 60}))).toBe('ok')
    emulator.setQueried('Z1', 'web.example.com', 'A', 0)
    expect(await verdict(remove({...web, TTL: 60}))).toBe('ok')
    await given(weighted('a'), weighted('b'))
    emulator.setQueried('Z1', 'web.example.com', 'A')
    expect(await verdict(remove(weighted('a')))).toBe('ok')
    expect(await verdict(remove(weighted('b')))).toContain('ACTIVE_RECORD_CHECK')
  })

  it('ACTIVE_RECORD_CHECK: DELETE and CREATE in one batch', async () => {
    enable('ACTIVE_RECORD_CHECK')
    await given(web, plain('c.example.com', 'CNAME', 'a.example.net'))
    emulator.setQueried('Z1', 'web.example.com', 'A')
    emulator.setQueried('Z1', 'c.example.com', 'CNAME')
    const replaced = await verdict(remove(web), create(plain('web.example.com', 'A', '192.0.2.2')))
    expect(replaced === 'ok').toBe(atTheEnd)
    const toA = [
      remove(plain('c.example.com', 'CNAME', 'a.example.net')),
      create(plain('c.example.com', 'A', '192.0.2.1')),
    ]
    expect(await verdict(...toA)).toContain('c.example.com. CNAME: ACTIVE_RECORD_CHECK')
  })

  it('ACTIVE_DELEGATION_CHECK: refuses to delete a delegation that resolvers follow', async () => {
    enable('ACTIVE_DELEGATION_CHECK', 'ACTIVE_RECORD_CHECK')
    const ns = plain('sub.example.com', 'NS', 'ns1.example.net')
    await given(ns)
    emulator.setQueried('Z1', 'sub.example.com', 'NS')
    expect(await verdict(remove(ns))).toMatch(/^\[sub\.example\.com\. NS: ACTIVE_DELEGATION_CHECK, [^_]*\]$/)
    const moved = await verdict(remove(ns), create(plain('sub.example.com', 'NS', 'ns2.example.net')))
    expect(moved === 'ok').toBe(atTheEnd)
    expect(await verdict(upsert(plain('sub.example.com', 'NS', 'ns3.example.net')))).toBe('ok')
  })

  it('ALIAS_TARGET_CHECK: refuses to delete what an alias points at', async () => {
    enable('ALIAS_TARGET_CHECK')
    const www = alias('www.example.com', 'A', 'Z1', 'web.example.com')
    await given(web, www, plain('web.example.com', 'AAAA', '2001:db8::1'))
    expect(await verdict(remove(web))).toContain('web.example.com. A: ALIAS_TARGET_CHECK')
    expect(await verdict(remove(plain('web.example.com', 'AAAA', '2001:db8::1')))).toBe('ok')
    expect((await verdict(remove(web), remove(www))) === 'ok').toBe(atTheEnd)
    if (atTheEnd) await given(web, www)
    expect((await verdict(remove(web), create({...web, TTL: 60}))) === 'ok').toBe(atTheEnd)
    expect(await verdict(remove(www))).toBe('ok')
    expect(await verdict(remove(atTheEnd ? {...web, TTL: 60} : web))).toBe('ok')
  })

  it('ALIAS_TARGET_CHECK: a weighted sibling stays', async () => {
    enable('ALIAS_TARGET_CHECK')
    await given(weighted('a'), weighted('b'), alias('www.example.com', 'A', 'Z1', 'web.example.com'))
    expect((await verdict(remove(weighted('a')))) === 'ok').toBe(atTheEnd)
  })

  it('NS_OCCLUSION_CHECK: refuses records below a delegation, and a delegation above records', async () => {
    enable('NS_OCCLUSION_CHECK')
    const ns = plain('sub.example.com', 'NS', 'ns1.example.net')
    const below = plain('a.b.sub.example.com', 'A', '192.0.2.1')
    await given(plain('subx.example.com', 'A', '192.0.2.1'), below)
    expect(await verdict(create(ns))).toContain('sub.example.com. NS: NS_OCCLUSION_CHECK')
    expect(await verdict(remove(below), create(ns))).toBe('ok')
    expect(await verdict(create(below))).toContain('a.b.sub.example.com. A: NS_OCCLUSION_CHECK')
    expect((await verdict(create(below), remove(ns))) === 'ok').toBe(atTheEnd)
  })
})
