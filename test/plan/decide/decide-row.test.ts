import {describe, expect, it} from 'vitest'
import type {LedgerRow} from '../../../src/registry/ledger.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import type {RegistrySettings} from '../../../src/registry/registry-settings.js'
import {
  alias,
  blocks,
  fullName,
  LB,
  objectProblem,
  planFor,
  planInput,
  requests,
  type Situation,
  set,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

const INGRESS = 'ingress/shop/front'
/** By the order of targets it comes before that of the Service. */
const competitor = wanted('web', 'A', '192.0.2.1', {by: INGRESS})
const both = [wantsWeb, competitor]
const migrating = txtRegistry({migrateFrom: toOwnerId('old')})

const messages = (situation: Situation) =>
  planFor(situation).blocked.map(({host, types, reason, detail, origins}) => {
    const by = origins.map(({kind}) => kind).join()
    return `${host.split('.')[0]} ${types.join()} ${reason} ${by}: ${detail}`
  })
const differing = (situation: Situation) =>
  planFor(situation).zones.flatMap(({hosts}) =>
    hosts.flatMap(({changes}) => changes.map((change) => (change.kind === 'update' ? change.differs : change.kind))),
  )

describe('of two objects that want one record', () => {
  const records = (situation: Situation) =>
    requests(planFor({wants: both, ...situation})).filter((line) => line.includes(' web A '))

  it('the one that has it keeps it, whatever the order of targets', () => {
    const stored = [web, txt('a-web')]
    for (const text of ['a-web', 'web']) expect(records({stored: [web, txt(text)]})).toEqual([])
    expect(messages({stored, wants: both})).toEqual([
      'web A conflict-lost Ingress: Service shop/web holds the name and keeps it',
    ])
  })

  it('the first in the order of targets gets it where neither has it', () => {
    const first = ['CREATE web A 300 192.0.2.1']
    expect(records({})).toEqual(first)
    expect(messages({wants: both})).toEqual([
      'web A conflict-lost Service: Ingress shop/front comes first in the order of targets',
    ])
    const more = wanted('web', 'A', ['192.0.2.1', '192.0.2.2'], {by: INGRESS})
    expect(messages({wants: [more, wantsWeb]})).toEqual([
      'web A conflict-lost Ingress: Service shop/web has fewer targets',
    ])
  })

  it('the one that an ownership TXT of ours names gets it, which is used again', () => {
    expect(records({stored: [txt('a-web')]})).toEqual(['CREATE web A 300 192.0.2.10'])
    expect(records({stored: [txt('a-web', 'red', 'service/shop/gone')]})).toEqual(['CREATE web A 300 192.0.2.1'])
  })

  it('the one that a ledger row of ours names gets it, not one that a row of another owner names', () => {
    const row = (owner: string): LedgerRow => ({
      key: {name: fullName('web'), type: 'A', setIdentifier: undefined},
      owner: toOwnerId(owner),
      resource: WEB,
      labels: {},
    })
    const registry = {...txtRegistry(), kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}}
    const withRow = (owner: string) => ({registry: registry as RegistrySettings, ledger: [row(owner)], wants: both})
    expect(records(withRow('red'))).toEqual(['CREATE web A 300 192.0.2.10'])
    expect(messages(withRow('blue'))).toContain(
      'web A conflict-lost Service: Ingress shop/front comes first in the order of targets',
    )
  })

  it('one without a label has it where nobody owns anything, before and after it is made', () => {
    const wants = [competitor, {...wantsWeb, resource: ''}]
    const registry = {kind: 'noop'} as const
    expect(requests(planFor({wants, registry}))).toEqual(['CREATE web A 300 192.0.2.10'])
    expect(requests(planFor({wants, registry, stored: [web]}))).toEqual([])
  })

  it('neither is the one of the same label from whose owner the host moves', () => {
    const stored = [web, txt('a-web', 'blue')]
    expect(requests(jointPlan({stored, clusters: [east({wants: both}), west()]}))).toContain(
      'CREATE web A 300 192.0.2.1',
    )
  })
})

