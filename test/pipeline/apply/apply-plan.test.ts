import {setImmediate} from 'node:timers/promises'
import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../../src/dns/endpoint.js'
import type {RecordSet} from '../../../src/dns/record-set.js'
import type {Zone} from '../../../src/dns/zone.js'
import {applyPlan, countBatches, type HostOutcome} from '../../../src/pipeline/apply/apply-plan.js'
import {isEmptyPlan} from '../../../src/plan/plan.js'
import type {BatchOutcome, ChangeBatch} from '../../../src/route53/ports.js'
import type {BatchSize} from '../../../src/route53/write/change-batch.js'
import {alias, LIMITS, line, planFor, SHOP, set, txt, wanted, zone} from '../../plan/builders.js'
import {makeStrictAccount} from '../../plan/strict-account.js'
import {cliError, type FaultyAccount, faultyAccount} from '../faulty-account.js'

type Contents = readonly (readonly [Zone, readonly RecordSet[]])[]

const EMPTY: Contents = [[SHOP, []]]
const wants = (...hosts: readonly string[]) =>
  hosts.map((host) => wanted(host, 'A', '192.0.2.1', {by: `service/shop/${host}`}))

/** At most two hosts per request. */
const PAIRS: BatchSize = {...LIMITS, changes: 4}

async function apply(
  {ports}: FaultyAccount,
  endpoints: readonly Endpoint[],
  stored: Contents = EMPTY,
  limits: BatchSize = LIMITS,
): Promise<readonly string[]> {
  const outcomes = await applyPlan(planFor({stored, wants: endpoints}), limits, ports)
  return outcomes.map(describeOutcome).sort()
}

function describeOutcome(outcome: HostOutcome): string {
  const zoneId = outcome.host.zone === SHOP ? '' : `${outcome.host.zone.id} `
  return `${zoneId}${outcome.host.name.replace('.shop.io', '')} ${outcome.kind}`
}

function records({account}: FaultyAccount): readonly string[] {
  return account
    .contents()
    .flatMap(([, sets]) => sets.map(line))
    .sort()
}

describe('apply', () => {
  it('writes the plan, and the next one is empty', async () => {
    const world = faultyAccount(EMPTY)
    expect(await apply(world, wants('api', 'web'))).toEqual(['api applied', 'web applied'])
    expect(world.sent).toEqual(['Z1: api web'])
    expect(isEmptyPlan(planFor({stored: world.account.contents(), wants: wants('api', 'web')}))).toBe(true)
  })

  it('reports each batch with its number', async () => {
    const world = faultyAccount(EMPTY)
    await apply(world, wants('a', 'b', 'c'), EMPTY, PAIRS)
    expect(world.events).toMatchObject([
      {kind: 'batch-started', index: 1, of: 2, hosts: 2, changes: 4},
      {kind: 'batch-accepted', index: 1, of: 2, hosts: 2, changes: 4, changeId: 'C1'},
      {kind: 'batch-started', index: 2, of: 2, hosts: 1, changes: 2},
      {kind: 'batch-accepted', index: 2, of: 2, hosts: 1, changes: 2, changeId: 'C2'},
    ])
  })

  it('sends the batches of two zones side by side, and those of one zone in order, one at a time', async () => {
    const eu = zone('eu.shop.io', {id: 'Z2'})
    const stored: Contents = [
      [SHOP, []],
      [eu, []],
    ]
    const world = faultyAccount(stored)
    const log: string[] = []
    const submit = async (batch: ChangeBatch) => {
      log.push(`${batch.zone.id} starts`)
      await setImmediate()
      const outcome = await world.ports.submitter.submit(batch)
      log.push(`${batch.zone.id} ends`)
      return outcome
    }
    const slow = {...world, ports: {...world.ports, submitter: {submit}}}
    await apply(slow, wants('a', 'b', 'c', 'd', 'e.eu', 'f.eu', 'g.eu', 'h.eu'), stored, PAIRS)
    const ofZone = (id: string) => log.filter((line) => line.startsWith(id)).map((line) => line.slice(3))
    expect(ofZone('Z1')).toEqual(['starts', 'ends', 'starts', 'ends'])
    expect(ofZone('Z2')).toEqual(['starts', 'ends', 'starts', 'ends'])
    expect(log.slice(0, 2).sort()).toEqual(['Z1 starts', 'Z2 starts'])
    expect(world.sent.filter((request) => request.startsWith('Z1'))).toEqual(['Z1: a b', 'Z1: c d'])
  })

  it('knows before how many requests it takes', () => {
    const plan = planFor({stored: EMPTY, wants: wants('a', 'b', 'c', 'd', 'e')})
    expect(countBatches(plan, PAIRS)).toBe(3)
    expect(countBatches(plan, LIMITS)).toBe(1)
  })
})

