import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../../src/dns/endpoint.js'
import {addPtr} from '../../../src/sources/chain/ptr.js'
import {endpoint, show} from '../builders.js'
import {runStep, warningsOf} from './run-step.js'

describe('PTR', () => {
  const managed = {managedRecordTypes: ['A', 'AAAA', 'PTR']}
  const recordType = (value: string) => [{name: 'record-type', value}]

  it('points each address to its names, with the smallest TTL', () => {
    const found = runStep(
      addPtr,
      [
        endpoint('b', {ttlSeconds: 300, targets: ['192.0.2.1', '192.0.2.2']}),
        endpoint('a', {ttlSeconds: 60}),
        endpoint('c', {ttlSeconds: 600, targets: ['192.0.2.3']}),
        endpoint('d', {targets: ['192.0.2.3']}),
      ],
      {...managed, createsPtr: true},
    )
    expect(found.endpoints.slice(4).map((one) => show([one])[0])).toEqual([
      '1.2.0.192.in-addr.arpa PTR 60 b;a',
      '2.2.0.192.in-addr.arpa PTR 300 b',
      '3.2.0.192.in-addr.arpa PTR 0 c;d',
    ])
  })

  it.each<[boolean, boolean, Partial<Endpoint>]>([
    [true, true, {}],
    [false, false, {}],
    [true, false, {properties: recordType('PTR')}],
    [false, true, {properties: recordType('')}],
    [false, true, {properties: recordType('a')}],
    [false, true, {dnsName: '*.example.org'}],
    [true, true, {dnsName: '*a.example.org'}],
    [false, true, {recordType: 'CNAME', targets: ['x']}],
  ])('is made: %s, with --create-ptr %s, for %j', (isMade, createsPtr, parts) => {
    const found = runStep(addPtr, [endpoint('a', parts)], {...managed, createsPtr})
    expect(found.endpoints).toHaveLength(isMade ? 2 : 1)
    expect(found.endpoints[0]?.properties).toEqual([])
    expect(found.warnings).toEqual([])
  })

  it('warns of a record-type that has no effect and of alias targets', () => {
    const found = runStep(
      addPtr,
      [endpoint('*.a', {properties: recordType('ptr')}), endpoint('b', {targets: ['lb.example.net']})],
      {
        ...managed,
        createsPtr: true,
      },
    )
    expect(found.endpoints).toHaveLength(2)
    expect(warningsOf(found)).toEqual([
      'record-type is not used for *.a A: only A and AAAA without a wildcard get a PTR',
      'b gets no PTR for its target lb.example.net, which is not an address',
    ])
  })

  it('does nothing while PTR is not managed', () => {
    const endpoints = [endpoint('a', {properties: recordType('ptr')})]
    expect(runStep(addPtr, endpoints, {createsPtr: true}).endpoints).toEqual(endpoints)
  })
})
