import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {RecordSet, RecordType, Routing} from '../../../src/dns/record-set.js'
import {
  clash,
  competes,
  conflict,
  contest,
  dropConflictingCnames,
  makeClashes,
  mergeOrigins,
  nameOrigin,
} from '../../../src/plan/decide/conflict.js'
import type {Candidate} from '../../../src/plan/plan-input.js'
import {makeRules} from '../../../src/route53/make-rules.js'
import {latency, planInput, ROUTE53, SHOP, set, wanted, weighted} from '../builders.js'

const ROUTINGS: readonly Routing[] = [
  weighted(1),
  {kind: 'other', policy: 'a new one', text: ''},
  {kind: 'other', policy: 'another new one', text: ''},
]

const sets = fc
  .record({
    type: fc.constantFrom<RecordType>('A', 'CNAME'),
    id: fc.constantFrom('v1', 'v2', undefined),
    routing: fc.constantFrom(...ROUTINGS),
  })
  .map(({type, id, routing}) => set('web', type, 'x', id === undefined ? {} : {id, routing}))

const few = fc.array(sets, {maxLength: 3})

describe('what cannot stand beside a set', () => {
  it('law: is found as by looking at each, the one that came first', () => {
    fc.assert(
      fc.property(few, few, fc.nat(), sets, (given, added, gone, wanted) => {
        const all: RecordSet[] = [...given, ...added]
        const clashes = makeClashes(given.map((one) => ({set: one})))
        for (const one of added) clashes.add({set: one})
        const [removed] = all.splice(gone % (all.length + 1), 1)
        if (removed !== undefined) clashes.remove(removed)
        expect(clashes.firstBeside(wanted)?.set).toBe(all.find((one) => clash(wanted, one) !== undefined))
      }),
      {numRuns: 1000},
    )
  })
})

describe('record sets of one name', () => {
  const other = (policy: string): Routing => ({kind: 'other', policy, text: ''})
  const a = (id: string, routing: Routing = weighted(1), ttl = 300) => set('web', 'A', '192.0.2.1', {id, routing, ttl})
  const cname = set('web', 'CNAME', 'x.example.net')

  it('clash where one is a CNAME, or two of one type have different routing policies', () => {
    expect(clash(cname, a('v1'))).toBe('cname')
    expect(clash(a('v1'), cname)).toBe('cname')
    expect(clash(a('v1'), a('v2', latency()))).toBe('routing')
    expect(clash(a('v1'), set('web', 'A', '192.0.2.1'))).toBe('routing')
    expect(clash(a('v1', other('new')), a('v2', other('newer')))).toBe('routing')
  })

  it('do not clash where they are one set, of two types, or alike', () => {
    expect(clash(cname, set('web', 'CNAME', 'y.example.net'))).toBeUndefined()
    expect(clash(a('v1'), a('v1', latency()))).toBeUndefined()
    expect(clash(a('v1'), set('web', 'AAAA', '2001:db8::1'))).toBeUndefined()
    expect(clash(a('v1'), a('v2', weighted(2)))).toBeUndefined()
    expect(clash(a('v1', other('new')), a('v2', other('new')))).toBeUndefined()
  })

  it('conflict by the further rules of Route 53 too, and compete by these where no TTL can settle it', () => {
    const rules = makeRules(ROUTE53)
    const both = (one: RecordSet, two: RecordSet) => [conflict(one, two, SHOP, rules), competes(one, two, SHOP, rules)]
    expect(both(cname, a('v1'))).toEqual(['cname', true])
    expect(both(a('v1', latency()), a('v2', latency()))).toEqual(['routing', true])
    expect(both(a('v1', latency()), a('v2', latency('us-east-1')))).toEqual([undefined, false])
    expect(both(a('v1', latency()), a('v1', latency()))).toEqual([undefined, false])
    expect(both(a('v1'), a('v2', weighted(1), 60))).toEqual(['routing', false])
    expect(both(a('v1'), a('v2', latency()))).toEqual(['routing', true])
    expect(both(a('v1'), a('v2'))).toEqual([undefined, false])
    expect(both(a('v1', latency()), set('web', 'AAAA', '::1', {id: 'v2', routing: latency()}))).toEqual([
      undefined,
      false,
    ])
  })
})

describe('objects that want one record', () => {
  const candidates = (...wants: Parameters<typeof wanted>[]) =>
    planInput({wants: wants.map((each) => wanted(...each))}).candidates
  const asks = (target: string, by: string) => ['web', 'A', target, {by}] as Parameters<typeof wanted>
  const names = (some: readonly Candidate[]) => some.map(({resource}) => resource)
  const ranked = (all: readonly Candidate[], holder?: string) => {
    const found = contest(all, holder)
    return found && [found.winner.resource, names(found.losers), found.isHeld]
  }
  const [first, second, third] = ['service/shop/a', 'service/shop/b', 'service/shop/c']
  const all = candidates(asks('192.0.2.3', third), asks('192.0.2.1', first), asks('192.0.2.2', second))

  it('are put in the order of targets, unless one of them holds it', () => {
    expect(ranked([])).toBeUndefined()
    expect(ranked([], first)).toBeUndefined()
    expect(ranked(all)).toEqual([first, [second, third], false])
    expect(ranked(all, 'service/shop/gone')).toEqual([first, [second, third], false])
    expect(ranked(all, third)).toEqual([third, [first, second], true])
    expect(ranked(all, first)).toEqual([first, [second, third], true])
  })

  it('have it together where they want the same, each named once', () => {
    const some = candidates(asks('192.0.2.1', second), asks('192.0.2.1', first), asks('192.0.2.3', third))
    const [one] = some
    const twice = some.map((each) => (each === one ? {...each, origins: [...each.origins, ...each.origins]} : each))
    for (const given of [some, twice]) {
      const found = contest(given, second)
      expect(found?.winner.origins.map(({name}) => name)).toEqual(['b', 'a'])
      expect(names(found?.losers ?? [])).toEqual([third])
    }
    expect(contest(twice.slice(0, 1), undefined)).toEqual({winner: one, losers: [], isHeld: false})
    expect(contest(some.slice(0, 1), undefined)).toEqual({winner: one, losers: [], isHeld: false})
  })

  it('give way to other types where they want a CNAME', () => {
    const [a, cname] = candidates(asks('192.0.2.1', first), ['web', 'CNAME', 'x.example.net', {by: second}])
    const dropped = (some: readonly (Candidate | undefined)[]) =>
      dropConflictingCnames(some.filter((one) => one !== undefined))
    expect(dropped([cname, a])).toEqual({kept: [a], dropped: [cname]})
    expect(dropped([cname])).toEqual({kept: [cname], dropped: []})
    expect(dropped([a])).toEqual({kept: [a], dropped: []})
  })

  it('are told apart by cluster, kind, namespace, name and field', () => {
    const origin = {cluster: 'east', kind: 'Service', namespace: 'shop', name: 'web', field: 'spec.a'}
    const others = [{cluster: 'west'}, {kind: 'Ingress'}, {namespace: 'app'}, {name: 'api'}, {field: 'spec.b'}]
    const origins = [origin, ...others.map((part) => ({...origin, ...part}))]
    expect(mergeOrigins([{origins}, {origins: origins.toReversed()}])).toEqual(origins)
    expect(nameOrigin(origin)).toBe('Service shop/web (east)')
    expect(nameOrigin(undefined)).toBe('an object')
  })
})