describe('a batch that Route 53 refuses', () => {
  /** Someone created `c` between plan and apply. */
  const withForeigner: Contents = [[SHOP, [set('c', 'A', '198.51.100.1')]]]
  const hosts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const

  it('is halved until the host that is refused stands alone: the others are made', async () => {
    const world = faultyAccount(withForeigner)
    expect(await apply(world, wants(...hosts))).toEqual(
      hosts.map((host) => `${host} ${host === 'c' ? 'failed' : 'applied'}`),
    )
    expect(records(world)).toContain('c A 300 198.51.100.1')
    expect(records(world)).not.toContain('a-c TXT 300 red:service/shop/c')
  })

  it('says what Route 53 said', async () => {
    const world = faultyAccount(withForeigner)
    const [outcome] = await applyPlan(planFor({stored: EMPTY, wants: wants('c')}), LIMITS, world.ports)
    expect(outcome).toMatchObject({kind: 'failed', messages: ['CREATE c.shop.io A : already exists'], error: undefined})
  })

  it('overwrites nothing that someone changed meanwhile', async () => {
    const planned: Contents = [[SHOP, [set('web', 'A', '192.0.2.9'), txt('a-web', 'red', 'service/shop/web')]]]
    const now: Contents = [[SHOP, [set('web', 'A', '198.51.100.1'), txt('a-web', 'red', 'service/shop/web')]]]
    const world = faultyAccount(now)
    expect(await apply(world, wants('web'), planned)).toEqual(['web failed'])
    expect(world.account.contents()).toEqual(now)
  })

  it('is not sent once more when nothing has changed since', async () => {
    const world = faultyAccount(withForeigner)
    await apply(world, wants('c'))
    expect(world.sent).toEqual(['Z1: c'])
  })

  it('is tried again for a host that was only sent before the one it needs', async () => {
    // `z` points by way of `m` to `b`, until a later request changes that.
    const stored: Contents = [
      [
        SHOP,
        [
          set('z', 'CNAME', 'm.shop.io'),
          txt('cname-z', 'red', 'service/shop/z'),
          set('m', 'CNAME', 'b.shop.io'),
          txt('cname-m', 'red', 'service/shop/m'),
        ],
      ],
    ]
    const world = faultyAccount(stored)
    const cname = (host: string, target: string) => wanted(host, 'CNAME', target, {by: `service/shop/${host}`})
    const endpoints = [cname('b', 'z.shop.io'), cname('m', 'b.shop.io'), cname('z', 'x.example.net')]
    const small: BatchSize = {...LIMITS, changes: 2}
    expect(await apply(world, endpoints, stored, small)).toEqual(['b applied', 'z applied'])
    expect(world.sent).toEqual(['Z1: b', 'Z1: z', 'Z1: b'])
  })
})

