import {describe, expect, it} from 'vitest'
import {makePlan} from '../../src/plan/make-plan.js'
import type {PlanInput} from '../../src/plan/plan-input.js'
import {
  blocks,
  fullName,
  PRUNE,
  pending,
  planFor,
  planInput,
  requests,
  type Situation,
  set,
  txt,
  wanted,
  wantsWeb,
  web,
} from './builders.js'

const narrowedTo = (...hosts: readonly string[]) => ({only: hosts.map(fullName)})
const detailsOf = (situation: Situation) => planFor(situation).blocked.map(({detail, fix}) => `${detail}: ${fix}`)

describe('--only', () => {
  it('blocks a host that the whole plan blocks for the sake of one that is left out', () => {
    const wants = [wantsWeb, wanted('a-web', 'CNAME', 'x.example.net', {by: 'service/shop/cart'})]
    expect(blocks(planFor({wants}))).toEqual(['web A cname-conflict'])
    const plan = planFor({wants, ...narrowedTo('web')})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked).toEqual(planFor({wants}).blocked)
    expect(requests(planFor({wants, ...narrowedTo('a-web')}))).toEqual(requests(planFor({wants})))
  })

  const inner = [
    wanted('web', 'CNAME', fullName('mid'), {properties: {alias: 'true'}}),
    wanted('mid', 'CNAME', fullName('base'), {properties: {alias: 'true'}}),
    wanted('base', 'A', '192.0.2.7'),
  ]

  it('blocks an alias whose target another host makes, and names all that it needs', () => {
    expect(requests(planFor({wants: inner}))).toHaveLength(6)
    expect(detailsOf({wants: inner, ...narrowedTo('web')})).toEqual([
      'it can only be changed together with base.shop.io, mid.shop.io, which --only leaves out: otherwise the alias target mid.shop.io has no A record in zone shop.io: --only=base.shop.io --only=mid.shop.io, in addition to the hosts that you name',
    ])
    expect(requests(planFor({wants: inner, ...narrowedTo('web', 'mid', 'base')}))).toEqual(
      requests(planFor({wants: inner})),
    )
    expect(blocks(planFor({wants: inner, ...narrowedTo('web')}))).toEqual(['web A filtered'])
  })

  it('says what the whole plan says of an alias whose target has no AAAA, besides what is known of it', () => {
    const wants = [wanted('web', 'CNAME', fullName('base'), {properties: {alias: 'true'}})]
    const input = planInput({stored: [set('base', 'A', '192.0.2.7')], wants, ...narrowedTo('web')})
    const candidates = input.candidates.map((each) => ({...each, notes: ['asked for as WEB']}))
    const plan = makePlan({...input, candidates})
    expect(requests(plan).filter((line) => !line.includes(' TXT '))).toEqual(['CREATE web A -> base.shop.io @Z1 true'])
    const [host] = plan.zones.flatMap(({hosts}) => hosts)
    expect(host?.notes).toEqual(['asked for as WEB', 'no AAAA: the alias target has none'])
  })

  it('makes no half of an alias whose AAAA target is left out', () => {
    const wants = [
      wanted('web', 'CNAME', fullName('base'), {properties: {alias: 'true'}}),
      wanted('base', 'A', '192.0.2.7'),
      wanted('base', 'AAAA', '2001:db8::1'),
    ]
    const stored = [set('base', 'A', '192.0.2.7'), txt('a-base')]
    expect(requests(planFor({stored, wants, ...narrowedTo('web')}))).toEqual([])
    expect(blocks(planFor({stored, wants, ...narrowedTo('web')}))).toEqual(['web A AAAA filtered'])
  })

  it('blocks a record that needs the place of a text which goes with another host', () => {
    const stored = [web, txt('a-web')]
    const wants = [wanted('a-web', 'CNAME', 'x.example.net', {by: 'service/shop/cart'})]
    expect(requests(planFor({stored, wants}))).toHaveLength(4)
    expect(requests(planFor({stored, wants, ...narrowedTo('a-web')}))).toEqual([])
    expect(detailsOf({stored, wants, ...narrowedTo('a-web')})).toEqual([
      'it can only be changed together with web.shop.io, which --only leaves out: otherwise a CNAME cannot coexist with the TXT record of that name: --only=web.shop.io, in addition to the hosts that you name',
    ])
    expect(requests(planFor({stored, wants, ...narrowedTo('web')}))).toHaveLength(2)
    expect(requests(planFor({stored, wants, ...narrowedTo('web', 'a-web')}))).toHaveLength(4)
  })

  it('keeps to its hosts in all that it says and counts', () => {
    const stored = [web, txt('a-web'), set('same', 'A', '192.0.2.1'), txt('a-same'), set('mail', 'A', '192.0.2.2')]
    const wants = [
      wantsWeb,
      wanted('same', 'A', '192.0.2.1'),
      wanted('mail', 'A', '10.0.0.1'),
      wanted('new', 'A', '10.0.0.1'),
    ]
    const plan = planFor({stored, wants, ...narrowedTo('web')})
    expect({blocked: plan.blocked, warnings: plan.warnings}).toEqual({blocked: [], warnings: []})
    expect(plan.zones.map(({unchangedHosts, ownedHosts}) => [unchangedHosts, ownedHosts])).toEqual([[1, 2]])
  })

  it('and a shard tell of hosts of which nothing comes those that are theirs, each once and in order', () => {
    const unused = ['web', 'cart', 'web'].map((host) => ({...pending(host), reason: 'left out by --annotation-filter'}))
    const namesOf = (situation: Situation, parts: Partial<PlanInput> = {}) =>
      makePlan({...planInput(situation), unused, ...parts}).unused.map((one) => one.dnsName)
    expect(namesOf({})).toEqual(['cart', 'web'].map(fullName))
    const parts = [
      {namespace: 'a', name: 'bc'},
      {namespace: 'ab', name: 'c'},
    ]
    const [one] = unused.map((each) => parts.map((part) => ({...each, origin: {...each.origin, ...part}})))
    expect(namesOf({}, {unused: one})).toHaveLength(2)
    expect(namesOf(narrowedTo('web'))).toEqual([fullName('web')])
    expect(namesOf({}, {takes: (name) => name === fullName('cart')})).toEqual([fullName('cart')])
  })

  it('narrows prune to its hosts and their texts', () => {
    const stored = [
      set('gone', 'A', '192.0.2.1'),
      txt('a-gone'),
      set('old', 'A', '192.0.2.1'),
      txt('a-old'),
      txt('a-lost'),
    ]
    const orphans = {...PRUNE, removesOrphans: true}
    expect(requests(planFor({stored, goal: orphans, ...narrowedTo('gone', 'lost')}))).toEqual([
      'DELETE a-gone TXT 300 red:service/shop/web',
      'DELETE a-lost TXT 300 red:service/shop/web',
      'DELETE gone A 300 192.0.2.1',
    ])
  })
})
