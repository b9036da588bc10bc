import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeEncryptingCodec} from '../../src/registry/ownership-codec.js'
import {parseEncryptionKey} from '../../src/registry/txt-encryption.js'
import {freshnessOf, namesToCheck} from '../../src/saved/plan-freshness.js'
import type {SavedPlan} from '../../src/saved/saved-plan.js'
import {undoOf} from '../../src/saved/undo.js'
import {alias, latency, SHOP, type Situation, set, txt, txtRegistry, wanted, weighted, zone} from '../plan/builders.js'
import {east, jointInput, west} from '../plan/joint-builders.js'
import {reading, receiptOf, savedPlanFor, savedPlanOf} from './builders.js'

const CHILD = zone('child.shop.io', {id: 'ZCHILD'})
const OURS = 'service/shop/web'

type Stored = readonly RecordSet[] | readonly (readonly [Zone, readonly RecordSet[]])[]

function freshOf(saved: SavedPlan, now: Stored, returning?: ReadonlySet<string>) {
  const zoned = Array.isArray(now[0]) ? now : [[SHOP, now]]
  return freshnessOf(saved, reading(zoned as readonly (readonly [Zone, readonly RecordSet[]])[]), returning)
}

/** What a plan of this situation means where something else is stored: the sets that moved, and what is left of how many hosts. */
function freshness(situation: Situation | SavedPlan, now: Stored, returning?: ReadonlySet<string>) {
  const saved = 'plan' in situation ? situation : savedPlanFor(situation)
  const {left, applied, moved} = freshOf(saved, now, returning)
  return {
    moved: moved.map(({set: {type, name, setIdentifier}}) =>
      [type, name, setIdentifier].filter((part) => part).join(' '),
    ),
    left: left.length,
    applied: applied.length,
  }
}

const spfBeside = (text: RecordSet): RecordSet =>
  text.data.kind === 'values' ? {...text, data: {...text.data, values: [...text.data.values, '"v=spf1 -all"']}} : text

/** It may be an ownership text that is encrypted with another key. */
const sealed = (name: string) => set(name, 'TXT', `"${Buffer.alloc(90, 7).toString('base64')}"`)

describe('a set that has come since and cannot stand beside what is planned', () => {
  it('was not there before', () => {
    const saved = savedPlanFor({wants: [wanted('web', 'A', '192.0.2.1', {id: 'v1', properties: {'aws/weight': '1'}})]})
    const other = set('web', 'A', '192.0.2.9', {id: 'v2', routing: latency()})
    expect(freshOf(saved, [other]).moved).toMatchObject([{zone: SHOP, set: other, before: 'none', found: other}])
    const beside = set('web', 'A', '192.0.2.9', {id: 'v2', routing: weighted(1)})
    expect(freshOf(saved, [beside]).moved).toEqual([])
  })
})

