import {describe, expect, it} from 'vitest'
import type {HostAction, OwnershipChange} from '../../../src/plan/change.js'
import {draftHosts, toStep} from '../../../src/plan/ownership/ownership-step.js'
import {removal} from '../../../src/plan/ownership/ownership-writer.js'
import {ownershipPhrases} from '../../../src/plan/ownership-phrases.js'
import {type Claim, claimRecordSets} from '../../../src/registry/claim.js'
import {fullName, pending, planInput, SHOP, set, txt, WEB, web, weighted} from '../builders.js'

const aaaa = set('web', 'AAAA', '2001:db8::1')
const create: OwnershipChange = {kind: 'create', zone: SHOP, desired: txt('a-web')}
const later: OwnershipChange = {kind: 'create', zone: SHOP, desired: txt('b-web')}
const [first, second] = ['service/shop/web', 'ingress/shop/six'].map((by) => pending('web', by).origin)
const origins = [first, second].flatMap((one) => one ?? [])

/** The record sets of `web`, with the texts of this owner. */
function claimsOf(owner = 'red'): readonly [Claim, Claim] {
  const stored = [web, txt('a-web', owner), aaaa, txt('aaaa-web', owner, 'ingress/shop/six')]
  const {zones, registry} = planInput({stored})
  const [a, b] = claimRecordSets(zones, registry).claims
  if (a === undefined || b === undefined) throw new Error('bug: no claims')
  return [a, b]
}

const drafted = (action: HostAction) => {
  const [a, b] = claimsOf()
  const keeps = a.ownershipRecords.typed
  const parts = [{...toStep(a, [later, create], origins.slice(0, 1)), keeps}, toStep(b, [create], origins)]
  return {a, b, keeps, ...draftHosts({action, parts, notes: ['why']})}
}

describe('what an ownership command does about the record sets of one host', () => {
  it('is one host, with each text once and in order, who asks for it and who did', () => {
    const {drafts, blocked, keeps, a, b} = drafted('release')
    expect(blocked).toEqual([])
    expect(drafts).toEqual([
      {
        host: {
          zone: SHOP,
          name: fullName('web'),
          setIdentifier: undefined,
          action: 'release',
          changes: [],
          ownership: [create, later],
          ledger: [],
          isGone: false,
          origins,
          formerResources: ['ingress/shop/six', WEB],
          notes: ['why'],
          owner: 'red',
        },
        keeps: new Set([keeps]),
        adopts: new Set(),
        releases: new Set([a.recordSet, b.recordSet]),
      },
    ])
  })

  it.each<[HostAction, boolean, boolean]>([
    ['adopt', true, false],
    ['release', false, true],
    ['repair', true, true],
    ['transfer', false, false],
  ])('makes them ours or gives up their text, as the command says: %s', (action, adopts, releases) => {
    const {drafts, a, b} = drafted(action)
    const sets = new Set([a.recordSet, b.recordSet])
    const none = new Set()
    expect(drafts.map((one) => [one.adopts, one.releases])).toEqual([[adopts ? sets : none, releases ? sets : none]])
    expect(drafts.map(({host}) => host.formerResources.length)).toEqual([action === 'repair' ? 0 : 2])
  })

  it('is nothing where one of them cannot be done, and the line names all types', () => {
    const [a, b] = claimsOf()
    const why = ownershipPhrases.ownerMismatch('a-web.shop.io', 'blue')
    const another = ownershipPhrases.ownerMismatch('aaaa-web.shop.io', 'green')
    const parts = [toStep(b, [create], origins), toStep(a, why), toStep(a, another)]
    expect(draftHosts({action: 'transfer', parts, notes: []})).toEqual({
      drafts: [],
      blocked: [expect.objectContaining({...why, host: 'web.shop.io', zone: SHOP, types: ['A', 'AAAA'], origins})],
    })
  })

  it('is nothing to tell where no text changes', () => {
    const [a] = claimsOf()
    expect(draftHosts({action: 'repair', parts: [toStep(a, [])], notes: []})).toEqual({drafts: [], blocked: []})
  })

  it('is apart for each set identifier', () => {
    const sets = ['v1', 'v2'].flatMap((id) => {
      const parts = {id, routing: weighted(1)}
      return [set('web', 'A', '192.0.2.1', parts), txt('a-web', 'red', WEB, parts)]
    })
    const {zones, registry} = planInput({stored: sets})
    const parts = claimRecordSets(zones, registry).claims.map((claim) =>
      toStep(
        claim,
        [claim.ownershipRecords.typed].flatMap((text) => (text === undefined ? [] : [removal(text)])),
      ),
    )
    const {drafts} = draftHosts({action: 'release', parts, notes: []})
    expect(drafts.map(({host}) => [host.setIdentifier, host.ownership.length])).toEqual([
      ['v1', 1],
      ['v2', 1],
    ])
  })

  it('does not name the owner that it is taken from', () => {
    const parts = claimsOf('blue').map((claim) => toStep(claim, [create]))
    expect(draftHosts({action: 'adopt', parts, notes: []}).drafts.map(({host}) => host.owner)).toEqual([undefined])
  })

  it('names no owner and no former object where nobody has it', () => {
    const [claim] = claimRecordSets(planInput({stored: [web]}).zones, planInput({}).registry).claims
    const parts = claim === undefined ? [] : [toStep(claim, [create])]
    expect(draftHosts({action: 'adopt', parts, notes: []}).drafts.map(({host}) => host)).toEqual([
      expect.objectContaining({owner: undefined, formerResources: [], origins: []}),
    ])
  })
})
