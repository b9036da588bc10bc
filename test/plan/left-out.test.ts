import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {
  blocks,
  domainFilter,
  fullName,
  PRUNE,
  planFor,
  requests,
  SHOP,
  type Situation,
  set,
  txt,
  wanted,
  zone,
} from './builders.js'
import {HOSTS, prunes, situations} from './generators.js'

const Q = 'service/shop/q'
const EU = zone('eu.shop.io', {id: 'Z2'})
const OLD = [set('old', 'A', '192.0.2.1'), txt('a-old', 'red', Q)]
const HELD = ['old A object-problem']
const without = (name: string) => domainFilter({exclude: [`${name}.shop.io`]})

/** Requests that Route 53 would refuse, or whose ownership TXT it would refuse. */
const BAD: readonly (readonly [string, ReturnType<typeof wanted>, Partial<Situation>])[] = [
  ['a set identifier alone', wanted('new', 'A', '192.0.2.1', {by: Q, id: 'blue'}), {}],
  ['two targets of a CNAME', wanted('new', 'CNAME', ['x.example.net', 'y.example.net'], {by: Q}), {}],
  ['a CNAME at the apex', wanted('@', 'CNAME', 'x.example.net', {by: Q}), {}],
  ['a value that is not an address', wanted('new', 'A', '192.0.2.300', {by: Q}), {}],
  ['a label too long for its TXT', wanted('n'.repeat(62), 'A', '192.0.2.1', {by: Q}), {}],
  [
    'a TXT that claims ownership',
    wanted('new', 'TXT', '"heritage=external-dns,external-dns/owner=red"', {by: Q}),
    {managedTypes: ['A', 'TXT']},
  ],
  ['a comma in its label', {...wanted('new', 'A', '192.0.2.1', {by: Q}), labels: {team: 'a"b'}}, {}],
]

describe('a wish that cannot be done holds what its object has', () => {
  it.each(BAD)('whatever the filters leave out: %s', (_title, bad, parts) => {
    const label = bad.dnsName.replace(/\.?shop\.io$/, '')
    const situation = {stored: OLD, wants: [bad], ...parts}
    const held = (more: Partial<Situation>) => {
      const plan = planFor({...situation, ...more})
      expect(requests(plan)).toEqual([])
      expect(blocks(plan)).toContainEqual(expect.stringMatching(/^old (A|CNAME) object-problem$/))
    }
    held({})
    held({only: [set('old', 'A', []).name]})
    held({goal: PRUNE})
    held({goal: PRUNE, only: [set('old', 'A', []).name]})
    held({domainFilter: label === '' ? domainFilter({include: ['.shop.io']}) : without(label)})
    held({
      stored: [
        [SHOP, OLD],
        [EU, []],
      ],
    })
    if (bad.recordType !== 'A') held({managedTypes: ['A']})
    const alias = [set('old', 'CNAME', 'x.example.net'), txt('cname-old', 'red', Q)]
    if (bad.recordType === 'A') held({stored: alias, managedTypes: ['CNAME']})
  })

  it('and only that: a sound one of a type that is not managed holds nothing', () => {
    const situation = {stored: OLD, wants: [wanted('new', 'TXT', '"text"', {by: Q})]}
    expect(requests(planFor(situation))).toHaveLength(2)
    const good = {stored: OLD, wants: [wanted('new', 'A', '192.0.2.1', {by: Q})], domainFilter: without('new')}
    expect(requests(planFor(good))).toHaveLength(2)
  })

  it('and is told once, where it passes the filters', () => {
    const bad = wanted('new', 'A', '192.0.2.1', {by: Q, id: 'blue'})
    expect(blocks(planFor({stored: OLD, wants: [bad]}))).toEqual(['new blue A object-problem', ...HELD])
    expect(blocks(planFor({stored: OLD, wants: [bad], domainFilter: without('new')}))).toEqual([
      'new blue A filtered',
      ...HELD,
    ])
  })

  it('and keeps orphaned texts and what repeats it in other commands', () => {
    const bad = wanted('new', 'A', '192.0.2.1', {by: Q, id: 'blue'})
    const stored = [txt('a-lost', 'red', Q)]
    const orphans = {...PRUNE, removesOrphans: true}
    const plan = planFor({stored, wants: [bad], goal: orphans, domainFilter: without('new')})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({detail}) => detail)).toEqual([
      'Service shop/q cannot be read (new.shop.io: annotation set-identifier "blue" also needs a routing policy, such as annotation aws-weight); ownership TXT kept',
    ])
  })

  it('in a zone of which only the name is known, by what every zone refuses', () => {
    const held = (
      host: string,
      ...rest: readonly [type: string, target: string, properties?: Record<string, string>]
    ) => {
      const [type, target, properties = {}] = rest
      return requests(planFor({stored: OLD, wants: [wanted(host, type, target, {by: Q, properties})]})).length === 0
    }
    expect(held('web.other.test.', 'A', '192.0.2.300')).toBe(true)
    expect(held('other.test.', 'CNAME', 'x.example.net')).toBe(false)
    expect(held('web.other.test.', 'CNAME', 'lb.other.test', {alias: 'true'})).toBe(false)
    expect(held('web.other.test.', 'CNAME', 'lb.other.test', {alias: 'true', 'aws/target-hosted-zone': 'Z9'})).toBe(
      false,
    )
  })

  it('law: what a whole plan holds for it stays under every filter', () => {
    let kept = 0
    const bad = fc
      .constantFrom('A', 'CNAME', 'TXT')
      .chain((type) =>
        fc
          .tuple(
            fc.constantFrom(...HOSTS),
            fc.constantFrom('service/shop/web', 'ingress/shop/api', 'service/shop/cart'),
          )
          .map(([host, by]) => wanted(host, type, 'x.example.net', {by, id: 'blue'})),
      )
    const keyOf = (...parts: readonly (string | undefined)[]) => parts.join(' ')
    const views = fc.record(
      {
        managedTypes: fc.constantFrom(['A'], ['CNAME', 'AAAA']),
        domainFilter: fc.constantFrom(...HOSTS).map((host) => domainFilter({exclude: [fullName(host)]})),
        only: fc.constantFrom(...HOSTS).map((host) => [fullName(host)]),
      },
      {requiredKeys: []},
    )
    fc.assert(
      fc.property(fc.oneof(situations({hasNoop: false}), prunes()), bad, views, (generated, wanted, view) => {
        const situation = {...generated, wants: [...(generated.wants ?? []), wanted]}
        const held = planFor({...situation, managedTypes: ['A', 'AAAA', 'CNAME', 'TXT', 'MX']}).blocked.filter(
          ({detail}) => detail.includes('cannot be read') && detail.includes('record kept'),
        )
        const gone = planFor({...situation, ...view}).zones.flatMap(({zone: at, hosts}) =>
          hosts.flatMap(({changes}) =>
            changes.flatMap((change) =>
              change.kind === 'delete'
                ? [keyOf(at.id, change.current.name, change.current.type, change.current.setIdentifier)]
                : [],
            ),
          ),
        )
        for (const {zone: at, host, types, setIdentifier} of held) {
          kept += types.length
          for (const type of types) expect(gone).not.toContain(keyOf(at?.id, host, type, setIdentifier))
        }
      }),
      {numRuns: Number(process.env.LAW_RUNS ?? 300)},
    )
    console.log(`${kept} record sets were held`)
    expect(kept).toBeGreaterThan(20)
  }, 600_000)
})