describe('a record and its ownership are one state', () => {
  const web = [set('web', 'A', '192.0.2.1'), txt('a-web', 'red', OURS)]
  const DELETE: Situation = {stored: web}
  const CREATE: Situation = {wants: [wanted('web', 'A', '192.0.2.1')]}
  const UPDATE: Situation = {stored: web, wants: [wanted('web', 'A', '192.0.2.2')]}

  it.each<[string, Situation, readonly RecordSet[], string[]]>([
    ['a delete whose text somebody took away', DELETE, [set('web', 'A', '192.0.2.1')], ['TXT a-web.shop.io']],
    ['a delete whose record somebody took away', DELETE, [txt('a-web', 'red', OURS)], ['A web.shop.io']],
    ['a create of what somebody made by hand', CREATE, [set('web', 'A', '192.0.2.1')], ['A web.shop.io']],
    ['a create of which somebody wrote the text', CREATE, [txt('a-web', 'red', OURS)], ['TXT a-web.shop.io']],
    [
      'a create beside which another owner has an AAAA',
      CREATE,
      [set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'blue', 'ingress/x/y')],
      ['TXT aaaa-web.shop.io', 'AAAA web.shop.io'],
    ],
    ['a create beside which somebody made an AAAA', CREATE, [set('web', 'AAAA', '2001:db8::1')], ['AAAA web.shop.io']],
    ['an update of what was released', UPDATE, [set('web', 'A', '192.0.2.1')], ['TXT a-web.shop.io']],
    [
      'an update of what was handed over',
      UPDATE,
      [set('web', 'A', '192.0.2.1'), txt('a-web', 'blue', OURS)],
      ['TXT a-web.shop.io'],
    ],
    [
      'an update beside which another owner has the AAAA since',
      UPDATE,
      [...web, set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'blue', 'ingress/x/y')],
      ['TXT aaaa-web.shop.io'],
    ],
    [
      'an update of what another owner claims in the old format since',
      UPDATE,
      [...web, txt('web', 'blue', 'ingress/x/y')],
      ['TXT web.shop.io'],
    ],
    [
      'a create beside which a text has come that cannot be read',
      CREATE,
      [sealed('aaaa-web')],
      ['TXT aaaa-web.shop.io'],
    ],
    [
      'a delete beside which another owner has the CNAME text since',
      DELETE,
      [...web, txt('cname-web', 'blue', 'ingress/x/y')],
      ['TXT cname-web.shop.io'],
    ],
  ])('%s has moved', (_case, situation, now, moved) => {
    expect(freshness(situation, now).moved).toEqual(moved)
  })

  it.each<[string, Situation, readonly RecordSet[]]>([
    ['another AAAA by hand beside an update', UPDATE, [...web, set('web', 'AAAA', '2001:db8::1')]],
    [
      'an MX and a text of some service at the name',
      CREATE,
      [set('web', 'MX', '10 mail.shop.io'), set('web', 'TXT', '"v=spf1 -all"')],
    ],
    ['a text at the name that looks encrypted, as the proof of some service', CREATE, [sealed('web')]],
    ['a text of some service where ownership would stand', CREATE, [set('aaaa-web', 'TXT', '"v=spf1 -all"')]],
    [
      'another text of some service that was there',
      {...UPDATE, stored: [...web, set('web', 'TXT', '"v=spf1 -all"')]},
      [...web, set('web', 'TXT', '"v=spf1 mx -all"')],
    ],
    [
      'weighted sets of another cluster',
      {wants: [wanted('web', 'A', '192.0.2.1', {id: 'eu', properties: {'aws/weight': '1'}})]},
      [
        set('web', 'A', '192.0.2.7', {id: 'us', routing: weighted(1)}),
        txt('a-web', 'blue', 'service/x/y', {id: 'us', routing: weighted(1)}),
      ],
    ],
    [
      'our own AAAA, which a newer run made',
      UPDATE,
      [...web, set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'red', OURS)],
    ],
  ])('%s: may come', (_case, situation, now) => {
    expect(freshness(situation, now)).toEqual({moved: [], left: 1, applied: 0})
  })

  it('a host that is as planned is done, whatever has come beside it since', () => {
    const done = [set('web', 'A', '192.0.2.2'), txt('a-web', 'red', OURS)]
    const ofBlue = [set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'blue', 'ingress/x/y')]
    expect(freshness(UPDATE, [...done, ...ofBlue])).toEqual({moved: [], left: 0, applied: 1})
  })

  it('what has moved is told with what was there and what is: of ownership that stays, the file knows no more', () => {
    const now = [
      set('web', 'A', '192.0.2.7'),
      txt('a-web', 'blue', OURS),
      txt('web', 'blue', 'ingress/x/y'),
      set('api', 'A', '192.0.2.7'),
    ]
    const wants = [...(UPDATE.wants ?? []), wanted('api', 'A', '192.0.2.1', {by: 'service/shop/api'})]
    const {moved} = freshOf(savedPlanFor({...UPDATE, wants}), now)
    expect(moved.map(({host, zone: {id}, before, found}) => [host.name, id, before, found])).toEqual([
      ['api.shop.io', 'Z1', 'none', now[3]],
      ['web.shop.io', 'Z1', 'rested-on', now[1]],
      ['web.shop.io', 'Z1', web[0], now[0]],
      ['web.shop.io', 'Z1', 'none', now[2]],
    ])
  })

  it('in a run of two owners, what one of them writes at a host of the other has moved', () => {
    const saved = savedPlanOf(jointInput({...UPDATE, clusters: [east({wants: UPDATE.wants ?? []}), west()]}))
    expect(freshness(saved, [...web, txt('aaaa-web', 'red', OURS)])).toEqual({moved: [], left: 1, applied: 0})
    expect(freshness(saved, [...web, txt('aaaa-web', 'blue', OURS)]).moved).toEqual(['TXT aaaa-web.shop.io'])
  })

  it('a text without a record goes only where none has come of which it speaks', () => {
    const text = txt('a-child', 'red', OURS)
    const situation: Situation = {
      stored: [
        [SHOP, [text]],
        [CHILD, []],
      ],
    }
    const now = (...records: RecordSet[]) =>
      [
        [SHOP, [text]],
        [CHILD, records],
      ] as const
    expect(freshness(situation, now())).toEqual({moved: [], left: 1, applied: 0})
    expect(freshness(situation, now(set('child', 'A', '192.0.2.3'))).moved).toEqual(['A child.shop.io'])
    expect(freshness(situation, now(set('child', 'MX', '10 mail.shop.io'))).moved).toEqual([])
  })

  it('nor where one of another managed type has come', () => {
    const text = txt('srv-child', 'red', OURS)
    const stored: Situation['stored'] = [
      [SHOP, [text]],
      [CHILD, []],
    ]
    const came = set('child', 'SRV', '1 1 80 x.example.net')
    const now = [
      [SHOP, [text]],
      [CHILD, [came]],
    ] as const
    expect(freshness({stored, managedTypes: ['A', 'SRV']}, now).moved).toEqual(['SRV child.shop.io'])
  })

  it("another owner's AAAA that was there when it was planned may stay, change and go", () => {
    const blue = [set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'blue', 'ingress/x/y')]
    const situation = {...UPDATE, stored: [...web, ...blue]}
    expect(freshness(situation, [...web, ...blue]).moved).toEqual([])
    expect(
      freshness(situation, [...web, set('web', 'AAAA', '2001:db8::2'), txt('aaaa-web', 'blue', 'x')]).moved,
    ).toEqual([])
    expect(freshness(situation, web).moved).toEqual([])
  })

  it('the text of its own AAAA stays as it was, also encrypted', () => {
    const key = parseEncryptionKey('k'.repeat(32))
    if (!key.ok) throw new Error(key.problem)
    const codec = makeEncryptingCodec({key: key.value, isEnabled: true, makeNonce: () => new Uint8Array(12)})
    const sealedText = (type: string) =>
      set(`${type}-web`, 'TXT', codec.write({owner: toOwnerId('red'), resource: OURS, labels: {}}))
    const twins = [set('web', 'A', '192.0.2.1'), set('web', 'AAAA', '2001:db8::1')]
    const stored = [...twins, sealedText('a'), sealedText('aaaa')]
    const wants = [wanted('web', 'A', '192.0.2.2', {by: OURS}), wanted('web', 'AAAA', '2001:db8::1', {by: OURS})]
    const situation = {stored, wants, registry: txtRegistry({codec})}
    expect(freshness(situation, stored)).toEqual({moved: [], left: 1, applied: 0})
    const without = stored.filter(({name}) => name !== 'aaaa-web.shop.io')
    expect(freshness(situation, [...without, txt('aaaa-web', 'blue', OURS)]).moved).toEqual(['TXT aaaa-web.shop.io'])
  })

  it('a move goes back beside a text of another type that its new owner had, and not beside one that came since', () => {
    const former = [set('web', 'A', '192.0.2.1'), txt('a-web', 'blue', OURS)]
    const moved = [set('web', 'A', '192.0.2.2'), txt('a-web', 'red', OURS)]
    const own = txt('aaaa-web', 'red', OURS)
    const backFrom = (stored: readonly RecordSet[]) => {
      const clusters = [east({wants: [wanted('web', 'A', '192.0.2.2', {by: OURS})]}), west()]
      const receipt = receiptOf(savedPlanOf(jointInput({stored, clusters})), [])
      return undoOf({...receipt, hosts: receipt.hosts.map((host) => ({...host, outcome: 'applied'}))}).saved
    }
    expect(freshness(backFrom([...former, own]), [...moved, own])).toEqual({moved: [], left: 1, applied: 0})
    expect(freshness(backFrom(former), [...moved, own]).moved).toEqual(['TXT aaaa-web.shop.io'])
  })

  it('a host that rests on the text of an alias before v0.22, released meanwhile', () => {
    const stored = [
      alias('web', 'A'),
      alias('web', 'AAAA'),
      txt('cname-web', 'red', OURS),
      txt('aaaa-web', 'red', OURS),
    ]
    const situation = {stored, wants: [wanted('web', 'CNAME', 'lb-2.eu-west-1.elb.amazonaws.com')]}
    expect(freshness(situation, stored)).toEqual({moved: [], left: 1, applied: 0})
    expect(
      freshness(
        situation,
        stored.filter(({name}) => name !== 'cname-web.shop.io'),
      ).moved,
    ).toEqual(['TXT cname-web.shop.io'])
  })

  it('a set beside it with an identifier of its own: whoever owns that one now', () => {
    const one = (id: string, owner = 'red') => [
      set('web', 'A', '192.0.2.1', {id, routing: weighted(1)}),
      txt('a-web', owner, OURS, {id, routing: weighted(1)}),
    ]
    const properties = {'aws/weight': '9'}
    const situation: Situation = {
      stored: [...one('eu'), ...one('us')],
      policy: 'upsert-only',
      wants: [wanted('web', 'A', '192.0.2.1', {id: 'eu', properties})],
    }
    expect(freshness(situation, [...one('eu'), ...one('us', 'blue')])).toEqual({moved: [], left: 1, applied: 0})
    expect(freshness(situation, [...one('eu', 'blue'), ...one('us')]).moved).toEqual(['TXT a-web.shop.io eu'])
  })

  it.each<[string, Situation, RecordSet, string]>([
    [
      'a CNAME',
      {wants: [wanted('web', 'CNAME', 'x.example.net')]},
      set('web', 'MX', '10 mail.shop.io'),
      'MX web.shop.io',
    ],
    [
      'a simple set',
      {wants: [wanted('web', 'A', '192.0.2.1')]},
      set('web', 'A', '192.0.2.7', {id: 'us', routing: weighted(1)}),
      'A web.shop.io us',
    ],
  ])('%s beside which something has come that Route 53 would not hold with it', (_case, situation, came, moved) => {
    expect(freshness(situation, [came]).moved).toEqual([moved])
  })

  it('what has come is told once, in the order of names and types', () => {
    const cname = {wants: [wanted('web', 'CNAME', 'x.example.net')]}
    expect(freshness(cname, [set('web', 'A', '192.0.2.7')]).moved).toEqual(['A web.shop.io'])
    const us = set('web', 'A', '192.0.2.7', {id: 'us', routing: weighted(1)})
    expect(freshness(CREATE, [txt('web', 'blue', OURS), us]).moved).toEqual(['A web.shop.io us', 'TXT web.shop.io'])
  })

  it('a CNAME that becomes an A, released meanwhile', () => {
    const stored = [set('web', 'CNAME', 'x.example.net'), txt('cname-web', 'red', OURS)]
    const situation = {stored, wants: [wanted('web', 'A', '192.0.2.1')]}
    expect(freshness(situation, stored).moved).toEqual([])
    expect(freshness(situation, [set('web', 'CNAME', 'x.example.net')]).moved).toEqual(['TXT cname-web.shop.io'])
    expect(freshness(situation, [set('web', 'A', '192.0.2.1')]).moved).toEqual([
      'TXT cname-web.shop.io',
      'A web.shop.io',
      'CNAME web.shop.io',
    ])
  })

  it('a text with other values beside ours is one set with them', () => {
    const stored = [set('web', 'A', '192.0.2.1'), spfBeside(txt('a-web', 'red', OURS))]
    expect(freshness({stored}, stored).moved).toEqual([])
    // The host is gone, and the other value stays: as planned.
    expect(freshness({stored}, [set('a-web', 'TXT', '"v=spf1 -all"')])).toEqual({moved: [], left: 0, applied: 1})
    expect(freshness({stored}, [set('web', 'A', '192.0.2.1'), set('a-web', 'TXT', '"v=spf1 -all"')]).moved).toEqual([
      'TXT a-web.shop.io',
    ])
  })

  it('a replaced wildcard: a literal namesake that another owner made since', () => {
    const registry = txtRegistry({wildcardReplacement: 'any'})
    const situation = {registry, wants: [wanted('*', 'A', '192.0.2.1')]}
    const blue = [set('any', 'A', '192.0.2.7'), txt('a-any', 'blue', 'service/x/y')]
    expect(freshness(situation, blue).moved).toEqual(['TXT a-any.shop.io'])
    expect(freshness(situation, [set('any', 'A', '192.0.2.7')])).toEqual({moved: [], left: 1, applied: 0})
  })
})

