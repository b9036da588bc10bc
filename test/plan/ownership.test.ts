import {describe, expect, it} from 'vitest'
import {toOwnerId} from '../../src/registry/ownership.js'
import {
  blocks,
  LB,
  latency,
  ownershipText,
  planFor,
  requests,
  SHOP,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
  zone,
} from './builders.js'

const EU = zone('eu.shop.io', {id: 'Z2'})
const EU_PRIVATE = zone('eu.shop.io', {id: 'Z5', isPrivate: true})

describe('a TXT set that holds other values besides our text', () => {
  const shared = set('a-web', 'TXT', [ownershipText(), spf], {ttl: 60})

  it('loses our text only when its record goes', () => {
    expect(requests(planFor({stored: [web, shared]}))).toEqual([
      `CREATE a-web TXT 60 ${spf}`,
      `DELETE a-web TXT 60 red:${WEB} ${spf}`,
      'DELETE web A 300 192.0.2.10',
    ])
  })

  it('keeps them, and its TTL, when our text changes', () => {
    const plan = planFor({stored: [web, shared], wants: [wanted('web', 'A', '192.0.2.9', {by: 'service/shop/cart'})]})
    expect(requests(plan)).toContain(`CREATE a-web TXT 60 red:service/shop/cart ${spf}`)
  })

  it('is in the way of another routing policy, because its other values are not ours to move', () => {
    const plan = planFor({
      stored: [web, shared],
      wants: [wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/weight': '1'}})],
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web v1 A conflict-lost'])
  })
})

describe('a text that stays where it is, because its better place is taken', () => {
  it('names the new owner all the same, when a former owner is named', () => {
    const stored = [web, txt('web', 'old'), set('a-web', 'TXT', spf)]
    const plan = planFor({stored, wants: [wantsWeb], registry: txtRegistry({migrateFrom: toOwnerId('old')})})
    expect(requests(plan)).toEqual([`CREATE web TXT 300 red:${WEB}`, `DELETE web TXT 300 old:${WEB}`])
  })
})

describe('a text in the old format', () => {
  it('is enough while another owner’s text has the place of a better one, under create-only too', () => {
    const stored = [web, txt('web'), txt('a-web', 'blue', WEB, {id: 'v1', routing: weighted(1)})]
    for (const policy of ['sync', 'create-only'] as const) {
      const plan = planFor({stored, wants: [wantsWeb], policy})
      expect([requests(plan), blocks(plan)]).toEqual([[], []])
    }
  })
})

describe('the text of a new record', () => {
  it.each([
    ['CAA', '0 issue "x"', ',external-dns/txt=typed+caa'],
    ['TLSA', '3 1 1 ABCD', ',external-dns/txt=typed+tlsa'],
    ['MX', '10 mail.example.net', ''],
  ] as const)('repeats the type %s only if external-dns does not know it in names', (type, value, label) => {
    expect(requests(planFor({wants: [wanted('web', type, value)], managedTypes: [type]}))).toContain(
      `CREATE ${type.toLowerCase()}-web TXT 300 red:${WEB}${label}`,
    )
  })
})

describe('a TXT at the place of our ownership', () => {
  it('that is no ownership text blocks a new host', () => {
    const plan = planFor({stored: [set('a-web', 'TXT', spf)], wants: [wantsWeb]})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({reason, detail, fix}) => [reason, detail, fix])).toEqual([
      [
        'unowned',
        'its ownership TXT would be a-web.shop.io, a TXT record that is not ours',
        'choose a --txt-prefix under which there are no records; owners repair --from-prefix moves the existing ownership TXT',
      ],
    ])
  })

  it('does not hold up a record that has its ownership elsewhere', () => {
    const stored = [web, txt('web'), set('a-web', 'TXT', spf)]
    expect(requests(planFor({stored, wants: [wantsWeb]}))).toEqual([])
    const plan = planFor({stored, wants: [wanted('web', 'A', '192.0.2.11')]})
    expect(requests(plan)).toEqual(['CREATE web A 300 192.0.2.11', 'DELETE web A 300 192.0.2.10'])
    expect(plan.zones[0]?.hosts[0]?.notes).toEqual([
      'its ownership stays in the TXT web.shop.io: its ownership TXT would be a-web.shop.io, a TXT record that is not ours',
    ])
  })

  it('of our own under another routing policy makes room', () => {
    const unwantedRecord = txt('a-web', 'red', WEB, {id: 'v9', routing: latency()})
    expect(requests(planFor({stored: [unwantedRecord], wants: [wantsWeb]}))).toEqual([
      `CREATE a-web TXT 300 red:${WEB}`,
      'CREATE web A 300 192.0.2.10',
      `DELETE a-web TXT v9 300 red:${WEB} latency eu-west-1`,
    ])
  })

  it('of another owner under another routing policy blocks', () => {
    const unwantedRecord = txt('a-web', 'blue', WEB, {id: 'v9', routing: latency()})
    const plan = planFor({stored: [unwantedRecord], wants: [wantsWeb]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toHaveLength(1)
  })
})

describe('a text in the old format at the host’s own name', () => {
  const stored = [web, txt('a-web'), txt('web')]

  it('makes room for a CNAME', () => {
    expect(requests(planFor({stored, wants: [wanted('web', 'CNAME', 'x.example.net')]}))).toEqual([
      `CREATE cname-web TXT 300 red:${WEB}`,
      'CREATE web CNAME 300 x.example.net',
      `DELETE a-web TXT 300 red:${WEB}`,
      'DELETE web A 300 192.0.2.10',
      `DELETE web TXT 300 red:${WEB}`,
    ])
  })

  it('of another owner does not', () => {
    const plan = planFor({
      stored: [web, txt('a-web'), txt('web', 'blue')],
      wants: [wanted('web', 'CNAME', 'x.example.net')],
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A CNAME cname-conflict'])
  })

  it('stays while another record set needs it', () => {
    const mx = set('web', 'MX', '10 mail.example.net')
    const plan = planFor({
      stored: [web, mx, txt('web', 'red', 'crd/shop/mail')],
      wants: [wanted('web', 'MX', '10 mail.example.net', {by: 'crd/shop/mail'})],
      managedTypes: ['A', 'MX'],
    })
    expect(requests(plan)).toEqual(['CREATE mx-web TXT 300 red:crd/shop/mail', 'DELETE web A 300 192.0.2.10'])
  })
})

describe('an ownership TXT and a CNAME of one name', () => {
  it('the CNAME that stands keeps its place', () => {
    const plan = planFor({stored: [set('a-web', 'CNAME', 'x.example.net')], wants: [wantsWeb]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A cname-conflict'])
  })

  it('the TXT that stands keeps its place', () => {
    const plan = planFor({stored: [web, txt('a-web')], wants: [wantsWeb, wanted('a-web', 'CNAME', 'x.example.net')]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['a-web CNAME cname-conflict'])
  })

  it('when both are new, the CNAME is made', () => {
    const plan = planFor({wants: [wantsWeb, wanted('a-web', 'CNAME', 'x.example.net', {by: 'service/shop/x'})]})
    expect(requests(plan)).toEqual([
      'CREATE a-web CNAME 300 x.example.net',
      'CREATE cname-a-web TXT 300 red:service/shop/x',
    ])
    expect(blocks(plan)).toEqual(['web A cname-conflict'])
  })

  it('the CNAME follows in the same plan when the host of the TXT goes', () => {
    const plan = planFor({stored: [web, txt('a-web')], wants: [wanted('a-web', 'CNAME', 'x.example.net')]})
    expect(requests(plan)).toContain('CREATE a-web CNAME 300 x.example.net')
    expect(requests(plan)).toContain(`DELETE a-web TXT 300 red:${WEB}`)
  })
})

describe('a zone’s apex without a place for typed texts', () => {
  it('takes no TXT that an object wants, and says which prefix makes room for it', () => {
    const managedTypes = ['A', 'TXT']
    for (const wants of [[wanted('@', 'TXT', spf)], [wanted('@', 'TXT', spf), wanted('@', 'A', '192.0.2.1')]]) {
      const plan = planFor({wants, managedTypes})
      expect(requests(plan)).toEqual([])
      expect(plan.blocked.map(({reason, fix}) => [reason, fix])).toEqual([
        ['no-txt-zone', '--txt-prefix=%{record_type}-txt.'],
      ])
      const registry = txtRegistry({prefix: '%{record_type}-txt.'})
      expect(blocks(planFor({wants, managedTypes, registry}))).toEqual([])
    }
  })

  const own = (types: string, resource = WEB) =>
    set(
      '@',
      'TXT',
      `"heritage=external-dns,external-dns/owner=red,external-dns/resource=${resource},external-dns/txt=own-name+${types}"`,
    )

  it('has one text for all its types', () => {
    expect(requests(planFor({wants: [wanted('@', 'CNAME', LB)]}))).toContain(
      `CREATE @ TXT 300 red:${WEB},external-dns/txt=own-name+a+aaaa`,
    )
  })

  it('lists a type that comes later, and forgets one that goes', () => {
    const a = set('@', 'A', '192.0.2.10')
    const aaaa = set('@', 'AAAA', '2001:db8::1')
    const wantsA = wanted('@', 'A', '192.0.2.10')
    const later = planFor({stored: [a, own('a')], wants: [wantsA, wanted('@', 'AAAA', '2001:db8::1')]})
    expect(requests(later)).toContain(`CREATE @ TXT 300 red:${WEB},external-dns/txt=own-name+a+aaaa`)
    const earlier = planFor({stored: [a, aaaa, own('a+aaaa')], wants: [wantsA]})
    expect(requests(earlier)).toEqual([
      `CREATE @ TXT 300 red:${WEB},external-dns/txt=own-name+a`,
      'DELETE @ AAAA 300 2001:db8::1',
      `DELETE @ TXT 300 red:${WEB},external-dns/txt=own-name+a+aaaa`,
    ])
  })

  it('takes the text away with the last of them', () => {
    expect(requests(planFor({stored: [set('@', 'A', '192.0.2.10'), own('a')]}))).toEqual([
      'DELETE @ A 300 192.0.2.10',
      `DELETE @ TXT 300 red:${WEB},external-dns/txt=own-name+a`,
    ])
  })

  it('never makes a record ours that somebody else put there', () => {
    const mx = set('@', 'MX', '10 mail.example.net')
    const stored = [set('@', 'A', '192.0.2.10'), mx, own('a')]
    expect(requests(planFor({stored, wants: [wanted('@', 'A', '192.0.2.10')], managedTypes: ['A', 'MX']}))).toEqual([])
  })

  it('gives it to one object for all types, so that two do not take it from each other', () => {
    const wants = [
      wanted('@', 'A', '192.0.2.10', {by: 'service/shop/b'}),
      wanted('@', 'AAAA', '2001:db8::1', {by: 'service/shop/b'}),
      wanted('@', 'AAAA', '2001:db8::0', {by: 'service/shop/a'}),
    ]
    expect(requests(planFor({wants}))).toContain('CREATE @ AAAA 300 2001:db8::1')
  })
})

describe('zones that share the place of a TXT', () => {
  it('write it once, for all their records', () => {
    const plan = planFor({
      stored: [
        [SHOP, []],
        [EU, []],
        [EU_PRIVATE, []],
      ],
      wants: [wanted('eu', 'A', '192.0.2.10')],
    })
    expect(requests(plan)).toEqual([
      `Z1 CREATE a-eu TXT 300 red:${WEB}`,
      'Z2 CREATE eu A 300 192.0.2.10',
      'Z5 CREATE eu A 300 192.0.2.10',
    ])
  })

  it('keep it while one of the records stays', () => {
    const eu = () => set('eu', 'A', '192.0.2.10')
    const plan = planFor({
      stored: [
        [SHOP, [txt('a-eu')]],
        [EU, [eu()]],
        [EU_PRIVATE, [eu()]],
      ],
      wants: [wanted('eu', 'A', '192.0.2.10', {properties: {'aws/hosted-zone-id': 'Z2'}})],
    })
    expect(requests(plan)).toEqual(['Z5 DELETE eu A 300 192.0.2.10'])
  })

  it('do not write it where it would make somebody else’s record ours', () => {
    const plan = planFor({
      stored: [
        [SHOP, [set('eu', 'A', '198.51.100.1')]],
        [EU, []],
      ],
      wants: [wanted('eu', 'A', '192.0.2.10')],
    })
    expect(requests(plan)).toEqual([])
    expect(plan.blocked[0]?.detail).toBe(
      'the ownership TXT a-eu.shop.io would then belong to the A record eu.shop.io in zone shop.io, which is not ours',
    )
  })
})

describe('with a wildcard replacement that is also a name', () => {
  const registry = txtRegistry({wildcardReplacement: 'star'})
  const wildcard = wanted('*', 'A', '192.0.2.10')
  const literal = wanted('star', 'A', '192.0.2.11', {by: 'service/shop/star'})

  it('only one of the two is made, and stays the one', () => {
    const plan = planFor({wants: [wildcard, literal], registry})
    expect(requests(plan)).toEqual(['CREATE * A 300 192.0.2.10', `CREATE a-star TXT 300 red:${WEB}`])
    expect(blocks(plan)).toEqual(['star A conflict-lost'])
    const after = [set('*', 'A', '192.0.2.10'), txt('a-star')]
    expect(requests(planFor({stored: after, wants: [wildcard, literal], registry}))).toEqual([])
  })

  it('the literal name that is there keeps its text', () => {
    const stored = [set('star', 'A', '192.0.2.11'), txt('a-star', 'red', 'service/shop/star')]
    const plan = planFor({stored, wants: [wildcard, literal], registry})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['* A conflict-lost'])
  })

  it('the literal name is not made where somebody made the wildcard by hand: its text would speak of that', () => {
    const plan = planFor({stored: [set('*', 'A', '192.0.2.9')], wants: [literal], registry})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({host}) => host)).toEqual(['star.shop.io'])
  })

  it('the wildcard is made where somebody made the literal name by hand, and that stays nobody’s', () => {
    const star = set('star', 'A', '192.0.2.9')
    expect(requests(planFor({stored: [star], wants: [wildcard], registry}))).toHaveLength(2)
    const made = [star, set('*', 'A', '192.0.2.10'), txt('a-star')]
    expect(requests(planFor({stored: made, wants: [wildcard], registry}))).toEqual([])
    expect(requests(planFor({stored: made, registry}))).not.toContain('DELETE star A 300 192.0.2.9')
  })

  it('the wildcard that is there keeps its text, and the plan says whose that is', () => {
    const stored = [set('*', 'A', '192.0.2.10'), txt('a-star')]
    for (const by of ['service/shop/star', WEB]) {
      const plan = planFor({stored, wants: [wildcard, {...literal, resource: by}], registry})
      expect(requests(plan)).toEqual([])
      expect(plan.blocked.map(({host, reason, detail}) => `${host} ${reason}: ${detail}`)).toEqual([
        'star.shop.io conflict-lost: its ownership TXT a-star.shop.io is also that of *.shop.io',
      ])
    }
  })
})
