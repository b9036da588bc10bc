import {describe, expect, it} from 'vitest'
import {groupByExchange, groupIntoRequests} from '../../../src/plan/ownership/text-exchange.js'
import {planFor, type Situation, set, txt, txtRegistry, wanted} from '../builders.js'

const STAR = txtRegistry({wildcardReplacement: 'star'})

/** The hosts of each request, by their first labels. */
function together(situation: Situation): readonly string[] {
  const hosts = planFor({registry: STAR, ...situation}).zones.flatMap((each) => each.hosts)
  return groupIntoRequests(hosts).map((some) => some.map(({name}) => name.split('.')[0]).join(' '))
}

const record = (host: string) => set(host, 'A', '192.0.2.9')
const wants = (host: string, by = 'service/shop/web') => wanted(host, 'A', '192.0.2.10', {by})

describe('a wildcard and its literal namesake go in one request', () => {
  it.each(['*', 'star'])('where %s gives the text up', (former) => {
    const other = former === '*' ? 'star' : '*'
    const stored = [record(former), txt('a-star'), record('gone'), txt('a-gone')]
    const requests = ['* star', 'api', 'gone']
    expect(together({stored, wants: [wants(other), wants('api')]})).toEqual(requests)
    expect(together({stored, wants: [wants(other, 'ingress/shop/new'), wants('api')]})).toEqual(requests)
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