describe('an alias to a name of the zone', () => {
  const aliasOf = (host: string, target: string) =>
    wanted(host, 'CNAME', `${target}.shop.io`, {properties: {alias: 'A'}, by: `service/shop/${host}`})
  const small: BatchSize = {...LIMITS, changes: 2}
  const chain = [aliasOf('a', 'm'), aliasOf('m', 'z'), ...wants('z')]

  it('is sent after its target, over chains, in one request and in several', async () => {
    const one = faultyAccount(EMPTY)
    expect(await apply(one, chain)).toEqual(['a applied', 'm applied', 'z applied'])
    expect(one.sent).toEqual(['Z1: z m a'])
    const several = faultyAccount(EMPTY)
    expect(await apply(several, chain, EMPTY, small)).toEqual(['a applied', 'm applied', 'z applied'])
    expect(several.sent).toEqual(['Z1: z', 'Z1: m', 'Z1: a'])
  })

  it('is deleted before its target, and changed before its target is deleted', async () => {
    const made = faultyAccount(EMPTY)
    await apply(made, chain)
    const stored = made.account.contents()
    const gone = faultyAccount(stored)
    await apply(gone, [], stored, small)
    expect(gone.sent).toEqual(['Z1: a', 'Z1: m', 'Z1: z'])
    const turned = faultyAccount(stored)
    await apply(turned, [aliasOf('a', 'b'), ...wants('b')], stored, small)
    expect(turned.sent).toEqual(['Z1: b', 'Z1: a', 'Z1: m', 'Z1: z'])
  })

  it('that has changed places with another is made without a circle on the way', async () => {
    const made = faultyAccount(EMPTY)
    const cname = (host: string, target: string) => wanted(host, 'CNAME', target, {by: `service/shop/${host}`})
    await apply(made, [cname('b', 'x.example.net'), cname('z', 'b.shop.io')])
    const stored = made.account.contents()
    const world = faultyAccount(stored)
    await apply(world, [cname('b', 'z.shop.io'), cname('z', 'x.example.net')], stored, {...LIMITS, changes: 1})
    expect(world.sent).toEqual(['Z1: z', 'Z1: b'])
  })
})

