import {describe, expect, it} from 'vitest'
import type {OwnershipChange} from '../../../src/plan/change.js'
import {
  distinctOwnership,
  isRemoval,
  locationProblem,
  ownershipKey,
  removal,
} from '../../../src/plan/ownership/ownership-writer.js'
import {claimRecordSets, type OwnershipRecord} from '../../../src/registry/claim.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {
  blocks,
  fullName,
  latency,
  ownershipText,
  planFor,
  planInput,
  requests,
  SHOP,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
  zone,
} from '../builders.js'
import {east, type JointSituation, jointPlan, west} from '../joint-builders.js'

const EU = zone('eu.shop.io', {id: 'Z2'})
const PRIVATE_EU = zone('eu.shop.io', {id: 'Z4', isPrivate: true})
const PRIVATE_SHOP = zone('shop.io', {id: 'Z3', isPrivate: true})
const v = (id: string, routing = weighted(1)) => ({id, routing})
const routed = (id: string) => ({id, properties: {'aws/weight': '1'}})

function texts(stored: NonNullable<Situation['stored']>): readonly OwnershipRecord[] {
  const {zones, registry} = planInput({stored})
  return claimRecordSets(zones, registry).ownershipRecords
}

function textOf(...sets: readonly ReturnType<typeof set>[]): OwnershipRecord {
  const [text] = texts(sets)
  if (text === undefined) throw new Error('bug: no ownership text')
  return text
}

describe('a host that moves to another owner of the run', () => {
  /** From red, which does not want it any more, to blue. */
  const moved = (stored: NonNullable<Situation['stored']>, parts: Partial<JointSituation> = {}, host = 'web') =>
    jointPlan({clusters: [east(), west({wants: [wanted(host, 'A', '192.0.2.10')]})], stored, ...parts})
  const renamed = [`CREATE a-web TXT 300 blue:${WEB}`, `DELETE a-web TXT 300 red:${WEB}`]

  it.each<[string, readonly string[]]>([
    ['red', [...renamed, `DELETE web TXT 300 red:${WEB}`]],
    ['blue', renamed],
    ['green', renamed],
  ])('takes the texts of its former owner along, and no others: one in the old format of %s', (owner, expected) => {
    expect(requests(moved([web, txt('a-web'), txt('web', owner)]))).toEqual(expected)
  })

  it('leaves the text that another record of the former owner needs', () => {
    const mx = set('web', 'MX', '10 m.example.net')
    const old = txt('web', 'red', 'crd/shop/mail')
    expect(requests(moved([web, mx, txt('a-web'), old]))).toEqual(renamed)
    expect(requests(moved([web, mx, old]))).toEqual([`CREATE a-web TXT 300 blue:${WEB}`])
  })

  it('stays where its one text is also that of a record that stays', () => {
    const text = (types: string) => set('@', 'TXT', ownershipText('red', `${WEB},external-dns/txt=own-name+${types}`))
    const a = set('@', 'A', '192.0.2.10')
    const both = moved([a, set('@', 'MX', '10 m.example.net'), text('a+mx')], {}, '@')
    expect([requests(both), blocks(both)]).toEqual([[], ['@ A owner-mismatch']])
    expect(requests(moved([a, text('a')], {}, '@'))).toHaveLength(2)
  })

  it('stays where its text may be that of a record in a zone which was not read', () => {
    const stored = [
      [SHOP, [txt('a-eu')]],
      [EU, [set('eu', 'A', '192.0.2.10')]],
    ] as const
    const partly = moved(stored, {unread: [PRIVATE_EU]}, 'eu')
    expect([requests(partly), blocks(partly)]).toEqual([[], ['eu A owner-mismatch']])
    expect(requests(moved(stored, {}, 'eu'))).toHaveLength(2)
  })
})