describe('of two objects that want an apex, where one TXT speaks of all types', () => {
  const apex = (type: string, targets: readonly string[], by: string) => wanted('@', type, targets, {by})
  const wants = [
    apex('AAAA', ['2001:db8::1'], WEB),
    apex('AAAA', ['2001:db8::2', '2001:db8::3'], INGRESS),
    apex('A', ['192.0.2.1', '192.0.2.2', '192.0.2.3'], WEB),
    apex('A', ['192.0.2.4', '192.0.2.5'], INGRESS),
  ]
  const records = (stored: Situation['stored'] = []) =>
    requests(planFor({wants, stored} as Situation)).filter((line) => line.startsWith('CREATE @ A'))
  const OF_INGRESS = ['CREATE @ A 300 192.0.2.4 192.0.2.5', 'CREATE @ AAAA 300 2001:db8::2 2001:db8::3']

  it('one gets all types, by the order of targets of the first type', () => {
    expect(records()).toEqual(OF_INGRESS)
    expect(records([txt('@', 'red', 'service/shop/gone')])).toEqual(OF_INGRESS)
  })

  it('the one that the TXT names gets all', () => {
    expect(records([txt('@', 'red', WEB)])).toEqual([
      'CREATE @ A 300 192.0.2.1 192.0.2.2 192.0.2.3',
      'CREATE @ AAAA 300 2001:db8::1',
    ])
  })
})

describe('a CNAME wanted beside another type', () => {
  it('yields, and the plan says so', () => {
    const cname = wanted('web', 'CNAME', 'x.example.net', {by: INGRESS})
    expect(messages({wants: [wantsWeb, cname]})).toEqual([
      'web CNAME conflict-lost Ingress: other types are wanted for the name, and they come before a CNAME',
    ])
    expect(requests(planFor({wants: [wantsWeb, cname]}))).toContain('CREATE web A 300 192.0.2.10')
  })
})

describe('a type wanted beside one that is not ours', () => {
  const wantsAaaa = wanted('web', 'AAAA', '2001:db8::1')

  it('is not made: nobody’s has to be adopted first, which needs an object that asks for it', () => {
    const beside = (wants: Situation['wants']) =>
      planFor({stored: [web], wants} as Situation).blocked.filter(({types}) => types.includes('AAAA'))
    const detail = 'wanted by Service shop/web, next to an unowned record of type A'
    expect(beside([wantsAaaa, wantsWeb])).toMatchObject([{reason: 'unowned', detail, fix: 'owners adopt web.shop.io'}])
    expect(beside([wantsAaaa])).toMatchObject([
      {reason: 'unowned', detail, fix: '--exclude-record-types=A, or let an object ask for it too'},
    ])
  })

  it('is made beside what is taken over, and not where create-only takes nothing over', () => {
    const situation = {stored: [web, txt('a-web', 'old')], wants: [wantsWeb, wantsAaaa], registry: migrating}
    expect(requests(planFor(situation)).filter((line) => !line.includes('TXT'))).toEqual([
      'CREATE web AAAA 300 2001:db8::1',
    ])
    expect(requests(planFor({...situation, policy: 'create-only'}))).toEqual([])
    expect(messages({...situation, policy: 'create-only'})).toEqual(
      [
        'web AAAA owner-mismatch Service: wanted by Service shop/web, next to the A record of that owner',
        'web A policy Service: it would be an update, which policy create-only does not allow',
      ].sort(),
    )
  })
})

