import {describe, expect, it} from 'vitest'
import {hostKey} from '../../src/dns/zone.js'
import {refuseDeletes} from '../../src/plan/limits/delete-limit.js'
import type {OwnershipGoal} from '../../src/plan/plan-input.js'
import {shownHosts} from '../../src/plan/shown-hosts.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeEncryptingCodec} from '../../src/registry/ownership-codec.js'
import {parseEncryptionKey} from '../../src/registry/txt-encryption.js'
import {OUTCOMES, type Outcome} from '../../src/saved/receipt.js'
import type {SavedPlan} from '../../src/saved/saved-plan.js'
import {undoOf} from '../../src/saved/undo.js'
import {PRUNE, SHOP, type Situation, set, txt, txtRegistry, wanted} from '../plan/builders.js'
import {east, jointInput, west} from '../plan/joint-builders.js'
import {fingerprintsIn, hostsOf, receiptOf, savedOwnershipPlan, savedPlanFor, savedPlanOf} from './builders.js'

/** The way back of a run of which this became of its hosts, in their order; of one that ended well, without. */
function undoAfter(saved: SavedPlan, outcomes: readonly Outcome[] = []) {
  const receipt = receiptOf(saved, [])
  const hosts = receipt.hosts.map((host, index) => ({...host, outcome: outcomes[index] ?? 'applied'}))
  return undoOf({...receipt, hosts})
}

const undone = (saved: SavedPlan) => hostsOf(undoAfter(saved).saved.plan)

const WEB = 'service/shop/web'
const record = set('web', 'A', '192.0.2.1')
const web = [record, txt('a-web')]
const ADOPT: OwnershipGoal = {kind: 'adopt', takesEqualOnly: false}
const MIGRATE: OwnershipGoal = {kind: 'migrate', from: toOwnerId('blue')}
const TRANSFER: OwnershipGoal = {kind: 'transfer', to: toOwnerId('green')}
const REPAIR: OwnershipGoal = {kind: 'repair', former: undefined, upgradesFormat: true}
const equal = wanted('web', 'A', '192.0.2.1')
const other = wanted('web', 'A', '192.0.2.2')

describe('the way back of a host', () => {
  const cname = [set('web', 'CNAME', 'x.example.net'), txt('cname-web')]

  it.each<[string, () => SavedPlan, string, readonly string[]]>([
    ['that was created', () => savedPlanFor({wants: [other]}), 'delete', ['undoes its creation']],
    ['that was updated', () => savedPlanFor({stored: web, wants: [other]}), 'update', ['undoes its update']],
    ['that was replaced', () => savedPlanFor({stored: cname, wants: [other]}), 'replace', ['undoes its replacement']],
    ['that was deleted', () => savedPlanFor({stored: web}), 'create', ['undoes its deletion']],
    [
      'that was adopted',
      () => savedOwnershipPlan({stored: [record], wants: [equal]}, ADOPT),
      'update',
      ['undoes its adoption'],
    ],
    [
      'that was taken over',
      () => savedOwnershipPlan({stored: [record, txt('a-web', 'blue'), txt('web', 'blue')], wants: [equal]}, MIGRATE),
      'update',
      ['undoes its adoption', 'its ownership goes back to blue'],
    ],
    ['that was released', () => savedOwnershipPlan({stored: web}, {kind: 'release'}), 'adopt', ['undoes its release']],
    ['that was handed over', () => savedOwnershipPlan({stored: web}, TRANSFER), 'transfer', ['undoes its transfer']],
    [
      'of which texts were mended',
      () => savedOwnershipPlan({stored: [record, txt('web')]}, REPAIR),
      'repair',
      ['undoes the repair of its ownership TXT'],
    ],
  ])('%s', (_which, save, action, notes) => {
    expect(undone(save())).toMatchObject([{action, notes, isGone: action === 'delete'}])
  })

  it('brings back what was there, to the byte', () => {
    expect(undone(savedPlanFor({stored: web}))).toMatchObject([
      {
        changes: [{kind: 'create', desired: record}],
        ownership: [{kind: 'create', zone: SHOP, desired: txt('a-web')}],
      },
    ])
    expect(undone(savedPlanFor({stored: web, wants: [other]}))).toMatchObject([
      {
        changes: [{kind: 'update', current: set('web', 'A', '192.0.2.2'), desired: record, differs: ['targets']}],
        ownership: [],
      },
    ])
  })

  it('has what the run wrote as a reading of the zone would find it', () => {
    const text = (type: string | undefined, recordSet = txt('a-web')) => ({
      ...{owner: 'red', resource: WEB, labels: {}, zone: SHOP, recordSet, host: 'web.shop.io'},
      ...{type, isUnreadable: false},
    })
    expect(undone(savedPlanFor({wants: [equal]}))).toMatchObject([
      {changes: [{kind: 'delete', current: record}], ownership: [{kind: 'delete', zone: SHOP, current: text('A')}]},
    ])
    const cnames = savedPlanFor({wants: [wanted('web', 'CNAME', 'x.example.net')]})
    expect(undone(cnames)[0]?.ownership).toEqual([
      {kind: 'delete', zone: SHOP, current: text('CNAME', txt('cname-web'))},
    ])
    const released = undoAfter(savedOwnershipPlan({stored: [record, txt('web')]}, {kind: 'release'})).saved
    expect(hostsOf(released.plan)[0]?.ownership).toEqual([{kind: 'create', zone: SHOP, desired: txt('web')}])
    expect(undone(released)[0]?.ownership).toEqual([{kind: 'delete', zone: SHOP, current: text(undefined, txt('web'))}])
    const handedOver = savedOwnershipPlan({stored: [record, txt('web')]}, TRANSFER)
    expect(undone(handedOver)[0]?.ownership).toEqual([
      {
        kind: 'update',
        zone: SHOP,
        current: {...text(undefined, txt('web', 'green')), owner: 'green'},
        desired: txt('web'),
      },
    ])
  })

  it('says of a record set that goes alone what it undoes, and not that no object asks for it', () => {
    const hosts = undone(savedPlanFor({stored: web, wants: [equal, wanted('web', 'AAAA', '2001:db8::1')]}))
    const [gone, ...others] = shownHosts(hosts)
    expect(gone).toMatchObject({action: 'delete', notes: ['undoes its update'], origins: hosts[0]?.origins})
    expect([gone?.origins.length, others]).toEqual([1, []])
  })

  it('knows the owner of an encrypted text that the run wrote, and names none for one that comes back', () => {
    const key = parseEncryptionKey('k'.repeat(32))
    if (!key.ok) throw new Error(key.problem)
    const codec = makeEncryptingCodec({key: key.value, isEnabled: true, makeNonce: () => new Uint8Array(12)})
    const created = undoAfter(savedPlanFor({wants: [equal], registry: txtRegistry({codec})})).saved
    const [host] = hostsOf(created.plan)
    expect(host).toMatchObject({
      notes: ['undoes its creation'],
      ownership: [{kind: 'delete', current: {owner: 'red', resource: '', labels: {}, type: 'A'}}],
    })
    expect(undone(created)).toMatchObject([{notes: ['undoes its deletion'], ownership: [{kind: 'create'}]}])
  })

  it('rests on ownership alone', () => {
    const free = ['free aaaa-web TXT', 'free cname-web TXT']
    const created = undoAfter(savedPlanFor({wants: [equal]})).saved
    expect(fingerprintsIn(created)).toEqual([['gone a-web TXT', ...free, 'gone web A', 'free web TXT']])
    const adopted = undoAfter(savedOwnershipPlan({stored: [record], wants: [equal]}, ADOPT)).saved
    expect(fingerprintsIn(adopted)).toEqual([['gone a-web TXT', ...free, 'free web TXT']])
  })

  it('leads to its former owner and all clusters of that one, where it moved between owners of the run', () => {
    const stored = [record, txt('a-web', 'blue')]
    const wants = [other, wanted('new', 'A', '192.0.2.1', {by: 'service/shop/new'})]
    const clusters = [east({wants}), west(), west({context: 'north'})]
    const hosts = undone(savedPlanOf(jointInput({stored, clusters})))
    expect(hosts.map(({action, owner, formerOwner, cluster}) => [action, owner, formerOwner, cluster])).toEqual([
      ['delete', 'red', undefined, 'east'],
      ['move', 'blue', 'red', 'west, north'],
    ])
  })
})

