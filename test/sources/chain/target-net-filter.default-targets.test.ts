import {describe, expect, it} from 'vitest'
import {applyDefaultTargets} from '../../../src/sources/chain/target-net-filter.js'
import {endpoint, show} from '../builders.js'
import {runStep} from './run-step.js'

describe('default targets', () => {
  const defaultTargets = ['lb.example.net.', '192.0.2.9', '2001:db8::9']
  const empty = endpoint('a', {
    targets: [],
    ttlSeconds: 60,
    resource: 'crd/d/e',
    properties: [{name: 'aws/weight', value: '1'}],
  })

  it('go to endpoints without any, whose type is forgotten', () => {
    const found = runStep(applyDefaultTargets, [empty, endpoint('b')], {defaultTargets})
    expect(show(found.endpoints)).toEqual([
      'a A 60 192.0.2.9 [aws/weight=1] (crd/d/e)',
      'a AAAA 60 2001:db8::9 [aws/weight=1] (crd/d/e)',
      'a CNAME 60 lb.example.net [aws/weight=1] (crd/d/e)',
      'b A 0 192.0.2.1',
    ])
  })

  it('replace all others when forced', () => {
    const changes = {defaultTargets: ['lb.example.net'], forcesDefaultTargets: true}
    expect(show(runStep(applyDefaultTargets, [endpoint('b')], changes).endpoints)).toEqual(['b CNAME 0 lb.example.net'])
  })

  it('make a name with a long label a problem', () => {
    const found = runStep(applyDefaultTargets, [{...empty, dnsName: 'l'.repeat(64)}], {defaultTargets})
    expect(found.endpoints).toEqual([])
    expect(found.problems).toHaveLength(1)
  })

  it('change nothing when there are none', () => {
    expect(show(runStep(applyDefaultTargets, [empty]).endpoints)).toHaveLength(1)
  })
})