describe('a record of ours that is wanted otherwise', () => {
  const stored = [set('web', 'A', '192.0.2.10', {ttl: 60}), txt('a-web')]

  it('keeps its TTL until something else changes, as in external-dns', () => {
    expect(differing({stored, wants: [wantsWeb]})).toEqual([])
    expect(differing({stored, wants: [wanted('web', 'A', '192.0.2.11')]})).toEqual([['targets', 'ttl']])
  })

  it('is told the TTL once where it is asked for', () => {
    expect(differing({stored, wants: [wanted('web', 'A', '192.0.2.10', {ttl: 30})]})).toEqual([['ttl']])
    expect(differing({stored, wants: [wanted('web', 'A', '192.0.2.11', {ttl: 30})]})).toEqual([['targets', 'ttl']])
    expect(differing({stored, wants: [wanted('web', 'A', '192.0.2.11', {ttl: 60})]})).toEqual([['targets']])
  })

  it('has no TTL as an alias, so that none differs', () => {
    const aliased = [alias('web', 'A'), txt('a-web')]
    expect(differing({stored: aliased, wants: [wantsWeb]})).toEqual([['alias']])
    const wants = [wanted('web', 'CNAME', LB)]
    expect(differing({stored, wants, managedTypes: ['A', 'CNAME']})).toEqual([['alias']])
  })

  it('stays under create-only, and the plan says so', () => {
    const situation = {stored, wants: [wanted('web', 'A', '192.0.2.11')], policy: 'create-only'} as const
    expect(requests(planFor(situation))).toEqual([])
    expect(planFor(situation).blocked).toMatchObject([
      {
        reason: 'policy',
        detail: 'it would be an update, which policy create-only does not allow',
        fix: '--policy=upsert-only',
        types: ['A'],
      },
    ])
    expect(planFor({...situation, wants: [wantsWeb]}).blocked).toEqual([])
  })

  it('is held by its object while that cannot be read, but not from that object itself', () => {
    const problems = [objectProblem(WEB, 'api')]
    expect(messages({stored, problems, wants: [competitor]})).toEqual([
      'web A object-problem Ingress: Service shop/web holds the name and cannot be read; record kept',
    ])
    expect(requests(planFor({stored, problems, wants: [wanted('web', 'A', '192.0.2.11')]}))).toHaveLength(2)
  })
})

describe('a record of a former owner', () => {
  it('is taken over for the object that its TXT names, and is no move between owners of the run', () => {
    const situation = {stored: [web, txt('a-web', 'old')], wants: both, registry: migrating}
    expect(requests(planFor(situation))).toEqual([`CREATE a-web TXT 300 red:${WEB}`, `DELETE a-web TXT 300 old:${WEB}`])
    expect(planFor(situation).zones[0]?.hosts).toMatchObject([{action: 'adopt', changes: [], formerOwner: undefined}])
    expect(messages(situation)).toEqual(['web A conflict-lost Ingress: Service shop/web holds the name and keeps it'])
  })

  it('is held by an object here of the label that its TXT names, while that cannot be read', () => {
    const situation = {stored: [web, txt('a-web', 'old', INGRESS)], wants: [wantsWeb], registry: migrating}
    expect(requests(planFor(situation))).toHaveLength(2)
    expect(requests(planFor({...situation, problems: [objectProblem(INGRESS)]}))).toEqual([])
  })

  it('stays his where no object asks for its type', () => {
    const aaaa = [set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'old')]
    const situation = {stored: [web, txt('a-web', 'old'), ...aaaa], wants: [wantsWeb], registry: migrating}
    expect(requests(planFor(situation))).toEqual([`CREATE a-web TXT 300 red:${WEB}`, `DELETE a-web TXT 300 old:${WEB}`])
    expect(blocks(planFor(situation))).toEqual([])
  })

  it('is not taken from a third owner', () => {
    const situation = {stored: [web, txt('a-web', 'blue')], wants: [wantsWeb], registry: migrating}
    expect(requests(planFor(situation))).toEqual([])
    expect(blocks(planFor(situation))).toEqual(['web A owner-mismatch'])
  })
})

