import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import type {Zone} from '../../../src/dns/zone.js'
import type {Change, HostPlan, OwnershipChange} from '../../../src/plan/change.js'
import type {HostDraft} from '../../../src/plan/ownership/host-draft.js'
import {removal} from '../../../src/plan/ownership/ownership-writer.js'
import {makeTextContext, reconcileTexts} from '../../../src/plan/ownership/reconcile-texts.js'
import {rewritten} from '../../../src/plan/ownership/txt-locations.js'
import {claimRecordSets, type OwnedRecordSet, type OwnershipRecord} from '../../../src/registry/claim.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {PLAIN_CODEC} from '../../../src/registry/ownership-codec.js'
import {
  fullName,
  latency,
  ownershipText,
  planInput,
  SHOP,
  type Situation,
  set,
  spf,
  txt,
  WEB,
  web,
  weighted,
  zone,
} from '../builders.js'

const EU = zone('eu.shop.io', {id: 'Z2'})
const PRIVATE_EU = zone('eu.shop.io', {id: 'Z4', isPrivate: true})
const eu = set('eu', 'A', '192.0.2.1')
const euTwin = set('eu', 'A', '192.0.2.1')

interface DraftParts
  extends Partial<Omit<HostDraft, 'host'>>,
    Partial<Pick<HostPlan, 'changes' | 'ownership' | 'zone'>> {}

function draft(host: string, parts: DraftParts): HostDraft {
  const {changes = [], ownership = [], zone: at = SHOP, ...rest} = parts
  return {
    host: {
      zone: at,
      name: fullName(host),
      setIdentifier: undefined,
      action: 'update',
      changes,
      ownership,
      ledger: [],
      isGone: false,
      origins: [],
      formerResources: [],
      notes: [],
    },
    keeps: new Set(),
    adopts: new Set(),
    releases: new Set(),
    ...rest,
  }
}

const deleted = (current: RecordSet): Change => ({kind: 'delete', current: current as OwnedRecordSet})
const created = (desired: RecordSet): Change => ({kind: 'create', desired})
const write = (desired: RecordSet, at: Zone = SHOP): OwnershipChange => ({kind: 'create', zone: at, desired})

/** What becomes of these drafts, of which the texts are given in the order of reading. */
function reconciled(
  {stored = [], unread}: Situation,
  makeDrafts: (...texts: readonly OwnershipRecord[]) => readonly HostDraft[],
) {
  const input = planInput({stored, unread})
  const claims = claimRecordSets(input.zones, input.registry)
  const hosts = reconcileTexts(makeDrafts(...claims.ownershipRecords), makeTextContext(input, claims))
  return hosts.map(({ownership}) => ownership)
}

function rewrite(current: OwnershipRecord | undefined, owner = 'blue'): OwnershipChange {
  if (current === undefined) throw new Error('bug: no text')
  return rewritten(current, {...current, owner: toOwnerId(owner)}, {codec: PLAIN_CODEC})
}

function gone(current: OwnershipRecord | undefined): OwnershipChange {
  if (current === undefined) throw new Error('bug: no text')
  return removal(current)
}

describe('a text that a host takes away', () => {
  const stored = [web, txt('web')]

  it('goes where nobody needs it any more: its record set goes, or has another text', () => {
    const kept = reconciled({stored}, (text) => [draft('web', {ownership: [gone(text)], changes: [deleted(web)]})])
    expect(kept).toEqual([[expect.objectContaining({kind: 'delete'})]])
    const released = reconciled({stored}, (text) => [draft('web', {ownership: [gone(text)], releases: new Set([web])})])
    expect(released).toEqual([[expect.objectContaining({kind: 'delete'})]])
  })

  it('stays while a record set needs it, and what else the host writes is written', () => {
    const made = write(txt('a-new'))
    expect(reconciled({stored}, (text) => [draft('api', {ownership: [made, gone(text)]})])).toEqual([[made]])
  })

  it('stays where another host relies on it as it stands', () => {
    const without = reconciled({stored: [txt('web')]}, (text) => [draft('web', {ownership: [gone(text)]})])
    expect(without).toEqual([[expect.objectContaining({kind: 'delete'})]])
    const relied = reconciled({stored: [txt('web')]}, (text) => [
      draft('web', {ownership: [gone(text)]}),
      draft('api', {keeps: new Set(text === undefined ? [] : [text])}),
    ])
    expect(relied).toEqual([[], []])
  })

  it('stays where another host writes it anew, and only our value goes where others stand beside it', () => {
    const shared = [set('web', 'TXT', [ownershipText(), spf])]
    const both = reconciled({stored: shared}, (text) => [
      draft('web', {ownership: [gone(text)]}),
      draft('api', {ownership: [rewrite(text)]}),
    ])
    const desired = set('web', 'TXT', [ownershipText('blue'), spf])
    expect(both).toEqual([[], [expect.objectContaining({kind: 'update', desired})]])
    const alone = reconciled({stored: shared}, (text) => [draft('web', {ownership: [gone(text)]})])
    expect(alone).toEqual([[expect.objectContaining({kind: 'update', desired: set('web', 'TXT', spf)})]])
  })

  it('stays where it may be that of a record in a zone that was not read', () => {
    const parent = [
      [SHOP, [txt('a-eu')]],
      [EU, [eu]],
    ] as const
    const drafts = (text: OwnershipRecord | undefined) => [
      draft('eu', {zone: EU, ownership: [gone(text)], changes: [deleted(eu)]}),
    ]
    expect(reconciled({stored: parent}, drafts)).toEqual([[expect.objectContaining({kind: 'delete'})]])
    expect(reconciled({stored: parent, unread: [PRIVATE_EU]}, drafts)).toEqual([[]])
  })
})

