import {describe, expect, it} from 'vitest'
import {adjustEndpoints} from '../../../src/route53/records/endpoint-adjustment.js'
import {endpoint, settings} from '../builders.js'

const LB = 'lb-1.eu-west-1.elb.amazonaws.com'

/** Type and properties of one endpoint after the adjustment. */
function outcome(wanted: ReturnType<typeof endpoint>, changes = {}): readonly string[] {
  return adjustEndpoints([wanted], settings(changes)).endpoints.map(({recordType, properties}) =>
    [recordType, ...properties.map(({name, value}) => `${name}=${value}`).sort()].join(' '),
  )
}

describe('adjustEndpoints', () => {
  it('warns once of each object whose alias would point at an address', () => {
    const requests = ['a.shop.io', 'b.shop.io', 'c.shop.io'].flatMap((name) => [
      endpoint(name, 'A', ['192.0.2.1'], {alias: 'true'}),
      endpoint(name, 'AAAA', ['2001:db8::1'], {alias: 'true'}),
    ])
    const other = {origins: [{kind: 'Service', namespace: 'shop', name: 'other', field: 'annotation hostname'}]}
    const warned = adjustEndpoints(
      [
        ...requests,
        endpoint('o.shop.io', 'AAAA', ['2001:db8::2'], {alias: 'true'}, other),
        endpoint('l.shop.io', 'CNAME', [LB], {alias: 'true'}),
        endpoint('p.shop.io', 'A', ['192.0.2.1'], {}),
      ],
      settings(),
    )
    expect(warned.warnings.map(({warning}) => warning)).toEqual([
      'no alias for a.shop.io and 2 more hosts: 192.0.2.1 is an address, so the record is a plain A',
      'no alias for o.shop.io: 2001:db8::2 is an address, so the record is a plain AAAA',
    ])
  })

  const aliasTwins = ['A alias=true aws/evaluate-target-health=true', 'AAAA alias=true aws/evaluate-target-health=true']

  // The rules of external-dns: docs/external-dns-behaviour.md#aliases.
  it.each<[string, string, string, Record<string, string>, readonly string[]]>([
    ['CNAME to a load balancer', 'CNAME', LB, {}, aliasTwins],
    ['CNAME with unknown text', 'CNAME', LB, {alias: 'yes'}, aliasTwins],
    ['CNAME to another host', 'CNAME', 'x.example.net', {}, ['CNAME alias=false']],
    ['CNAME to another host, alias wanted', 'CNAME', 'x.example.net', {alias: 'true'}, aliasTwins],
    [
      'CNAME that wants none',
      'CNAME',
      LB,
      {alias: 'false', 'aws/evaluate-target-health': 'true'},
      ['CNAME alias=false'],
    ],
    ['CNAME, A only', 'CNAME', LB, {alias: 'A'}, aliasTwins.slice(0, 1)],
    ['CNAME, AAAA only', 'CNAME', LB, {alias: 'AAAA'}, aliasTwins.slice(1)],
    [
      'CNAME with its own wish about health',
      'CNAME',
      LB,
      {'aws/evaluate-target-health': 'no'},
      ['A alias=true aws/evaluate-target-health=false', 'AAAA alias=true aws/evaluate-target-health=false'],
    ],
    ['A alias', 'A', LB, {alias: 'true'}, aliasTwins.slice(0, 1)],
    ['plain A', 'A', '192.0.2.1', {'aws/evaluate-target-health': 'true'}, ['A']],
    ['A with unknown text', 'A', '192.0.2.1', {alias: 'A'}, ['A']],
    ['AAAA that wants none', 'AAAA', '2001:db8::1', {alias: 'false'}, ['AAAA']],
    [
      'other types',
      'MX',
      '10 mail.io',
      {alias: 'true', 'aws/evaluate-target-health': 'x'},
      ['MX alias=true aws/evaluate-target-health=x'],
    ],
  ])('%s', (_case, type, target, properties, expected) => {
    expect(outcome(endpoint('www.shop.io', type, [target], properties))).toEqual(expected)
  })

  it('leaves a CNAME alone with --aws-prefer-cname, unless its object wants an alias', () => {
    expect(outcome(endpoint('a.io', 'CNAME', [LB]), {prefersCname: true})).toEqual(['CNAME alias=false'])
    expect(outcome(endpoint('a.io', 'CNAME', [LB], {alias: 'true'}), {prefersCname: true})).toEqual(aliasTwins)
  })

  it('takes the health evaluation of --no-aws-evaluate-target-health', () => {
    expect(outcome(endpoint('a.io', 'A', [LB], {alias: 'true'}), {evaluatesTargetHealth: false})).toEqual([
      'A alias=true aws/evaluate-target-health=false',
    ])
    const asked = endpoint('a.io', 'A', [LB], {alias: 'true', 'aws/evaluate-target-health': 'true'})
    expect(outcome(asked, {evaluatesTargetHealth: false})).toEqual(aliasTwins.slice(0, 1))
  })

  it('marks the AAAA that no object wrote', () => {
    const wanted = [endpoint('a.io', 'CNAME', [LB]), endpoint('b.io', 'CNAME', [LB], {alias: 'AAAA'})]
    const twins = adjustEndpoints(wanted, settings()).endpoints.map(({dnsName, recordType, isTwin = false}) => [
      dnsName,
      recordType,
      isTwin,
    ])
    expect(twins).toEqual([
      ['a.io', 'A', false],
      ['b.io', 'AAAA', false],
      ['a.io', 'AAAA', true],
    ])
  })

  it('puts the AAAA twins behind all others', () => {
    const wanted = [endpoint('a.io', 'CNAME', [LB]), endpoint('b.io', 'A', ['192.0.2.1'])]
    const names = adjustEndpoints(wanted, settings()).endpoints.map((each) => `${each.dnsName} ${each.recordType}`)
    expect(names).toEqual(['a.io A', 'b.io A', 'a.io AAAA'])
  })

  it('gives geoproximity a bias', () => {
    const near = {'aws/geoproximity-region': 'eu-west-1'}
    const identified = {setIdentifier: 'eu'}
    expect(outcome(endpoint('a.io', 'A', ['192.0.2.1'], near, identified))).toEqual([
      'A aws/geoproximity-bias=0 aws/geoproximity-region=eu-west-1',
    ])
    expect(outcome(endpoint('a.io', 'AAAA', ['2001:db8::1'], near, identified))).toEqual([
      'AAAA aws/geoproximity-bias=0 aws/geoproximity-region=eu-west-1',
    ])
    expect(outcome(endpoint('a.io', 'CNAME', ['b.io'], near, identified))).toEqual([
      'CNAME alias=false aws/geoproximity-bias=0 aws/geoproximity-region=eu-west-1',
    ])
    expect(outcome(endpoint('a.io', 'A', ['192.0.2.1'], near))).toEqual(['A aws/geoproximity-region=eu-west-1'])
    expect(outcome(endpoint('a.io', 'TXT', ['x'], near, identified))).toEqual(['TXT aws/geoproximity-region=eu-west-1'])
    expect(outcome(endpoint('a.io', 'A', ['192.0.2.1'], {...near, 'aws/geoproximity-bias': '7'}, identified))).toEqual([
      'A aws/geoproximity-bias=7 aws/geoproximity-region=eu-west-1',
    ])
  })

  it('warns of a host of AWS whose zone it does not know', () => {
    const host = 'foo.s3-website-eu-west-1.amazonaws.com'
    const {warnings} = adjustEndpoints([endpoint('www.shop.io', 'CNAME', [host])], settings())
    expect(warnings).toEqual([
      {
        origin: expect.objectContaining({kind: 'Service', name: 'web'}),
        warning: `www.shop.io stays a CNAME: ${host} is in no known zone of AWS (a new region?)`,
      },
    ])
    const decided = [endpoint('a.io', 'CNAME', [host], {alias: 'false'}), endpoint('b.io', 'CNAME', [LB])]
    expect(adjustEndpoints(decided, settings()).warnings).toEqual([])
    expect(adjustEndpoints([endpoint('a.io', 'NS', [host])], settings()).warnings).toEqual([])
    expect(adjustEndpoints([endpoint('a.io', 'CNAME', [host])], settings({prefersCname: true})).warnings).toEqual([])
  })
})
