import {describe, expect, it} from 'vitest'
import type {Zone} from '../../../src/dns/zone.js'
import {makePlan} from '../../../src/plan/make-plan.js'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import type {OwnershipGoal} from '../../../src/plan/plan-input.js'
import type {LedgerRow} from '../../../src/registry/ledger.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import type {RegistrySettings} from '../../../src/registry/registry-settings.js'
import {
  blocks,
  fullName,
  PRUNE,
  planFor,
  planInput,
  requests,
  type Situation,
  set,
  txt,
  txtRegistry,
  WEB,
  wanted,
  weighted,
  zone,
} from '../builders.js'

const PARENT = zone()
const CHILD = zone('eu.shop.io', {id: 'Z2'})
const PRIVATE_CHILD = zone('eu.shop.io', {id: 'Z4', isPrivate: true})
const PRIVATE_TWIN = zone('shop.io', {id: 'Z3', isPrivate: true})
const OTHER = zone('other.io', {id: 'Z5'})
const EU = set('eu', 'A', '192.0.2.1')
const ORPHANS = {...PRUNE, removesOrphans: true}
const STAYS = 'the ownership TXT a-eu.shop.io stays: private zone eu.shop.io (Z4) was not read and may need it'

/** The run selects the public zones. The apexes of both child zones have their TXT in the public parent. */
function both(parts: Partial<Situation> = {}): Situation {
  return {
    stored: [
      [PARENT, [txt('a-eu')]],
      [CHILD, [EU]],
    ],
    unread: [PRIVATE_CHILD],
    ...parts,
  }
}

/** Only the ownership TXT: no record set in the zones that were read. */
const alone = (parts: Partial<Situation> = {}) => both({stored: [[PARENT, [txt('a-eu')]]], ...parts})
const hostsOf = (situation: Situation) => planFor(situation).zones.flatMap(({hosts}) => hosts)
const details = (situation: Situation) => planFor(situation).blocked.map(({detail}) => detail)

describe('an ownership TXT that may be that of a record in a zone which was not read', () => {
  it('stays when the record of the zone that was read goes, and the plan says why', () => {
    expect(requests(planFor(both()))).toEqual(['Z2 DELETE eu A 300 192.0.2.1'])
    expect(hostsOf(both()).map(({notes}) => notes)).toEqual([[STAYS]])
    const prune = both({goal: ORPHANS, policy: 'upsert-only'})
    expect(requests(planFor(prune))).toEqual(['Z2 DELETE eu A 300 192.0.2.1'])
    expect(blocks(planFor(prune))).toEqual([])
  })

  it('is no orphan, and prune --orphans says so', () => {
    expect(requests(planFor(alone({goal: ORPHANS})))).toEqual([])
    expect(blocks(planFor(alone({goal: ORPHANS})))).toEqual(['eu TXT not-read'])
    expect(details(alone({goal: ORPHANS}))).toEqual([STAYS])
    const cut = both({
      stored: [
        [PARENT, [txt('a-eu')]],
        [CHILD, []],
      ],
    })
    expect([requests(planFor(cut)), details(cut)]).toEqual([[], [STAYS]])
  })

  it.each<[string, Partial<Situation>]>([
    ['where the zone could hold no such host', {unread: [OTHER]}],
    ["where the zone's own text of it would lie in that zone", {unread: [PRIVATE_TWIN]}],
    ['where the twin has a parent of its own', {unread: [PRIVATE_TWIN, PRIVATE_CHILD]}],
    ['where all zones were read', {unread: []}],
  ])('but goes %s', (_where, parts) => {
    const gone = `Z1 DELETE a-eu TXT 300 red:${WEB}`
    expect(requests(planFor(both(parts)))).toEqual([gone, 'Z2 DELETE eu A 300 192.0.2.1'])
  })

  it('still covers it when another routing policy replaces it', () => {
    const blue = {id: 'blue', routing: weighted(10)}
    const stored: Situation['stored'] = [
      [PARENT, [txt('a-eu', 'red', WEB, blue)]],
      [CHILD, [set('eu', 'A', '192.0.2.1', blue)]],
    ]
    expect(requests(planFor(both({stored, wants: [wanted('eu', 'A', '192.0.2.1')]})))).toContain(
      `Z1 CREATE a-eu TXT 300 "heritage=external-dns,external-dns/former-sets=blue,external-dns/owner=red,external-dns/resource=${WEB}"`,
    )
  })

  it.each<[string, OwnershipGoal, Partial<Situation>]>([
    ['released', {kind: 'release'}, {}],
    ['handed over', {kind: 'transfer', to: toOwnerId('blue')}, {}],
    [
      'taken over',
      {kind: 'migrate', from: toOwnerId('red')},
      {registry: txtRegistry({ownerId: toOwnerId('blue')}), wants: [wanted('eu', 'A', '192.0.2.1')]},
    ],
    [
      'put under another prefix',
      {kind: 'repair', former: {prefix: '', suffix: '', wildcardReplacement: ''}, upgradesFormat: false},
      {registry: txtRegistry({prefix: 'new-'})},
    ],
  ])('is not %s', (_what, asked, parts) => {
    const plan = makeOwnershipPlan({...planInput(both(parts)), goal: asked})
    expect([requests(plan), blocks(plan)]).toEqual([[], ['eu A not-read']])
    expect(plan.blocked.map(({detail}) => detail)).toEqual([STAYS])
    const read = makeOwnershipPlan({...planInput(both({...parts, unread: []})), goal: asked})
    expect([requests(read).length > 0, blocks(read)]).toEqual([true, []])
  })
})

