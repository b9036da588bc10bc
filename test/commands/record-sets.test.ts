import {describe, expect, it} from 'vitest'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {recordSet} from './objects.js'
import {AS_PROD, type Stage, stage, ZONE_ID} from './stage.js'

// Takes every routing policy and every type of Route 53 through its life: created, read back unchanged, updated,
// deleted.

interface Wanted {
  readonly dnsName?: string
  readonly recordType: string
  readonly targets: readonly string[]
  readonly setIdentifier?: string
  readonly properties?: Readonly<Record<string, string>>
}

const LB = 'lb-1.eu-west-1.elb.amazonaws.com'
const REVERSE = {name: '2.0.192.in-addr.arpa', id: 'Z0REVERSE'}

function endpoints(...wantedEndpoints: readonly Wanted[]): KubernetesObject {
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: {name: 'e', namespace: 'web'},
    spec: {
      endpoints: wantedEndpoints.map(({properties = {}, ...wanted}) => ({
        dnsName: 'host.example.com',
        ...wanted,
        providerSpecific: Object.entries(properties).map(([name, value]) => ({name, value})),
      })),
    },
  }
}

async function scene(): Promise<Stage> {
  return stage({route53: {zones: [{name: 'example.com', id: ZONE_ID}, REVERSE]}})
}

const ALL_TYPES = 'A AAAA CNAME TXT MX SRV NS NAPTR PTR CAA DS TLSA SSHFP SVCB HTTPS'.split(' ')
const FLAGS = [
  '--source=crd',
  '--policy=sync',
  AS_PROD,
  '--max-deletes=100%',
  ...ALL_TYPES.map((type) => `--managed-record-types=${type}`),
]

/** The record sets of the host without its ownership TXT. */
function stored({route53}: Stage): readonly RecordSet[] {
  return [ZONE_ID, REVERSE.id]
    .flatMap((id) => route53.zone(id).records)
    .filter(({ResourceRecords = []}) => !ResourceRecords.some(({Value}) => Value.includes('heritage=')))
}

async function apply(at: Stage, ...wantedEndpoints: readonly Wanted[]): Promise<readonly RecordSet[]> {
  at.cluster.setObjects(wantedEndpoints.length === 0 ? [] : [endpoints(...wantedEndpoints)])
  const {stdout, stderr, exitCode} = await at.run('apply', '--yes', ...FLAGS)
  expect({stdout, stderr, exitCode}).toMatchObject({exitCode: 0})
  expect(stdout).toMatch(/Applied (\d+) of \1 host/)
  const plan = await at.run('plan', '--detailed-exitcode', ...FLAGS)
  expect(plan.exitCode, plan.stdout).toBe(0)
  return stored(at)
}

/** The number of batches; each contains whole hosts. */
function calls({route53}: Stage): number {
  return route53.calls.counts().ChangeResourceRecordSets ?? 0
}

async function live(
  before: Wanted,
  after: Wanted,
  made: Partial<RecordSet>,
  changed: Partial<RecordSet>,
): Promise<void> {
  const at = await scene()
  expect(await apply(at, before)).toMatchObject([made])
  expect(calls(at)).toBe(1)
  expect(await apply(at, after)).toMatchObject([changed])
  expect(calls(at)).toBe(2)
  expect(await apply(at)).toEqual([])
  expect(calls(at)).toBe(3)
  expect([...at.names(), ...at.names(REVERSE.id)]).toEqual([])
}

