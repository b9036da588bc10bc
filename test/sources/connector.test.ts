import {describe, expect, it} from 'vitest'
import {makeDesired} from '../../src/sources/chain/chain.js'
import {cluster, settings, show, sourcesOf} from './builders.js'

const connect = (...connected: readonly unknown[]) => {
  const flags = settings({sources: ['connector']})
  return makeDesired(sourcesOf(flags), {...cluster([]), connected}, flags)
}

describe('the source connector', () => {
  it('takes endpoints as they are sent, with the label that they name', () => {
    const found = connect(
      {dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.2'], recordTTL: 60, labels: {resource: 'x/y/z'}},
      {dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.1'], recordTTL: 60},
      {dnsName: 'b.example.org', recordType: 'CNAME', targets: ['lb.example.net'], setIdentifier: 's'},
    )
    expect(show(found.endpoints)).toEqual([
      'a.example.org A 60 192.0.2.1;192.0.2.2 (x/y/z)',
      'b.example.org CNAME 0 lb.example.net {s}',
    ])
    expect(found.endpoints[1]?.origins).toEqual([
      {kind: 'Connector', namespace: '', name: 'localhost:8080', field: 'endpoint 3'},
    ])
  })

  it('has a problem with a type that is missing or in lower case, under the label that is named', () => {
    const found = connect(
      {dnsName: 'n.example.org', targets: ['192.0.2.2'], labels: {resource: 'x/y/z'}},
      {dnsName: 'l.example.org', recordType: 'cname', targets: ['lb.example.net']},
      {dnsName: 't.example.org', recordType: 'TXT', targets: ['']},
    )
    expect(found.problems.map(({resource, dnsName, problem}) => [resource, dnsName, problem])).toEqual([
      ['x/y/z', 'n.example.org', 'the endpoint has no recordType'],
      ['', 'l.example.org', 'recordType cname: write CNAME'],
    ])
    expect(found.endpoints.map(({recordType, targets}) => [recordType, targets])).toEqual([['TXT', ['']]])
  })

  it('warns of an invalid TTL', () => {
    const found = connect({dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.2'], recordTTL: 1e12})
    expect(found.warnings).toHaveLength(1)
  })

  it.each([
    ['deeper than a stack', JSON.parse('['.repeat(20_000) + ']'.repeat(20_000))],
    ['a map', {seconds: 60}],
  ])('warns of a TTL that is %s, and does not print it', (_what, recordTTL) => {
    const found = connect({dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.2'], recordTTL})
    expect(found.warnings.map(({warning}) => warning)).toEqual([
      'the TTL, which is no number, is ignored: a TTL is 1 to 2147483647 seconds',
    ])
  })

  it('wants nothing of a peer that sends nothing', () => {
    expect(connect().endpoints).toEqual([])
  })
})
