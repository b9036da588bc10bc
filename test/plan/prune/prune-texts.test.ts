import {describe, expect, it} from 'vitest'
import {makeRetention} from '../../../src/plan/decide/retention.js'
import {makePlan} from '../../../src/plan/make-plan.js'
import type {ManifestsView} from '../../../src/plan/plan-input.js'
import {pruneTexts} from '../../../src/plan/prune/prune-texts.js'
import {claimRecordSets} from '../../../src/registry/claim.js'
import type {LedgerRow} from '../../../src/registry/ledger.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import type {RegistrySettings} from '../../../src/registry/registry-settings.js'
import {
  alias,
  blocks,
  domainFilter,
  fullName,
  LB,
  PRUNE,
  planFor,
  planInput,
  requests,
  SHOP,
  type Situation,
  set,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
  zone,
} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

const ORPHANS = {...PRUNE, removesOrphans: true}
const OBSOLETE = {...PRUNE, removesObsoleteTxt: true}
const V1 = {id: 'v1', routing: weighted(1)}
const EU = zone('eu.shop.io', {id: 'Z2'})

const hostsOf = (situation: Situation) => planFor(situation).zones.flatMap(({hosts}) => hosts)
const notes = (situation: Situation) =>
  hostsOf(situation).map((host) => `${host.name.split('.')[0]}: ${host.notes.join()}`)

