import {describe, expect, it} from 'vitest'
import {findUnmetHosts, makeOwnershipPlan} from '../../src/plan/ownership-plan.js'
import {endsOwnership, type OwnershipGoal, readsObjects} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {
  dnsName,
  domainFilter,
  type EndpointParts,
  fullName,
  planInput,
  SHOP,
  type Situation,
  set,
  txt,
  WEB,
  wanted,
  web,
  weighted,
  zone,
} from './builders.js'

const ADOPT: OwnershipGoal = {kind: 'adopt', takesEqualOnly: false}
const RELEASE: OwnershipGoal = {kind: 'release'}
const TRANSFER: OwnershipGoal = {kind: 'transfer', to: toOwnerId('green')}
const REPAIR: OwnershipGoal = {kind: 'repair', former: undefined, upgradesFormat: false}

/** Why each host that was named does not get what was asked for, and what to do. */
function unmet(goal: OwnershipGoal, situation: Situation, hosts = ['web.shop.io']): readonly string[] {
  const input = planInput({...situation, only: hosts.map(dnsName)})
  const plan = makeOwnershipPlan({...input, goal})
  const naming = {plan: input.settings, registry: input.registry}
  return findUnmetHosts(plan, input.zones, naming, goal).map(({host, detail, fix}) => `${host}: ${detail}; ${fix}`)
}

const OF_BLUE = [web, txt('a-web', 'blue', WEB)]
const OURS = [web, txt('a-web', 'red', WEB)]

describe('an ownership command', () => {
  const goals: readonly OwnershipGoal[] = [ADOPT, RELEASE, TRANSFER, REPAIR, {kind: 'migrate', from: toOwnerId('blue')}]

  it('reads the objects only where they say what becomes ours', () => {
    expect(goals.filter(readsObjects).map(({kind}) => kind)).toEqual(['adopt', 'migrate'])
  })

  it('ends ownership of what may still be asked for where it is handed over or given up', () => {
    expect(goals.filter(endsOwnership).map(({kind}) => kind)).toEqual(['release', 'transfer'])
  })
})

