import {describe, expect, it} from 'vitest'
import {makePlan} from '../../../src/plan/make-plan.js'
import {
  alias,
  fullName,
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
  zone,
} from '../builders.js'

const by = (host: string) => ({by: `service/shop/${host}`})
/** An object whose load balancer is another host of the zone: an alias for A, and one for AAAA if that has one. */
const leadsTo = (host: string, target: string) =>
  wanted(host, 'CNAME', `${target}.shop.io`, {...by(host), properties: {alias: 'true'}})
const db = set('db', 'A', '192.0.2.1')
const db6 = set('db', 'AAAA', '2001:db8::1')
const wantsDb = wanted('db', 'A', '192.0.2.1', by('db'))
const textsOf = (host: string, ...types: readonly string[]) =>
  types.map((type) => txt(`${type}-${host}`, 'red', `service/shop/${host}`))

const NOTE = 'no AAAA: the alias target has none'
function outcome(situation: Situation) {
  const plan = planFor(situation)
  const hosts = plan.zones.flatMap(({hosts}) => hosts)
  return {
    records: requests(plan).filter((request) => !request.includes(' TXT ')),
    notes: hosts.filter(({notes}) => notes.length > 0).map(({name, notes}) => [name.split('.')[0], ...notes]),
    blocked: plan.blocked.map(({host, types, reason}) => [host.split('.')[0], types.join('+'), reason].join(' ')),
  }
}
const made = (host: string, type: string, target: string) => `CREATE ${host} ${type} -> ${target}.shop.io @Z1 true`

describe('an alias whose target has an A and no AAAA', () => {
  it('is made without AAAA, with a note', () => {
    expect(outcome({stored: [db], wants: [leadsTo('web', 'db')]})).toEqual({
      records: [made('web', 'A', 'db')],
      notes: [['web', NOTE]],
      blocked: [],
    })
  })

  it('is so with all that lead to it', () => {
    expect(
      outcome({stored: [db], wants: [leadsTo('web', 'api'), leadsTo('api', 'mid'), leadsTo('mid', 'db')]}),
    ).toEqual({
      records: [made('api', 'A', 'mid'), made('mid', 'A', 'db'), made('web', 'A', 'api')],
      notes: [
        ['api', NOTE],
        ['mid', NOTE],
        ['web', NOTE],
      ],
      blocked: [],
    })
  })

  it('has an AAAA as soon as there is one', () => {
    expect(outcome({stored: [db, db6], wants: [leadsTo('web', 'api'), leadsTo('api', 'db')]})).toEqual({
      records: [made('api', 'A', 'db'), made('api', 'AAAA', 'db'), made('web', 'A', 'api'), made('web', 'AAAA', 'api')],
      notes: [],
      blocked: [],
    })
  })

  it('has none where that goes in the same plan', () => {
    const stored = [db, db6, ...textsOf('db', 'a', 'aaaa')]
    expect(outcome({stored, wants: [leadsTo('web', 'db'), wantsDb]})).toEqual({
      records: [made('web', 'A', 'db'), 'DELETE db AAAA 300 2001:db8::1'],
      notes: [['web', NOTE]],
      blocked: [],
    })
  })

  it.each<[string, readonly ('A' | 'AAAA')[], readonly string[]]>([
    ['beside its A', ['A', 'AAAA'], ['DELETE api A -> old.shop.io @Z1 true']],
    ['alone', ['AAAA'], []],
  ])('keeps an AAAA that the policy keeps, %s, and others may lead to it', (_how, types, gone) => {
    const old = [set('old', 'A', '192.0.2.2'), set('old', 'AAAA', '2001:db8::2')]
    const api = types.map((type) => alias('api', type, 'old'))
    const stored = [db, ...old, ...api, ...textsOf('api', ...types.map((type) => type.toLowerCase()))]
    const wants = [leadsTo('web', 'api'), leadsTo('api', 'db')]
    expect(outcome({stored, wants, policy: 'upsert-only'})).toEqual({
      records: [made('api', 'A', 'db'), made('web', 'A', 'api'), made('web', 'AAAA', 'api'), ...gone],
      notes: [['api', NOTE]],
      blocked: ['api AAAA policy'],
    })
  })

  it('is not refused for the text of an AAAA that is not made', () => {
    const stored: Situation['stored'] = [
      [zone(), [set('eu', 'AAAA', '2001:db8::9')]],
      [zone('eu.shop.io', {id: 'Z2'}), [set('db.eu', 'A', '192.0.2.1')]],
    ]
    expect(outcome({stored, wants: [leadsTo('eu', 'db.eu')]})).toEqual({
      records: ['Z2 CREATE eu A -> db.eu.shop.io @Z2 true'],
      notes: [['eu', NOTE]],
      blocked: [],
    })
  })

  it('takes no look of its own for each of a chain', () => {
    const looks = (length: number) => {
      const hosts = Array.from({length}, (_, index) => `h${index}`)
      const input = planInput({
        stored: [db],
        wants: hosts.map((host, index) => leadsTo(host, hosts[index - 1] ?? 'db')),
      })
      let count = 0
      const checkSize: typeof input.rules.checkSize = (some) => {
        count += 1
        return input.rules.checkSize(some)
      }
      expect(makePlan({...input, rules: {...input.rules, checkSize}}).blocked).toEqual([])
      return count
    }
    expect(looks(24)).toBeLessThan(5 * looks(6))
  })

  it('is no reason to make an AAAA that an object asks for by itself', () => {
    const explicit = wanted('web', 'AAAA', 'api.shop.io', {...by('web'), properties: {alias: 'true'}})
    expect(outcome({stored: [db], wants: [leadsTo('api', 'db'), explicit]})).toEqual({
      records: [made('api', 'A', 'db')],
      notes: [['api', NOTE]],
      blocked: ['web AAAA object-problem'],
    })
  })

  it('keeps a stored AAAA, to which others may lead', () => {
    const stored = [db, alias('api', 'A', 'db'), alias('api', 'AAAA', 'db'), ...textsOf('api', 'a', 'aaaa')]
    expect(outcome({stored, wants: [leadsTo('web', 'api'), leadsTo('api', 'db')]})).toEqual({
      records: [made('web', 'A', 'api'), made('web', 'AAAA', 'api')],
      notes: [],
      blocked: [],
    })
  })
})