describe('a text that is there before its record set', () => {
  it('is used as it stands when it is ours, whatever object it names', () => {
    const stored = [txt('a-web', 'red', 'ingress/shop/former')]
    expect(requests(planFor({stored, wants: [wantsWeb]}))).toEqual(['CREATE web A 300 192.0.2.10'])
  })

  it('comes to name us when it is of the owner that is migrated from', () => {
    const registry = txtRegistry({migrateFrom: toOwnerId('old')})
    expect(requests(planFor({stored: [txt('a-web', 'old')], wants: [wantsWeb], registry}))).toEqual([
      `CREATE a-web TXT 300 red:${WEB}`,
      'CREATE web A 300 192.0.2.10',
      `DELETE a-web TXT 300 old:${WEB}`,
    ])
  })

  it('is not written again for a wildcard whose own it is', () => {
    const stored = [set('*', 'A', '192.0.2.1'), txt('a-*')]
    expect(requests(planFor({stored, wants: [wanted('*', 'A', '192.0.2.2')]}))).toEqual([
      'CREATE * A 300 192.0.2.2',
      'DELETE * A 300 192.0.2.1',
    ])
  })
})

describe('a text in a parent zone that replaces those of other set identifiers', () => {
  const eu = (id: string) => set('eu', 'A', '192.0.2.1', v(id))
  const simple = wanted('eu', 'A', '192.0.2.1')
  const created = (situation: Situation) => requests(planFor(situation)).filter((line) => / CREATE a-eu /.test(line))
  const speakingOf = (ids: string, rest = '') =>
    `TXT ${rest}300 "heritage=external-dns,external-dns/former-sets=${ids},external-dns/owner=red,external-dns/resource=${WEB}"`

  it('speaks of the sets of every zone until their own batch is in, whatever the order of reading', () => {
    for (const ids of [
      ['v1', 'v2'],
      ['v2', 'v1'],
    ]) {
      const stored = [
        [SHOP, ids.map((id) => txt('a-eu', 'red', WEB, v(id)))],
        [EU, ids.map(eu)],
        [PRIVATE_EU, ids.map(eu)],
      ] as const
      expect(created({stored, wants: [simple]})).toEqual([`Z1 CREATE a-eu ${speakingOf('v1+v2')}`])
    }
  })

  it('speaks of what may be in a zone that was not read: as the text says, and by its own identifier', () => {
    const child = (ids: readonly string[]) => [EU, ids.map(eu)] as const
    const parent = [SHOP, ['v2', 'v1'].map((id) => txt('a-eu', 'red', WEB, v(id)))] as const
    for (const ids of [['v1', 'v2'], []]) {
      expect(created({stored: [parent, child(ids)], unread: [PRIVATE_EU], wants: [simple]})).toEqual([
        `Z1 CREATE a-eu ${speakingOf('v1+v2')}`,
      ])
    }
    const stored = [
      [SHOP, [txt('a-eu')]],
      [EU, [set('eu', 'A', '192.0.2.1')]],
    ] as const
    const wants = [wanted('eu', 'A', '192.0.2.1', routed('v1'))]
    expect(created({stored, unread: [PRIVATE_EU], wants})).toEqual([
      `Z1 CREATE a-eu ${speakingOf('', 'v1 ')} weighted 1`,
    ])
  })

  it('does not speak of sets that keep their text: beside it, or in another zone', () => {
    const beside = [
      [SHOP, [txt('a-eu', 'red', WEB, v('v1'))]],
      [EU, [eu('v1')]],
      [PRIVATE_EU, [eu('v1')]],
    ] as const
    expect(
      created({stored: beside, wants: ['v1', 'v2'].map((id) => wanted('eu', 'A', '192.0.2.1', routed(id)))}),
    ).toEqual([`Z1 CREATE a-eu TXT v2 300 red:${WEB} weighted 1`])
    const elsewhere = [
      [SHOP, []],
      [PRIVATE_SHOP, [txt('a-eu', 'red', WEB, v('v9', latency()))]],
      [EU, []],
      [PRIVATE_EU, [set('eu', 'A', '192.0.2.1', v('v9', latency()))]],
    ] as const
    const inEu = wanted('eu', 'A', '192.0.2.1', {properties: {'aws/hosted-zone-id': 'Z2'}})
    expect(created({stored: elsewhere, wants: [inEu], policy: 'upsert-only'})).toEqual([
      `Z1 CREATE a-eu TXT 300 red:${WEB}`,
    ])
  })
})

