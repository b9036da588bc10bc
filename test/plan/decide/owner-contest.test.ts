import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import type {Plan} from '../../../src/plan/plan.js'
import {
  objectProblem,
  pending,
  requests,
  type Situation,
  set,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
} from '../builders.js'
import {type Cluster, east, jointPlan, west} from '../joint-builders.js'

const aaaa = set('web', 'AAAA', '2001:db8::1')
const wantsAaaa = wanted('web', 'AAAA', '2001:db8::2', {by: 'ingress/shop/six'})
const ofBlue = [web, txt('a-web', 'blue')]
const south = (parts: Partial<Cluster> = {}): Cluster => ({context: 'south', owner: 'old', ...parts})

const joint = (stored: readonly RecordSet[], clusters: readonly Cluster[], parts: Partial<Situation> = {}) =>
  jointPlan({stored, clusters, ...parts})
const messages = (plan: Plan) =>
  plan.blocked.map(({types, reason, detail, cluster}) => `${cluster} ${types} ${reason}: ${detail}`)
const actions = (plan: Plan) =>
  plan.zones.flatMap(({hosts}) =>
    hosts.map(
      ({action, owner, formerOwner = '', changes}) =>
        `${action} ${owner} ${formerOwner} ${changes.map((one) => ('desired' in one ? one.desired : one.current).type)}`,
    ),
  )

describe('a host that its owner does not ask for', () => {
  const stays = 'east A conflict-lost: owner blue holds the host and keeps it'

  it.each<[string, Cluster, string, Partial<Situation>]>([
    [
      'its object waits',
      west({pending: [pending('web')]}),
      'Service shop/web (west) has no address yet; record kept',
      {},
    ],
    [
      'its object cannot be read',
      west({problems: [objectProblem(WEB)]}),
      'Service shop/web (west) cannot be read; record kept',
      {},
    ],
    [
      'its owner was assumed',
      west(),
      'no object asks for it any more, and the owner "default" was assumed, not chosen',
      {registry: txtRegistry({ownerIsChosen: false})},
    ],
  ])('is kept from another one while %s, and that one is told why', (_why, holder, why, parts) => {
    const plan = joint(ofBlue, [east({wants: [wantsWeb]}), holder], parts)
    expect(requests(plan)).toEqual([])
    expect(messages(plan)).toContain(`${stays}: ${why}`)
  })

  it('is left by all types at once, whoever asks for which of them', () => {
    const stored = [...ofBlue, aaaa, txt('aaaa-web', 'blue')]
    expect(actions(joint(stored, [east({wants: [wantsAaaa]}), west()]))).toEqual(['move red blue A,AAAA'])
  })

  it('is not moved under create-only, and each wish is told so', () => {
    const stored = [...ofBlue, aaaa, txt('aaaa-web', 'blue')]
    const plan = joint(stored, [east({wants: [wantsWeb, wantsAaaa]}), west()], {policy: 'create-only'})
    const why = 'policy: it would be moved from owner blue, which policy create-only does not allow'
    expect(requests(plan)).toEqual([])
    expect(messages(plan)).toEqual([`east A ${why}`, `east AAAA ${why}`])
    const besideNobodys = [...stored, set('web', 'MX', '10 m.example.net')]
    const managedTypes = ['A', 'AAAA', 'MX']
    const again = joint(besideNobodys, [east({wants: [wantsWeb]}), west()], {policy: 'create-only', managedTypes})
    expect(messages(again)).toEqual([`east A ${why}`])
  })

  it('is new to all who ask for it, whatever a third owner has of it, and nobody is said to have moved', () => {
    const stored = [set('web', 'MX', '10 m.example.net'), txt('mx-web', 'green', 'crd/shop/mail')]
    const clusters = [east({wants: [wantsWeb]}), west({wants: [wantsWeb]})]
    const plan = joint(stored, clusters, {policy: 'create-only', managedTypes: ['A', 'MX']})
    expect(messages(plan).map((text) => text.replace(/:.*/, ''))).toEqual([
      'west A conflict-lost',
      'east A owner-mismatch',
    ])
  })

  it('and of which another one keeps a part is held by that one, and the rest stays by the policy', () => {
    const stored = [...ofBlue, aaaa, txt('aaaa-web')]
    const clusters = [east(), west({pending: [pending('web')]}), south({wants: [wantsWeb]})]
    const plan = joint(stored, clusters, {policy: 'create-only'})
    expect(plan.blocked.map(({types, detail}) => `${types}: ${detail}`)).toEqual([
      'A: owner blue holds the host and keeps it: Service shop/web (west) has no address yet; record kept',
      'A: Service shop/web (west) has no address yet; record kept',
      'AAAA: no object asks for it any more; policy create-only keeps it',
    ])
  })
})

