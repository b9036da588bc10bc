import {describe, expect, it} from 'vitest'
import type {Zone} from '../../../src/dns/zone.js'
import {makePlan} from '../../../src/plan/make-plan.js'
import {countPlan} from '../../../src/plan/plan.js'
import {formatRowKey, type LedgerRow, rowZones} from '../../../src/registry/ledger.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import type {RegistrySettings} from '../../../src/registry/registry-settings.js'
import {
  blocks,
  objectProblem,
  PRUNE,
  planInput,
  requests,
  SHOP,
  type Situation,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  zone,
} from '../builders.js'

const TWIN = zone('shop.io', {id: 'ZTWIN', isPrivate: true})
const OTHER = wanted('web', 'A', '192.0.2.11')
const ORPHANS = {...PRUNE, removesOrphans: true}

function inTable(parts: Parameters<typeof txtRegistry>[0] = {}): RegistrySettings {
  const texts = txtRegistry(parts)
  if (texts.kind !== 'txt') throw new Error('bug: not the registry that was asked for')
  return {...texts, kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}}
}

/** The row of web.shop.io; without zones as external-dns writes it. */
function row(zones?: readonly string[], {owner = 'red', resource = WEB} = {}): LedgerRow {
  const key = {name: 'web.shop.io', type: 'A', setIdentifier: undefined}
  return {key, owner: toOwnerId(owner), resource, labels: zones === undefined ? {} : {zone: zones.join('+')}}
}

const zonesOf = (one: LedgerRow | undefined) => (one === undefined ? 'none' : (rowZones(one)?.join('+') ?? 'every'))

/** What is written about rows, as `put web.shop.io#A#: none -> Z1`, of each host. */
function written(rows: readonly LedgerRow[], situation: Situation) {
  const plan = makePlan({...planInput({registry: inTable(), ...situation}), ledger: rows})
  const lines = plan.zones.flatMap(({hosts}) =>
    hosts.flatMap(({ledger}) =>
      ledger.map((change) => {
        const [key, to] =
          change.kind === 'put' ? [change.desired.key, change.desired] : [change.current.key, change.rest]
        return `${change.kind} ${formatRowKey(key)}: ${zonesOf(change.current)} -> ${zonesOf(to)}`
      }),
    ),
  )
  return {lines, blocks: blocks(plan), count: countPlan(plan).ledgerChanges}
}

/** The rows of each host as they are written, with the notes that tell of them. */
function hostsOf(rows: readonly LedgerRow[], situation: Situation) {
  const plan = makePlan({...planInput({registry: inTable(), ...situation}), ledger: rows})
  return plan.zones.flatMap(({hosts}) => hosts.map(({name, ledger, notes}) => ({name, ledger, notes})))
}

const inBoth = (
  ours: readonly (typeof web)[],
  twins: readonly (typeof web)[],
): readonly (readonly [Zone, readonly (typeof web)[]])[] => [
  [SHOP, ours],
  [TWIN, twins],
]

describe('the row of a record set', () => {
  it('is made with it, and lists its zone', () => {
    expect(written([], {wants: [wantsWeb]}).lines).toEqual([`put web.shop.io#A#: none -> ${SHOP.id}`])
  })

  it('goes with it', () => {
    expect(written([row([SHOP.id])], {stored: [web]}).lines).toEqual([`remove web.shop.io#A#: ${SHOP.id} -> none`])
  })

  it.each([
    ['lists its zone', [SHOP.id]],
    ['lists no zone', undefined],
    ['lists a zone outside the run too', [SHOP.id, 'ZELSE']],
  ])('stays as it is when the values change, if it %s', (_which, zones) => {
    expect(written([row(zones)], {stored: [web], wants: [OTHER]})).toEqual({lines: [], blocks: [], count: 0})
  })

  it('keeps a zone outside the run when the record set goes', () => {
    expect(written([row([SHOP.id, 'ZELSE'])], {stored: [web]}).lines).toEqual([
      `remove web.shop.io#A#: ${SHOP.id}+ZELSE -> ZELSE`,
    ])
  })

  it('names the object that asks for it now', () => {
    const rows = [row([SHOP.id], {resource: 'service/shop/former'})]
    expect(written(rows, {stored: [web], wants: [OTHER]}).lines).toEqual([
      `put web.shop.io#A#: ${SHOP.id} -> ${SHOP.id}`,
    ])
  })

  it('that external-dns wrote, for every zone, goes with it too', () => {
    expect(written([row()], {stored: [web]}).lines).toEqual(['remove web.shop.io#A#: every -> none'])
  })

  it('of the owner that hands its hosts over comes to name ours', () => {
    const former = row([SHOP.id], {owner: 'old', resource: 'service/x/x'})
    const registry = inTable({migrateFrom: toOwnerId('old')})
    expect(hostsOf([former], {stored: [web], wants: [wantsWeb], registry})).toEqual([
      {name: 'web.shop.io', ledger: [{kind: 'put', current: former, desired: row([SHOP.id])}], notes: []},
    ])
  })

  it.each<[string, readonly LedgerRow[]]>([
    ['there is none', []],
    ['that of another owner speaks of another zone', [row(['ZELSE'], {owner: 'blue'})]],
  ])('is not touched when a record set goes that is ours by its TXT, where %s', (_which, rows) => {
    const stored = [web, txt('a-web')]
    const plan = makePlan({...planInput({registry: inTable(), stored}), ledger: rows})
    expect(requests(plan)).toEqual([`DELETE a-web TXT 300 red:${WEB}`, 'DELETE web A 300 192.0.2.10'])
    expect(written(rows, {stored})).toEqual({lines: [], blocks: [], count: 0})
  })

  it('is put and removed in the order of the types', () => {
    const wants = [wanted('web', 'AAAA', '2001:db8::1')]
    expect(written([row([SHOP.id])], {stored: [web], wants}).lines).toEqual([
      'remove web.shop.io#A#: Z1 -> none',
      'put web.shop.io#AAAA#: none -> Z1',
    ])
  })

  it('of another owner keeps the host from being taken', () => {
    expect(written([row([SHOP.id], {owner: 'blue'})], {wants: [wantsWeb]})).toEqual({
      lines: [],
      blocks: ['web A owner-mismatch'],
      count: 0,
    })
  })
})

