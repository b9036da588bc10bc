import {describe, expect, it} from 'vitest'
import type {Origin} from '../../src/dns/endpoint.js'
import {makePlan} from '../../src/plan/make-plan.js'
import {shownWarnings} from '../../src/plan/narrow-plan.js'
import {dnsName, objectProblem, pending, planInput, type Situation, wanted, wantsWeb} from './builders.js'

const origin = (name: string, more: Partial<Origin> = {}): Origin => ({
  kind: 'Service',
  namespace: 'shop',
  name,
  field: 'annotation ttl',
  ...more,
})
const WARNINGS = [
  {origin: origin('web'), text: 'of an object that asks for the host'},
  {origin: origin('other'), text: 'of an object that asks for another'},
  {origin: origin('web', {cluster: 'eu'}), text: 'of its namesake in another cluster'},
  {origin: undefined, text: 'about nothing in particular'},
  {origin: origin('other'), text: 'about the host', host: dnsName('web.shop.io')},
  {origin: origin('web'), text: 'about another host', host: dnsName('api.shop.io')},
]

/** What is warned of under `--only`. */
function texts(situation: Situation, only: readonly string[] = ['web.shop.io']): readonly string[] {
  const input = {...planInput(situation), warnings: WARNINGS}
  const patterns = only.map((host) => ({name: dnsName(host), isBelow: false}))
  return shownWarnings(input, {only: patterns}).map(({text}) => text)
}

const OF_THE_HOST = ['of an object that asks for the host', 'about nothing in particular', 'about the host']

describe('the warnings of a run that is narrowed to a host', () => {
  it.each<[string, Situation]>([
    ['asks for it', {wants: [wantsWeb, wanted('api', 'A', '192.0.2.1', {by: 'service/shop/other'})]}],
    ['asks for it and has no address yet', {pending: [pending('web')]}],
    ['has a problem with it', {problems: [objectProblem('service/shop/web', 'web')]}],
    ['has a problem as a whole, and may ask for any host', {problems: [objectProblem('service/shop/web')]}],
  ])('are those of an object that %s, and those about it or about nothing', (_what, situation) => {
    expect(texts(situation)).toEqual(OF_THE_HOST)
  })

  it.each<[string, Situation]>([
    ['asks', {wants: [wanted('api', 'A', '192.0.2.1')]}],
    ['waits', {pending: [pending('api')]}],
    ['has a problem', {problems: [objectProblem('service/shop/web', 'api')]}],
    ['asks in vain', {wants: [wanted('api.example.net.', 'A', '192.0.2.1')]}],
  ])('are none of an object that %s for others', (_what, situation) => {
    expect(texts(situation)).toEqual(OF_THE_HOST.slice(1))
  })

  it('are told once of each object, in order', () => {
    const others = [
      {namespace: 'b'},
      {kind: 'Pod'},
      {name: 'cart'},
      {cluster: 'eu'},
      {cluster: 'us'},
      {namespace: 'sh', name: 'opweb'},
    ]
    const objects = [origin('web'), ...others.map((parts) => origin('web', parts))]
    const warnings = [...objects, ...objects].map((each) => ({origin: each, text: 'the TTL is none'}))
    const plan = makePlan({...planInput({}), warnings})
    const names = plan.warnings.map(({origin: one}) => [one?.kind, one?.namespace, one?.name, one?.cluster].join(' '))
    expect(names).toEqual([
      'Pod shop web ',
      'Service b web ',
      'Service sh opweb ',
      'Service shop cart ',
      'Service shop web ',
      'Service shop web eu',
      'Service shop web us',
    ])
  })

  it('are all of them where it is narrowed to none', () => {
    expect(texts({}, [])).toEqual(WARNINGS.map(({text}) => text))
  })
})