describe('the place of a text', () => {
  const at = (host: string, stored: readonly ReturnType<typeof set>[]) => {
    const [found] = stored
    return {
      zone: SHOP,
      name: fullName(host),
      setIdentifier: undefined,
      isUntyped: false,
      stored: found,
      ownershipRecord: texts(stored)[0],
      hiddenOwners: found?.data.kind === 'values' && found.data.values.length > 1 ? [toOwnerId('red')] : [],
    }
  }
  const ours = {recordSet: web, owner: toOwnerId('red')}

  it.each([
    ['nothing', []],
    ['our text', [txt('a-web')]],
  ] as const)('is ours to write at where there is %s', (_what, stored) => {
    expect(locationProblem(at('a-web', stored), ours)).toBeUndefined()
  })

  it('is that of another owner, unless the text may be taken', () => {
    const theirs = at('a-web', [txt('a-web', 'blue')])
    expect(locationProblem(theirs, ours)).toMatchObject({
      reason: 'owner-mismatch',
      owner: 'blue',
      detail: 'the ownership TXT a-web.shop.io names owner blue',
    })
    expect(locationProblem(theirs, ours, ({owner}) => owner === 'blue')).toBeUndefined()
    expect(locationProblem(theirs, ours, ({owner}) => owner === 'green')).toBeDefined()
  })

  it.each([
    ['an element that we do not know', {...txt('a-web'), unknownElements: ['Tier']}, 'unknown-element'],
    ['what is no ownership text', set('a-web', 'TXT', spf), 'unowned'],
    ['our text behind another value', set('a-web', 'TXT', [spf, ownershipText()]), 'unowned'],
    ['a text that no key decrypts', set('a-web', 'TXT', `"${'A'.repeat(120)}"`), 'unreadable'],
  ])('is not ours where there is %s, whatever may be taken', (_what, stored, reason) => {
    expect(locationProblem(at('a-web', [stored]), ours, () => true)).toMatchObject({reason})
  })

  it('is told apart at the name of the record itself, where another prefix helps', () => {
    const apex = {recordSet: set('@', 'A', '192.0.2.1'), owner: toOwnerId('red')}
    const [own, other] = [apex, ours].map((each) => locationProblem(at('@', [set('@', 'TXT', spf)]), each))
    expect([own?.reason, other?.reason]).toEqual(['no-txt-zone', 'unowned'])
  })
})

describe('changes of ownership TXT', () => {
  const shared = textOf(set('a-web', 'TXT', [ownershipText(), spf], {ttl: 60}))
  const alone = textOf(txt('a-web'))
  const other = textOf(txt('a-api'))
  const write = (current: OwnershipRecord, owner = 'blue'): OwnershipChange => {
    return {kind: 'update', current, zone: SHOP, desired: {...current.recordSet, data: txt('a-web', owner).data}}
  }
  const create: OwnershipChange = {kind: 'create', zone: SHOP, desired: txt('a-new')}

  it('take away our text, and the set with it when nothing else is in it', () => {
    expect(removal(alone)).toEqual({kind: 'delete', current: alone, zone: SHOP})
    const desired = set('a-web', 'TXT', spf, {ttl: 60})
    expect(removal(shared)).toEqual({kind: 'update', current: shared, zone: SHOP, desired})
  })

  it('are removals where a value goes', () => {
    expect([removal(alone), removal(shared), write(alone), create].map(isRemoval)).toEqual([true, true, false, false])
  })

  it('are one a stored set, a write before a removal and the first write before others, in the order of names', () => {
    const first = write(alone)
    const second = write(alone, 'green')
    for (const some of [
      [removal(alone), first, second],
      [first, removal(alone), second],
      [first, second, removal(alone)],
    ]) {
      const made = distinctOwnership([...some, removal(other), create, removal(other)])
      expect(made).toEqual([removal(other), create, first])
    }
    expect([removal(other), create, first].map(ownershipKey)).toEqual(
      ['a-api', 'a-new', 'a-web'].map((host) => expect.stringContaining(`${fullName(host)}`)),
    )
  })
})
