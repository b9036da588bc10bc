import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../../src/dns/endpoint.js'
import type {DesiredRecordSet} from '../../../src/plan/plan-input.js'
import {toDesiredRecordSet} from '../../../src/route53/records/desired-record-set.js'
import {adjustEndpoints} from '../../../src/route53/records/endpoint-adjustment.js'
import {endpoint, name, settings, zone} from '../builders.js'

const LB = 'lb-1.eu-west-1.elb.amazonaws.com'
const shop = zone('shop.io', 'Z1')
/** The zones of the account. */
const zones = [shop, zone('eu.shop.io', 'Z2'), zone('shop.de', 'Z3')]

/** The record set of one endpoint after all steps; the first one if there are two. */
function desire(wanted: Endpoint, changes = {}): DesiredRecordSet {
  const parsed = tryDesire(wanted, changes)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.value
}

function tryDesire(wanted: Endpoint, changes = {}) {
  const [adjusted = wanted] = adjustEndpoints([wanted], settings(changes)).endpoints
  return toDesiredRecordSet(adjusted, name(wanted.dnsName), shop, zones)
}

function problemOf(wanted: Endpoint): string {
  const parsed = tryDesire(wanted)
  return parsed.ok ? 'none' : parsed.problem
}

/** An A with a set identifier and these properties. */
function routed(properties: Record<string, string>, changes: Partial<Endpoint> = {}): Endpoint {
  return endpoint('www.shop.io', 'A', ['192.0.2.1'], properties, {setIdentifier: 'eu', ...changes})
}

const fromCrd = {origins: [{kind: 'DNSEndpoint', namespace: 'shop', name: 'd', field: 'spec.endpoints[0]'}]}

describe('plain record sets', () => {
  it('have the values in the order given and 300 s where the object names no TTL', () => {
    const desired = desire(endpoint('www.shop.io', 'A', ['192.0.2.2', '192.0.2.1']))
    expect(desired).toEqual({
      recordSet: {
        name: 'www.shop.io',
        type: 'A',
        setIdentifier: undefined,
        data: {kind: 'values', ttlSeconds: 300, values: ['192.0.2.2', '192.0.2.1']},
        routing: {kind: 'simple'},
        healthCheckId: undefined,
        trafficPolicyInstanceId: undefined,
      },
      ttlIsChosen: false,
      aliasZoneIsChosen: false,
      notes: [],
    })
  })

  it('have the TTL that the object names', () => {
    const desired = desire(endpoint('www.shop.io', 'A', ['192.0.2.1'], {}, {ttlSeconds: 60}))
    expect(desired).toMatchObject({ttlIsChosen: true, recordSet: {data: {ttlSeconds: 60}}})
  })

  it.each<[string, readonly string[], readonly string[]]>([
    ['A', ['192.0.2.1', '192.0.2.1'], ['192.0.2.1']],
    ['AAAA', ['2001:db8::1', '2001:DB8::0001', '2001:db8::2'], ['2001:db8::1', '2001:db8::2']],
    ['CNAME', ['Other.Example.net'], ['Other.Example.net']],
    ['CNAME', ['bücher.example'], ['xn--bcher-kva.example']],
    ['NS', ['ns.bücher.example'], ['ns.xn--bcher-kva.example']],
    ['PTR', ['Bücher.example'], ['xn--bcher-kva.example']],
    ['MX', ['10 bücher.example.'], ['10 xn--bcher-kva.example']],
    ['SRV', ['0 50 443 bücher.example.'], ['0 50 443 xn--bcher-kva.example']],
    ['NAPTR', ['1 1 "s" "SIP+D2U" "" bücher.example.'], ['1 1 "s" "SIP+D2U" "" xn--bcher-kva.example']],
    ['HTTPS', ['1 bücher.example. alpn="h2"'], ['1 xn--bcher-kva.example alpn="h2"']],
    ['SVCB', ['0 bücher.example.'], ['0 xn--bcher-kva.example']],
    ['CNAME', ['a.io', 'A.io'], ['a.io']],
    ['MX', ['10 mail.shop.io'], ['10 mail.shop.io']],
    ['MX', ['010  Mail.shop.io.', '10 mail.shop.io'], ['10 Mail.shop.io.']],
    ['SRV', [' 0  0 0443 host.shop.io. '], ['0 0 443 host.shop.io.']],
    ['CAA', ['0  issue   "a  b"'], ['0 issue "a  b"']],
    ['HTTPS', ['1  . alpn="h2,h3"'], ['1 . alpn="h2,h3"']],
    ['CAA', ['0 issue "left open'], ['0 issue "left open']],
    ['TXT', ['"ab" "c"', '"abc"'], ['"ab" "c"', '"abc"']],
    ['SPF', ['"ab" "c"', '"abc"'], ['"ab" "c"', '"abc"']],
    ['SPF', ['v=spf1 -all'], ['"v=spf1 -all"']],
    ['TXT', ['v=spf1 -all', '"as is"'], ['"v=spf1 -all"', '"as is"']],
    ['SRV', ['0 0 443 host.shop.io.'], ['0 0 443 host.shop.io.']],
  ])('of type %s with targets %j hold %j', (type, targets, expected) => {
    expect(desire(endpoint('www.shop.io', type, targets)).recordSet.data).toMatchObject({values: expected})
  })

  it.each<[string, readonly string[], string]>([
    ['DNAME', ['a.io'], 'Route 53 holds no record sets of type DNAME'],
    ['WKS', ['a.io'], 'Route 53 holds no record sets of type WKS'],
    ['A', [], 'the A record has no target'],
    ['CNAME', ['a.io', 'b.io'], 'a CNAME has one target, not 2: a.io, b.io'],
  ])('of type %s with targets %j are refused: %s', (type, targets, expected) => {
    expect(problemOf(endpoint('www.shop.io', type, targets))).toBe(expected)
  })
})

