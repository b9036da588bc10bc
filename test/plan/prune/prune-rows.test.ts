import {describe, expect, it} from 'vitest'
import type {LedgerRow} from '../../../src/registry/ledger.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import type {RegistrySettings} from '../../../src/registry/registry-settings.js'
import {
  blocks,
  fullName,
  objectProblem,
  PRUNE,
  planFor,
  SHOP,
  type Situation,
  set,
  txtRegistry,
  WEB,
  wantsWeb,
  zone,
} from '../builders.js'

const ORPHANS = {...PRUNE, removesOrphans: true}
const PRIVATE_TWIN = zone('shop.io', {id: 'Z3', isPrivate: true})

function ledger(parts: Parameters<typeof txtRegistry>[0] = {}): RegistrySettings {
  const texts = txtRegistry(parts)
  if (texts.kind !== 'txt') throw new Error('txtRegistry() makes no txt registry')
  return {...texts, kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}}
}

function row(host = 'web', parts: Partial<LedgerRow> = {}): LedgerRow {
  const key = {name: fullName(host), type: 'A', setIdentifier: undefined}
  return {key, owner: toOwnerId('red'), resource: WEB, labels: {}, ...parts}
}

const withRows = (rows: readonly LedgerRow[], parts: Partial<Situation> = {}): Situation => ({
  goal: ORPHANS,
  registry: ledger(),
  ledger: rows,
  ...parts,
})

/** Which rows go, and what is left of each. */
function removed(situation: Situation) {
  return planFor(situation).zones.flatMap(({hosts}) =>
    hosts.flatMap((host) =>
      host.ledger.map((change) => [change.current?.key.name, change.kind === 'remove' ? change.rest?.labels : 'put']),
    ),
  )
}

const GONE = [['web.shop.io', undefined]]

describe('prune --orphans removes a ledger row without a record', () => {
  it('that is ours, and says why', () => {
    const [host] = planFor(withRows([row()])).zones.flatMap(({hosts}) => hosts)
    expect(host).toMatchObject({name: 'web.shop.io', action: 'delete', notes: ['ledger row without a record']})
    expect(host?.formerResources).toEqual([WEB])
    expect(removed(withRows([row()]))).toEqual(GONE)
  })

  it('also one that names no object', () => {
    const [host] = planFor(withRows([row('web', {resource: ''})])).zones.flatMap(({hosts}) => hosts)
    expect(host?.formerResources).toEqual([])
  })

  it.each<[string, Situation]>([
    ['without --orphans', withRows([row()], {goal: PRUNE})],
    ['of another owner', withRows([row('web', {owner: toOwnerId('blue')})])],
    ['with a record', withRows([row()], {stored: [set('web', 'A', '192.0.2.10')], wants: [wantsWeb]})],
    ['of a name in no selected zone', withRows([row('web.other.net.')])],
    ['of a name below a delegation', withRows([row('a.eu')], {stored: [set('eu', 'NS', 'ns.example.net')]})],
    ['of a zone that the run does not read', withRows([row('web', {labels: {zone: 'Z9'}})])],
  ])('and none %s', (_what, situation) => {
    expect(removed(situation)).toEqual([])
  })

  it('below the apex of its own zone, whose NS are no delegation', () => {
    expect(removed(withRows([row()], {stored: [set('@', 'NS', 'ns.example.net')]}))).toEqual(GONE)
  })

  it('below a delegation of another zone of that name', () => {
    const stored = [
      [SHOP, []],
      [PRIVATE_TWIN, [set('eu', 'NS', 'ns.example.net')]],
    ] as const
    expect(removed(withRows([row('a.eu')], {stored}))).toEqual([['a.eu.shop.io', undefined]])
  })

  it.each<[string, Situation, string]>([
    [
      'while the owner was not chosen',
      withRows([row()], {registry: ledger({ownerIsChosen: false})}),
      'web A owner-not-chosen',
    ],
    ['while its object cannot be read', withRows([row()], {problems: [objectProblem(WEB)]}), 'web A object-problem'],
    ['while a zone was not read that may need it', withRows([row()], {unread: [PRIVATE_TWIN]}), 'web A not-read'],
    [
      'of a type that is none',
      withRows([row('web', {key: {name: fullName('web'), type: 'X', setIdentifier: 'v1'}})], {
        problems: [objectProblem(WEB)],
      }),
      'web v1 object-problem',
    ],
  ])('but keeps it, and says so, %s', (_what, situation, block) => {
    expect(removed(situation)).toEqual([])
    expect(blocks(planFor(situation))).toContain(block)
  })
})

describe('prune --orphans corrects a row that lists a zone which holds no such record', () => {
  const stored = [
    [SHOP, [set('web', 'A', '192.0.2.10')]],
    [PRIVATE_TWIN, []],
  ] as const
  const listed = (zones: string) => withRows([row('web', {labels: {zone: zones}})], {stored, wants: [wantsWeb]})

  it('so that it lists only those that do', () => {
    const hosts = planFor(listed('Z1+Z3')).zones.flatMap((each) => each.hosts)
    const notes = hosts.flatMap((host) => (host.zone.id === 'Z3' ? host.notes : []))
    expect(notes).toEqual(['the ledger row lists this zone, which holds no such record'])
    const rests = hosts.flatMap((host) => (host.zone.id === 'Z3' ? host.ledger : []))
    expect(rests).toMatchObject([{kind: 'remove', rest: {labels: {zone: 'Z1'}}}])
  })

  it.each(['Z1', 'Z1+Z9'])('and leaves one alone that lists %s', (zones) => {
    const hosts = planFor(listed(zones)).zones.flatMap((each) => each.hosts)
    expect(hosts.filter(({zone: of}) => of.id === 'Z3')).toEqual([])
  })
})
