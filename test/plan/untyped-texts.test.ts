import {describe, expect, it} from 'vitest'
import {
  blocks,
  fullName,
  ownershipText,
  PRUNE,
  planFor,
  requests,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  wanted,
  weighted,
  zone,
} from './builders.js'

const ALL = ['A', 'AAAA', 'CNAME', 'MX', 'CAA', 'NS', 'SRV', 'TXT'] as const
const INGRESS = 'ingress/default/p'
const mx = set('@', 'MX', '10 mail.example.net')
const caa = set('@', 'CAA', '0 issue "x"')
const a = set('@', 'A', '192.0.2.1')
const aaaa = set('@', 'AAAA', '2001:db8::1')
const wantsA = wanted('@', 'A', '192.0.2.1', {by: INGRESS})
const wantsAaaa = wanted('@', 'AAAA', '2001:db8::1', {by: INGRESS})

const plan = (situation: Situation) => planFor({managedTypes: ALL, ...situation})

/** The zone already is as the plan wants it: nothing is left to do. */
function expectSettled(situation: Situation): void {
  expect(requests(plan(situation))).toEqual([])
}

describe('a text in the old format, written for an Ingress', () => {
  it.each([
    ['at an apex', '@'],
    ['below it', 'web'],
  ])('claims neither MX nor CAA nor AAAA made by hand %s', (_case, host) => {
    const stored = [a, aaaa, mx, caa].map((one) => ({...one, name: fullName(host)}))
    const all = [...stored, txt(host, 'red', INGRESS)]
    for (const given of [{}, {goal: PRUNE}, {policy: 'upsert-only' as const}]) {
      const made = plan({...given, stored: all})
      expect(requests(made).filter((line) => / (MX|CAA|AAAA) /.test(line))).toEqual([])
    }
    expect(requests(plan({stored: all}))).toContain(`DELETE ${host} A 300 192.0.2.1`)
  })

  it('says that an AAAA at the apex is nobody’s when an object wants it', () => {
    const stored = [a, set('@', 'AAAA', '2001:db8::9'), txt('@', 'red', INGRESS)]
    for (const policy of ['sync', 'upsert-only'] as const) {
      const made = plan({policy, stored, wants: [wantsA, wantsAaaa]})
      expect(requests(made)).toEqual([])
      expect(blocks(made)).toEqual(['@ AAAA unowned'])
    }
  })

  it('lists the types when a new record at the apex needs it', () => {
    const stored = [a, txt('@', 'red', INGRESS)]
    const wants = [wantsA, wantsAaaa]
    expect(requests(plan({stored, wants}))).toEqual([
      'CREATE @ AAAA 300 2001:db8::1',
      `CREATE @ TXT 300 red:${INGRESS},external-dns/txt=own-name+a+aaaa`,
      `DELETE @ TXT 300 red:${INGRESS}`,
    ])
    const text = `"heritage=external-dns,external-dns/owner=red,external-dns/resource=${INGRESS},external-dns/txt=own-name+a+aaaa"`
    expectSettled({stored: [a, aaaa, set('@', 'TXT', text)], wants})
  })
})

describe('a text at the apex', () => {
  it('that lists its types takes the routing policy of its record', () => {
    const v1 = {id: 'v1', routing: weighted(1)}
    const text = `"heritage=external-dns,external-dns/owner=red,external-dns/resource=${INGRESS},external-dns/txt=own-name+a"`
    const stored = [set('@', 'A', '192.0.2.1', v1), set('@', 'TXT', text, v1)]
    const routed = wanted('@', 'A', '192.0.2.1', {by: INGRESS, id: 'v1', properties: {'aws/region': 'eu-west-1'}})
    const made = plan({stored, wants: [routed]})
    expect(requests(made).filter((line) => line.startsWith('CREATE'))).toEqual([
      'CREATE @ A v1 300 192.0.2.1 latency eu-west-1',
      `CREATE @ TXT v1 300 red:${INGRESS},external-dns/txt=own-name+a latency eu-west-1`,
    ])
  })
})