describe('the row of twins', () => {
  it('lists the zones of both', () => {
    const both = [SHOP.id, TWIN.id].sort().join('+')
    const {lines, count} = written([], {stored: inBoth([], []), wants: [wantsWeb]})
    expect(count).toBe(1)
    expect(new Set(lines)).toEqual(new Set([`put web.shop.io#A#: none -> ${both}`]))
  })

  it('gets the zone of the one that joins', () => {
    const both = [SHOP.id, TWIN.id].sort().join('+')
    const {lines} = written([row([SHOP.id])], {stored: inBoth([web], []), wants: [wantsWeb]})
    expect(lines).toEqual([`put web.shop.io#A#: ${SHOP.id} -> ${both}`])
  })

  it('is that of one record set for each zone, so one that is not ours does not keep it', () => {
    const stored = inBoth([web], [{...web}])
    expect(written([row([SHOP.id])], {stored}).lines).toEqual([`remove web.shop.io#A#: ${SHOP.id} -> none`])
  })

  it('goes when both go', () => {
    const both = [SHOP.id, TWIN.id].sort()
    const {lines} = written([row(both)], {stored: inBoth([web], [web])})
    expect(new Set(lines)).toEqual(new Set([`remove web.shop.io#A#: ${both.join('+')} -> none`]))
  })
})

describe('the row of twins of which one goes', () => {
  const inShop = {properties: {'aws/hosted-zone-id': SHOP.id}}
  const both = [SHOP.id, TWIN.id].sort()
  const stored = inBoth([web], [{...web}])

  it('lists the other one', () => {
    const wants = [wanted('web', 'A', '192.0.2.10', inShop)]
    expect(written([row(both)], {stored, wants}).lines).toEqual([
      `remove web.shop.io#A#: ${both.join('+')} -> ${SHOP.id}`,
    ])
  })

  it('names the object that asks for the other one before, if that is another, and lists it after', () => {
    const wants = [wanted('web', 'A', '192.0.2.11', inShop)]
    const {lines} = written([row(both, {resource: 'service/shop/former'})], {stored, wants})
    expect(new Set(lines)).toEqual(
      new Set([
        `put web.shop.io#A#: ${both.join('+')} -> ${both.join('+')}`,
        `remove web.shop.io#A#: ${both.join('+')} -> ${SHOP.id}`,
      ]),
    )
  })

  it('does so too where the other one comes later', () => {
    const inTwin = wanted('web', 'A', '192.0.2.11', {properties: {'aws/hosted-zone-id': TWIN.id}})
    const {lines} = written([row(both, {resource: 'service/shop/former'})], {stored, wants: [inTwin]})
    expect(new Set(lines)).toEqual(
      new Set([
        `put web.shop.io#A#: ${both.join('+')} -> ${both.join('+')}`,
        `remove web.shop.io#A#: ${both.join('+')} -> ${TWIN.id}`,
      ]),
    )
  })

  it('stays as external-dns wrote it, for every zone', () => {
    const wants = [wanted('web', 'A', '192.0.2.10', inShop)]
    expect(written([row()], {stored, wants}).lines).toEqual([])
  })
})