describe('a lost answer', () => {
  it('of a request that was carried out counts as accepted', async () => {
    const world = faultyAccount(EMPTY, (call) => (call === 1 ? 'answer-lost' : undefined))
    expect(await apply(world, wants('api', 'web'))).toEqual(['api applied', 'web applied'])
    expect(world.sent).toHaveLength(1)
    expect(world.events).toMatchObject([
      {kind: 'batch-started'},
      {kind: 'batch-accepted', changeId: 'unknown: the answer was lost, but the records are there'},
    ])
  })

  it('of a request that never arrived is sent again', async () => {
    const world = faultyAccount(EMPTY, (call) => (call === 1 ? 'request-lost' : undefined))
    expect(await apply(world, wants('api', 'web'))).toEqual(['api applied', 'web applied'])
    expect(world.sent).toEqual(['Z1: api web', 'Z1: api web'])
  })

  it('is given up after some tries, and says that nothing is in', async () => {
    const world = faultyAccount(EMPTY, () => 'request-lost')
    const [outcome] = await applyPlan(planFor({stored: EMPTY, wants: wants('web')}), LIMITS, world.ports)
    expect(outcome).toMatchObject({kind: 'failed', error: {changed: 'Nothing of this batch was changed.'}})
    expect(world.sent).toHaveLength(4)
  })

  it('of a delete is known from the missing record', async () => {
    const stored: Contents = [[SHOP, [set('web', 'A', '192.0.2.1'), txt('a-web', 'red', 'service/shop/web')]]]
    const world = faultyAccount(stored, (call) => (call === 1 ? 'answer-lost' : undefined))
    expect(await apply(world, [], stored)).toEqual(['web applied'])
    expect(records(world)).toEqual([])
  })

  it('while someone else changed one of the hosts: that one failed, the others are sent again', async () => {
    const stored: Contents = [
      [
        SHOP,
        ['a', 'b', 'c'].flatMap((host) => [
          set(host, 'A', '192.0.2.9'),
          txt(`a-${host}`, 'red', `service/shop/${host}`),
        ]),
      ],
    ]
    const moved: Contents = [
      [SHOP, (stored[0]?.[1] ?? []).map((each) => (each.name === 'b.shop.io' ? set('b', 'A', '198.51.100.1') : each))],
    ]
    const world = faultyAccount(moved, (call) => (call === 1 ? 'request-lost' : undefined))
    expect(await apply(world, wants('a', 'b', 'c'), stored)).toEqual(['a applied', 'b failed', 'c applied'])
    expect(world.sent).toEqual(['Z1: a b c', 'Z1: a c'])
    expect(records(world)).toContain('b A 300 198.51.100.1')
  })

  it('that turns out to have been carried out when it is sent again is no failure', async () => {
    // The first request is still under way when the zone is read.
    let arrive: (() => Promise<unknown>) | undefined
    const world = faultyAccount(EMPTY, (call, batch) => {
      if (call === 1) {
        arrive = () => world.account.submit(batch)
        return 'request-lost'
      }
      return {
        before: async () => {
          await arrive?.()
        },
      }
    })
    expect(await apply(world, wants('web'))).toEqual(['web applied'])
  })

  it('is not sent again once the user wants to stop', async () => {
    const world = faultyAccount(
      EMPTY,
      () => 'request-lost',
      (calls) => calls > 0,
    )
    expect(await apply(world, wants('web'))).toEqual(['web not-started'])
    expect(world.sent).toHaveLength(1)
  })

  it('when one host of the batch is as wanted all the same: the others are sent again', async () => {
    const world = faultyAccount(EMPTY, (call) => (call === 1 ? 'request-lost' : undefined))
    const single = faultyAccount(EMPTY)
    await apply(single, wants('api'))
    // Another run creates `api` before the answer arrives.
    const [batch] = single.account.batches
    const zones = {
      ...world.ports.zones,
      listRecordSetsNamed: async (...question: Parameters<typeof world.account.listRecordSetsNamed>) => {
        if (batch !== undefined && world.sent.length === 1) await world.account.submit(batch)
        return world.account.listRecordSetsNamed(...question)
      },
    }
    expect(await apply({...world, ports: {...world.ports, zones}}, wants('api', 'web'))).toEqual([
      'api applied',
      'web applied',
    ])
    expect(world.sent).toEqual(['Z1: api web', 'Z1: web'])
    expect(records(world)).toContain('web A 300 192.0.2.1')
  })

  it('with a zone that cannot be read is a failure of unknown end', async () => {
    const world = faultyAccount(EMPTY, () => 'request-lost')
    const zones = {...world.account, listRecordSetsNamed: () => Promise.reject(cliError('AWS_UNREACHABLE'))}
    const unreadable = {...world.ports, zones}
    const [outcome] = await applyPlan(planFor({stored: EMPTY, wants: wants('web')}), LIMITS, unreadable)
    expect(outcome).toMatchObject({kind: 'failed', error: {code: 'AWS_UNREACHABLE'}})
    expect(world.sent).toHaveLength(1)
  })

  it('with a reading of the zone that fails for a bug ends the run', async () => {
    const world = faultyAccount(EMPTY, () => 'request-lost')
    const zones = {...world.account, listRecordSetsNamed: () => Promise.reject(new TypeError('bug'))}
    await expect(apply({...world, ports: {...world.ports, zones}}, wants('web'))).rejects.toThrow('bug')
  })

  it('of a repetition that is refused is a refusal where the zone cannot be read, or shows nothing of it', async () => {
    const refused: BatchOutcome = {kind: 'rejected', messages: ['no']}
    const outcomeAfter = async (
      second: (world: FaultyAccount) => ReturnType<FaultyAccount['account']['listRecordSetsNamed']>,
    ) => {
      const world = faultyAccount(EMPTY)
      let [calls, readings] = [0, 0]
      const unknown: BatchOutcome = {kind: 'unknown', error: cliError('AWS_UNREACHABLE')}
      const ports = {
        ...world.ports,
        submitter: {submit: async () => (calls++ === 0 ? unknown : refused)},
        zones: {...world.account, listRecordSetsNamed: async () => (readings++ === 0 ? [] : second(world))},
      }
      return (await applyPlan(planFor({stored: EMPTY, wants: wants('web')}), LIMITS, ports))[0]
    }
    for (const second of [async () => [], () => Promise.reject(cliError('AWS_UNREACHABLE'))]) {
      expect(await outcomeAfter(second)).toMatchObject({kind: 'failed', messages: ['no'], error: undefined})
    }
  })
})

