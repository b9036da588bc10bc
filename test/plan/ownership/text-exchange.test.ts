import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../../src/dns/endpoint.js'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {groupByExchange, groupIntoRequests} from '../../../src/plan/ownership/text-exchange.js'
import {planFor, type Situation, set, txt, txtRegistry, wanted} from '../builders.js'

const STAR = txtRegistry({wildcardReplacement: 'star'})

/** The hosts of each request, by their first labels. */
function together(situation: Situation): readonly string[] {
  const hosts = planFor({registry: STAR, ...situation}).zones.flatMap((each) => each.hosts)
  return groupIntoRequests(hosts).map((some) => some.map(({name}) => name.split('.')[0]).join(' '))
}

const record = (host: string) => set(host, 'A', '192.0.2.9')
const byName = (host: string) => set(host, 'CNAME', 'x.example.net')
const OTHER = 'ingress/shop/new'
const wants = (host: string, by = 'service/shop/web') => wanted(host, 'A', '192.0.2.10', {by})
const cname = (host: string, by = 'service/shop/web') => wanted(host, 'CNAME', 'y.example.net', {by})

describe('a wildcard and its literal namesake go in one request', () => {
  it.each(['*', 'star'])('where %s gives the text up', (former) => {
    const other = former === '*' ? 'star' : '*'
    const stored = [record(former), txt('a-star'), record('gone'), txt('a-gone')]
    const requests = ['* star', 'api', 'gone']
    expect(together({stored, wants: [wants(other), wants('api')]})).toEqual(requests)
    expect(together({stored, wants: [wants(other, OTHER), wants('api')]})).toEqual(requests)
  })

  it.each(['*', 'star'])('with a suffix too, which stands behind the label: %s', (former) => {
    const registry = txtRegistry({wildcardReplacement: 'star', suffix: '-own'})
    const stored = [record(former), txt('a-star-own'), record('gone'), txt('a-gone-own')]
    const request = wants(former === '*' ? 'star' : '*')
    expect(together({registry, stored, wants: [request]})).toEqual(['* star', 'gone'])
  })

  it.each(['*', 'star'])('also where it is one type of several that %s gives up, or gets', (former) => {
    const other = former === '*' ? 'star' : '*'
    const v6 = (host: string) => [set(host, 'AAAA', '2001:db8::9'), txt('aaaa-star')]
    const changed = (host: string) => wanted(host, 'AAAA', '2001:db8::1')
    const given = [record(former), txt('a-star')]
    for (const host of [former, other]) {
      const requests = [wants(other), changed(host), wants('api')]
      expect(together({stored: [...given, ...v6(host)], wants: requests})).toEqual(['* star', 'api'])
    }
    expect(together({stored: given, wants: [wants(other), changed(other)]})).toEqual(['* star'])
  })

  it.each<[string, readonly RecordSet[], readonly Endpoint[]]>([
    ['both come', [], [wants('*'), cname('star')]],
    ['both go', [record('*'), txt('a-star'), byName('star'), txt('cname-star')], []],
    ['the wildcard stays and the other comes', [record('*'), txt('a-star')], [wants('*', OTHER), cname('star')]],
    [
      'the wildcard stays and the other goes',
      [record('*'), txt('a-star'), byName('star'), txt('cname-star')],
      [wants('*', OTHER)],
    ],
    ['the other stays', [byName('star'), txt('cname-star')], [wants('*'), cname('star', OTHER)]],
  ])('but not where each has a text of its own: %s', (_what, stored, requests) => {
    expect(together({stored, wants: requests})).toEqual(['*', 'star'])
  })

  it('but not where the wildcard has a text of its own, at a name that is no other one’s', () => {
    const stored = [record('a'), txt('a-a')]
    expect(together({stored, wants: [wants('*')], registry: txtRegistry()})).toEqual(['*', 'a'])
  })

  it('nor with a wildcard of another name', () => {
    const stored = [record('star.eu'), txt('a-star.eu')]
    expect(together({stored, wants: [wants('*')]})).toEqual(['*', 'star'])
  })
})

describe('hosts of one name', () => {
  const routed = (id: string) => ({id, properties: {'aws/weight': '1'}})
  const both = ['v1', 'v2'].map((id) => wanted('web', 'A', '192.0.2.10', routed(id)))
  const hosts = planFor({wants: [...both, wants('api')]}).zones.flatMap((each) => each.hosts)
  const ids = (groups: ReturnType<typeof groupIntoRequests>) =>
    groups.map((some) => some.map(({name, setIdentifier}) => `${name.split('.')[0]} ${setIdentifier ?? ''}`.trim()))

  it('go in one request, in their order', () => {
    expect(ids(groupIntoRequests(hosts))).toEqual([['api'], ['web v1', 'web v2']])
  })

  it('can go apart where nothing but the name holds them together', () => {
    expect(ids(groupByExchange(hosts))).toEqual([['api'], ['web v1'], ['web v2']])
  })

  it('go together with the wildcard with which they exchange a text, also where they could go apart', () => {
    const stored = [record('*'), txt('a-star'), record('gone'), txt('a-gone')]
    const exchanged = planFor({registry: STAR, stored, wants: [wants('star'), wants('api')]})
    const groups = ids(groupByExchange(exchanged.zones.flatMap((each) => each.hosts)))
    expect(groups).toEqual([['*', 'star'], ['api'], ['gone']])
  })
})