describe('what leads to a host that is refused', () => {
  const wall = set('a-db', 'CNAME', 'x.example.net')

  it('is refused too, and nothing else', () => {
    const wants = [leadsTo('web', 'api'), leadsTo('api', 'db'), wantsDb, wanted('other', 'A', '192.0.2.1', by('other'))]
    expect(outcome({stored: [wall], wants})).toEqual({
      records: ['CREATE other A 300 192.0.2.1'],
      notes: [],
      blocked: ['api A+AAAA object-problem', 'db A cname-conflict', 'web A+AAAA object-problem'],
    })
  })

  it('is made where that one would have taken its target away', () => {
    const walls = [set('cname-db', 'CNAME', 'x.example.net')]
    const wants = [leadsTo('web', 'db'), wanted('db', 'CNAME', 'y.example.net', by('db'))]
    expect(outcome({stored: [db, ...textsOf('db', 'a'), ...walls], wants})).toEqual({
      records: [made('web', 'A', 'db')],
      notes: [['web', NOTE]],
      blocked: ['db A+CNAME cname-conflict'],
    })
    expect(outcome({stored: [db, db6, ...textsOf('db', 'a', 'aaaa'), ...walls], wants})).toEqual({
      records: [made('web', 'A', 'db'), made('web', 'AAAA', 'db')],
      notes: [],
      blocked: ['db A+AAAA+CNAME cname-conflict'],
    })
  })

  it('is refused where its target goes for good', () => {
    const wants = [leadsTo('a1', 'db'), leadsTo('a2', 'db')]
    expect(outcome({stored: [db, ...textsOf('db', 'a')], wants})).toEqual({
      records: ['DELETE db A 300 192.0.2.1'],
      notes: [],
      blocked: ['a1 A+AAAA object-problem', 'a2 A+AAAA object-problem'],
    })
  })

  it('is made where its target is there all the same', () => {
    const stored = [wall, db]
    expect(outcome({stored, wants: [leadsTo('web', 'db')]}).records).toEqual([made('web', 'A', 'db')])
  })

  it('gives up nothing that it has', () => {
    const stored = [db, ...textsOf('db', 'a'), alias('web', 'A', 'db'), txt('a-web')]
    const plan = outcome({stored, wants: [{...leadsTo('web', 'db'), resource: WEB}], policy: 'upsert-only'})
    expect(plan.records).toEqual([])
  })
})

describe('a host in the place of a text of ours, which goes with its record', () => {
  const protections = [{name: fullName('web'), type: 'A', comment: undefined}]

  it('is made, and not made where the record is protected', () => {
    const wants = [wanted('a-web', 'CNAME', 'x.example.net', by('x'))]
    const situation = {stored: [web, txt('a-web')], wants}
    expect(outcome(situation)).toEqual({
      records: ['CREATE a-web CNAME 300 x.example.net', 'DELETE web A 300 192.0.2.10'],
      notes: [],
      blocked: [],
    })
    expect(outcome({...situation, protections}).records).toEqual([])
  })
})