describe('the way back of a run', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const wantsAll = names.map((name) => wanted(name, 'A', '192.0.2.1', {by: `service/shop/${name}`}))
  const keysOf = (...some: readonly string[]) =>
    new Set(some.map((name) => hostKey({zone: SHOP, name: `${name}.shop.io`, setIdentifier: undefined})))

  it('leaves out what was not started, and knows of which hosts the outcome is not sure', () => {
    const {saved, uncertain, returning} = undoAfter(savedPlanFor({wants: wantsAll}), OUTCOMES)
    expect(OUTCOMES).toEqual(['applied', 'partly', 'failed', 'not-started', 'unknown'])
    expect(hostsOf(saved.plan).map(({name}) => name)).toEqual(['a', 'b', 'c', 'e'].map((name) => `${name}.shop.io`))
    expect(saved.fingerprints.map(({name}) => name)).toEqual(hostsOf(saved.plan).map(({name}) => name))
    expect(uncertain).toEqual(keysOf('c', 'e'))
    expect(returning).toEqual(keysOf('b', 'c', 'e'))
  })

  it.each<[number, Situation, readonly Outcome[]]>([
    [6, {stored: web, wants: [equal, ...wantsAll]}, []],
    [5, {stored: web, wants: [equal, ...wantsAll]}, OUTCOMES],
    [5, {stored: web, wants: wantsAll}, []],
    [1, {stored: web, wants: [other]}, []],
    [0, {stored: [txt('a-web')], goal: {...PRUNE, removesOrphans: true}}, []],
  ])('counts its deletes against what the run left: %i hosts', (ownedHosts, situation, outcomes) => {
    expect(undoAfter(savedPlanFor(situation), outcomes).saved.plan.zones).toMatchObject([{ownedHosts}])
  })

  it('counts them so for each owner of a run of several, also of what moved', () => {
    const stored = [record, txt('a-web', 'blue')]
    const clusters = [east({wants: [other, wanted('new', 'A', '192.0.2.1', {by: 'service/shop/new'})]}), west()]
    const {plan} = undoAfter(savedPlanOf(jointInput({stored, clusters}))).saved
    const owners = [
      {owner: 'red', ownedHosts: 2},
      {owner: 'blue', ownedHosts: 0},
    ]
    expect(plan.zones).toMatchObject([{ownedHosts: 2, owners}])
    const limit = {kind: 'percent', percent: 100} as const
    expect(refuseDeletes(plan.zones, limit, {commonCause: undefined, isFirstRun: false})).toBeUndefined()
  })

  it('has nothing else of what was planned', () => {
    expect(undoAfter(savedPlanFor()).saved.plan).toMatchObject({
      ...{objects: 0, wantedHosts: 0, blocked: [], unused: [], warnings: [], doubts: []},
      ...{isFirstRun: false, refusal: undefined},
    })
  })
})