describe('every type', () => {
  it.each<[type: string, before: readonly string[], after: readonly string[], dnsName?: string]>([
    ['A', ['192.0.2.1'], ['192.0.2.2', '192.0.2.1']],
    ['AAAA', ['2001:db8::1'], ['2001:db8::2']],
    ['CNAME', ['a.example.net'], ['b.example.net']],
    ['TXT', ['"hello world"'], [`"${'x'.repeat(255)}" "y"`]],
    ['MX', ['10 mail.example.net'], ['10 mail.example.net', '20 mx.example.net']],
    ['SRV', ['0 50 5060 sip.example.net.'], ['1 50 5060 sip.example.net.'], '_sip._tcp.example.com'],
    ['NS', ['ns1.example.net'], ['ns2.example.net']],
    ['NAPTR', ['100 50 "s" "SIP+D2U" "" _sip._udp.example.com.'], ['1 2 "u" "E2U+sip" "!^.*$!sip:a@b.c!" .']],
    ['PTR', ['host.example.com'], ['other.example.com'], '10.2.0.192.in-addr.arpa'],
    ['CAA', ['0 issue "ca.example.net"'], ['128 issuewild ";"']],
    ['DS', ['12345 13 2 ABCD'], ['12345 13 2 ABCE']],
    ['TLSA', ['3 1 1 ABCD'], ['3 1 1 ABCE'], '_443._tcp.example.com'],
    ['SSHFP', ['4 2 ABCD'], ['4 2 ABCE']],
    ['SVCB', ['1 svc.example.net. alpn="h2"'], ['2 svc.example.net. alpn="h3"']],
    ['HTTPS', ['1 . alpn="h2"'], ['1 . alpn="h3"']],
  ])('%s is made, found again, changed and deleted', async (recordType, before, after, dnsName) => {
    const name = dnsName === undefined ? {} : {dnsName}
    const values = (some: readonly string[]) => ({
      Type: recordType,
      ResourceRecords: some.map((value) => ({Value: value})),
    })
    await live(
      {recordType, targets: before, ...name},
      {recordType, targets: after, ...name},
      values(before),
      values([...after].sort()),
    )
  })
})

describe('the ownership TXT of a type that its name does not contain', () => {
  it('is not taken for the TXT in the old format of a host with that name', async () => {
    const at = await scene()
    await apply(at, {recordType: 'CAA', targets: ['0 issue "ca.example.net"']})
    const theirs = recordSet('caa-host.example.com', '192.0.2.99')
    at.route53.putRecordSet(ZONE_ID, theirs)
    expect(await apply(at)).toMatchObject([{Type: 'A', ResourceRecords: [{Value: '192.0.2.99'}]}])
  })
})

