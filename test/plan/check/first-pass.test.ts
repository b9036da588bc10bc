import {describe, expect, it} from 'vitest'
import {
  alias as aliasSet,
  blocks,
  LB,
  LB_ZONE,
  planFor,
  requests,
  type Situation,
  set,
  spf,
  txt,
  wanted,
  wantsWeb,
  weighted,
  zone,
} from '../builders.js'

const by = (host: string) => ({by: `service/shop/${host}`})
const weight = {'aws/weight': '1'}

/** A weighted set of ours, with its text. */
function owned(host: string, id: string, type: 'A' | 'AAAA' | 'MX' = 'A') {
  const parts = {id, routing: weighted(1)}
  const value = {A: '192.0.2.1', AAAA: '2001:db8::1', MX: '10 mx.example.net'}[type]
  return [set(host, type, value, parts), txt(`${type.toLowerCase()}-${host}`, 'red', `service/shop/${host}`, parts)]
}

/** An object that asks for a weighted AAAA, whose ownership TXT has no place where `taken` is. */
const asks = (host: string, id = 'new', type: 'A' | 'AAAA' = 'AAAA', object = host) =>
  wanted(host, type, type === 'A' ? '192.0.2.9' : '2001:db8::9', {id, properties: weight, ...by(object)})
const taken = (host: string) => set(`aaaa-${host}`, 'TXT', spf)

const outcome = (situation: Situation) => {
  const plan = planFor({managedTypes: ['A', 'AAAA', 'MX'], ...situation})
  const records = requests(plan).filter((request) => !request.includes(' TXT '))
  const kept = plan.blocked.filter(({detail}) => detail.startsWith('record kept'))
  return {
    records,
    kept: kept.map(({host, reason, owner, detail}) => [host.replace('.shop.io', ''), reason, owner, detail]),
  }
}
const successor = (object: string, type = 'AAAA') =>
  `record kept: the ${type} record that Service shop/${object} wants in its place is blocked`

