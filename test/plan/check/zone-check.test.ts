import {describe, expect, it} from 'vitest'
import {alias, planFor, requests, type Situation, set, txt, WEB, wanted, wantsWeb} from '../builders.js'

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
})
