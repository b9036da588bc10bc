import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {ChangeGroup} from '../../../src/route53/ports.js'
import {
  batchGroups,
  batchLimits,
  excessOf,
  groupSize,
  orderedChanges,
  ROUTE53_LIMITS,
} from '../../../src/route53/write/change-batch.js'
import {alias, create, group, remove, settings, values, zone} from '../builders.js'

const isTooLarge = (...args: Parameters<typeof excessOf>) => excessOf(...args).length > 0

const shop = zone('shop.io', 'Z1')
const other = zone('other.net', 'Z2')

/** A host with its ownership TXT: 96 bytes, 2 values, 2 changes. */
function pair(index: number, kind: 'create' | 'update' = 'create'): ChangeGroup {
  const host = `s${String(index).padStart(3, '0')}.shop.io`
  const sets = [values(host, 'A', ['192.0.2.10']), values(`a-${host}`, 'TXT', [`"${'x'.repeat(84)}"`])]
  const created = sets.map(create)
  return kind === 'create' ? group(host, shop, created) : group(host, shop, [...sets.map(remove), ...created], 2)
}

const sixHundred = Array.from({length: 600}, (_each, index) => index)

describe('groupSize', () => {
  it('counts values and bytes of both halves of an update, and the update once', () => {
    expect(groupSize(pair(1))).toEqual({changes: 2, values: 2, bytes: 96})
    expect(groupSize(pair(1, 'update'))).toEqual({changes: 2, values: 4, bytes: 192})
  })

  it('counts an alias as one value, as long as the name of its target', () => {
    const set = alias('a.shop.io', 'A', {dnsName: 'lb.eu-west-1.elb.amazonaws.com'})
    expect(groupSize(group('a.shop.io', shop, [create(set)]))).toEqual({changes: 1, values: 1, bytes: 30})
  })

  it('counts octets', () => {
    expect(groupSize(group('a', shop, [create(values('a.io', 'TXT', ['"ü"']))])).bytes).toBe(4)
  })
})

