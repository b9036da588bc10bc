import {expect, it} from 'vitest'
import {domainFilter, set, txt, wantsWeb, web} from './builders.js'
import {east, jointPlan, west} from './joint-builders.js'

it('what the owner of a cluster holds that was not read is told, host by host, and nothing else', () => {
  const plan = jointPlan({
    stored: [
      web,
      txt('a-web', 'green'),
      set('web', 'AAAA', '2001:db8::1'),
      txt('aaaa-web', 'blue'),
      set('api', 'A', '192.0.2.1'),
      txt('a-api', 'blue'),
      set('api', 'AAAA', '2001:db8::1'),
      txt('aaaa-api', 'blue'),
      set('mail', 'MX', '10 mail.example.net'),
      txt('mx-mail', 'blue'),
      set('hidden', 'A', '192.0.2.1'),
      txt('a-hidden', 'blue'),
      set('hand', 'A', '192.0.2.1'),
    ],
    domainFilter: domainFilter({exclude: ['hidden.shop.io']}),
    clusters: [east(), west({isUnreachable: true})],
  })
  expect(plan.blocked.map(({host, types, reason, cluster}) => [host, types, reason, cluster])).toEqual([
    ['api.shop.io', ['A', 'AAAA'], 'unreachable-cluster', 'west'],
    ['web.shop.io', ['AAAA'], 'unreachable-cluster', 'west'],
  ])
})

it('nobody holds anything with registry noop: what another cluster asks for is not told', () => {
  const clusters = [east({wants: [wantsWeb]}), west({isUnreachable: true})]
  expect(jointPlan({stored: [web], clusters, registry: {kind: 'noop'}}).blocked).toEqual([])
})
