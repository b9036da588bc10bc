import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {makeOwnershipWriter} from '../../../src/plan/ownership/ownership-writer.js'
import {lacksCurrentFormat} from '../../../src/plan/ownership/repair.js'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import {claimRecordSets} from '../../../src/registry/claim.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {makeEncryptingCodec} from '../../../src/registry/ownership-codec.js'
import {parseEncryptionKey} from '../../../src/registry/txt-encryption.js'
import {
  blocks,
  ownershipText,
  planFor,
  planInput,
  requests,
  SHOP,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  web,
  weighted,
  zone,
} from '../builders.js'

const OWN = {prefix: 'own-', suffix: '', wildcardReplacement: ''}
const DOTTED = {...OWN, prefix: '%{record_type}-txt.'}
const ONE_TEXT = 'external-dns/txt=own-name'
const mx = set('web', 'MX', '10 m.example.net')

function repair(
  stored: NonNullable<Situation['stored']>,
  former?: typeof OWN,
  parts: Partial<Situation> = {},
  upgradesFormat = false,
) {
  const plan = makeOwnershipPlan({...planInput({...parts, stored}), goal: {kind: 'repair', former, upgradesFormat}})
  return {plan, requests: requests(plan), blocks: blocks(plan), hosts: plan.zones.flatMap(({hosts}) => hosts)}
}

/** Which of these record sets are said to lack a text in the current format. */
function lacking(stored: readonly RecordSet[], settings = txtRegistry()): readonly string[] {
  const {zones, registry} = planInput({stored, registry: settings})
  const claims = claimRecordSets(zones, registry)
  const writers = makeOwnershipWriter({zones, registry, unread: []}, claims)
  const found = claims.claims.filter((claim) => lacksCurrentFormat(claim, writers))
  expect(claims.claims.filter((claim) => lacksCurrentFormat(claim, undefined))).toEqual([])
  return found.map(({recordSet}) => recordSet.type)
}