describe('the last answer of a name, while what objects ask for cannot come', () => {
  it('stays, with the reason of what is blocked', () => {
    expect(outcome({stored: [...owned('web', 'old'), taken('web')], wants: [asks('web')]})).toEqual({
      records: [],
      kept: [['web', 'unowned', undefined, successor('web')]],
    })
  })

  it('goes where another object brings what the first one asks for in vain', () => {
    const asksFor = (target: string, object: string) =>
      wanted('web', 'CNAME', target, {id: 'new', properties: {...weight, alias: 'true'}, ...by(object)})
    const wants = [asksFor('aaa.shop.io', 'a'), asksFor(LB, 'b')]
    const {records, kept} = outcome({stored: owned('web', 'old'), wants})
    expect(records.map((record) => record.split(' ').slice(0, 4).join(' '))).toEqual([
      'CREATE web A new',
      'CREATE web AAAA new',
      'DELETE web A old',
    ])
    expect(kept).toEqual([])
  })

  it('stays at each name for the reason of that name', () => {
    const text = txt('aaaa-api', 'blue', 'service/shop/api', {id: 'x', routing: {kind: 'multivalue'}})
    const stored = [...owned('web', 'old'), taken('web'), ...owned('api', 'old'), text]
    expect(outcome({stored, wants: [asks('web'), asks('api')]}).kept).toEqual([
      ['api', 'owner-mismatch', 'blue', successor('api')],
      ['web', 'unowned', undefined, successor('web')],
    ])
  })

  it('stays in each of two zones for the reason of that zone', () => {
    const text = txt('aaaa-web', 'blue', 'service/shop/api', {id: 'x', routing: {kind: 'multivalue'}})
    const twin = zone('shop.io', {id: 'Z9', isPrivate: true})
    const stored: Situation['stored'] = [
      [zone(), [...owned('web', 'old'), taken('web')]],
      [twin, [...owned('web', 'old'), text]],
    ]
    expect(outcome({stored, wants: [asks('web')]}).kept).toEqual([
      ['web', 'unowned', undefined, successor('web')],
      ['web', 'owner-mismatch', 'blue', successor('web')],
    ])
  })

  it('stays where only one of several that cannot come would answer in its place', () => {
    const wants = [asks('web'), wanted('web', 'MX', '10 mx.example.net', {id: 'mx', properties: weight, ...by('mail')})]
    const stored = [...owned('web', 'old'), taken('web'), set('mx-web', 'TXT', spf)]
    expect(outcome({stored, wants})).toEqual({
      records: [],
      kept: [['web', 'unowned', undefined, successor('web')]],
    })
  })

  it('stays where one of the same type cannot come, whatever the type', () => {
    const wants = [wanted('web', 'MX', '20 mx.example.net', {id: 'new', properties: weight, ...by('web')})]
    const wall = set('mx-web', 'TXT', spf, {id: 'x', routing: {kind: 'multivalue'}})
    const [old, text] = owned('web', 'old', 'MX')
    expect(outcome({stored: [old, text, wall].filter((one) => one !== undefined), wants})).toEqual({
      records: [],
      kept: [['web', 'unowned', undefined, successor('web', 'MX')]],
    })
  })

  it('stays in the zone where it is blocked, and goes in the other one of that name', () => {
    const twin = zone('shop.io', {id: 'Z9', isPrivate: true})
    const stored: Situation['stored'] = [
      [zone(), [...owned('web', 'old'), taken('web')]],
      [twin, owned('web', 'old')],
    ]
    expect(outcome({stored, wants: [asks('web')]})).toEqual({
      records: ['Z9 CREATE web AAAA new 300 2001:db8::9 weighted 1', 'Z9 DELETE web A old 300 192.0.2.1 weighted 1'],
      kept: [['web', 'unowned', undefined, successor('web')]],
    })
  })

  it('goes where something else answers: a set that is made, one that stays, and one of nobody', () => {
    const gone = ['DELETE web A old 300 192.0.2.1 weighted 1']
    const stored = [...owned('web', 'old'), taken('web')]
    expect(outcome({stored, wants: [asks('web'), asks('web', 'made', 'A', 'other')]})).toEqual({
      records: ['CREATE web A made 300 192.0.2.9 weighted 1', ...gone],
      kept: [],
    })
    const ofNobody = set('web', 'A', '192.0.2.8', {id: 'x', routing: weighted(1)})
    expect(outcome({stored: [...stored, ofNobody], wants: [asks('web')]})).toEqual({records: gone, kept: []})
  })

  it('goes where it answers other queries: an MX is no answer to who asks for an address', () => {
    expect(outcome({stored: [...owned('web', 'old', 'MX'), taken('web')], wants: [asks('web')]})).toEqual({
      records: ['DELETE web MX old 300 10 mx.example.net weighted 1'],
      kept: [],
    })
  })

  it('stays for one object, the same in any order of several', () => {
    const stored = [...owned('web', 'old'), taken('web')]
    const wants = [asks('web', 'b', 'AAAA', 'second'), asks('web', 'a', 'AAAA', 'first'), asks('web', 'c', 'AAAA', 'c')]
    const kept = [['web', 'unowned', undefined, successor('first')]]
    expect(outcome({stored, wants}).kept).toEqual(kept)
    expect(outcome({stored, wants: wants.toReversed()}).kept).toEqual(kept)
  })

  it('goes where nobody asks for the name', () => {
    const stored = [...owned('web', 'old'), ...owned('api', 'old'), taken('api')]
    expect(outcome({stored, wants: [asks('api')]}).records).toEqual(['DELETE web A old 300 192.0.2.1 weighted 1'])
  })
})

