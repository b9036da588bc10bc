import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {mergeEndpoints} from '../../../src/sources/endpoints/merge-endpoints.js'
import {bothTargets, eitherTargets, loadBalancerEntries} from '../../../src/sources/endpoints/resolved-targets.js'
import {endpoint, show} from '../builders.js'

describe('mergeEndpoints', () => {
  it('unites targets, sorted and each once; the first one gives label and properties', () => {
    const merged = mergeEndpoints([
      endpoint('a', {targets: ['192.0.2.2', '192.0.2.1'], resource: 'service/d/a'}),
      endpoint('a', {
        targets: ['192.0.2.1', '192.0.2.3'],
        resource: 'service/d/b',
        properties: [{name: 'x', value: '1'}],
      }),
    ])
    expect(show(merged)).toEqual(['a A 0 192.0.2.1;192.0.2.2;192.0.2.3 (service/d/a)'])
  })

  it.each([
    ['name', {dnsName: 'A'}],
    ['type', {recordType: 'AAAA'}],
    ['set identifier', {setIdentifier: 'blue'}],
    ['TTL', {ttlSeconds: 60}],
  ])('keeps endpoints with another %s apart', (_, change) => {
    expect(mergeEndpoints([endpoint('a'), endpoint('a', change)])).toHaveLength(2)
  })

  it('keeps CNAMEs with different targets apart and drops those without', () => {
    const cname = (targets: readonly string[]) => endpoint('a', {recordType: 'CNAME', targets})
    expect(mergeEndpoints([cname(['x']), cname(['y']), cname(['x']), cname([])])).toEqual([cname(['x']), cname(['y'])])
  })

  it('keeps an A without targets, for the default targets', () => {
    expect(mergeEndpoints([endpoint('a', {targets: []})])).toHaveLength(1)
  })

  it('law: merging what is merged changes nothing', () => {
    const origin = fc.record({
      kind: fc.constant('Service'),
      namespace: fc.constant('d'),
      name: fc.constantFrom('a', 'b'),
      field: fc.constant('f'),
    })
    const any = fc
      .record({
        dnsName: fc.constantFrom('a', 'b'),
        recordType: fc.constantFrom('A', 'TXT', 'CNAME', 'DNAME'),
        targets: fc.array(fc.constantFrom('x', 'y', 'z', 'ä'), {maxLength: 3}),
        ttlSeconds: fc.constantFrom(undefined, 60),
        setIdentifier: fc.constantFrom('', 's'),
        origins: fc.array(origin, {minLength: 1, maxLength: 2}),
      })
      // The first merge sorts the targets of a CNAME, so a second one may see another first target.
      .map((parts) =>
        endpoint('a', parts.recordType.endsWith('NAME') ? {...parts, targets: parts.targets.slice(0, 1)} : parts),
      )
    fc.assert(
      fc.property(fc.array(any), (endpoints) => {
        const once = mergeEndpoints(endpoints)
        expect(mergeEndpoints(once)).toEqual(once)
      }),
    )
  })
})

describe('a load-balancer status', () => {
  const status = {
    loadBalancer: {ingress: [{ip: '192.0.2.1', hostname: 'x.example.net'}, {hostname: 'y.example.net'}, {}, null, 7]},
  }

  it('gives both fields of an entry, or either', () => {
    expect(bothTargets(status)).toEqual(['192.0.2.1', 'x.example.net', 'y.example.net'])
    expect(eitherTargets(status)).toEqual(['192.0.2.1', 'y.example.net'])
  })

  it.each([undefined, null, {}, {loadBalancer: 'x'}, {loadBalancer: {ingress: {}}}])('%j holds no entry', (status) => {
    expect(loadBalancerEntries(status)).toEqual([])
  })
})