describe('the row of an object that cannot be read', () => {
  const FORMER = 'service/shop/former'
  const problems = [objectProblem(FORMER)]
  const both = [SHOP.id, TWIN.id].sort()
  const inTwin = wanted('web', 'A', '192.0.2.11', {properties: {'aws/hosted-zone-id': TWIN.id}})

  it.each<[string, LedgerRow, LedgerRow, Situation]>([
    [
      'a zone of the run',
      row([SHOP.id], {resource: FORMER}),
      row(both, {resource: FORMER}),
      {stored: inBoth([web], []), wants: [inTwin]},
    ],
    [
      'one outside the run',
      row(['ZELSE'], {resource: FORMER}),
      row([SHOP.id, 'ZELSE'], {resource: FORMER}),
      {wants: [wantsWeb]},
    ],
  ])('goes on to name it where the object has a record set in %s', (_zone, current, desired, situation) => {
    const [host] = hostsOf([current], {problems, ...situation})
    expect(host?.ledger).toEqual([{kind: 'put', current, desired}])
  })

  it('goes on to name it where the object may have one in a zone that was not read', () => {
    const [host] = hostsOf([row(undefined, {resource: FORMER})], {problems, wants: [wantsWeb], unread: [TWIN]})
    expect(host).toEqual({name: 'web.shop.io', ledger: [], notes: []})
  })

  it.each<[string, readonly string[], Situation]>([
    ['the object has no record set any more', [SHOP.id], {problems}],
    ['it can be read again', [SHOP.id, 'ZELSE'], {}],
  ])('names the object that asks where %s', (_why, zones, situation) => {
    const current = row(zones, {resource: FORMER})
    const [host] = hostsOf([current], {...situation, wants: [wantsWeb]})
    expect(host?.ledger).toEqual([{kind: 'put', current, desired: row(zones)}])
  })
})

describe('a row for every zone, of which some were not read', () => {
  const unread = [TWIN]

  it('stays when the record set goes, and speaks of every zone when it is written', () => {
    expect(written([row()], {stored: [web], unread}).lines).toEqual([])
    const rows = [row(undefined, {resource: 'service/shop/former'})]
    expect(written(rows, {stored: [web], wants: [OTHER], unread}).lines).toEqual(['put web.shop.io#A#: every -> every'])
  })

  it('is told of only where the record set goes and it stays', () => {
    const notesOf = (resource: string, situation: Situation) =>
      hostsOf([row(undefined, {resource})], {stored: [web], ...situation}).map(({notes}) => notes)
    expect(notesOf(WEB, {unread})).toEqual([[expect.stringContaining('the ledger row web.shop.io#A#')]])
    expect(notesOf('service/shop/former', {wants: [OTHER], unread})).toEqual([[]])
    expect(notesOf(WEB, {})).toEqual([[]])
  })

  it('is not written where it is as it should be', () => {
    expect(written([row()], {stored: [web], wants: [OTHER], unread}).lines).toEqual([])
  })

  it('is no orphan, since the zones may hold its record', () => {
    expect(written([row()], {unread, goal: ORPHANS}).lines).toEqual([])
  })
})

describe('prune --orphans', () => {
  it('strikes out of a row the zone that holds no such record', () => {
    const rows = [row([SHOP.id, TWIN.id].sort())]
    const given = {stored: inBoth([web], []), wants: [wantsWeb], goal: ORPHANS}
    expect(written(rows, given).lines).toEqual([
      `remove web.shop.io#A#: ${[SHOP.id, TWIN.id].sort().join('+')} -> ${SHOP.id}`,
    ])
  })

  it('takes a row without a record, and leaves one of another owner', () => {
    expect(written([row([SHOP.id])], {goal: ORPHANS}).lines).toEqual([`remove web.shop.io#A#: ${SHOP.id} -> none`])
    expect(written([row([SHOP.id], {owner: 'blue'})], {goal: ORPHANS}).lines).toEqual([])
    expect(written([row([SHOP.id])], {goal: PRUNE}).lines).toEqual([])
  })

  it('leaves a row that lists a zone outside the run, and one of a name outside the filter', () => {
    expect(written([row([SHOP.id, 'ZELSE'])], {goal: ORPHANS}).lines).toEqual([])
    expect(written([row(['ZELSE'])], {goal: ORPHANS}).lines).toEqual([])
  })

  it('leaves the row of an object that cannot be read', () => {
    expect(written([row([SHOP.id])], {goal: ORPHANS, problems: [objectProblem(WEB)]})).toEqual({
      lines: [],
      blocks: ['web A object-problem'],
      count: 0,
    })
  })
})