describe('a text without a record, under prune --orphans', () => {
  it('goes as a host of its own, which says of which object it spoke and why it goes', () => {
    const stored = [txt('a-gone', 'red', WEB, V1)]
    expect(hostsOf({stored, goal: ORPHANS})).toEqual([
      {
        zone: SHOP,
        name: 'gone.shop.io',
        setIdentifier: 'v1',
        action: 'delete',
        changes: [],
        ownership: [
          {
            kind: 'delete',
            zone: SHOP,
            current: expect.objectContaining({recordSet: stored[0], host: 'gone.shop.io', type: 'A'}),
          },
        ],
        ledger: [],
        isGone: false,
        origins: [],
        formerResources: [WEB],
        notes: ['ownership TXT without a record'],
      },
    ])
    expect(hostsOf({stored: [txt('a-gone', 'red', '')], goal: ORPHANS})).toMatchObject([{formerResources: []}])
  })

  it('is that of its owner, where there are several', () => {
    const plan = jointPlan({stored: [txt('a-gone', 'blue')], clusters: [east(), west()], goal: ORPHANS})
    expect(plan.zones[0]?.hosts).toMatchObject([{name: 'gone.shop.io', owner: 'blue', cluster: 'west'}])
  })

  it.each<[string, Situation]>([
    ['that names no host by the naming of today', {registry: txtRegistry({prefix: 'own-'})}],
    [
      'of which a set with that identifier is about to be made',
      {wants: [wanted('gone', 'A', '192.0.2.1', {id: 'v1', properties: {'aws/weight': '1'}})]},
    ],
    ['whose host an object asks for with a type that is left out', {wants: [wanted('gone', 'MX', '10 m.example.net')]}],
    ['that the domain filters leave out', {domainFilter: domainFilter({exclude: ['gone.shop.io']})}],
  ])('stays %s', (_which, parts) => {
    expect(requests(planFor({stored: [txt('a-gone', 'red', WEB, V1)], goal: ORPHANS, ...parts}))).toEqual([])
  })

  it('goes where only a set of another identifier, or of another type, is asked for', () => {
    for (const wants of [
      [wanted('gone', 'A', '192.0.2.1')],
      [wanted('gone', 'AAAA', '2001:db8::1', {id: 'v1', properties: {'aws/weight': '1'}})],
    ])
      expect(requests(planFor({stored: [txt('a-gone', 'red', WEB, V1)], goal: ORPHANS, wants}))).toHaveLength(1)
  })

  it('stays where the record is asked for in its zone, though it stands in another one', () => {
    const twin = zone('shop.io', {id: 'Z3', isPrivate: true})
    const stored = [
      [SHOP, [txt('a-web')]],
      [twin, [web, txt('a-web')]],
    ] as const
    expect(requests(planFor({stored, goal: ORPHANS, wants: [wantsWeb]}))).toEqual([])
  })

  it('in the old format stays where any managed type is about to be made, and goes where that stands', () => {
    const old = [txt('web')]
    expect(requests(planFor({stored: old, goal: ORPHANS, wants: [wanted('web', 'AAAA', '2001:db8::1')]}))).toEqual([])
    const stands = {stored: [...old, set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web')], goal: ORPHANS}
    expect(requests(planFor({...stands, wants: [wanted('web', 'AAAA', '2001:db8::1')]}))).toEqual([
      `DELETE web TXT 300 red:${WEB}`,
    ])
  })

  it('stays where Route 53 protects it, and the plan says of which host it is', () => {
    const plan = planFor({
      stored: [txt('a-gone', 'red', WEB, V1)],
      goal: ORPHANS,
      protections: [{name: fullName('a-gone'), type: 'TXT', comment: undefined}],
    })
    expect(requests(plan)).toEqual([])
    expect(plan.blocked).toEqual([
      {
        reason: 'protected',
        zone: SHOP,
        host: 'gone.shop.io',
        setIdentifier: 'v1',
        types: ['TXT'],
        owner: undefined,
        origins: [],
        detail: 'a-gone.shop.io TXT is protected in Route 53',
        fix: 'have its protection removed in Route 53',
      },
    ])
  })

  it('stays while a zone was not read that may need it; where its record goes, that is a note of the host', () => {
    const unread = [zone('eu.shop.io', {id: 'Z4', isPrivate: true})]
    const detail = 'the ownership TXT a-eu.shop.io stays: private zone eu.shop.io (Z4) was not read and may need it'
    const plan = planFor({stored: [txt('a-eu')], goal: ORPHANS, unread})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map((block) => [block.host, block.reason, block.detail])).toEqual([
      ['eu.shop.io', 'not-read', detail],
    ])
    const left = planFor({stored: [set('eu', 'A', '192.0.2.1'), txt('a-eu')], goal: ORPHANS, unread})
    expect(requests(left)).toEqual(['DELETE eu A 300 192.0.2.1'])
    expect(blocks(left)).toEqual([])
    expect(left.zones[0]?.hosts.flatMap((host) => host.notes)).toEqual([detail])
  })
})

describe('a text that no record needs, under prune --obsolete-txt', () => {
  const WEBS = {stored: [web, txt('a-web'), txt('web')], wants: [wantsWeb]}

  it('goes, and the plan says why', () => {
    expect(notes({...WEBS, goal: OBSOLETE})).toEqual([
      'web: older format; the record has an ownership TXT in the current one',
    ])
  })

  it('stays under prune, prune --orphans and apply', () => {
    for (const goal of [PRUNE, ORPHANS, {kind: 'apply'} as const]) expect(notes({...WEBS, goal})).toEqual([])
  })

  it('is not one without a record, nor one beside the text of another owner', () => {
    expect(notes({stored: [txt('a-gone')], goal: OBSOLETE})).toEqual([])
    expect(notes({stored: [web, txt('a-web', 'blue'), txt('web')], goal: OBSOLETE})).toEqual([])
  })

  it('stays while one of the records that it speaks of has no other', () => {
    const crd = 'crd/shop/mail'
    const mail = [web, txt('a-web', 'red', crd), set('web', 'MX', '10 m.example.net'), txt('web', 'red', crd)]
    expect(notes({...WEBS, stored: mail, goal: OBSOLETE})).toEqual([])
    expect(notes({...WEBS, stored: [...mail, txt('mx-web', 'red', crd)], goal: OBSOLETE})).toHaveLength(1)
  })

  describe('with a ledger', () => {
    const registry = {
      ...txtRegistry(),
      kind: 'ledger',
      place: {kind: 'dynamodb', table: 't', region: ''},
    } as RegistrySettings
    const row = (type: string, owner = 'red'): LedgerRow => ({
      key: {name: fullName('web'), type, setIdentifier: undefined},
      owner: toOwnerId(owner),
      resource: 'crd/shop/mail',
      labels: {},
    })
    const old = txt('web', 'red', 'crd/shop/mail')
    const mx = set('web', 'MX', '10 m.example.net')
    const given = {registry, goal: OBSOLETE, managedTypes: ['AAAA'], stored: [web, old]}

    it('goes where a row of ours took its place, and the plan says so', () => {
      const why = ['web: the ledger has a row for the record']
      expect(notes({...given, ledger: [row('A')]})).toEqual(why)
      expect(notes({...given, ledger: [row('A'), row('MX')], stored: [web, mx, old]})).toEqual(why)
      expect(notes({...given, ledger: [row('A')], stored: [web, mx, old, txt('mx-web')]})).toEqual(why)
    })

    it('goes with its record, with --orphans or without', () => {
      const situation = {...given, managedTypes: ['A'], ledger: [row('A')], stored: [web, txt('a-web')]}
      const gone = [`DELETE a-web TXT 300 red:${WEB}`, 'DELETE web A 300 192.0.2.10']
      for (const goal of [PRUNE, ORPHANS]) expect(requests(planFor({...situation, goal}))).toEqual(gone)
    })

    it('stays where there is no such row, or that of another owner', () => {
      expect(notes({...given, ledger: []})).toEqual([])
      expect(notes({...given, ledger: [row('A')], stored: [web, mx, old]})).toEqual([])
      expect(notes({...given, ledger: [row('A', 'blue')]})).toEqual([])
    })
  })
})

describe('a text that may be needed all the same', () => {
  const orphan = (text: string, ...wants: NonNullable<Situation['wants']>) =>
    requests(planFor({stored: [txt(text)], goal: ORPHANS, wants})).length === 1

  it('is one of the type that is about to be made; CNAME may speak of an alias', () => {
    const [a, cname] = [wanted('web', 'A', '192.0.2.1'), wanted('web', 'CNAME', 'x.example.net')]
    expect([orphan('aaaa-web', a), orphan('a-web', a), orphan('cname-web', a)]).toEqual([true, false, false])
    expect([orphan('aaaa-web', cname), orphan('a-web', cname), orphan('cname-web', cname)]).toEqual([true, true, false])
  })

  it('is one beside which there is none in the current format', () => {
    const stored = [alias('web', 'A'), txt('cname-web'), txt('web')]
    expect(notes({stored, wants: [wanted('web', 'CNAME', LB)], goal: OBSOLETE, managedTypes: ['A', 'CNAME']})).toEqual(
      [],
    )
  })

  it('is one under a prefix other than that of today', () => {
    const given = {stored: [txt('a-gone')], registry: txtRegistry({prefix: 'own-'})}
    for (const goal of [ORPHANS, OBSOLETE]) expect(notes({...given, goal})).toEqual([])
  })

  it('is one in an older format that a zone may need which was not read, and the plan says so', () => {
    const plan = planFor({
      stored: [set('eu', 'A', '192.0.2.1'), txt('own-a-eu'), txt('own-eu')],
      wants: [wanted('eu', 'A', '192.0.2.1')],
      registry: txtRegistry({prefix: 'own-'}),
      unread: [zone('eu.shop.io', {id: 'Z4', isPrivate: true})],
      goal: OBSOLETE,
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['eu TXT not-read'])
  })
})

describe('what is left of a delete that was cut between two zones', () => {
  const cut = (text = 'a-eu', parts: Partial<Situation> = {}): Situation => ({
    stored: [
      [SHOP, [txt(text)]],
      [EU, []],
    ],
    ...parts,
  })
  const isFinished = (situation: Situation) => requests(planFor(situation)).length === 1

  it('is finished as far as the run manages the type, which for an alias may be CNAME', () => {
    const types = (text: string) =>
      ['A', 'AAAA', 'CNAME', 'MX'].filter((type) => isFinished(cut(text, {managedTypes: [type]})))
    expect(types('a-eu')).toEqual(['A'])
    expect(types('cname-eu')).toEqual(['A', 'CNAME'])
    expect(types('mx-eu')).toEqual(['MX'])
  })

  it('is finished where manifests are the whole of a cluster, and not where they may be a part', () => {
    const finished = (manifests: ManifestsView) => requests(makePlan({...planInput(cut()), manifests})).length === 1
    expect(finished({isComplete: true, hasLiveStatus: false, lacks: []})).toBe(true)
    expect(finished({isComplete: false, hasLiveStatus: false, lacks: []})).toBe(false)
    expect(finished({isComplete: true, hasLiveStatus: false, lacks: ['nodes']})).toBe(false)
  })

  it('is no matter of a run with a ledger, where texts are the past', () => {
    const registry = {...txtRegistry(), kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}}
    expect(isFinished(cut('a-eu', {registry: registry as RegistrySettings, ledger: []}))).toBe(false)
  })

  it('is not a text in a zone where none of that host would lie', () => {
    const twin = zone('shop.io', {id: 'Z3', isPrivate: true})
    const stored = [
      [SHOP, []],
      [EU, []],
      [twin, [txt('a-eu')]],
    ] as const
    expect(requests(planFor({stored}))).toEqual([])
  })

  it('waits until every zone that may hold the host is read whole', () => {
    const secret = zone('eu.shop.io', {id: 'Z3', isPrivate: true})
    const given: Situation = {
      stored: [
        [SHOP, [txt('a-eu')]],
        [EU, []],
        [secret, []],
      ],
    }
    expect(isFinished(given)).toBe(true)
    const input = planInput(given)
    const zones = input.zones.map((one) => (one.zone === secret ? {...one, reading: 'in-part' as const} : one))
    expect(requests(makePlan({...input, zones}))).toEqual([])
  })
})

describe('under prune --obsolete-txt', () => {
  it('a text goes with a record where another one of which it speaks has its own', () => {
    const mx = set('web', 'MX', '10 m.example.net')
    const stored = [web, mx, txt('web', 'red', 'crd/shop/p'), txt('mx-web')]
    const wants = [wanted('web', 'MX', '10 m.example.net')]
    const parts = {stored, wants, managedTypes: ['A', 'MX']}
    expect(requests(planFor({...parts, goal: OBSOLETE}))).toEqual([
      'DELETE web A 300 192.0.2.10',
      'DELETE web TXT 300 red:crd/shop/p',
    ])
    expect(requests(planFor({...parts, goal: PRUNE}))).toEqual(['DELETE web A 300 192.0.2.10'])
  })

  it('no text goes where there is no registry', () => {
    const input = planInput({stored: [web, txt('a-web')], registry: {kind: 'noop'}, goal: OBSOLETE})
    const claims = claimRecordSets(input.zones, input.registry)
    const nothing = {hosts: [], blocked: []}
    expect(pruneTexts(input, claims, [], makeRetention(input, [], 'hold'))).toEqual(nothing)
  })
})
