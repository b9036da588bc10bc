import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../../src/dns/endpoint.js'
import {dedup} from '../../../src/sources/chain/dedup.js'
import {endpoint} from '../builders.js'
import {runStep, warningsOf} from './run-step.js'

describe('validation', () => {
  const alias = [{name: 'alias', value: 'true'}]
  const noAlias = [{name: 'alias', value: 'false'}]

  it.each<[boolean, Partial<Endpoint>]>([
    [true, {}],
    [true, {targets: []}],
    [false, {targets: ['192.0.2.1', 'x.example.net']}],
    [false, {targets: ['::ffff:192.0.2.1']}],
    [true, {targets: ['x.example.net'], properties: alias}],
    [false, {targets: ['x.example.net'], properties: noAlias}],
    [true, {recordType: 'AAAA', targets: ['2001:db8::1', '::ffff:192.0.2.1']}],
    [false, {recordType: 'AAAA'}],
    [true, {recordType: 'CNAME', targets: ['x'], properties: noAlias}],
    [false, {recordType: 'TXT', properties: noAlias}],
    [true, {recordType: 'TXT'}],
    [true, {recordType: 'MX', targets: ['10 mx.example.org', '0\tmx2.example.org']}],
    [false, {recordType: 'MX', targets: ['mx.example.org']}],
    [false, {recordType: 'MX', targets: ['70000 mx.example.org']}],
    [false, {recordType: 'MX', targets: ['-1 mx.example.org']}],
    [true, {recordType: 'SRV', targets: ['0 50 30007 a.example.org.']}],
    [false, {recordType: 'SRV', targets: ['0 50 30007 a.example.org']}],
    [false, {recordType: 'SRV', targets: ['0 50 70000 a.example.org.']}],
    [false, {recordType: 'SRV', targets: ['0 50 a.example.org.']}],
    [true, {recordType: 'PTR', dnsName: '1.2.0.192.In-Addr.arpa', targets: ['a.example.org']}],
    [true, {recordType: 'PTR', dnsName: '8.b.d.ip6.arpa', targets: ['a.example.org']}],
    [false, {recordType: 'PTR', dnsName: 'in-addr.arpa', targets: ['a.example.org']}],
    [false, {recordType: 'PTR', dnsName: '.in-addr.arpa', targets: ['a.example.org']}],
    [false, {recordType: 'PTR', dnsName: 'a.example.org', targets: ['a.example.org']}],
    [false, {recordType: 'PTR', dnsName: '1.in-addr.arpa', targets: []}],
    [false, {recordType: 'PTR', dnsName: '1.in-addr.arpa', targets: [' ']}],
    [false, {recordType: 'PTR', dnsName: '1.in-addr.arpa', targets: ['192.0.2.1']}],
  ])('is %s for %j', (isValid, parts) => {
    const managedRecordTypes = [parts.recordType ?? 'A']
    const found = runStep(dedup, [endpoint('a', parts)], {managedRecordTypes})
    expect(found.endpoints).toHaveLength(isValid ? 1 : 0)
    expect(found.problems.length + found.warnings.length).toBe(isValid ? 0 : 1)
  })

  it('makes a target that does not fit the problem of the object, an alias that cannot be one a warning', () => {
    const unfit = endpoint('a', {targets: ['x'], resource: 'service/shop/web'})
    const found = runStep(dedup, [unfit, endpoint('t', {recordType: 'TXT', properties: alias})])
    expect(found.problems).toEqual([
      {
        resource: 'service/shop/web',
        origin: unfit.origins[0],
        dnsName: 'a',
        problem: 'a A: the target "x" is not an IPv4 address',
      },
    ])
    expect(warningsOf(found)).toEqual(['t TXT is left out: only A, AAAA and CNAME can be an alias, not TXT'])
  })
})