describe('a text that several hosts write', () => {
  // Not the first zone by its id.
  const PARENT = zone('shop.io', {id: 'Z9'})
  const stored = [
    [PARENT, [txt('a-eu')]],
    [EU, [eu]],
    [PRIVATE_EU, [euTwin]],
  ] as const

  it('is as the host in its own zone writes it, else as the one in the first zone, for all of them', () => {
    const of = (order: readonly Zone[]) =>
      reconciled({stored}, (text) =>
        order.map((at) => draft(at.name.split('.')[0] ?? '', {zone: at, ownership: [rewrite(text, at.id)]})),
      ).map((ownership) => ownership.map((one) => (one.kind === 'update' ? one.desired : undefined)))
    const text = (owner: string) => [txt('a-eu', owner)]
    for (const order of [
      [EU, PARENT, PRIVATE_EU],
      [PARENT, PRIVATE_EU, EU],
      [PRIVATE_EU, EU, PARENT],
      [EU, PRIVATE_EU, PARENT],
    ]) {
      expect(of(order)).toEqual(order.map(() => text('Z9')))
    }
    for (const order of [
      [EU, PRIVATE_EU],
      [PRIVATE_EU, EU],
    ]) {
      expect(of(order)).toEqual(order.map(() => text('Z2')))
    }
  })

  it('goes by one and the same change where all of them leave it', () => {
    const [first, second] = reconciled({stored}, () => [
      draft('eu', {zone: EU, changes: [deleted(eu)]}),
      draft('eu', {zone: PRIVATE_EU, changes: [deleted(euTwin)]}),
    ])
    expect(first).toEqual([expect.objectContaining({kind: 'delete', zone: PARENT})])
    expect(second?.[0]).toBe(first?.[0])
  })
})

describe('a text of ours that stands where something is put', () => {
  const routed = txt('a-web', 'red', WEB, {id: 'v9', routing: latency()})
  const simple = write(txt('a-web'))
  const deletes = [expect.objectContaining({kind: 'delete', current: expect.objectContaining({recordSet: routed})})]

  it('gives way to a text of another routing policy, and to a CNAME', () => {
    expect(reconciled({stored: [routed]}, () => [draft('web', {ownership: [simple]})])).toEqual([[simple, ...deletes]])
    const cname = set('a-web', 'CNAME', 'x.example.net')
    expect(reconciled({stored: [routed]}, () => [draft('a-web', {changes: [created(cname)]})])).toEqual([deletes])
  })

  it('does so once, whoever takes it away', () => {
    const other = write(txt('a-web', 'red', 'service/shop/other'))
    const two = reconciled({stored: [routed]}, () => [
      draft('web', {ownership: [simple]}),
      draft('api', {ownership: [other]}),
    ])
    expect(two.map((ownership) => ownership.length)).toEqual([2, 1])
    const taken = reconciled({stored: [routed]}, (text) => [
      draft('web', {ownership: [simple]}),
      draft('gone', {ownership: [gone(text)]}),
    ])
    expect(taken).toEqual([[simple], deletes])
  })

  it.each<[string, readonly RecordSet[]]>([
    ['it has values of others', [set('a-web', 'TXT', [ownershipText(), spf], {id: 'v9', routing: latency()})]],
    ['its record set stays', [set('web', 'A', '192.0.2.1', {id: 'v9', routing: latency()}), routed]],
    ['it can stand beside what is put', [txt('a-web', 'red', WEB, {id: 'v9', routing: weighted(1)})]],
    ['it is that of another owner', [txt('a-web', 'blue', WEB, {id: 'v9', routing: latency()})]],
  ])('stays where %s', (what, stored) => {
    const put = what.includes('beside') ? write(txt('a-web', 'red', WEB, {id: 'v1', routing: weighted(1)})) : simple
    expect(reconciled({stored}, () => [draft('web', {ownership: [put]})])).toEqual([[put]])
  })

  it('stays under a record set where a zone that was not read may need it, and not under a text that says so', () => {
    const stored = [
      [SHOP, [txt('a-eu', 'red', WEB, {id: 'v9', routing: latency()})]],
      [EU, []],
    ] as const
    const put = write(txt('a-eu'))
    const cname = draft('a-eu', {changes: [created(set('a-eu', 'CNAME', 'x.example.net'))]})
    const lengths = (unread: readonly Zone[]) =>
      [draft('eu', {zone: EU, ownership: [put]}), cname].map(
        (one) => reconciled({stored, unread}, () => [one])[0]?.length,
      )
    expect([lengths([]), lengths([PRIVATE_EU])]).toEqual([
      [2, 1],
      [2, 0],
    ])
  })
})
