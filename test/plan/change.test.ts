import {expect, it} from 'vitest'
import {
  type Change,
  compareHosts,
  currentOf,
  deletedSets,
  desiredOf,
  setOf,
  touchedByChange,
  touchedByText,
} from '../../src/plan/change.js'
import {claimRecordSets, type OwnedRecordSet} from '../../src/registry/claim.js'
import {dnsName, planFor, planInput, SHOP, set, txt, txtRegistry, wantsWeb, web} from './builders.js'

const current = web as OwnedRecordSet
const desired = set('web', 'A', '192.0.2.11')
const CHANGES: readonly Change[] = [
  {kind: 'create', desired},
  {kind: 'update', current, desired, differs: ['targets']},
  {kind: 'delete', current},
]

it('a change takes what is stored, and brings what is wanted', () => {
  expect(CHANGES.map(setOf)).toEqual([desired, desired, current])
  expect([currentOf(CHANGES), desiredOf(CHANGES)]).toEqual([
    [current, current],
    [desired, desired],
  ])
  expect(deletedSets([{changes: CHANGES}, {changes: []}])).toEqual([current])
  expect(CHANGES.map((change) => touchedByChange(SHOP, change))).toEqual([
    {zone: SHOP, before: undefined, after: desired},
    {zone: SHOP, before: current, after: desired},
    {zone: SHOP, before: current, after: undefined},
  ])
})

it('so does a change of an ownership TXT', () => {
  const [before, after] = [txt('a-web'), txt('a-web', 'blue')]
  const [text] = claimRecordSets(planInput({stored: [before]}).zones, txtRegistry()).ownershipRecords
  if (text === undefined) throw new Error('no text')
  expect([
    touchedByText({kind: 'create', zone: SHOP, desired: after}),
    touchedByText({kind: 'update', zone: SHOP, current: text, desired: after}),
    touchedByText({kind: 'delete', zone: SHOP, current: text}),
  ]).toEqual([
    {zone: SHOP, before: undefined, after},
    {zone: SHOP, before, after},
    {zone: SHOP, before, after: undefined},
  ])
})

it('hosts are in the order of their names, then of their set identifiers; one without comes first', () => {
  const [host] = planFor({wants: [wantsWeb]}).zones.flatMap(({hosts}) => hosts)
  if (host === undefined) throw new Error('no host')
  const of = (name: string, setIdentifier?: string) => ({...host, name: dnsName(name), setIdentifier})
  const sorted = [of('a.shop.io'), of('a.shop.io', 'A'), of('a.shop.io', 'z'), of('b.shop.io')]
  expect([...sorted].reverse().sort(compareHosts)).toEqual(sorted)
  expect([2, 0, 3, 1].flatMap((index) => sorted[index] ?? []).sort(compareHosts)).toEqual(sorted)
})