describe('every routing policy', () => {
  it.each<
    [
      policy: string,
      before: Record<string, string>,
      after: Record<string, string>,
      made: Partial<RecordSet>,
      changed: Partial<RecordSet>,
    ]
  >([
    ['weighted', {'aws/weight': '10'}, {'aws/weight': '0'}, {Weight: 10}, {Weight: 0}],
    ['latency', {'aws/region': 'eu-west-1'}, {'aws/region': 'us-east-1'}, {Region: 'eu-west-1'}, {Region: 'us-east-1'}],
    [
      'failover with a health check',
      {'aws/failover': 'PRIMARY', 'aws/health-check-id': 'hc-1'},
      {'aws/failover': 'PRIMARY', 'aws/health-check-id': 'hc-2'},
      {Failover: 'PRIMARY', HealthCheckId: 'hc-1'},
      {Failover: 'PRIMARY', HealthCheckId: 'hc-2'},
    ],
    [
      'multivalue',
      {'aws/multi-value-answer': ''},
      {'aws/multi-value-answer': '', 'aws/health-check-id': 'hc-1'},
      {MultiValueAnswer: true},
      {MultiValueAnswer: true, HealthCheckId: 'hc-1'},
    ],
    [
      'geolocation by continent, then by country and subdivision',
      {'aws/geolocation-continent-code': 'EU'},
      {'aws/geolocation-country-code': 'US', 'aws/geolocation-subdivision-code': 'NY'},
      {GeoLocation: {ContinentCode: 'EU'}},
      {GeoLocation: {CountryCode: 'US', SubdivisionCode: 'NY'}},
    ],
    [
      'geolocation for everybody else',
      {'aws/geolocation-country-code': '*'},
      {'aws/geolocation-country-code': 'DE'},
      {GeoLocation: {CountryCode: '*'}},
      {GeoLocation: {CountryCode: 'DE'}},
    ],
    [
      'geoproximity by region with bias',
      {'aws/geoproximity-region': 'eu-west-1', 'aws/geoproximity-bias': '10'},
      {'aws/geoproximity-region': 'eu-west-1', 'aws/geoproximity-bias': '-5'},
      {GeoProximityLocation: {AWSRegion: 'eu-west-1', Bias: 10}},
      {GeoProximityLocation: {AWSRegion: 'eu-west-1', Bias: -5}},
    ],
    [
      'geoproximity by coordinates',
      {'aws/geoproximity-coordinates': '49.22,-74.01'},
      {'aws/geoproximity-coordinates': '49.22,-74.02', 'aws/geoproximity-bias': '3'},
      {GeoProximityLocation: {Coordinates: {Latitude: '49.22', Longitude: '-74.01'}, Bias: 0}},
      {GeoProximityLocation: {Coordinates: {Latitude: '49.22', Longitude: '-74.02'}, Bias: 3}},
    ],
  ])('%s is made, found again, changed and deleted', async (_policy, before, after, made, changed) => {
    const wanted = {recordType: 'A', targets: ['192.0.2.1'], setIdentifier: 'one'}
    await live({...wanted, properties: before}, {...wanted, properties: after}, made, changed)
  })

  it('geoproximity that was stored without a bias is found as it was made, changed and deleted', async () => {
    const at = await scene()
    const wanted = (region: string): Wanted => ({
      recordType: 'A',
      targets: ['192.0.2.1'],
      setIdentifier: 'one',
      properties: {'aws/geoproximity-region': region},
    })
    const storeWithoutBias = () => {
      const records = at.route53.zone(ZONE_ID).records
      for (const {GeoProximityLocation: near, ...set} of records) {
        const {Bias: _bias, ...place} = near ?? {}
        at.route53.putRecordSet(ZONE_ID, {...set, ...(near !== undefined && {GeoProximityLocation: place})})
      }
    }
    await apply(at, wanted('eu-west-1'))
    storeWithoutBias()
    expect((await at.run('plan', '--detailed-exitcode', ...FLAGS)).exitCode).toBe(0)
    expect(await apply(at, wanted('us-east-1'))).toMatchObject([{GeoProximityLocation: {AWSRegion: 'us-east-1'}}])
    storeWithoutBias()
    expect(await apply(at)).toEqual([])
    expect(at.names()).toEqual([])
  })

  it('CIDR routing, which no object can ask for, is left as it is beside what is ours', async () => {
    const cidr: RecordSet = {
      Name: 'cidr.example.com',
      Type: 'A',
      TTL: 300,
      SetIdentifier: 'office',
      CidrRoutingConfig: {CollectionId: '11111111-2222-3333-4444-555555555555', LocationName: 'office'},
      ResourceRecords: [{Value: '192.0.2.1'}],
    }
    const at = await stage({records: [cidr]})
    const before = at.route53.zone(ZONE_ID).records
    at.cluster.setObjects([endpoints({recordType: 'A', targets: ['192.0.2.2']})])
    expect((await at.run('apply', '--yes', ...FLAGS)).exitCode).toBe(0)
    expect(at.route53.zone(ZONE_ID).records).toEqual(expect.arrayContaining([...before]))
  })
})

describe('an alias', () => {
  const wanted = {recordType: 'CNAME', targets: [LB]}
  const aliases = (evaluatesHealth: boolean) =>
    ['A', 'AAAA'].map((Type) => ({Type, AliasTarget: {EvaluateTargetHealth: evaluatesHealth}}))

  it('with and without health evaluation is made, found again, changed and deleted', async () => {
    const at = await scene()
    expect(await apply(at, wanted)).toMatchObject(aliases(true))
    const off = {...wanted, properties: {'aws/evaluate-target-health': 'false'}}
    expect(await apply(at, off)).toMatchObject(aliases(false))
    expect(await apply(at)).toEqual([])
  })

  it('to a zone that the object names is found again and deleted with that zone', async () => {
    const at = await scene()
    const target = {'aws/target-hosted-zone': 'Z32O12XQLNTSW2', alias: 'true'}
    const named = {recordType: 'CNAME', targets: [LB], properties: target}
    expect(await apply(at, named)).toMatchObject([
      {Type: 'A', AliasTarget: {HostedZoneId: 'Z32O12XQLNTSW2'}},
      {Type: 'AAAA', AliasTarget: {HostedZoneId: 'Z32O12XQLNTSW2'}},
    ])
    expect(await apply(at)).toEqual([])
  })
})