describe('batchGroups', () => {
  it('packs 600 new hosts into two calls', () => {
    const batches = batchGroups(
      sixHundred.map((index) => pair(index)),
      ROUTE53_LIMITS,
    )
    expect(batches.map((batch) => batch.groups.length)).toEqual([333, 267])
  })

  it('packs 600 updates into four calls', () => {
    const batches = batchGroups(
      sixHundred.map((index) => pair(index, 'update')),
      ROUTE53_LIMITS,
    )
    expect(batches.map((batch) => batch.groups.length)).toEqual([166, 166, 166, 102])
  })

  it('takes the limits of the flags, and never more than Route 53 does', () => {
    const low = settings({batchChangeSize: 10, batchChangeSizeBytes: 500, batchChangeSizeValues: 8})
    expect(batchLimits(low)).toEqual({changes: 10, bytes: 500, values: 8})
    const high = settings({batchChangeSize: 5000, batchChangeSizeBytes: 99_999, batchChangeSizeValues: 2000})
    expect(batchLimits(high)).toEqual(ROUTE53_LIMITS)
  })

  // conformance/equal/aws-batch-size.json has 12 hosts of two changes at 10 changes a call, and the number of calls.
  it('cuts by --aws-batch-change-size', () => {
    const twelve = Array.from({length: 12}, (_each, index) => pair(index))
    const batches = batchGroups(twelve, {...ROUTE53_LIMITS, changes: 10})
    expect(batches.map((batch) => batch.groups.length)).toEqual([5, 5, 2])
  })

  it('keeps zones apart', () => {
    const groups = [pair(1), group('a.other.net', other, [create(values('a.other.net', 'A', ['192.0.2.1']))])]
    expect(batchGroups(groups, ROUTE53_LIMITS).map((batch) => batch.zone.name)).toEqual(['other.net', 'shop.io'])
  })

  it('finds a group that is too large on its own', () => {
    const many = Array.from({length: 1001}, (_each, index) => `10.0.${index >> 8}.${index & 255}`)
    const big = group('big.shop.io', shop, [create(values('big.shop.io', 'A', many))])
    expect(excessOf(big, ROUTE53_LIMITS)).toEqual([expect.stringMatching(/, more than Route 53 allows /)])
    expect(excessOf(pair(1), ROUTE53_LIMITS)).toEqual([])
    expect(excessOf(pair(1), {...ROUTE53_LIMITS, changes: 1})).toEqual([
      '2 changes, more than --aws-batch-change-size=1 allows',
    ])
    expect(() => batchGroups([big], ROUTE53_LIMITS)).toThrow('bug: big.shop.io is too large')
  })

  const limits = {changes: 6, values: 9, bytes: 120}
  const groups = fc.uniqueArray(fc.stringMatching(/^[a-z*_-]{1,4}$/), {maxLength: 30}).chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc
          .record({
            inZone: fc.constantFrom(shop, other),
            texts: fc.array(fc.array(fc.string({maxLength: 10}), {minLength: 1, maxLength: 3}), {
              minLength: 1,
              maxLength: 3,
            }),
          })
          .map(({inZone, texts}) =>
            group(
              key,
              inZone,
              texts.map((each) => create(values(key, 'TXT', each))),
            ),
          ),
      ),
    ),
  )

  it('law: batches joined give the groups back, each within limits, groups unparted', () => {
    fc.assert(
      fc.property(groups, (all) => {
        const batches = batchGroups(all, limits)
        const joined = batches.flatMap((batch) => batch.groups)
        expect(new Set(joined)).toEqual(new Set(all))
        expect(joined).toHaveLength(all.length)
        for (const batch of batches) {
          expect(batch.groups.every((each) => each.zone === batch.zone)).toBe(true)
          expect(
            isTooLarge(
              group(
                '',
                batch.zone,
                batch.groups.flatMap((each) => each.changes),
              ),
              limits,
            ),
          ).toBe(false)
        }
      }),
    )
  })

  it('law: no batch could have taken the first group of the next one', () => {
    fc.assert(
      fc.property(groups, (all) => {
        const batches = batchGroups(all, limits)
        for (const [index, batch] of batches.entries()) {
          const next = batches[index + 1]
          if (next === undefined || next.zone !== batch.zone) continue
          const changes = [...batch.groups, ...next.groups.slice(0, 1)].flatMap((each) => each.changes)
          expect(isTooLarge(group('', batch.zone, changes), limits)).toBe(true)
        }
      }),
    )
  })

  it('law: the order of the groups never matters', () => {
    const shuffles = groups.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, {minLength: all.length})),
    )
    fc.assert(
      fc.property(shuffles, ([all, shuffled]) => {
        expect(batchGroups(shuffled, limits)).toEqual(batchGroups(all, limits))
      }),
    )
  })
})

it('sends deletes first and aliases last', () => {
  const target = values('api.shop.io', 'A', ['192.0.2.1'])
  const link = alias('a.shop.io', 'A', {dnsName: 'api.shop.io', zoneId: 'Z1'})
  const old = values('z.shop.io', 'CNAME', ['b.io'])
  const groups = [group('a.shop.io', shop, [create(link)]), group('z.shop.io', shop, [create(target), remove(old)])]
  expect(orderedChanges({zone: shop, groups})).toEqual([remove(old), create(target), create(link)])
})

it('sends deletes, and then creates, in the order of their names, aliases to AWS behind the others', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((host) => values(`${host}.shop.io`, 'A', ['192.0.2.1'])) as [
    ReturnType<typeof values>,
    ReturnType<typeof values>,
    ReturnType<typeof values>,
  ]
  const toAws = alias('0.shop.io', 'A', {dnsName: 'lb.eu-west-1.elb.amazonaws.com'})
  const changes = [create(toAws), create(c), create(a), remove(c), remove(b), remove(a), create(b)]
  expect(orderedChanges({zone: shop, groups: [group('shop.io', shop, changes)]})).toEqual([
    ...[a, b, c].map(remove),
    ...[a, b, c, toAws].map(create),
  ])
})