describe('the text of a former prefix', () => {
  const old = txt('own-a-web')

  it('is replaced by one under today’s name, and nothing else of the host changes', () => {
    const {hosts, plan} = repair([web, old], OWN)
    const today = claimRecordSets(planInput({stored: [web, old]}).zones, txtRegistry()).ownershipRecords
    expect(plan.blocked).toEqual([])
    expect(hosts).toEqual([
      {
        zone: SHOP,
        name: 'web.shop.io',
        setIdentifier: undefined,
        action: 'repair',
        changes: [],
        ownership: [
          {kind: 'create', zone: SHOP, desired: txt('a-web')},
          {kind: 'delete', zone: SHOP, current: today[0]},
        ],
        ledger: [],
        isGone: false,
        origins: [],
        formerResources: [],
        notes: [],
        owner: undefined,
      },
    ])
  })

  it('leaves other owners’ texts of the same host where they are', () => {
    const written = [`CREATE a-web TXT 300 red:${WEB}`, `DELETE own-a-web TXT 300 red:${WEB}`]
    expect(repair([web, old, txt('own-web', 'blue')], OWN).requests).toEqual(written)
    expect(repair([web, txt('a-web'), txt('web', 'blue')], undefined, {}, true).requests).toEqual([])
  })

  it.each([
    ['another owner by a text in the old format', txtRegistry()],
    ['another owner of the run', txtRegistry({owners: [toOwnerId('red'), toOwnerId('blue')]})],
  ])('gives no text to what is today that of %s', (_whose, registry) => {
    const {requests: written, plan} = repair([web, old, txt('web', 'blue')], OWN, {registry})
    expect(written).toEqual([])
    expect(plan.blocked.map(({reason, owner, detail}) => [reason, owner, detail])).toEqual([
      ['owner-mismatch', 'blue', 'the ownership TXT web.shop.io names owner blue'],
    ])
  })

  it('stays as long as one of its record sets cannot be repaired, so that this can still be done later', () => {
    const child = (id: string, isPrivate: boolean) => zone('eu.shop.io', {id, isPrivate})
    const stored = (texts: readonly RecordSet[]): NonNullable<Situation['stored']> => [
      [SHOP, [txt('own-eu'), ...texts]],
      [child('Z2', false), [set('eu', 'A', '192.0.2.1')]],
      [child('Z3', true), [set('eu', 'CNAME', 'x.example.net')]],
    ]
    const taken = repair(stored([txt('cname-eu', 'blue')]), OWN)
    expect([taken.requests, taken.blocks]).toEqual([[`Z1 CREATE a-eu TXT 300 red:${WEB}`], ['eu CNAME owner-mismatch']])
    const released = repair(stored([txt('a-eu')]), OWN)
    expect([released.requests, released.blocks]).toEqual([
      [`Z1 CREATE cname-eu TXT 300 red:${WEB}`, `Z1 DELETE own-eu TXT 300 red:${WEB}`],
      [],
    ])
  })

  it('stays, and is reported, where something else has today’s place', () => {
    const {requests: written, blocks: blocked} = repair([web, old, set('a-web', 'TXT', spf)], OWN)
    expect([written, blocked]).toEqual([[], ['web A unowned']])
  })

  it('stays where today’s place has the text of a wildcard', () => {
    const registry = txtRegistry({wildcardReplacement: 'star'})
    const stored = [set('*', 'A', '192.0.2.1'), txt('a-star'), set('star', 'A', '192.0.2.2'), txt('own-a-star')]
    const {requests: written, blocks: blocked} = repair(stored, OWN, {registry})
    expect([written, blocked]).toEqual([[], []])
  })

  it('says nothing of a TXT that is an ownership text by today’s names', () => {
    const sealed = set('a-web', 'TXT', `"${'A'.repeat(120)}"`)
    expect(repair([sealed, txt('own-txt-a-web')], OWN)).toMatchObject({requests: [], blocks: []})
  })

  it('may be today’s prefix: then there is nothing to do', () => {
    const stored = [web, txt('a-web'), set('hand', 'A', '192.0.2.9')]
    expect(repair(stored, {...OWN, prefix: ''})).toMatchObject({requests: [], blocks: []})
  })

  it('is looked for at the hosts that are named alone', () => {
    const stored = [web, txt('a-web-v2'), set('web-v2', 'A', '192.0.2.99')]
    const registry = txtRegistry({suffix: '-v2'})
    const of = (host: string) => repair(stored, {...OWN, prefix: ''}, {registry, only: [`${host}.shop.io`]}).blocks
    expect([of('web'), of('web-v2')]).toEqual([[], ['web-v2 A unowned']])
    expect(repair([web, old], OWN, {only: ['api.shop.io']}).requests).toEqual([])
  })
})