describe('a change of', () => {
  const set = (setIdentifier: string, properties: Record<string, string>): Wanted => ({
    recordType: 'A',
    targets: ['192.0.2.1'],
    setIdentifier,
    properties,
  })
  const simple: Wanted = {recordType: 'A', targets: ['192.0.2.1']}

  it.each<[what: string, before: readonly Wanted[], after: readonly Wanted[], stored: readonly Partial<RecordSet>[]]>([
    ['simple to weighted', [simple], [set('v1', {'aws/weight': '5'})], [{SetIdentifier: 'v1', Weight: 5}]],
    ['weighted to simple', [set('v1', {'aws/weight': '5'})], [simple], [{Type: 'A'}]],
    [
      'the set identifier',
      [set('v1', {'aws/weight': '5'})],
      [set('v2', {'aws/weight': '5'})],
      [{SetIdentifier: 'v2', Weight: 5}],
    ],
    [
      'the policy of two sets',
      [set('v1', {'aws/weight': '5'}), set('v2', {'aws/weight': '6'})],
      [set('v1', {'aws/region': 'eu-west-1'}), set('v2', {'aws/region': 'us-east-1'})],
      [{Region: 'eu-west-1'}, {Region: 'us-east-1'}],
    ],
    [
      'multivalue to simple, which external-dns sends as an UPSERT that is refused',
      [set('v1', {'aws/multi-value-answer': ''})],
      [simple],
      [{Type: 'A'}],
    ],
    [
      'geoproximity to latency under one identifier',
      [set('v1', {'aws/geoproximity-region': 'eu-west-1'})],
      [set('v1', {'aws/region': 'eu-west-1'})],
      [{Region: 'eu-west-1'}],
    ],
    [
      'CNAME to alias',
      [{recordType: 'CNAME', targets: ['a.example.net']}],
      [{recordType: 'CNAME', targets: [LB]}],
      [{Type: 'A'}, {Type: 'AAAA'}],
    ],
  ])('%s is one batch', async (_what, before, after, wanted) => {
    const at = await scene()
    await apply(at, ...before)
    expect(await apply(at, ...after)).toMatchObject(wanted)
    expect(calls(at)).toBe(2)
  })

  it("the policy is blocked by another owner's sibling set, which is named", async () => {
    const weighted = (id: string, extra: Partial<RecordSet>): RecordSet => ({
      Name: 'host.example.com',
      Type: 'A',
      TTL: 300,
      SetIdentifier: id,
      Weight: 1,
      ResourceRecords: [{Value: '192.0.2.9'}],
      ...extra,
    })
    const text = '"heritage=external-dns,external-dns/owner=blue,external-dns/resource=service/web/x"'
    const theirs = [
      weighted('theirs', {}),
      weighted('theirs', {Name: 'a-host.example.com', Type: 'TXT', ResourceRecords: [{Value: text}]}),
    ]
    const at = await stage({route53: {zones: [{name: 'example.com', id: ZONE_ID, records: theirs}, REVERSE]}})
    expect(await apply(at, set('v1', {'aws/weight': '5'}))).toHaveLength(2)
    at.cluster.setObjects([endpoints(set('v1', {'aws/region': 'eu-west-1'}))])
    const {stdout, exitCode} = await at.run('plan', '--detailed-exitcode', ...FLAGS)
    expect(stdout).toMatch(/! host\.example\.com[\s\S]*owner blue/)
    expect(exitCode).toBe(0)
    expect(calls(at)).toBe(1)
  })
})
