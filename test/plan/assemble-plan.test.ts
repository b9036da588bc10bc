import {describe, expect, it} from 'vitest'
import type {Zone} from '../../src/dns/zone.js'
import {because, block} from '../../src/plan/blocked.js'
import {makePlan} from '../../src/plan/make-plan.js'
import {
  blocks,
  type EndpointParts,
  pending,
  planFor,
  planInput,
  type Situation,
  set,
  txt,
  wanted,
  wantsWeb,
  web,
  zone,
} from './builders.js'
import {east, jointInput, jointPlan, west} from './joint-builders.js'

const a = (host: string, parts: EndpointParts = {}) =>
  wanted(host, 'A', '192.0.2.1', {by: `service/shop/${host}`, ...parts})
const owned = (host: string, owner = 'red') => [
  set(host, 'A', '192.0.2.1'),
  txt(`a-${host}`, owner, `service/shop/${host}`),
]

describe('a zone of a plan', () => {
  it('counts the hosts that are ours, those that stay as they are, and the record sets', () => {
    const stored = [
      ...owned('one'),
      ...owned('two'),
      set('two', 'AAAA', '2001:db8::1'),
      txt('aaaa-two', 'red', 'service/shop/two'),
      ...owned('theirs', 'blue'),
      set('mail', 'MX', '10 mail.example.net'),
      txt('mx-mail'),
    ]
    const {zones} = planFor({stored, wants: [a('one'), a('new')], policy: 'upsert-only'})
    expect(zones).toMatchObject([{reading: 'whole', ownedHosts: 2, unchangedHosts: 1, recordSets: 10}])
    expect(zones[0]?.hosts.map(({name}) => name)).toEqual(['new.shop.io'])
    expect(zones[0]).not.toHaveProperty('owners')
  })

  it('counts them for each owner in a plan of several clusters', () => {
    const stored = [...owned('one'), ...owned('two'), ...owned('theirs', 'blue'), ...owned('other', 'green')]
    const {zones} = jointPlan({stored, clusters: [east(), west()], policy: 'upsert-only'})
    expect(zones).toMatchObject([
      {
        ownedHosts: 3,
        owners: [
          {owner: 'red', ownedHosts: 2},
          {owner: 'blue', ownedHosts: 1},
        ],
      },
    ])
  })

  it('counts them for no owner with registry noop, where nobody owns anything', () => {
    const {zones} = jointPlan({stored: [web], clusters: [east(), west()], registry: {kind: 'noop'}})
    expect(zones[0]).not.toHaveProperty('owners')
  })

  it('counts no host as unchanged that cannot be done', () => {
    const {zones, blocked} = planFor({stored: [set('a-web', 'TXT', '"x"')], wants: [wantsWeb]})
    expect([zones[0]?.unchangedHosts, blocked.map(({reason}) => reason)]).toEqual([0, ['unowned']])
  })

  it('says whose a host is only in a plan of several clusters', () => {
    const [single] = planFor({wants: [wantsWeb]}).zones[0]?.hosts ?? []
    expect([single?.owner, single?.cluster]).toEqual([undefined, undefined])
    const [joint] = jointPlan({clusters: [east(), west({wants: [wantsWeb]})]}).zones[0]?.hosts ?? []
    expect([joint?.owner, joint?.cluster]).toEqual(['blue', 'west'])
  })
})