describe('an apex whose former names had room for one text a type', () => {
  const a = set('@', 'A', '192.0.2.10')
  const aaaa = set('@', 'AAAA', '2001:db8::1')

  it('gets one text that lists its types, so that none is without an owner', () => {
    const stored = [aaaa, a, txt('a-txt'), txt('aaaa-txt')]
    expect(repair(stored, DOTTED).requests).toEqual([
      `CREATE @ TXT 300 red:${WEB},${ONE_TEXT}+a+aaaa`,
      `DELETE a-txt TXT 300 red:${WEB}`,
      `DELETE aaaa-txt TXT 300 red:${WEB}`,
    ])
    const listed = set('@', 'TXT', ownershipText('red', `${WEB},${ONE_TEXT}+a+aaaa`))
    const wants = [wanted('@', 'A', '192.0.2.10'), wanted('@', 'AAAA', '2001:db8::1')]
    const next = planFor({stored: [aaaa, a, listed], wants})
    expect([requests(next), blocks(next)]).toEqual([[], []])
  })

  it('does not list what is nobody’s, or another host’s', () => {
    const www = [set('www', 'AAAA', '2001:db8::1'), txt('aaaa-txt.www')]
    expect(repair([aaaa, a, txt('a-txt'), ...www], DOTTED).requests).toEqual([
      `CREATE @ TXT 300 red:${WEB},${ONE_TEXT}+a`,
      `CREATE aaaa-www TXT 300 red:${WEB}`,
      `DELETE a-txt TXT 300 red:${WEB}`,
      `DELETE aaaa-txt.www TXT 300 red:${WEB}`,
    ])
  })

  it('is left as it is where a text at its own name makes it ours', () => {
    const v = (id: string) => ({id, routing: weighted(1)})
    const sets = ['v1', 'v2'].map((id) => set('@', 'A', '192.0.2.1', v(id)))
    const text = ownershipText('red', `${WEB},${ONE_TEXT}+a`).replace(
      'external-dns/owner',
      'external-dns/former-sets=v2,external-dns/owner',
    )
    expect(repair([...sets, set('@', 'TXT', text, v('v1'))]).requests).toEqual([])
    expect(repair([a, txt('@')]).requests).toEqual([])
  })
})

function sealing(isEnabled: boolean) {
  const key = parseEncryptionKey('k'.repeat(32))
  if (!key.ok) throw new Error(key.problem)
  return makeEncryptingCodec({key: key.value, isEnabled, makeNonce: () => new Uint8Array(12).fill(7)})
}

describe('a text that encryption has changed for', () => {
  const sealed = set('a-web', 'TXT', sealing(true).write({owner: toOwnerId('red'), resource: WEB, labels: {}}))
  const changesOf = (stored: readonly RecordSet[], isEnabled: boolean) =>
    repair(stored, undefined, {registry: txtRegistry({codec: sealing(isEnabled)})}).hosts.flatMap(({ownership}) =>
      ownership.map((change) => [change.kind, change.kind === 'delete' ? undefined : change.desired]),
    )

  it('is encrypted where it was plain, or plain where it was encrypted', () => {
    expect(changesOf([web, txt('a-web')], true)).toEqual([['update', sealed]])
    expect(changesOf([web, sealed], false)).toEqual([['update', txt('a-web')]])
  })

  it('is left where it is as it would be written', () => {
    expect([changesOf([web, sealed], true), changesOf([web, txt('a-web')], false)]).toEqual([[], []])
    expect(lacking([web, txt('a-web')], txtRegistry({codec: sealing(true)}))).toEqual([])
  })
})

describe('a text in the old format', () => {
  it('stays without a word where the place of a better one is taken', () => {
    const taken = repair([web, txt('web'), set('a-web', 'TXT', spf)])
    expect([taken.requests, taken.blocks]).toEqual([[], []])
  })

  it('goes with --upgrade-format alone, and beside a better one too', () => {
    expect(repair([web, txt('a-web'), txt('web')]).requests).toEqual([])
    expect(repair([web, txt('a-web'), txt('web')], undefined, {}, true).requests).toEqual([
      `DELETE web TXT 300 red:${WEB}`,
    ])
  })

  it.each<[string, readonly RecordSet[], readonly string[]]>([
    ['of one record', [web, txt('web')], ['A']],
    ['of a record with a better one', [web, txt('a-web'), txt('web')], []],
    ['of two records, one of which has a better one', [web, mx, txt('a-web'), txt('web', 'red', 'crd/a/b')], ['MX']],
    ['of another owner', [web, txt('web', 'blue')], []],
    ['that cannot be replaced', [web, txt('web'), set('a-web', 'TXT', spf)], []],
    ['at an apex', [set('@', 'A', '192.0.2.1'), txt('@')], []],
    ['of nobody', [web], []],
  ])('%s: what lacks the current format', (_what, stored, types) => {
    expect(lacking(stored)).toEqual(types)
  })
})