describe('a host that was named', () => {
  it.each([
    ['release', RELEASE, OURS],
    ['transfer', TRANSFER, OURS],
    ['repair, although it needs none', REPAIR, OURS],
    ['adopt, although it is ours', ADOPT, OURS],
  ] as const)('is served: %s', (_what, goal, stored) => {
    expect(unmet(goal, {stored, wants: [wanted('web', 'A', '192.0.2.10')]})).toEqual([])
  })

  it.each([
    ['release', RELEASE],
    ['transfer', TRANSFER],
    ['repair', REPAIR],
  ] as const)('and that nobody owns is taken over first: %s', (_what, goal) => {
    expect(unmet(goal, {stored: [web]})).toEqual([
      'web.shop.io: it is unowned; if an object asks for it, take it over: external-dns-ts owners adopt web.shop.io',
    ])
  })

  it('and that no object asks for is not adopted', () => {
    expect(unmet(ADOPT, {stored: [web]})).toEqual([
      'web.shop.io: no object here asks for it; let an object ask for web.shop.io, or leave it alone',
    ])
  })

  it.each([RELEASE, TRANSFER, REPAIR, ADOPT])('and of which no zone has a record is told: $kind', (goal) => {
    expect(unmet(goal, {stored: [set('api', 'A', '192.0.2.9')]})).toEqual([
      'web.shop.io: no zone that was read holds a record of that name; see external-dns-ts owners',
    ])
  })

  it.each([RELEASE, TRANSFER, REPAIR, ADOPT])(
    'and that another owner has is handed over by that one: $kind',
    (goal) => {
      const wants = [wanted('web', 'A', '192.0.2.10')]
      expect(unmet(goal, {stored: OF_BLUE, wants})).toEqual([
        'web.shop.io: it belongs to owner blue; have its owner hand it over: ' +
          'external-dns-ts owners transfer --txt-owner-id=blue --to=ID web.shop.io',
      ])
    },
  )

  it('and whose text cannot be decrypted needs its key', () => {
    const sealed = set('a-web', 'TXT', `"${Buffer.alloc(90, 7).toString('base64')}"`)
    expect(unmet(RELEASE, {stored: [web, sealed]})).toEqual([
      'web.shop.io: its ownership TXT is encrypted, and no given key decrypts it; give its key in --txt-encrypt-aes-key',
    ])
  })

  it('and whose ownership TXT Route 53 protects is told', () => {
    const protections = [{name: dnsName('a-web.shop.io'), type: 'TXT', comment: undefined}] as const
    expect(unmet(TRANSFER, {stored: OURS, protections})).toEqual([
      'web.shop.io: a-web.shop.io TXT is protected in Route 53; have its protection removed in Route 53',
    ])
  })

  it('and that is blocked for a reason without a way out is told with where to look', () => {
    const wants = [wanted('web', 'CNAME', 'web.shop.io')]
    const [line] = unmet(ADOPT, {stored: [set('web', 'CNAME', 'web.shop.io')], wants})
    expect(line).toMatch(/^web\.shop\.io: .*; look at it: external-dns-ts plan --only=web\.shop\.io$/)
  })

  it('and whose record is of the zone itself is nobody’s', () => {
    const wants = [wanted('@', 'NS', 'ns-1.example.net')]
    const stored = [set('@', 'NS', 'ns-1.example.net')]
    const [line] = unmet(ADOPT, {stored, wants, managedTypes: ['NS']}, ['shop.io'])
    expect(line).toMatch(/^shop\.io: /)
  })

  it('is told who owns what of it is another’s, beside what is ours of it', () => {
    const stored = [...OURS, set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'blue')]
    const wants = [wanted('web', 'A', '192.0.2.10'), wanted('web', 'AAAA', '2001:db8::1')]
    expect(unmet(ADOPT, {stored, wants})).toEqual([
      'web.shop.io: it belongs to owner blue; have its owner hand it over: ' +
        'external-dns-ts owners transfer --txt-owner-id=blue --to=ID web.shop.io',
    ])
    const protections = [{name: dnsName('a-web.shop.io'), type: 'TXT', comment: undefined}] as const
    expect(unmet(TRANSFER, {stored, protections})).toEqual([
      'web.shop.io: a-web.shop.io TXT is protected in Route 53; have its protection removed in Route 53',
    ])
  })

  it('is told where one of two zones does not take the change', () => {
    const inside = zone('shop.io', {id: 'Z2', isPrivate: true})
    const protections = [{name: dnsName('aaaa-web.shop.io'), type: 'TXT', comment: undefined}] as const
    const stored: Situation['stored'] = [
      [SHOP, OURS],
      [inside, [set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'red', WEB)]],
    ]
    expect(unmet(TRANSFER, {stored, protections})).toEqual([
      'web.shop.io: aaaa-web.shop.io TXT is protected in Route 53; have its protection removed in Route 53',
    ])
  })

  it.each([RELEASE, TRANSFER])('and that is ours and outside the domain filters is told: $kind', (goal) => {
    const situation = {stored: OURS, domainFilter: domainFilter({exclude: ['web.shop.io']})}
    expect(unmet(goal, situation)).toEqual([
      'web.shop.io: the domain filters leave this name out; run it without the filter that leaves it out',
    ])
  })

  it('is told beside others that are served, each on its own', () => {
    expect(unmet(RELEASE, {stored: OURS}, ['web.shop.io', 'api.shop.io'])).toEqual([
      'api.shop.io: no zone that was read holds a record of that name; see external-dns-ts owners',
    ])
  })

  it('is not told what another one is blocked by', () => {
    const protections = [{name: dnsName('a-api.shop.io'), type: 'TXT', comment: undefined}] as const
    const stored = [web, set('api', 'A', '192.0.2.9'), txt('a-api')]
    expect(unmet(TRANSFER, {stored, protections}, ['web.shop.io', 'api.shop.io'])).toEqual([
      'web.shop.io: it is unowned; if an object asks for it, take it over: external-dns-ts owners adopt web.shop.io',
      'api.shop.io: a-api.shop.io TXT is protected in Route 53; have its protection removed in Route 53',
    ])
  })
})