describe('a plan', () => {
  it('is in one order, whatever that of the objects: zones and hosts by name', () => {
    const other = zone('art.io', {id: 'Z9'})
    const stored: Situation['stored'] = [
      [zone(), []],
      [other, []],
    ]
    const names = (wants: Situation['wants'] = []) =>
      planFor({stored, wants}).zones.map((one) => [one.zone.name, one.hosts.map(({name}) => name)])
    const wants = [a('b'), a('a'), a('x.art.io.')]
    expect(names(wants)).toEqual([
      ['art.io', ['x.art.io']],
      ['shop.io', ['a.shop.io', 'b.shop.io']],
    ])
    expect(names(wants.toReversed())).toEqual(names(wants))
  })

  it('says each thing once, blocked hosts by name', () => {
    const situation = {wants: [a('x.example.net.')], pending: [pending('b'), pending('b'), pending('a')]}
    expect(blocks(planFor(situation))).toEqual(['a pending-target', 'b pending-target', 'x.example.net A no-zone'])
    const twice = planInput(situation)
    expect(makePlan({...twice, unplaced: [...twice.unplaced, ...twice.unplaced]}).blocked).toHaveLength(3)
  })

  it('names the clusters of the objects that ask for what is left alone', () => {
    const wants = [wanted('web', 'A', '192.0.2.1')]
    const input = jointInput({clusters: [east({wants}), west({wants})]})
    const origins = input.candidates.flatMap((one) => one.origins)
    const unplaced = [block({host: 'web.example.net', origins}, because('no-zone', 'no'))]
    expect(makePlan({...input, candidates: [], unplaced}).blocked.map(({cluster}) => cluster)).toEqual(['east, west'])
  })

  it('tolerates a reason where it is told to, and no other', () => {
    const wants = [wanted('web', 'A', 'nonsense'), a('x.example.net.')]
    const tolerated = new Set(['object-problem'] as const)
    expect(planFor({wants, tolerated}).blocked.map(({reason, isTolerated}) => [reason, isTolerated])).toEqual([
      ['object-problem', true],
      ['no-zone', undefined],
    ])
  })

  it('has the owner of the run, and none where there are several', () => {
    expect(planFor({}).owner).toBe('red')
    expect(planFor({registry: {kind: 'noop'}}).owner).toBeUndefined()
    expect(jointPlan({clusters: [east(), west()]}).owner).toBeUndefined()
  })
})

describe('a delegation in a zone', () => {
  const delegation = set('sub', 'NS', ['ns1.example.net'])
  const warned = (situation: Situation, at: Zone = zone()) =>
    planFor({
      stored: [[at, [delegation, ...(situation.stored ?? [])] as never]],
      wants: situation.wants ?? [],
    }).warnings.map(({text, origin}) => [text, origin?.name])
  const text = (hosts: string) =>
    `sub.shop.io is delegated by its NS record in zone shop.io, so records written there for ${hosts} are never answered: select the zone of sub.shop.io too`

  it('is told where records are made or changed at or below it', () => {
    expect(warned({wants: [a('web.sub')]})).toEqual([[text('web.sub.shop.io'), 'web.sub']])
    expect(warned({wants: [a('web.sub'), a('api.sub'), a('sub')]})).toEqual([
      [text('api.sub.shop.io and 2 more'), 'api.sub'],
    ])
    const changed = [set('web.sub', 'A', '192.0.2.9'), txt('a-web.sub', 'red', 'service/shop/web.sub')]
    expect(warned({stored: changed, wants: [a('web.sub')]})).toHaveLength(1)
  })

  it('is told of a host that changes, though a record set of it goes', () => {
    const stored = [
      set('web.sub', 'A', '192.0.2.9'),
      txt('a-web.sub', 'red', 'service/shop/web.sub'),
      set('web.sub', 'AAAA', '2001:db8::1'),
      txt('aaaa-web.sub', 'red', 'service/shop/web.sub'),
    ]
    expect(warned({stored, wants: [a('web.sub')]})).toEqual([[text('web.sub.shop.io'), 'web.sub']])
  })

  it('may be changed itself', () => {
    const wants = [wanted('sub', 'NS', 'ns2.example.net')]
    const plan = planFor({stored: [delegation, txt('ns-sub')], wants, managedTypes: ['NS']})
    expect([plan.zones[0]?.hosts.map(({action}) => action), plan.warnings]).toEqual([['update'], []])
  })

  it('is not told where records elsewhere are made, or where records below it stay or go', () => {
    expect(warned({wants: [a('web'), a('websub')]})).toEqual([])
    expect(warned({stored: owned('web.sub'), wants: [a('web.sub')]})).toEqual([])
    expect(warned({stored: owned('web.sub')})).toEqual([])
  })

  it('is none at the name of the zone', () => {
    const plan = planFor({stored: [set('@', 'NS', ['ns1.example.net']), web], wants: [a('api')]})
    expect(plan.warnings).toEqual([])
  })

  it('takes its own DS, which stands beside it', () => {
    const ds = wanted('sub', 'DS', `12345 13 2 ${'AB'.repeat(32)}`)
    const plan = planFor({stored: [delegation], wants: [ds], managedTypes: ['DS']})
    expect(plan.zones[0]?.hosts).toHaveLength(1)
    expect(plan.warnings).toEqual([])
  })
})