describe('a text of ours at the apex under another prefix, or without one', () => {
  const registry = txtRegistry({prefix: 'x-'})

  it('claims nothing there, as in external-dns', () => {
    const stored = [a, mx, txt('@', 'red', 'crd/shop/p')]
    for (const given of [{}, {goal: PRUNE}, {goal: {...PRUNE, removesOrphans: true}}]) {
      expectSettled({...given, registry, stored})
    }
    expect(blocks(plan({registry, stored, wants: [wanted('@', 'A', '192.0.2.9')]}))).toEqual(['@ A unowned'])
  })

  it('lists the types once a record is made there', () => {
    const stored = [txt('@', 'red', INGRESS)]
    const made = plan({registry, stored, wants: [wantsA]})
    expect(requests(made)).toEqual([
      'CREATE @ A 300 192.0.2.1',
      `CREATE @ TXT 300 red:${INGRESS},external-dns/txt=own-name+a`,
      `DELETE @ TXT 300 red:${INGRESS}`,
    ])
  })

  it('of another owner is in the way', () => {
    expect(blocks(plan({registry, stored: [txt('@', 'blue')], wants: [wantsA]}))).toEqual(['@ A owner-mismatch'])
  })
})

describe('a text in the old format of one name in several zones', () => {
  const PUBLIC = zone()
  const PRIVATE = zone('shop.io', {id: 'Z2', isPrivate: true})
  const record = set('web', 'A', '192.0.2.1')
  const old = txt('web')
  const wants = [wanted('web', 'A', '192.0.2.1')]
  const renewed = (id: string) => `${id} CREATE a-web TXT 300 red:service/shop/web`

  it('is renewed in each of them', () => {
    const both: Situation['stored'] = [
      [PUBLIC, [record, old]],
      [PRIVATE, [record, old]],
    ]
    expect(requests(plan({stored: both, wants}))).toEqual([renewed('Z1'), renewed('Z2')])
  })

  it.each(['red', 'blue'])('is renewed where the other zone has its typed text, of owner %s', (owner) => {
    const one: Situation['stored'] = [
      [PUBLIC, [record, txt('a-web', owner)]],
      [PRIVATE, [record, old]],
    ]
    expect(requests(plan({stored: one, wants}))).toEqual([renewed('Z2')])
  })
})

describe('an ownership text of ours behind another value', () => {
  const behind = (host: string) => set(host, 'TXT', [spf, ownershipText('red', INGRESS)])

  it.each([
    ['@', '@'],
    ['web', 'a-web'],
  ])('proves nothing at %s, and the plan says what to do', (host, txtName) => {
    const stored = [set(host, 'A', '192.0.2.1'), behind(txtName)]
    const made = plan({stored, wants: [wanted(host, 'A', '192.0.2.9', {by: INGRESS})]})
    expect(requests(made)).toEqual([])
    expect(made.blocked.map(({reason, fix}) => [reason, fix])).toEqual([
      ['unowned', `make it the first value of the TXT record ${fullName(txtName)}`],
    ])
    const next = plan({stored: [behind(txtName)], wants: [wanted(host, 'A', '192.0.2.9', {by: INGRESS})]})
    expect(next.blocked.map(({fix}) => fix)).toEqual(made.blocked.map(({fix}) => fix))
  })

  it('of another owner is not called ours', () => {
    const stored = [set('@', 'A', '192.0.2.1'), set('@', 'TXT', [spf, ownershipText('blue')])]
    const made = plan({stored, wants: [wanted('@', 'A', '192.0.2.9', {by: INGRESS})]})
    expect(made.blocked.map(({fix}) => fix)).toEqual(['--txt-prefix=%{record_type}-txt.'])
  })
})

describe('a delegation', () => {
  it('is not claimed by the text that an object once had at its name', () => {
    const stored = [set('sub', 'NS', 'ns.example.net'), txt('sub', 'red', 'service/shop/sub')]
    expectSettled({stored})
    expect(requests(plan({stored: [set('sub', 'NS', 'ns.example.net'), txt('sub', 'red', 'crd/shop/sub')]}))).toEqual([
      'DELETE sub NS 300 ns.example.net',
      'DELETE sub TXT 300 red:crd/shop/sub',
    ])
  })

  it('nor are a zone’s own NS, whatever the text names', () => {
    const own = zone('own.io')
    const stored = [[own, [set('own.io.', 'NS', 'ns.example.net'), txt('own.io.', 'red', 'crd/shop/p')]]] as const
    expectSettled({stored})
  })
})
