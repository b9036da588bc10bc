import {describe, expect, it} from 'vitest'
import {dedup} from '../../../src/sources/chain/dedup.js'
import {endpoint, show} from '../builders.js'
import {runStep, warningsOf} from './run-step.js'

describe('dedup', () => {
  it('keeps the first of equal endpoints, with all origins, and tells whose TTL is lost', () => {
    const other = {kind: 'Ingress', namespace: 'shop', name: 'i', field: 'spec.rules[0].host'}
    const found = runStep(dedup, [
      endpoint('a', {targets: ['192.0.2.2', '192.0.2.1', '192.0.2.2'], ttlSeconds: 300}),
      endpoint('a', {targets: ['192.0.2.1', '192.0.2.2'], ttlSeconds: 60, origins: [other]}),
    ])
    expect(show(found.endpoints)).toEqual(['a A 300 192.0.2.1;192.0.2.2'])
    expect(found.endpoints[0]?.origins).toHaveLength(2)
    expect(warningsOf(found)).toEqual([
      'its TTL is not used for a A: Service shop/web asks for the same record and comes first',
    ])
  })

  it.each([{dnsName: 'b'}, {recordType: 'CNAME'}, {setIdentifier: 's'}, {targets: ['192.0.2.2']}])(
    'keeps an endpoint with another %j',
    (change) => {
      expect(runStep(dedup, [endpoint('a'), endpoint('a', change)]).endpoints).toHaveLength(2)
    },
  )
})
