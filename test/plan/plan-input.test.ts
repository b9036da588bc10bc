import {expect, it} from 'vitest'
import {kindOf, namespaceOf, requestedNames} from '../../src/plan/plan-input.js'
import {dnsName, objectProblem, pending, planInput, wanted, wantsWeb} from './builders.js'

it('the requested names are those of which an object or the user speaks', () => {
  const input = planInput({
    wants: [wantsWeb, wanted('Away.example.net.', 'A', '192.0.2.1')],
    pending: [pending('waits')],
    problems: [objectProblem('service/shop/a', 'Bad'), objectProblem('service/shop/b')],
  })
  const only = [{name: dnsName('only.shop.io'), isBelow: false}]
  const names = requestedNames({...input, lookedAt: [dnsName('seen.shop.io')]}, {only})
  expect([...names].sort()).toEqual([
    'away.example.net',
    'bad.shop.io',
    'only.shop.io',
    'seen.shop.io',
    'waits.shop.io',
    'web.shop.io',
  ])
})

it('a label has a kind, and a namespace where it has three parts', () => {
  expect(['Ingress/shop/web', 'node/n1', 'web'].map((label) => [kindOf(label), namespaceOf(label)])).toEqual([
    ['ingress', 'shop'],
    ['node', ''],
    ['web', ''],
  ])
})