describe('a host that gave way to one that is refused itself', () => {
  it('is made after all', () => {
    const wants = [
      wantsWeb,
      wanted('a-web', 'A', '192.0.2.1', by('x')),
      wanted('a-a-web', 'CNAME', 'x.example.net', by('y')),
    ]
    expect(outcome({wants})).toEqual({
      records: ['CREATE a-a-web CNAME 300 x.example.net', 'CREATE web A 300 192.0.2.10'],
      notes: [],
      blocked: ['a-web A cname-conflict'],
    })
  })

  it('is made with what leads to it', () => {
    const wants = [
      wanted('db', 'A', '192.0.2.1', by('db')),
      leadsTo('web', 'db'),
      wanted('a-db', 'CNAME', 'y.example.net', by('x')),
      wanted('cname-a-db', 'CNAME', 'x.example.net', by('y')),
    ]
    expect(outcome({wants})).toEqual({
      records: ['CREATE cname-a-db CNAME 300 x.example.net', 'CREATE db A 300 192.0.2.1', made('web', 'A', 'db')],
      notes: [['web', NOTE]],
      blocked: ['a-db CNAME cname-conflict'],
    })
  })
  // Each of two CNAMEs leads to the other one: what only all hosts together tell is found last.
  const inLoop = (name: string, other: string) => [
    wanted(name, 'CNAME', `${other}.shop.io`, by('x')),
    wanted(other, 'CNAME', `${name}.shop.io`, by('y')),
  ]

  it('is made after all where that one is part of a loop, unless the next run would misread its text', () => {
    const star = wanted('star', 'A', '192.0.2.3', by('star'))
    const wants = [wantsWeb, ...inLoop('a-web', 'z1'), star, ...inLoop('a-star', 'z2')]
    const registry = txtRegistry({wildcardReplacement: 'star'})
    expect(outcome({wants, registry}).records).toEqual(['CREATE star A 300 192.0.2.3', 'CREATE web A 300 192.0.2.10'])
    expect(outcome({wants, registry, stored: [set('*', 'A', '192.0.2.2')]})).toEqual({
      records: ['CREATE web A 300 192.0.2.10'],
      notes: [],
      blocked: [
        'a-star CNAME object-problem',
        'a-web CNAME object-problem',
        'star A cname-conflict',
        'z1 CNAME object-problem',
        'z2 CNAME object-problem',
      ],
    })
  })

  it('is made without the AAAA that has no target', () => {
    expect(outcome({stored: [db], wants: [leadsTo('web', 'db'), ...inLoop('a-web', 'z')]})).toEqual({
      records: [made('web', 'A', 'db')],
      notes: [['web', NOTE]],
      blocked: ['a-web CNAME object-problem', 'z CNAME object-problem'],
    })
  })

  it('is the first by name, where two gave way that cannot both be', () => {
    const wants = ['*', 'star'].map((host) => wanted(host, 'A', '192.0.2.3', by(host)))
    const registry = txtRegistry({wildcardReplacement: 'star'})
    expect(outcome({wants: [...wants, ...inLoop('a-star', 'z')], registry})).toEqual({
      records: ['CREATE * A 300 192.0.2.3'],
      notes: [],
      blocked: ['a-star CNAME object-problem', 'star A cname-conflict', 'z CNAME object-problem'],
    })
  })

  it('is made with the aliases to it, and with what can come once its old record goes', () => {
    const stored = [set('a-web', 'CNAME', 'old.example.net'), ...textsOf('a-web', 'cname')]
    const replaced = wanted('a-web', 'A', '192.0.2.5', by('a-web'))
    expect(outcome({stored, wants: [wantsWeb, leadsTo('api', 'a-web'), replaced, ...inLoop('a-a-web', 'z')]})).toEqual({
      records: [
        'CREATE a-web A 300 192.0.2.5',
        made('api', 'A', 'a-web'),
        'CREATE web A 300 192.0.2.10',
        'DELETE a-web CNAME 300 old.example.net',
      ],
      notes: [['api', NOTE]],
      blocked: ['a-a-web CNAME object-problem', 'z CNAME object-problem'],
    })
  })

  it('takes the target of new aliases away, which are refused in turn', () => {
    const stored = [db, ...textsOf('db', 'a')]
    const wants = [wanted('db', 'CNAME', 'y.example.net', by('db')), ...inLoop('cname-db', 'z'), leadsTo('web', 'db')]
    expect(outcome({stored, wants})).toEqual({
      records: ['CREATE db CNAME 300 y.example.net', 'DELETE db A 300 192.0.2.1'],
      notes: [],
      blocked: ['cname-db CNAME object-problem', 'web A object-problem', 'z CNAME object-problem'],
    })
    const {records} = outcome({stored, wants: [...wants, leadsTo('api', 'web')]})
    const isMade = (host: string) => records.some((record) => record.startsWith(`CREATE ${host} `))
    expect(isMade('api')).toBe(isMade('web'))
    expect(isMade('web')).toBe(!isMade('db'))
  })
})