describe('a host that two owners ask for', () => {
  it('is that of the one that has it, named by its object for the same type, else by its first', () => {
    const blue = west({wants: [wanted('web', 'A', '192.0.2.10'), wantsAaaa]})
    const stored = [...ofBlue, set('web', 'AAAA', '2001:db8::2'), txt('aaaa-web', 'blue', 'ingress/shop/six')]
    const red = [wantsWeb, wanted('web', 'AAAA', '2001:db8::1'), wanted('web', 'MX', '10 m.example.net')]
    const plan = joint(stored, [east({wants: red}), blue], {managedTypes: ['A', 'AAAA', 'MX']})
    expect(requests(plan)).toEqual([])
    expect(messages(plan)).toEqual([
      'east A conflict-lost: Service shop/web (west) of owner blue holds the host and keeps it',
      'east AAAA conflict-lost: Ingress shop/six (west) of owner blue holds the host and keeps it',
      'east MX conflict-lost: Service shop/web (west) of owner blue holds the host and keeps it',
    ])
  })

  it('and of which both have something stays with each as it is, the rest is that of the first', () => {
    const stored = [...ofBlue, aaaa, txt('aaaa-web')]
    const both = [wanted('web', 'A', '192.0.2.9'), wanted('web', 'AAAA', '2001:db8::9')]
    const plan = joint(stored, [east({wants: both}), west({wants: both})])
    expect(actions(plan)).toEqual(['update red  AAAA'])
    expect(messages(plan)).toEqual([
      'west A conflict-lost: Service shop/web (east) of owner red holds the host and keeps it',
      'east A owner-mismatch: wanted by Service shop/web (east)',
      'west AAAA conflict-lost: Service shop/web (east) of owner red holds the host and keeps it',
    ])
  })

  it('and a third one gives up is that of the first of the two', () => {
    const stored = [web, txt('a-web', 'old')]
    const clusters = [south(), east({wants: [wantsWeb]}), west({wants: [wantsWeb]})]
    const plan = joint(stored, clusters)
    expect(actions(plan)).toEqual(['move red old '])
    expect(messages(plan)).toEqual([
      'west A conflict-lost: Service shop/web (east) of owner red gets it: that cluster is listed first',
    ])
    expect(actions(joint(stored, clusters.toReversed()))).toEqual(['move blue old '])
  })

  it('is that of the one that is at the name already, with a set that nobody asks for any more', () => {
    const v1 = {id: 'v1', routing: weighted(1)}
    const stored = [set('web', 'A', '192.0.2.1', v1), txt('a-web', 'blue', WEB, v1)]
    const red = east({wants: [wantsWeb]})
    expect(actions(joint(stored, [red, west({wants: [wantsWeb]})]))).toEqual(['replace blue  A,A'])
    const again = wanted('web', 'A', '192.0.2.1', {id: 'v1', properties: {'aws/weight': '1'}})
    const both = joint(stored, [red, west({wants: [again, wantsWeb]})])
    expect(requests(both)).toEqual([])
  })

  it('and a third one gives up is that of the first, also where the second has another set of the name', () => {
    const part = (id: string) => ({id, routing: weighted(1)})
    const stored = ['old', 'blue'].flatMap((owner, index) => {
      const parts = part(`v${index + 1}`)
      return [set('web', 'A', '192.0.2.1', parts), txt('a-web', owner, WEB, parts)]
    })
    const wants = [wanted('web', 'A', '192.0.2.1', {id: 'v1', properties: {'aws/weight': '1'}})]
    const plan = joint(stored, [south(), east({wants}), west({wants})])
    expect(actions(plan)).toContain('move red old ')
    expect(messages(plan)).toEqual([
      'west A conflict-lost: Service shop/web (east) of owner red gets it: that cluster is listed first',
    ])
  })

  it('is that of the one whose object waits, not of another that only has something of it', () => {
    const stored = [...ofBlue, aaaa, txt('aaaa-web')]
    const plan = joint(stored, [east(), west({pending: [pending('web')]}), south({wants: [wantsWeb]})])
    expect(messages(plan)).toContain(
      'south A conflict-lost: owner blue holds the host and keeps it: Service shop/web (west) has no address yet; record kept',
    )
  })

  it('is said to be held without a reason where its holder asks for it', () => {
    const plan = joint(ofBlue, [east({wants: [wantsWeb]}), west({wants: [wantsWeb], problems: [objectProblem(WEB)]})])
    expect(messages(plan)).toEqual([
      'east A conflict-lost: Service shop/web (west) of owner blue holds the host and keeps it',
    ])
  })
})