describe('an error that every further call for a zone would get', () => {
  it('ends the zone; other zones continue', async () => {
    const other = zone('eu.shop.io', {id: 'Z2'})
    const stored: Contents = [
      [SHOP, []],
      [other, []],
    ]
    const world = faultyAccount(stored, (_call, batch) => (batch.zone === SHOP ? 'failed' : undefined))
    const endpoints = wants('a', 'b', 'c', 'x.eu')
    expect(await apply(world, endpoints, stored, PAIRS)).toEqual([
      'Z2 x.eu applied',
      'a failed',
      'b failed',
      'c failed',
    ])
    expect(world.sent.filter((request) => request.startsWith('Z1'))).toHaveLength(1)
  })

  it('is remembered when ownership and records are sent one after the other', async () => {
    const eu = zone('eu.shop.io', {id: 'Z2'})
    const stored: Contents = [
      [SHOP, []],
      [eu, []],
    ]
    const world = faultyAccount(stored, (_call, batch) => (batch.zone === eu ? 'failed' : undefined))
    await apply(world, [...wants('x.eu'), wanted('eu', 'A', '192.0.2.1')], stored)
    expect(world.sent.filter((request) => request.startsWith('Z2'))).toHaveLength(1)
  })
})

describe('a host whose ownership lies in another zone', () => {
  const eu = zone('eu.shop.io', {id: 'Z2'})
  const nothing: Contents = [
    [SHOP, []],
    [eu, []],
  ]
  const there: Contents = [
    [SHOP, [txt('a-eu', 'red', 'service/shop/eu')]],
    [eu, [set('eu', 'A', '192.0.2.1')]],
  ]

  it('is made after it', async () => {
    const world = faultyAccount(nothing)
    expect(await apply(world, wants('eu'), nothing)).toEqual(['Z2 eu applied'])
    expect(world.sent).toEqual(['Z1: eu', 'Z2: eu'])
  })

  it('goes before it', async () => {
    const world = faultyAccount(there)
    expect(await apply(world, [], there)).toEqual(['Z2 eu applied'])
    expect(world.sent).toEqual(['Z2: eu', 'Z1: eu'])
  })

  it('is not made when its ownership could not be written', async () => {
    const foreigner: Contents = [
      [SHOP, [set('a-eu', 'CNAME', 'x.example.net')]],
      [eu, []],
    ]
    const world = faultyAccount(foreigner)
    expect(await apply(world, wants('eu'), nothing)).toEqual(['Z2 eu failed'])
    expect(world.sent).toEqual(['Z1: eu'])
  })

  it('keeps it when the record could not be deleted', async () => {
    const world = faultyAccount(there, (_call, batch) => (batch.zone === eu ? 'failed' : undefined))
    expect(await apply(world, [], there)).toEqual(['Z2 eu failed'])
    expect(records(world)).toEqual(['a-eu TXT 300 red:service/shop/eu', 'eu A 300 192.0.2.1'])
  })

  it('is done in part when only its ownership is in, whatever kept the rest', async () => {
    const denied = faultyAccount(nothing, (_call, batch) => (batch.zone === eu ? 'denied' : undefined))
    expect(await apply(denied, wants('eu'), nothing)).toEqual(['Z2 eu partly'])
    const [outcome] = await applyPlan(planFor({stored: nothing, wants: wants('eu')}), LIMITS, denied.ports)
    expect(outcome).toMatchObject({kind: 'failed'})
    const stopped = faultyAccount(nothing, undefined, (calls) => calls >= 1)
    expect(await apply(stopped, wants('eu'), nothing)).toEqual(['Z2 eu partly'])
    const gone = faultyAccount(there, (_call, batch) => (batch.zone === SHOP ? 'failed' : undefined))
    expect(await apply(gone, [], there)).toEqual(['Z2 eu partly'])
    expect(records(gone)).toEqual(['a-eu TXT 300 red:service/shop/eu'])
  })

  it('says why the rest of a partly applied one is missing', async () => {
    const world = faultyAccount(nothing, (_call, batch) => (batch.zone === eu ? 'failed' : undefined))
    const [outcome] = await applyPlan(planFor({stored: nothing, wants: wants('eu')}), LIMITS, world.ports)
    expect(outcome).toMatchObject({kind: 'partly', error: {code: 'AWS_CREDENTIALS_EXPIRED'}})
  })

  it('leaves a state that the next run finishes', async () => {
    const world = faultyAccount(nothing, (_call, batch) => (batch.zone === eu ? 'failed' : undefined))
    await apply(world, wants('eu'), nothing)
    const again = faultyAccount(world.account.contents())
    expect(await apply(again, wants('eu'), world.account.contents())).toEqual(['Z2 eu applied'])
    expect(records(again)).toEqual(['a-eu TXT 300 red:service/shop/eu', 'eu A 300 192.0.2.1'])
  })

  it('shared with the host of another zone is written once and before both, and goes after both', async () => {
    const euPrivate = zone('eu.shop.io', {id: 'Z5', isPrivate: true})
    const three: Contents = [...nothing, [euPrivate, []]]
    const world = faultyAccount(three)
    expect(await apply(world, wants('eu'), three)).toEqual(['Z2 eu applied', 'Z5 eu applied'])
    expect(world.sent[0]).toBe('Z1: a-eu')
    expect(world.sent).toHaveLength(3)
    const gone = faultyAccount(world.account.contents())
    expect(await apply(gone, [], world.account.contents())).toEqual(['Z2 eu applied', 'Z5 eu applied'])
    expect(gone.sent[2]).toBe('Z1: a-eu')
    const stuck = faultyAccount(world.account.contents(), (_call, batch) =>
      batch.zone === euPrivate ? 'failed' : undefined,
    )
    await apply(stuck, [], world.account.contents())
    expect(records(stuck)).toEqual(['a-eu TXT 300 red:service/shop/eu', 'eu A 300 192.0.2.1'])
  })

  it('comes before an alias to it', async () => {
    const stored: Contents = [
      [SHOP, []],
      [eu, []],
    ]
    const world = faultyAccount(stored)
    const endpoints = [
      ...wants('eu'),
      {...wanted('a.eu', 'CNAME', 'eu.shop.io', {properties: {alias: 'A'}, by: 'service/shop/a'})},
    ]
    expect(await apply(world, endpoints, stored)).toEqual(['Z2 a.eu applied', 'Z2 eu applied'])
    expect(world.account.refusals).toEqual([])
  })
})

