import {describe, expect, it} from 'vitest'
import {makeOwnershipPlan} from '../../src/plan/ownership-plan.js'
import {countPlan, type Plan} from '../../src/plan/plan.js'
import type {OwnershipGoal} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {
  alias,
  blocks,
  LB,
  ownershipText,
  pending,
  planFor,
  planInput,
  requests,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
} from './builders.js'

function ownersPlan(asked: OwnershipGoal, situation: Situation): Plan {
  return makeOwnershipPlan({...planInput(situation), goal: asked})
}

const actions = (plan: Plan) =>
  plan.zones.flatMap(({hosts}) => hosts.map(({name, action}) => `${name.split('.')[0]} ${action}`))

describe('owners adopt', () => {
  const adopt = {kind: 'adopt', takesEqualOnly: false} as const

  it('writes the text of a record that is as wanted, and nothing else', () => {
    const plan = ownersPlan(adopt, {stored: [web, set('mail', 'A', '192.0.2.9')], wants: [wantsWeb]})
    expect(requests(plan)).toEqual([`CREATE a-web TXT 300 red:${WEB}`])
    expect(actions(plan)).toEqual(['web adopt'])
  })

  it('updates another value in the same batch', () => {
    const plan = ownersPlan(adopt, {stored: [web], wants: [wanted('web', 'A', '192.0.2.11')]})
    expect(requests(plan)).toEqual([
      `CREATE a-web TXT 300 red:${WEB}`,
      'CREATE web A 300 192.0.2.11',
      'DELETE web A 300 192.0.2.10',
    ])
  })

  it('--equal-only leaves another value', () => {
    const plan = ownersPlan(
      {...adopt, takesEqualOnly: true},
      {stored: [web], wants: [wanted('web', 'A', '192.0.2.11')]},
    )
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A unowned'])
  })

  it('never takes a record of another owner', () => {
    const plan = ownersPlan(adopt, {stored: [web, txt('a-web', 'blue')], wants: [wantsWeb]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A owner-mismatch'])
  })

  it('leaves another type to the user, and what is missing to apply', () => {
    const stored = [set('web', 'CNAME', 'x.example.net')]
    const plan = ownersPlan(adopt, {stored, wants: [wantsWeb, wanted('new', 'A', '192.0.2.1')]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A unowned'])
  })

  it('takes weighted sets with the routing of their text', () => {
    const parts = {id: 'v1', properties: {'aws/weight': '10'}}
    const stored = [set('web', 'A', '192.0.2.10', {id: 'v1', routing: {kind: 'weighted', weight: 10}})]
    const plan = ownersPlan(adopt, {stored, wants: [wanted('web', 'A', '192.0.2.10', parts)]})
    expect(requests(plan)).toEqual([`CREATE a-web TXT v1 300 red:${WEB} weighted 10`])
  })

  it('adopts the apex with the text at its own name', () => {
    const plan = ownersPlan(adopt, {stored: [set('@', 'A', '192.0.2.10')], wants: [wanted('@', 'A', '192.0.2.10')]})
    expect(requests(plan)).toEqual([`CREATE @ TXT 300 red:${WEB},external-dns/txt=own-name+a`])
  })

  it('does not take the place of a TXT that is not ours', () => {
    const plan = ownersPlan(adopt, {stored: [web, set('a-web', 'TXT', spf)], wants: [wantsWeb]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A unowned'])
  })

  it('refuses two hosts that would share one TXT', () => {
    const stored = [set('*', 'A', '192.0.2.10'), set('star', 'A', '192.0.2.10')]
    const wants = [wanted('*', 'A', '192.0.2.10'), wanted('star', 'A', '192.0.2.10')]
    const plan = ownersPlan(adopt, {stored, wants, registry: txtRegistry({wildcardReplacement: 'star'})})
    expect(requests(plan)).toEqual([`CREATE a-star TXT 300 red:${WEB}`])
    expect(blocks(plan)).toHaveLength(1)
  })

  it('leaves apply nothing to do', () => {
    const situation = {wants: [wantsWeb]}
    const stored = [web, txt('a-web')]
    expect(requests(planFor({...situation, stored}))).toEqual([])
  })
})

describe('owners adopt, with a former owner named', () => {
  it('leaves the other owner’s TXT alone when it belongs to another record of that owner', () => {
    const registry = txtRegistry({migrateFrom: toOwnerId('old')})
    const stored = [alias('@', 'A'), alias('@', 'AAAA'), txt('@', 'old')]
    const plan = ownersPlan(
      {kind: 'adopt', takesEqualOnly: false},
      {registry, stored, wants: [wanted('@', 'CNAME', LB)]},
    )
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['@ A owner-mismatch', '@ AAAA owner-mismatch'])
  })
})

describe('owners migrate', () => {
  const migrate = {kind: 'migrate', from: toOwnerId('old')} as const
  const stored = [
    web,
    txt('a-web', 'old', 'ingress/shop/web'),
    set('other', 'A', '192.0.2.20'),
    txt('a-other', 'old', 'service/them/other'),
    set('mine', 'A', '192.0.2.30'),
    txt('a-mine'),
    set('theirs', 'A', '192.0.2.40'),
    txt('a-theirs', 'blue'),
    set('hand', 'A', '192.0.2.50'),
  ]

  it('takes exactly what is wanted here, swaps the text, and tells what stays', () => {
    const plan = ownersPlan(migrate, {stored, wants: [wanted('web', 'A', '192.0.2.11')]})
    expect(requests(plan)).toEqual([`CREATE a-web TXT 300 red:${WEB}`, 'DELETE a-web TXT 300 old:ingress/shop/web'])
    expect(actions(plan)).toEqual(['web adopt'])
    expect(plan.blocked.map(({host, owner, detail}) => [host, owner, detail])).toEqual([
      ['other.shop.io', 'old', 'stays with old: no object here asks for it (service/them/other)'],
    ])
  })

  it('takes a host that waits for its target', () => {
    expect(actions(ownersPlan(migrate, {stored, pending: [pending('web')]}))).toEqual(['web adopt'])
  })

  it('takes a host whole, also the record set that a later apply replaces', () => {
    const before = [set('web', 'CNAME', 'x.example.net'), txt('cname-web', 'old')]
    expect(requests(ownersPlan(migrate, {stored: before, wants: [wantsWeb]}))).toEqual([
      `CREATE cname-web TXT 300 red:${WEB}`,
      `DELETE cname-web TXT 300 old:${WEB}`,
    ])
  })

  it('swaps every text of the host, the old format too', () => {
    const before = [web, txt('a-web', 'old'), txt('web', 'old')]
    expect(requests(ownersPlan(migrate, {stored: before, wants: [wantsWeb]}))).toEqual([
      `CREATE a-web TXT 300 red:${WEB}`,
      `CREATE web TXT 300 red:${WEB}`,
      `DELETE a-web TXT 300 old:${WEB}`,
      `DELETE web TXT 300 old:${WEB}`,
    ])
  })

  it('leaves a TXT that belongs to a record which stays, and writes another one', () => {
    const before = [web, set('web', 'MX', '10 m.example.net'), txt('web', 'old', 'crd/shop/mail')]
    const plan = ownersPlan(migrate, {stored: before, wants: [wantsWeb]})
    expect(requests(plan)).toEqual([`CREATE a-web TXT 300 red:${WEB}`])
    expect(blocks(plan)).toEqual(['web MX owner-mismatch'])
  })

  it('leaves the host where the place of another one is taken', () => {
    const before = [web, set('web', 'MX', '10 m.example.net'), txt('web', 'old', 'crd/shop/mail')]
    const plan = ownersPlan(migrate, {stored: [...before, set('a-web', 'TXT', spf)], wants: [wantsWeb]})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked[0]?.detail).toBe('its ownership TXT would be a-web.shop.io, a TXT record that is not ours')
  })

  it('leaves the other values of a TXT set, byte for byte', () => {
    const before = [web, set('a-web', 'TXT', [ownershipText('old'), spf], {ttl: 60})]
    expect(requests(ownersPlan(migrate, {stored: before, wants: [wantsWeb]}))).toEqual([
      `CREATE a-web TXT 60 red:${WEB} ${spf}`,
      `DELETE a-web TXT 60 old:${WEB} ${spf}`,
    ])
  })

  it('deletes nothing under policy sync, and once more there is nothing to do', () => {
    const after = [web, txt('a-web'), set('other', 'A', '192.0.2.20'), txt('a-other', 'old')]
    expect(requests(ownersPlan(migrate, {stored: after, wants: [wantsWeb], policy: 'sync'}))).toEqual([])
  })
})

describe('owners release', () => {
  const release = {kind: 'release'} as const

  it('takes our texts away and leaves every record', () => {
    const stored = [web, txt('a-web'), txt('web'), set('theirs', 'A', '192.0.2.40'), txt('a-theirs', 'blue')]
    const plan = ownersPlan(release, {stored})
    expect(requests(plan)).toEqual([`DELETE a-web TXT 300 red:${WEB}`, `DELETE web TXT 300 red:${WEB}`])
    expect(actions(plan)).toEqual(['web release'])
    expect(countPlan(plan)).toMatchObject({release: 1, delete: 0, cleanups: 0, recordSetChanges: 2, ledgerChanges: 0})
  })

  it('keeps to the hosts that are named', () => {
    const stored = [web, txt('a-web'), set('api', 'A', '192.0.2.40'), txt('a-api')]
    expect(requests(ownersPlan(release, {stored, only: [web.name]}))).toEqual([`DELETE a-web TXT 300 red:${WEB}`])
  })

  it('leaves the other values of a TXT set', () => {
    const stored = [web, set('a-web', 'TXT', [ownershipText(), spf])]
    expect(requests(ownersPlan(release, {stored}))).toEqual([
      `CREATE a-web TXT 300 ${spf}`,
      `DELETE a-web TXT 300 red:${WEB} ${spf}`,
    ])
  })
})

describe('owners transfer', () => {
  const transfer = {kind: 'transfer', to: toOwnerId('green')} as const

  it('names the new owner in each text and keeps what it says of the object', () => {
    const stored = [
      web,
      txt('a-web'),
      alias('lb', 'A'),
      txt('cname-lb'),
      set('theirs', 'A', []),
      txt('a-theirs', 'blue'),
    ]
    const plan = ownersPlan(transfer, {stored})
    expect(requests(plan)).toEqual([
      `CREATE a-web TXT 300 green:${WEB}`,
      `CREATE cname-lb TXT 300 green:${WEB}`,
      `DELETE a-web TXT 300 red:${WEB}`,
      `DELETE cname-lb TXT 300 red:${WEB}`,
    ])
    expect(actions(plan)).toEqual(['lb transfer', 'web transfer'])
  })
})

describe('owners repair', () => {
  const repair = {kind: 'repair', former: undefined, upgradesFormat: false} as const
  const OWN_PREFIX = {prefix: 'own-', suffix: '', wildcardReplacement: ''}

  it('writes the text that says the type, and leaves the old format', () => {
    expect(requests(ownersPlan(repair, {stored: [web, txt('web')]}))).toEqual([`CREATE a-web TXT 300 red:${WEB}`])
  })

  it('--upgrade-format takes the old one away', () => {
    const plan = ownersPlan({...repair, upgradesFormat: true}, {stored: [web, txt('web')]})
    expect(requests(plan)).toEqual([`CREATE a-web TXT 300 red:${WEB}`, `DELETE web TXT 300 red:${WEB}`])
  })

  it('goes on where a run ended between the two', () => {
    const plan = ownersPlan({...repair, upgradesFormat: true}, {stored: [web, txt('a-web'), txt('web')]})
    expect(requests(plan)).toEqual([`DELETE web TXT 300 red:${WEB}`])
  })

  it('moves texts from a former prefix', () => {
    const stored = [web, txt('own-a-web'), set('theirs', 'A', '192.0.2.3'), txt('own-a-theirs', 'blue')]
    const plan = ownersPlan({...repair, former: OWN_PREFIX}, {stored})
    expect(requests(plan)).toEqual([`CREATE a-web TXT 300 red:${WEB}`, `DELETE own-a-web TXT 300 red:${WEB}`])
    expect(requests(ownersPlan({...repair, former: OWN_PREFIX}, {stored: [...stored, txt('a-web')]}))).toEqual([
      `DELETE own-a-web TXT 300 red:${WEB}`,
    ])
  })

  it('does not write over the text of another owner', () => {
    const plan = ownersPlan({...repair, former: OWN_PREFIX}, {stored: [web, txt('own-a-web'), txt('a-web', 'blue')]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A owner-mismatch'])
  })

  it('keeps an old TXT that belongs to a record set without one of its own', () => {
    const old = txt('web', 'red', 'crd/shop/mail')
    const stored = [web, set('web', 'MX', '10 m.example.net'), old, set('mx-web', 'TXT', spf)]
    const plan = ownersPlan({...repair, upgradesFormat: true}, {stored})
    expect(requests(plan)).toEqual(['CREATE a-web TXT 300 red:crd/shop/mail'])
  })

  it('finds nothing to do where all is as it would be written', () => {
    expect(requests(ownersPlan({...repair, upgradesFormat: true}, {stored: [web, txt('a-web')]}))).toEqual([])
  })

  const FORMER = {prefix: '', suffix: '', wildcardReplacement: ''}

  // Our record, its TXT under today's name, and a foreign record that the same TXT claims by the former naming.
  it.each([
    ['a suffix came', {suffix: '-v2'}, {}, 'web', 'a-web-v2', set('web-v2', 'A', '192.0.2.99')],
    ['a suffix went', {}, {suffix: '-v2'}, 'web-v2', 'a-web-v2', set('web', 'A', '192.0.2.99')],
    ['the prefix txt- came', {prefix: 'txt-'}, {}, 'web', 'txt-a-web', set('a-web', 'TXT', '"v=spf1"')],
    ['the prefix cname- came', {prefix: 'cname-'}, {}, 'web', 'cname-a-web', set('a-web', 'CNAME', 'x.example.net')],
  ])('gives no text to a record of nobody: %s', (_case, today, former, host, text, theirs) => {
    const situation = {registry: txtRegistry(today), stored: [set(host, 'A', '192.0.2.10'), txt(text), theirs]}
    const plan = ownersPlan({...repair, former: {...FORMER, ...former}}, situation)
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map((block) => `${block.host} ${block.reason}: ${block.detail}`)).toEqual([
      `${theirs.name} unowned: by the former names its ownership TXT would be ${text}.shop.io, but that belongs to another record today`,
    ])
  })

  it('still reads a former TXT whose name means nothing by the present naming', () => {
    const situation = {registry: txtRegistry({suffix: '-v2'}), stored: [web, txt('a-web')]}
    expect(requests(ownersPlan({...repair, former: FORMER}, situation))).toEqual([
      `CREATE a-web-v2 TXT 300 red:${WEB}`,
      `DELETE a-web TXT 300 red:${WEB}`,
    ])
  })
})