describe('a mix is legal across zones only, in the order of the batches', () => {
  const stored = (shop: readonly RecordSet[], child: readonly RecordSet[]) =>
    [
      [SHOP, shop],
      [CHILD, child],
    ] as const
  const apex = set('child.shop.io.', 'A', '192.0.2.1')
  const text = txt('a-child', 'red', OURS)
  const CREATE: Situation = {stored: stored([], []), wants: [wanted('child', 'A', '192.0.2.1')]}
  const DELETE: Situation = {stored: stored([text], [apex])}
  const zones = (situation: Situation, shop: readonly RecordSet[], child: readonly RecordSet[]) =>
    freshness(situation, stored(shop, child))

  it('a create that was stopped after its ownership is finished; a record without it was made by hand', () => {
    expect(zones(CREATE, [text], [])).toEqual({moved: [], left: 1, applied: 0})
    expect(zones(CREATE, [], [apex]).moved).toEqual(['A child.shop.io'])
  })

  it('of a host that was stopped, what is not in is left', () => {
    const left = (situation: Situation) =>
      freshOf(savedPlanFor(situation), stored([text], [])).left.map(({changes, ownership}) => [changes, ownership])
    expect(left(CREATE)).toEqual([[[expect.objectContaining({kind: 'create', desired: apex})], []]])
    expect(left(DELETE)).toEqual([[[], [expect.objectContaining({kind: 'delete', zone: SHOP})]]])
  })

  it('the way back of a host in which a run may have stopped begins wherever that stopped, and nowhere else', () => {
    const back = (situation: Situation, shop: readonly RecordSet[], child: readonly RecordSet[]) => {
      const {saved, returning} = undoOf(receiptOf(savedPlanFor(situation), []))
      const [stopped, whole] = [returning, new Set<string>()].map((hosts) =>
        freshness(saved, stored(shop, child), hosts),
      )
      return {stopped, whole}
    }
    expect(back(CREATE, [], []).stopped).toEqual({moved: [], left: 0, applied: 1})
    expect(back(CREATE, [text], []).stopped).toEqual({moved: [], left: 1, applied: 0})
    expect(back(CREATE, [text], [apex]).stopped).toEqual({moved: [], left: 1, applied: 0})
    expect(back(CREATE, [], [apex]).stopped?.moved).toEqual(['TXT a-child.shop.io'])
    // The text is written first, there and back.
    const former = txt('a-child', 'red', 'service/shop/former')
    const update = {stored: stored([former], [apex]), wants: [wanted('child', 'A', '192.0.2.2')]}
    const {stopped, whole} = back(update, [text], [apex])
    expect(stopped).toEqual({moved: [], left: 1, applied: 0})
    expect(whole?.moved).toEqual(['A child.shop.io'])
  })
})

describe('the names that are read again', () => {
  it('are those that the plan touches or rests on, by zone, in their order and each once', () => {
    const stored = [[SHOP, [txt('a-child', 'red', OURS)]] as const, [CHILD, []] as const]
    const wants = [wanted('web', 'A', '192.0.2.1'), wanted('api', 'A', '192.0.2.1', {by: 'service/shop/api'})]
    expect([...namesToCheck(savedPlanFor({stored, wants}))]).toEqual([
      [
        SHOP,
        ['a-api', 'a-child', 'a-web', 'aaaa-api', 'aaaa-child', 'aaaa-web', 'api']
          .concat('cname-api', 'cname-child', 'cname-web', 'web')
          .map((name) => `${name}.shop.io`),
      ],
      [CHILD, ['child.shop.io']],
    ])
  })
})