describe('the wish to stop', () => {
  it('lets the batch under way finish and starts no further one', async () => {
    const world = faultyAccount(EMPTY, undefined, (calls) => calls >= 1)
    expect(await apply(world, wants('a', 'b', 'c', 'd'), EMPTY, PAIRS)).toEqual([
      'a applied',
      'b applied',
      'c not-started',
      'd not-started',
    ])
    expect(world.sent).toEqual(['Z1: a b'])
  })

  it('ends the halving of a refused batch too', async () => {
    const foreigner: Contents = [[SHOP, [set('c', 'A', '198.51.100.1')]]]
    const world = faultyAccount(foreigner, undefined, (calls) => calls >= 1)
    expect(await apply(world, wants('a', 'b', 'c', 'd'))).toEqual([
      'a not-started',
      'b not-started',
      'c not-started',
      'd not-started',
    ])
  })
})

describe('the strict account of these tests', () => {
  it.each<readonly [string, readonly RecordSet[], readonly string[]]>([
    [
      'a CNAME beside another type',
      [set('a', 'A', '192.0.2.1'), set('a', 'CNAME', 'x.example.net')],
      ['CREATE a.shop.io CNAME : CNAME beside other types'],
    ],
    ['a CNAME at the apex', [set('@', 'CNAME', 'x.example.net')], ['CREATE shop.io CNAME : CNAME at the apex']],
    [
      'the same set twice',
      [set('a', 'A', '192.0.2.1'), set('a', 'A', '192.0.2.2')],
      ['CREATE a.shop.io A : already exists'],
    ],
    ['an alias to nothing', [alias('a', 'A', 'b')], ['CREATE a.shop.io A : alias target not found']],
    [
      'a name of another zone',
      [set('a.example.net.', 'A', '192.0.2.1')],
      ['CREATE a.example.net A : outside of the zone'],
    ],
  ])('refuses %s', async (_title, sets, messages) => {
    const account = makeStrictAccount(EMPTY)
    const changes = sets.map((recordSet) => ({action: 'CREATE' as const, recordSet}))
    const outcome = await account.submit({
      zone: SHOP,
      groups: [{key: 'x', resource: 'x', zone: SHOP, changes, changeCount: sets.length}],
    })
    expect(outcome).toEqual({kind: 'rejected', messages})
    expect(account.contents()).toEqual(EMPTY)
  })
})