describe('aliases', () => {
  it.each<[string, string, Record<string, string>, {zoneId: string; evaluatesTargetHealth: boolean}, boolean]>([
    ['a load balancer', LB, {}, {zoneId: 'Z32O12XQLNTSW2', evaluatesTargetHealth: true}, false],
    [
      'a name of the zone in Unicode',
      'bücher.shop.io',
      {alias: 'true'},
      {zoneId: 'Z1', evaluatesTargetHealth: true},
      false,
    ],
    ['a name of the zone', 'api.shop.io', {alias: 'true'}, {zoneId: 'Z1', evaluatesTargetHealth: true}, false],
    [
      'a name of the zone, which the object names',
      'api.shop.io',
      {alias: 'true', 'aws/target-hosted-zone': 'Z1'},
      {zoneId: 'Z1', evaluatesTargetHealth: true},
      true,
    ],
    [
      'a zone that the object names',
      'svc.example.aws',
      {alias: 'true', 'aws/target-hosted-zone': '/hostedzone/ZCUSTOM'},
      {zoneId: 'ZCUSTOM', evaluatesTargetHealth: true},
      true,
    ],
    [
      'a known host, with its zone named by the object',
      LB,
      {'aws/target-hosted-zone': 'Z32O12XQLNTSW2', 'aws/evaluate-target-health': 'false'},
      {zoneId: 'Z32O12XQLNTSW2', evaluatesTargetHealth: false},
      true,
    ],
  ])('point to %s', (_case, target, properties, expected, aliasZoneIsChosen) => {
    const desired = desire(endpoint('www.shop.io', 'CNAME', [target], properties, {ttlSeconds: 60}))
    const dnsName = target.replace('bücher', 'xn--bcher-kva')
    expect(desired.recordSet.data).toEqual({kind: 'alias', target: {dnsName, ...expected}})
    const notes = ['the TTL 60 has no effect: an alias has none']
    expect(desired).toMatchObject({aliasZoneIsChosen, ttlIsChosen: false, notes})
  })

  it.each<[string, string, string]>([
    [
      LB,
      'Z1',
      `annotation aws-target-hosted-zone names Z1, but ${LB} is in zone Z32O12XQLNTSW2 of AWS: drop it (the zone of the record itself is chosen by annotation aws-hosted-zone-id)`,
    ],
    [
      LB.toUpperCase().replace('AMAZONAWS.COM', 'amazonaws.com'),
      'Z35SXDOTRQ7X7K',
      `annotation aws-target-hosted-zone names Z35SXDOTRQ7X7K, but ${LB} is in zone Z32O12XQLNTSW2 of AWS: drop it`,
    ],
    [
      'api.shop.io',
      'Z9',
      "annotation aws-target-hosted-zone names Z9, but api.shop.io is in the record's own zone shop.io (Z1): drop it",
    ],
    [
      'x.example.net',
      '/hostedzone/Z1',
      "annotation aws-target-hosted-zone names Z1, the record's own zone, but x.example.net is not in it: name the zone of that host (the zone of the record itself is chosen by annotation aws-hosted-zone-id)",
    ],
    [
      'x.example.net',
      'Z32O12XQLNTSW2',
      'annotation aws-target-hosted-zone names Z32O12XQLNTSW2, a zone of AWS, but x.example.net is not in it: name the zone of that host',
    ],
    [
      'x.example.net',
      'Z3',
      'annotation aws-target-hosted-zone names Z3, a hosted zone of yours, but x.example.net is not in it: name the zone of that host',
    ],
    [
      'www.shop.de',
      'Z3',
      'annotation aws-target-hosted-zone names Z3, another hosted zone of yours: an alias can point only into its own zone or to AWS, a CNAME can point anywhere',
    ],
    [
      'web.eu.shop.io',
      'Z2',
      'annotation aws-target-hosted-zone names Z2, another hosted zone of yours: an alias can point only into its own zone or to AWS, a CNAME can point anywhere',
    ],
    [
      'web.shop.io',
      'Z3',
      "annotation aws-target-hosted-zone names Z3, but web.shop.io is in the record's own zone shop.io (Z1): drop it",
    ],
  ])('to %s with the wrong zone %s have a problem that names what is to blame', (target, zoneId, expected) => {
    const properties = {alias: 'true', 'aws/target-hosted-zone': zoneId}
    expect(problemOf(endpoint('www.shop.io', 'CNAME', [target], properties))).toBe(expected)
  })

  const twin = zone('shop.io', 'Z4', {isPrivate: true})
  const ofAws = zone('eu-west-1.elb.amazonaws.com', 'Z5', {isPrivate: true})
  const chosen = (id: string) => ({alias: 'true', 'aws/target-hosted-zone': id})

  it.each<[string, string, Record<string, string>, object]>([
    ['a host of AWS, though a zone of ours has its name', LB, {alias: 'true'}, {zoneId: 'Z32O12XQLNTSW2'}],
    ['the zone that the object names, which is not listed', 'www.shop.de', chosen('ZELSE'), {zoneId: 'ZELSE'}],
  ])('point to %s', (_case, target, properties, expected) => {
    const endpoints = endpoint('www.shop.io', 'A', [target], properties)
    const desired = toDesiredRecordSet(endpoints, name('www.shop.io'), shop, [...zones, ofAws])
    expect(desired).toMatchObject({ok: true, value: {recordSet: {data: {kind: 'alias', target: expected}}}})
  })

  it('into their own zone are told so where the object names its twin', () => {
    const endpoints = endpoint('www.shop.io', 'A', ['api.shop.io'], chosen('Z4'))
    expect(toDesiredRecordSet(endpoints, name('www.shop.io'), shop, [...zones, twin])).toEqual({
      ok: false,
      problem:
        "annotation aws-target-hosted-zone names Z4, but api.shop.io is in the record's own zone shop.io (Z1): drop it",
    })
  })

  it('to another zone that is read, without its name, are told that Route 53 allows none', () => {
    expect(problemOf(endpoint('www.shop.io', 'CNAME', ['WWW.shop.de.'], {alias: 'true'}))).toBe(
      'the alias target www.shop.de is in another hosted zone of yours: an alias can point only into its own zone or to AWS, a CNAME can point anywhere',
    )
  })

  it('write the target in lower case, without its final dot', () => {
    const desired = desire(endpoint('www.shop.io', 'A', ['API.shop.io.'], {alias: 'true'}))
    expect(desired.recordSet.data).toMatchObject({target: {dnsName: 'api.shop.io', zoneId: 'Z1'}})
  })

  it('to CloudFront are sent without health evaluation, and say so', () => {
    const desired = desire(endpoint('www.shop.io', 'CNAME', ['d1.cloudfront.net']))
    expect(desired.recordSet.data).toMatchObject({target: {zoneId: 'Z2FDTNDATAQYW2', evaluatesTargetHealth: false}})
    expect(desired.notes).toEqual(['health evaluation off: CloudFront refuses it'])
    const off = {'aws/evaluate-target-health': 'false'}
    expect(desire(endpoint('www.shop.io', 'CNAME', ['d1.cloudfront.net'], off)).notes).toEqual([])
  })

  it('take the first of several targets, and say so', () => {
    const desired = desire(endpoint('www.shop.io', 'CNAME', [LB, 'b.io', 'c.io']))
    expect(desired.recordSet.data).toMatchObject({target: {dnsName: LB}})
    expect(desired.notes).toEqual(['an alias has one target, not used: b.io, c.io'])
  })

  it('are not made of addresses', () => {
    const desired = desire(endpoint('www.shop.io', 'A', ['192.0.2.1'], {alias: 'true'}, {ttlSeconds: 60}))
    expect(desired.recordSet.data).toEqual({kind: 'values', ttlSeconds: 60, values: ['192.0.2.1']})
    expect(desired.notes).toEqual(['no alias: 192.0.2.1 is an address'])
  })
})

