import {describe, expect, it} from 'vitest'
import {addNat64} from '../../../src/sources/chain/target-net-filter.js'
import {endpoint, show} from '../builders.js'
import {runStep} from './run-step.js'

describe('NAT64', () => {
  const nat64Networks = ['64:ff9b::/96']

  it('adds the IPv4 addresses behind all others', () => {
    const aaaa = endpoint('a', {
      recordType: 'AAAA',
      targets: ['2001:db8::1', '64:ff9b::192.0.2.33', '64:ff9b::c000:201'],
      resource: 'service/shop/web',
    })
    const {endpoints} = runStep(addNat64, [aaaa, endpoint('b')], {nat64Networks})
    expect(endpoints.slice(0, 2)).toEqual([aaaa, endpoint('b')])
    expect(show(endpoints.slice(2))).toEqual(['a A 0 192.0.2.33;192.0.2.1 (service/shop/web)'])
  })

  it('adds nothing for addresses outside, and warns of names', () => {
    const found = runStep(addNat64, [endpoint('a', {recordType: 'AAAA', targets: ['2001:db8::1', 'lb.example.net']})], {
      nat64Networks,
    })
    expect(found.endpoints).toHaveLength(1)
    expect(found.warnings).toHaveLength(1)
  })
})