describe('the plan of an ownership command', () => {
  const planOf = (goal: OwnershipGoal, situation: Situation) => makeOwnershipPlan({...planInput(situation), goal})

  it('counts in each zone the hosts of ours that stay as they are, of managed types', () => {
    const ours = (host: string, type: 'A' | 'AAAA' | 'MX', value: string) => [
      set(host, type, value),
      txt(`${type.toLowerCase()}-${host}`),
    ]
    const stored = [
      ...ours('web', 'A', '192.0.2.1'),
      ...ours('api', 'A', '192.0.2.2'),
      ...ours('api', 'AAAA', '2001:db8::2'),
      ...ours('cart', 'A', '192.0.2.3'),
      ...ours('mail', 'MX', '10 m.example.net'),
      set('theirs', 'A', '192.0.2.4'),
      txt('a-theirs', 'blue'),
      set('hand', 'A', '192.0.2.5'),
    ]
    const counts = (only: readonly string[]) =>
      planOf(RELEASE, {stored, only}).zones.map(({unchangedHosts}) => unchangedHosts)
    expect([counts(['web.shop.io']), counts(['theirs.shop.io'])]).toEqual([[2], [3]])
  })

  it('shows the wishes of its hosts that cannot be done, and none that has no zone or is of another host', () => {
    const wants = [
      wanted('bad', 'A', 'no-address'),
      wanted('web.other.io.', 'A', '192.0.2.1'),
      wanted('web', 'A', '192.0.2.10'),
    ]
    const blocked = (only: readonly string[]) =>
      planOf(ADOPT, {stored: [web], wants, only}).blocked.map(({host, reason}) => `${host} ${reason}`)
    expect([blocked([]), blocked(['web.shop.io'])]).toEqual([['bad.shop.io object-problem'], []])
  })

  it('leaves its value for now to a host whose new one the zone does not take, each for its own reason', () => {
    const aliased = (host: string, target: string, parts: EndpointParts = {}) => {
      const properties = {alias: 'true', ...parts.properties}
      return wanted(host, 'CNAME', fullName(target), {...parts, properties})
    }
    const v = (id: string) => set('w', 'A', '192.0.2.1', {id, routing: weighted(1)})
    const weight = {'aws/weight': '1'}
    const stored = [web, set('api', 'A', '192.0.2.1'), set('cart', 'A', '192.0.2.1'), v('v1'), v('v2')]
    const inside = zone('shop.io', {id: 'Z2', isPrivate: true})
    const plan = planOf(ADOPT, {
      stored: [
        [SHOP, stored],
        [inside, [web, set('lb', 'A', '192.0.2.7')]],
      ],
      wants: [
        aliased('web', 'lb'),
        aliased('api', 'root'),
        wanted('cart', 'A', '192.0.2.9'),
        aliased('w', 'root', {id: 'v1', properties: weight}),
        wanted('w', 'A', '192.0.2.9', {id: 'v2', properties: weight}),
      ],
    })
    const notes = plan.zones.flatMap(({zone: {id}, hosts}) =>
      hosts.map(({name, setIdentifier = '', notes: some}) => [`${id} ${name} ${setIdentifier}`, ...some].join(': ')),
    )
    const because = (target: string) =>
      `was unowned, other value, which stays for now: the alias target ${target}.shop.io has no A record in zone shop.io`
    expect(notes).toEqual([
      `Z1 api.shop.io : ${because('root')}`,
      'Z1 cart.shop.io : was unowned, other value',
      `Z1 w.shop.io v1: ${because('root')}`,
      'Z1 w.shop.io v2: was unowned, other value',
      `Z1 web.shop.io : ${because('lb')}`,
      'Z2 web.shop.io : was unowned, other value',
    ])
  })

  it('is empty where ownership is not kept in TXT', () => {
    const plan = planOf(ADOPT, {stored: [web], wants: [wanted('web', 'A', '192.0.2.10')], registry: {kind: 'noop'}})
    expect([plan.zones.map(({hosts, unchangedHosts}) => [hosts, unchangedHosts]), plan.blocked]).toEqual([
      [[[], 0]],
      [],
    ])
  })
})
