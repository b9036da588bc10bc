import {describe, expect, it} from 'vitest'
import type {HostPattern} from '../../../src/dns/host-pattern.js'
import {unmatchedPatterns} from '../../../src/pipeline/read/unmatched-patterns.js'
import {NOTHING} from '../../../src/sources/object/desired.js'
import {dnsName, objectProblem, pending, planSettings, SHOP, set, txt, txtRegistry, WEB} from '../../plan/builders.js'

const host = (name: string): HostPattern => ({name: dnsName(name), isBelow: false})
const below = (name: string): HostPattern => ({name: dnsName(name), isBelow: true})

/** The patterns that nothing matches, and what may be meant. */
function unmatched(...only: readonly HostPattern[]) {
  const desired = {
    ...NOTHING,
    pending: [pending('shop')],
    // The second has no host: whatever it asks for, it is not known.
    problems: [objectProblem(WEB, 'cart'), objectProblem('service/shop/other')],
  }
  const recordSets = [set('@', 'NS', 'ns-1.example.net'), set('stored', 'A', '192.0.2.1'), txt('a-orphan')]
  const found = {
    desired,
    deal: undefined,
    ledger: undefined,
    snapshots: [{zone: SHOP, reading: 'whole', recordSets}],
  } as const
  return unmatchedPatterns({plan: planSettings({only}), registry: txtRegistry()}, found)
}

describe('a pattern of --only', () => {
  it.each(['shop', 'cart', 'stored', 'orphan'])('takes a host that objects or zones name: %s.shop.io', (label) => {
    expect(unmatched(host(`${label}.shop.io`))).toEqual([])
  })

  it('that takes none is told with what may be meant', () => {
    const mistyped = host('strored.shop.io')
    expect(unmatched(host('cart.shop.io'), mistyped)).toEqual([{pattern: mistyped, nearest: host('stored.shop.io')}])
    expect(unmatched(host('x.example.net'))).toEqual([{pattern: host('x.example.net'), nearest: undefined}])
  })

  it('that takes what is below a host may mean the host, and the other way round', () => {
    expect(unmatched(below('cart.shop.io'))[0]?.nearest).toEqual(host('cart.shop.io'))
    expect(unmatched(host('shop.io'))[0]?.nearest).toEqual(below('shop.io'))
  })
})