describe('a set under another identifier', () => {
  it('is another row: nothing of it is compared', () => {
    const v1 = {id: 'v1', routing: weighted(1)}
    const stored = [set('web', 'A', '192.0.2.10', v1), txt('a-web', 'red', WEB, v1)]
    const wants = [wanted('web', 'A', '192.0.2.10', {id: 'v2', properties: {'aws/weight': '1'}})]
    expect(differing({stored, wants}).sort()).toEqual(['create', 'delete'])
    expect(planInput({stored, wants}).candidates).toHaveLength(1)
  })
})

describe('the AAAA of an alias whose target has no such record', () => {
  const wants = [wanted('web', 'CNAME', 'lb.shop.io', {properties: {alias: 'true'}})]
  const target = [set('lb', 'A', '192.0.2.1'), txt('a-lb', 'red', 'service/shop/lb')]
  const stored = (owner: string) => [
    ...target,
    set('web', 'A', '192.0.2.10'),
    txt('a-web', owner),
    set('web', 'AAAA', '2001:db8::1'),
    txt('aaaa-web', owner),
  ]
  const asked = {wants: [...wants, wanted('lb', 'A', '192.0.2.1', {by: 'service/shop/lb'})]}
  const records = (situation: Situation) =>
    requests(planFor({...asked, ...situation})).filter((line) => line.includes(' web AAAA '))

  it('takes that of ours away, which nothing comes after', () => {
    expect(records({stored: stored('red')})).toEqual(['DELETE web AAAA 300 2001:db8::1'])
    expect(messages({...asked, stored: stored('red')})).toEqual([])
  })

  it('is not made', () => {
    expect(records({stored: target})).toEqual([])
    expect(requests(planFor({...asked, stored: target}))).toHaveLength(2)
  })

  it('leaves that of a former owner, since nothing of ours takes its place', () => {
    const situation = {...asked, stored: stored('old'), registry: migrating}
    expect(records(situation)).toEqual([])
    expect(planFor(situation).blocked).toMatchObject([
      {types: ['AAAA'], reason: 'owner-mismatch', owner: 'old', detail: 'wanted by Service shop/web'},
    ])
    expect(requests(planFor(situation))).toContain('DELETE web A 300 192.0.2.10')
  })
})

describe('a wish that cannot be for what stands in its own row', () => {
  it('keeps what it would have replaced', () => {
    const of = (id: string, owner: string) => {
      const parts = {id, routing: weighted(1)}
      return [set('web', 'A', '192.0.2.10', parts), txt('a-web', owner, WEB, parts)]
    }
    const wants = [wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/region': 'eu-west-1'}})]
    const plan = planFor({stored: [...of('v1', 'blue'), ...of('v2', 'red')], wants})
    expect(requests(plan)).toEqual([])
    expect(
      plan.blocked.map(({setIdentifier, reason, owner, detail}) => [setIdentifier, reason, owner, detail]),
    ).toEqual([
      ['v1', 'owner-mismatch', 'blue', 'wanted by Service shop/web'],
      ['v2', 'owner-mismatch', 'blue', 'record kept: the A record that Service shop/web wants in its place is blocked'],
    ])
  })
})

describe('a record of nobody beside the one that is wanted', () => {
  const aaaa = set('web', 'AAAA', '2001:db8::1')
  const fixes = (wants: Situation['wants']) =>
    planFor({stored: [aaaa], wants: wants ?? []}).blocked.map(({types, fix}) => [types.join(), fix])

  it('is adopted with it where an object asks for that type too, and is left out or asked for where none does', () => {
    expect(fixes([wantsWeb])).toEqual([['A', '--exclude-record-types=AAAA, or let an object ask for it too']])
    expect(fixes([wantsWeb, wanted('web', 'AAAA', '2001:db8::1')])).toEqual([
      ['A', 'owners adopt web.shop.io'],
      ['AAAA', 'owners adopt web.shop.io'],
    ])
  })
})