describe('routing', () => {
  // The rules of external-dns: docs/external-dns-behaviour.md#properties.
  it.each<[Record<string, string>, object, readonly string[]]>([
    [{'aws/weight': '10'}, {kind: 'weighted', weight: 10}, []],
    [{'aws/weight': '010'}, {kind: 'weighted', weight: 10}, []],
    [{'aws/weight': '-0'}, {kind: 'weighted', weight: 0}, []],
    [
      {'aws/weight': 'many'},
      {kind: 'weighted', weight: 0},
      ['annotation aws-weight "many" is not a whole number and counts as 0'],
    ],
    [
      {'aws/weight': '1.5'},
      {kind: 'weighted', weight: 0},
      ['annotation aws-weight "1.5" is not a whole number and counts as 0'],
    ],
    [{'aws/region': 'eu-west-1'}, {kind: 'latency', region: 'eu-west-1'}, []],
    [
      {'aws/geolocation-continent-code': 'NA', 'aws/geolocation-subdivision-code': 'CA'},
      {kind: 'geolocation', continentCode: 'NA', countryCode: undefined, subdivisionCode: undefined},
      ['annotation aws-geolocation-subdivision-code is ignored when a continent is set'],
    ],
    [{'aws/failover': 'PRIMARY'}, {kind: 'failover', role: 'PRIMARY'}, []],
    [{'aws/az-affinity': 'AvailabilityZone/use1-az1'}, {kind: 'az-affinity', text: 'AvailabilityZone/use1-az1'}, []],
    [{'aws/multi-value-answer': ''}, {kind: 'multivalue'}, []],
    [{'aws/multi-value-answer': 'true'}, {kind: 'multivalue'}, []],
    [
      {'aws/multi-value-answer': 'false'},
      {kind: 'multivalue'},
      ['annotation aws-multi-value-answer is on when it is present: its value "false" is ignored'],
    ],
    [
      {'aws/geolocation-continent-code': 'EU'},
      {kind: 'geolocation', continentCode: 'EU', countryCode: undefined, subdivisionCode: undefined},
      [],
    ],
    [
      {'aws/geolocation-country-code': 'US', 'aws/geolocation-subdivision-code': 'CA'},
      {kind: 'geolocation', continentCode: undefined, countryCode: 'US', subdivisionCode: 'CA'},
      [],
    ],
    [
      {'aws/geolocation-country-code': 'DE', 'aws/geolocation-continent-code': 'EU'},
      {kind: 'geolocation', continentCode: 'EU', countryCode: undefined, subdivisionCode: undefined},
      ['annotation aws-geolocation-country-code is ignored when a continent is set'],
    ],
    [
      {'aws/geoproximity-region': 'us-east-1', 'aws/geoproximity-bias': '10'},
      {kind: 'geoproximity', region: 'us-east-1', localZoneGroup: undefined, coordinates: undefined, bias: 10},
      [],
    ],
    [
      {'aws/geoproximity-region': 'us-east-1', 'aws/geoproximity-bias': '-2147483647'},
      {kind: 'geoproximity', region: 'us-east-1', bias: -2_147_483_647},
      [],
    ],
    [
      {'aws/geoproximity-region': 'us-east-1', 'aws/geoproximity-bias': '2147483648'},
      {kind: 'geoproximity', region: 'us-east-1', bias: 0},
      ['annotation aws-geoproximity-bias "2147483648" is not a whole number and counts as 0'],
    ],
    [
      {'aws/geoproximity-coordinates': '49.22,-74.01'},
      {
        kind: 'geoproximity',
        region: undefined,
        localZoneGroup: undefined,
        coordinates: {latitude: '49.22', longitude: '-74.01'},
        bias: 0,
      },
      [],
    ],
    [
      {'aws/geoproximity-local-zone-group': 'us-west-2-den-1', 'aws/geoproximity-bias': 'x'},
      {kind: 'geoproximity', region: undefined, localZoneGroup: 'us-west-2-den-1', coordinates: undefined, bias: 0},
      ['annotation aws-geoproximity-bias "x" is not a whole number and counts as 0'],
    ],
  ])('reads %j', (properties, expected, notes) => {
    const desired = desire(routed(properties))
    expect(desired.recordSet).toMatchObject({setIdentifier: 'eu', routing: expected})
    expect(desired.notes).toEqual(notes)
  })

  it.each([
    ['.25', '-.75'],
    ['+90', '-180'],
    ['0.', '0'],
  ])('takes the coordinates %s,%s', (latitude, longitude) => {
    const desired = desire(routed({'aws/geoproximity-coordinates': `${latitude},${longitude}`}))
    expect(desired).toMatchObject({notes: [], recordSet: {routing: {coordinates: {latitude, longitude}}}})
  })

  it.each(['49.22, -74.01', '49.22 ,-74.01', '1e1,0', '91,0', '0,181', '1', '1,2,3', 'x,y', ''])(
    'leaves the coordinates %j out',
    (text) => {
      const desired = desire(routed({'aws/geoproximity-coordinates': text}))
      expect(desired.recordSet.routing).toMatchObject({kind: 'geoproximity', coordinates: undefined})
      expect(desired.notes).toEqual([expect.stringContaining('annotation aws-geoproximity-coordinates')])
    },
  )

  it.each<[Endpoint, string]>([
    [routed({'aws/weight': '1'}, {setIdentifier: ''}), 'annotation aws-weight also needs annotation set-identifier'],
    [routed({}), 'annotation set-identifier "eu" also needs a routing policy, such as annotation aws-weight'],
    [
      routed({'aws/weight': '1', 'aws/region': 'eu-west-1'}),
      'annotation aws-weight, annotation aws-region ask for 2 routing policies, a record set has one',
    ],
    [routed({'aws/weight': '1'}, {setIdentifier: '', ...fromCrd}), 'property aws/weight also needs setIdentifier'],
  ])('is refused where it contradicts itself (%#)', (wanted, expected) => {
    expect(problemOf(wanted)).toBe(expected)
  })

  it('passes the health check on, with simple routing too', () => {
    expect(desire(routed({'aws/weight': '1', 'aws/health-check-id': 'hc-1'})).recordSet.healthCheckId).toBe('hc-1')
    const simple = endpoint('www.shop.io', 'A', ['192.0.2.1'], {'aws/health-check-id': 'hc-1'})
    expect(desire(simple).recordSet.healthCheckId).toBe('hc-1')
  })
})

it('makes an alias of addresses and hosts alone, whatever other types ask for', () => {
  const desired = desire(endpoint('www.shop.io', 'MX', ['10 mail.io'], {alias: 'true'}))
  expect(desired).toMatchObject({notes: [], recordSet: {data: {kind: 'values', values: ['10 mail.io']}}})
})

it('mentions properties that mean nothing, and none of other providers', () => {
  const properties = {'aws/wieght': '10', 'cloudflare/proxied': 'true', 'record-type': 'A', 'aws/hosted-zone-id': 'Z1'}
  expect(desire(endpoint('www.shop.io', 'A', ['192.0.2.1'], properties)).notes).toEqual([
    'unknown annotation aws-wieght is ignored',
  ])
  const plain = endpoint('www.shop.io', 'CNAME', ['a.io'], {'aws/target-hosted-zone': 'Z9'})
  expect(desire(plain).notes).toEqual(['annotation aws-target-hosted-zone is ignored: the record is not an alias'])
})
