import {describe, expect, it} from 'vitest'
import {ROUTE53_LIMITS} from '../../../src/route53/write/change-batch.js'
import {toAtomicChanges} from '../../../src/route53/write/plan-groups.js'
import {planFor, requests, set, txt, txtRegistry, WEB, wanted, weighted} from '../../plan/builders.js'

/** The hosts of each atomic change of a plan. */
function together(plan: ReturnType<typeof planFor>, limits = ROUTE53_LIMITS): readonly string[] {
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  return toAtomicChanges(hosts, limits).map((change) => change.hosts.map(({name}) => name.split('.')[0]).join(' '))
}

describe('a wildcard that takes over the text of its literal namesake', () => {
  const v1 = {id: 'v1'}
  const plan = planFor({
    stored: [
      set('star', 'A', '192.0.2.9', {...v1, routing: weighted(20)}),
      txt('a-star', 'red', 'service/shop/web', {...v1, routing: weighted(20)}),
    ],
    wants: [
      wanted('*', 'A', '192.0.2.10', {...v1, properties: {'aws/region': 'eu-west-1'}}),
      wanted('@', 'A', '192.0.2.11'),
    ],
    policy: 'sync',
    registry: txtRegistry({wildcardReplacement: 'star'}),
  })

  it('is done together with it: between two requests that one would be nobody’s', () => {
    expect(together(plan)).toEqual(['* star', 'shop'])
  })

  it('is done together with it, too, where the text fits as it stands', () => {
    const kept = planFor({
      stored: [set('star', 'A', '192.0.2.9'), txt('a-star')],
      wants: [wanted('*', 'A', '192.0.2.10')],
      policy: 'sync',
      registry: txtRegistry({wildcardReplacement: 'star'}),
    })
    expect(requests(kept)).toEqual([
      'CREATE * A 300 192.0.2.10',
      `CREATE a-star TXT 300 red:${WEB}`,
      `DELETE a-star TXT 300 red:${WEB}`,
      'DELETE star A 300 192.0.2.9',
    ])
    expect(together(kept)).toEqual(['* star'])
  })

  it('is done on its own where nothing goes', () => {
    const wants = [wanted('*', 'A', '192.0.2.10'), wanted('web', 'A', '192.0.2.11')]
    const alone = planFor({stored: [txt('a-star')], wants, registry: txtRegistry({wildcardReplacement: 'star'})})
    expect(together(alone)).toEqual(['*', 'web'])
  })
})

describe('a name that is too large for one request', () => {
  const small = {...ROUTE53_LIMITS, changes: 4}
  const latency = {kind: 'latency', region: 'eu-west-1'} as const

  it('is parted by set identifier where its hosts do not depend on one another', () => {
    const stored = ['v1', 'v2', 'v3'].flatMap((id) => [
      set('web', 'A', '192.0.2.9', {id, routing: weighted(10)}),
      txt('a-web', 'red', WEB, {id, routing: weighted(10)}),
    ])
    expect(together(planFor({stored, policy: 'sync'}), small)).toEqual(['web', 'web', 'web'])
  })

  it('goes whole where a text of the one makes room for a record of the other', () => {
    const plan = planFor({
      stored: [
        set('star', 'A', '192.0.2.10', {id: 'v2', routing: latency}),
        txt('star', 'red', WEB, {id: 'v2', routing: latency}),
      ],
      wants: [wanted('star', 'TXT', '"text 0"'), wanted('@', 'A', '192.0.2.11')],
      policy: 'sync',
      managedTypes: ['A', 'TXT'],
    })
    expect(together(plan, {...small, changes: 3})).toEqual(['shop', 'star star'])
  })
})