describe('an alias that comes first among the objects of its name, and whose target is not there', () => {
  const alias = (host: string, target: string, type = 'AAAA') =>
    wanted(host, type, `${target}.shop.io`, {by: 'service/shop/alias', properties: {alias: 'true'}})
  const balanced = (host: string, type = 'AAAA') =>
    wanted(host, type, LB, {...by('balanced'), properties: {alias: 'true'}})
  const records = (wants: Situation['wants'], stored: Situation['stored'] = []) =>
    requests(planFor({wants: wants ?? [], stored})).filter((request) => !request.includes(' TXT '))

  it('leaves the name to the next one, and is told', () => {
    const wants = [alias('web', 'api'), balanced('web')]
    expect(records(wants)).toEqual([`CREATE web AAAA -> ${LB} @${LB_ZONE} true`])
    expect(planFor({wants}).blocked.map(({reason, detail}) => [reason, detail])).toEqual([
      ['object-problem', 'the alias target api.shop.io has no AAAA record in zone shop.io'],
    ])
  })

  it('keeps it where its target is there, or where nobody else asks', () => {
    const wants = [alias('web', 'api'), balanced('web')]
    expect(records(wants, [set('api', 'AAAA', 'fd00::9')])).toEqual(['CREATE web AAAA -> api.shop.io @Z1 true'])
    expect(records([alias('web', 'api')])).toEqual([])
  })

  it('keeps it where it has the name already, whatever else comes with it', () => {
    const stored = [aliasSet('web', 'A'), txt('a-web', 'red', 'service/shop/alias')]
    const comes = wanted('web', 'AAAA', '2001:db8::1', {by: 'service/shop/alias'})
    expect(records([alias('web', 'api', 'A'), comes, balanced('web', 'A')], stored)).toEqual([])
  })

  it('keeps it where the next one of its target brings that target', () => {
    const wants = [alias('web', 'api'), balanced('web'), alias('api', 'aaa'), balanced('api')]
    expect(records(wants)).toEqual([
      `CREATE api AAAA -> ${LB} @${LB_ZONE} true`,
      'CREATE web AAAA -> api.shop.io @Z1 true',
    ])
  })

  it('leaves both names where each waits for the other', () => {
    const wants = [alias('a1', 'a2'), balanced('a1'), alias('a2', 'a1', 'A'), balanced('a2', 'A')]
    expect(records(wants)).toEqual([
      `CREATE a1 AAAA -> ${LB} @${LB_ZONE} true`,
      `CREATE a2 A -> ${LB} @${LB_ZONE} true`,
    ])
  })
})

describe('a TXT record at the place of an ownership text', () => {
  const own = [set('a-web', 'TXT', '"x"'), txt('txt-a-web', 'red', 'service/shop/old')]
  const managedTypes = ['A', 'TXT'] as const

  it('of ours that goes leaves its place to the text', () => {
    expect(requests(planFor({stored: own, wants: [wantsWeb], managedTypes}))).toEqual([
      'CREATE a-web TXT 300 red:service/shop/web',
      'CREATE web A 300 192.0.2.10',
      'DELETE a-web TXT 300 "x"',
      'DELETE txt-a-web TXT 300 red:service/shop/old',
    ])
  })

  it('of ours that stays keeps the host away', () => {
    const wants = [wantsWeb, wanted('a-web', 'TXT', '"x"', {by: 'service/shop/old'})]
    expect(requests(planFor({stored: own, wants, managedTypes}))).toEqual([])
    expect(blocks(planFor({stored: own, wants, managedTypes}))).toEqual(['web A unowned'])
  })

  it('that an object asks for yields to the text of a host that has it', () => {
    const stored = [set('web', 'A', '192.0.2.10'), txt('a-web')]
    const plan = planFor({
      stored,
      wants: [wantsWeb, wanted('a-web', 'TXT', '"x"', by('text'))],
      managedTypes,
    })
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({host, reason, detail}) => [host, reason, detail])).toEqual([
      ['a-web.shop.io', 'conflict-lost', 'an ownership TXT of that name exists'],
    ])
  })
})