function ledgerRegistry(): RegistrySettings {
  const texts = txtRegistry()
  if (texts.kind !== 'txt') throw new Error('txtRegistry() makes no txt registry')
  return {...texts, kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}}
}

describe('a ledger row that lists no zone', () => {
  const registry = ledgerRegistry()
  const row = (labels: Record<string, string> = {}): LedgerRow => ({
    key: {name: fullName('web'), type: 'A', setIdentifier: undefined},
    owner: toOwnerId('red'),
    resource: WEB,
    labels,
  })
  const stays = 'the ledger row web.shop.io#A# stays: private zone shop.io (Z3) was not read and may need it'
  const ledgerOf = (situation: Situation) => hostsOf(situation).flatMap(({ledger}) => ledger)

  const deleted: Situation = {registry, ledger: [row()], unread: [PRIVATE_TWIN], stored: [set('web', 'A', '192.0.2.1')]}

  it('stays while a private twin that was not read may hold the record', () => {
    expect([requests(planFor(deleted)), ledgerOf(deleted)]).toEqual([['DELETE web A 300 192.0.2.1'], []])
    expect(hostsOf(deleted)[0]?.notes).toEqual([stays])
    const orphan = {...deleted, stored: [], goal: ORPHANS}
    expect([ledgerOf(orphan), details(orphan)]).toEqual([[], [stays]])
  })

  it('goes where no such zone is listed, or the row lists its zones', () => {
    const remove = [{kind: 'remove', current: expect.anything(), rest: undefined}]
    expect(ledgerOf({...deleted, unread: [OTHER]})).toEqual(remove)
    expect(ledgerOf({...deleted, ledger: [row({zone: 'Z1'})]})).toEqual(remove)
    expect(ledgerOf({...deleted, stored: [], goal: ORPHANS, ledger: [row({zone: 'Z1'})]})).toEqual(remove)
  })

  it.each<[string, NonNullable<Situation['stored']>, readonly Zone[], boolean]>([
    ['a zone below, not read', [[PARENT, []]], [CHILD], true],
    ['the zone above, not read', [[CHILD, []]], [PARENT], false],
  ])('stays while a public zone that could hold the record was not read: %s', (_what, stored, unread, isKept) => {
    const key = {name: fullName('x.eu'), type: 'A', setIdentifier: undefined}
    const orphan = {registry, ledger: [{...row(), key}], stored, unread, goal: ORPHANS}
    expect([ledgerOf(orphan).length, blocks(planFor(orphan))]).toEqual(isKept ? [0, ['x.eu A not-read']] : [1, []])
  })

  it('still covers every zone when it is written', () => {
    const wants = [wanted('web', 'A', '192.0.2.2', {by: 'service/shop/other'})]
    expect(ledgerOf({...deleted, wants})).toEqual([
      {kind: 'put', current: row(), desired: {...row(), resource: 'service/shop/other'}},
    ])
  })
})

describe('a text of ours without a record', () => {
  const read = (situation: Situation, id: string, reading: 'whole' | 'in-part') => {
    const input = planInput(situation)
    const zones = input.zones.map((each) => (each.zone.id === id ? {...each, reading} : each))
    return makePlan({...input, zones})
  }

  it('is an orphan where its zone hands the host on only if the other zone was read whole', () => {
    const ns = set('eu', 'NS', 'ns-1.example.net')
    const stored = [
      [PARENT, [ns, txt('a-x.eu')]],
      [CHILD, []],
    ] as const
    const of = (reading: 'whole' | 'in-part') => requests(read({stored, goal: ORPHANS}, 'Z2', reading))
    expect(of('whole')).toEqual([`Z1 DELETE a-x.eu TXT 300 red:${WEB}`])
    expect(of('in-part')).toEqual([])
  })

  it('is told of where an object asks for the host, also in a zone that was read in part: it has its own NS', () => {
    const stored = [set('@', 'NS', 'ns-1.example.net'), set('web', 'A', '192.0.2.1'), txt('a-web'), txt('cname-web')]
    const situation = {stored, wants: [wanted('web', 'A', '192.0.2.1')]}
    for (const reading of ['whole', 'in-part'] as const) {
      expect(read(situation, 'Z1', reading).warnings.map(({host}) => host)).toEqual(['web.shop.io'])
    }
  })
})
