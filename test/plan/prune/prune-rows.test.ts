import {describe, expect, it} from 'vitest'
import {makeRetention} from '../../../src/plan/decide/retention.js'
import {orphanRows, pruneRows} from '../../../src/plan/prune/prune-rows.js'
import {claimRecordSets} from '../../../src/registry/claim.js'
import type {LedgerRow} from '../../../src/registry/ledger.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import type {RegistrySettings} from '../../../src/registry/registry-settings.js'
import {
  blocks,
  fullName,
  objectProblem,
  PRUNE,
  planFor,
  planInput,
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

  it('of the hosts of --only', () => {
    expect(removed(withRows([row(), row('api')], {only: [fullName('web')]}))).toEqual(GONE)
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

  it('of a name in no selected zone is not told of either', () => {
    expect(orphanRows([row('web.other.net.'), row()], {claims: []}, [SHOP])).toEqual([{row: row(), zone: SHOP}])
  })

  it('below a name that has a record, which is no delegation', () => {
    const stored = [set('web', 'A', '192.0.2.10')]
    expect(removed(withRows([row('a.web')], {stored}))).toEqual([['a.web.shop.io', undefined]])
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

  it('also where two of them hold none', () => {
    const third = zone('shop.io', {id: 'Z4', isPrivate: true})
    const hosts = planFor(
      withRows([row('web', {labels: {zone: 'Z1+Z3+Z4'}})], {
        stored: [...stored, [third, []]],
        wants: [wantsWeb],
      }),
    ).zones.flatMap((each) => each.hosts)
    const rests = hosts.flatMap(({zone: of, ledger: rows}) => (of.id === 'Z3' ? rows : []))
    expect(rests).toMatchObject([{kind: 'remove', rest: {labels: {zone: 'Z1'}}}])
  })

  it('and not twice where its record goes in the same plan', () => {
    const hosts = planFor({...listed('Z1+Z3'), wants: []}).zones.flatMap((each) => each.hosts)
    expect(hosts.map(({zone: of}) => of.id)).toEqual(['Z1'])
  })

  it('and no other one', () => {
    const input = planInput(listed('Z1'))
    const claims = claimRecordSets(input.zones, input.registry, input.ledger)
    const pruned = pruneRows(input, claims, [], makeRetention(input, [], 'hold'))
    expect(pruned).toEqual({hosts: [], blocked: []})
  })

  it.each(['Z1', 'Z1+Z9', 'Z3'])('and leaves one alone that lists %s', (zones) => {
    const hosts = planFor(listed(zones)).zones.flatMap((each) => each.hosts)
    expect(hosts.filter(({zone: of}) => of.id === 'Z3')).toEqual([])
  })
})