describe('aliases into the zone', () => {
  const link = (from: string, to: string, type: 'A' | 'AAAA' = 'A') =>
    alias(`${from}.shop.io`, type, {dnsName: `${to}.shop.io`, zoneId: 'Z1'})
  const address = (host: string) => values(`${host}.shop.io`, 'A', ['192.0.2.1'])
  const making = (host: string, ...sets: Parameters<typeof create>[0][]) =>
    group(`${host}.shop.io`, shop, sets.map(create))
  const keys = (batches: ReturnType<typeof batchGroups>) =>
    batches.map(({groups}) => groups.map(({key}) => key.replace('.shop.io', '')).join(' '))
  const single = {...ROUTE53_LIMITS, changes: 1}

  it('are created after their targets and deleted before them, within a request', () => {
    const [a, m, z] = [link('a', 'm'), link('m', 'z'), address('z')]
    const made = batchGroups([making('a', a), making('m', m), making('z', z)], ROUTE53_LIMITS)
    expect(made.map(orderedChanges)).toEqual([[create(z), create(m), create(a)]])
    const [x, y] = [link('x', 'y'), link('y', 'b')]
    const b = address('b')
    const gone = [b, x, y].map((each) => group(each.name, shop, [remove(each)]))
    expect(batchGroups(gone, ROUTE53_LIMITS).map(orderedChanges)).toEqual([[remove(x), remove(y), remove(b)]])
  })

  it('go in an earlier request than their targets where ALIAS_TARGET_CHECK is on, all pairs in the same two', () => {
    const features = {
      tier: 'ADVANCED',
      guardrails: ['ALIAS_TARGET_CHECK'],
      changeHistory: undefined,
      publicDnsFallback: undefined,
      acceleratedRecovery: undefined,
      recoveryFailure: undefined,
    }
    const checked = {...shop, features}
    const going = (...sets: Parameters<typeof remove>[0][]) =>
      sets.map((each) => group(each.name, checked, [remove(each)]))
    const pairs = going(link('a', 'b'), address('b'), link('d', 'c'), address('c'), address('e'))
    expect(keys(batchGroups(pairs, ROUTE53_LIMITS))).toEqual(['a d e', 'b c'])
    const unknown = {...shop, features: {...features, guardrails: undefined}}
    const unchecked = [link('a', 'b'), address('b')].map((each) => group(each.name, unknown, [remove(each)]))
    expect(keys(batchGroups(unchecked, ROUTE53_LIMITS))).toEqual(['a b'])
    // A pair of one group is in no earlier round of its own.
    const pair = group('m.shop.io', checked, [remove(link('m', 'n')), remove(address('n'))])
    expect(keys(batchGroups([pair, ...going(address('e'))], ROUTE53_LIMITS))).toEqual(['e m'])
    // What points to a name that waits waits with it.
    const waits = group('x.shop.io', checked, [remove(link('x', 'q', 'AAAA')), create(address('x'))])
    const behind = group('c.shop.io', checked, [create(link('c', 'x'))])
    const lead = group('a.shop.io', checked, [remove(link('a', 'x', 'AAAA'))])
    expect(keys(batchGroups([lead, behind, waits], ROUTE53_LIMITS))).toEqual(['a', 'x c'])
    const chain = going(address('b'), link('x', 'y'), link('y', 'b'))
    expect(keys(batchGroups(chain, ROUTE53_LIMITS))).toEqual(['x', 'y', 'b'])
    const [turned, made] = [link('a', 'b'), link('a', 'n')]
    const moved = [
      group('a.shop.io', checked, [remove(turned), create(made)], 1),
      ...going(address('b')),
      group('n.shop.io', checked, [create(address('n'))]),
    ]
    expect(keys(batchGroups(moved, ROUTE53_LIMITS))).toEqual(['n a', 'b'])
    expect(keys(batchGroups(moved, {...ROUTE53_LIMITS, changes: 1}))).toEqual(['n', 'a', 'b'])
  })

  it('are sent after their targets where one request does not hold both', () => {
    const groups = [
      making('a', link('a', 'm')),
      making('b', address('b')),
      making('m', link('m', 'z')),
      making('z', address('z')),
    ]
    expect(keys(batchGroups(groups, single))).toEqual(['z', 'm', 'a', 'b'])
  })

  it('are sent after their targets with their texts beside them', () => {
    const text = (host: string) => values(`a-${host}.shop.io`, 'TXT', ['"x"'])
    const groups = [making('a', link('a', 'z'), text('a')), making('z', address('z'), text('z'))]
    expect(keys(batchGroups(groups, {...ROUTE53_LIMITS, changes: 2}))).toEqual(['z', 'a'])
  })

  it('turn round after the others, so that no two names point to each other for a while', () => {
    const cname = (from: string, to: string) => values(`${from}.shop.io`, 'CNAME', [`${to}.shop.io`])
    const turned = (host: string, from: string, to: string, ...more: Parameters<typeof remove>[0][]) =>
      group(`${host}.shop.io`, shop, [remove(cname(host, from)), ...more.map(remove), create(cname(host, to))], 1)
    const a = turned('a', 'x', 'b')
    expect(keys(batchGroups([a, turned('b', 'a', 'y')], single))).toEqual(['b', 'a'])
    // One of several that b has.
    expect(keys(batchGroups([a, turned('b', 'a', 'y', cname('b', 'x'))], single))).toEqual(['b', 'a'])
    // What another name had to do with a does not matter.
    expect(keys(batchGroups([a, turned('b', 'a', 'y'), turned('c', 'a', 'y')], single))).toEqual(['b', 'a', 'c'])
    expect(keys(batchGroups([a, turned('b', 'x', 'y', cname('c', 'a'))], single))).toEqual(['a', 'b'])
  })

  it('wait for nothing that stays', () => {
    const gone = group('z.shop.io', shop, [remove(link('z', 'b'))])
    const kept = group('b.shop.io', shop, [remove(address('b')), create({...address('b'), healthCheckId: 'hc'})], 1)
    expect(keys(batchGroups([gone, kept], single))).toEqual(['b', 'z'])
    const cname = (ttlSeconds: number) => values('z.shop.io', 'CNAME', ['b.shop.io'], {ttlSeconds})
    const stays = group('z.shop.io', shop, [remove(cname(300)), create(cname(60))], 1)
    const end = group('b.shop.io', shop, [remove(values('b.shop.io', 'CNAME', ['x.io']))])
    expect(keys(batchGroups([stays, end], single))).toEqual(['b', 'z'])
  })

  it('that need one another in a circle stand in one request where they fit, in the order of their names', () => {
    const circle = [link('a', 'd'), link('d', 'c'), link('c', 'b'), link('b', 'a')]
    const groups = [making('0', address('0')), ...circle.map((each) => group(each.name, shop, [create(each)]))]
    expect(keys(batchGroups(groups, {...ROUTE53_LIMITS, changes: 4}))).toEqual(['0', 'a b c d'])
  })

  it('that need one another stand in one request where they fit, whatever lies between them', () => {
    const groups = [
      making('a', link('a', 'z'), link('a', 'q', 'AAAA')),
      making('b', address('b'), address('bb')),
      making('z', link('z', 'q'), link('z', 'a', 'AAAA')),
    ]
    expect(keys(batchGroups(groups, {...ROUTE53_LIMITS, changes: 4}))).toEqual(['a z', 'b'])
    expect(keys(batchGroups(groups, {...ROUTE53_LIMITS, changes: 2}))).toEqual(['a', 'z', 'b'])
  })

  it('law: come after their targets, whatever points where; a circle is sent as well', () => {
    const hosts = Array.from({length: 12}, (_each, index) => `h${index}`)
    const targets = fc.array(fc.option(fc.nat(hosts.length - 1)), {minLength: hosts.length, maxLength: hosts.length})
    fc.assert(
      fc.property(targets, fc.boolean(), (leads, isChain) => {
        const groups = hosts.map((host, index) => {
          const lead = leads[index] ?? undefined
          const to = isChain && lead !== undefined ? Math.min(lead, index - 1) : lead
          return making(host, to === undefined || to < 0 ? address(host) : link(host, `h${to}`))
        })
        const sent = batchGroups(groups, {...ROUTE53_LIMITS, changes: 3}).flatMap(orderedChanges)
        expect(sent).toHaveLength(hosts.length)
        if (!isChain) return
        const there = new Set<string>()
        for (const {recordSet} of sent) {
          if (recordSet.data.kind === 'alias') expect(there.has(recordSet.data.target.dnsName)).toBe(true)
          there.add(recordSet.name)
        }
      }),
    )
  })

  it('may form a chain as long as a zone is large', () => {
    const long = Array.from({length: 20_000}, (_each, index) => making(`h${index}`, link(`h${index}`, `h${index + 1}`)))
    expect(batchGroups(long, ROUTE53_LIMITS)[0]?.groups[0]?.key).toBe('h19999.shop.io')
  })
})
