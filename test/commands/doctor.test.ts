import {describe, expect, it} from 'vitest'
import {ingress, owned, service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, stage, ZONE_ID} from './stage.js'

interface Found {
  readonly area: string
  readonly check: string
  readonly verdict: string
  readonly detail: string
  readonly fix: readonly string[]
}

const FLAGS = [AS_PROD, '--domain-filter=example.com']

async function doctor(it: Stage, ...argv: readonly string[]) {
  const {stdout, stderr, exitCode} = await it.run('doctor', ...argv, '--json')
  const {findings} = JSON.parse(stdout) as {readonly findings: readonly Found[]}
  const of = (check: string) => findings.find((one) => one.check === check)
  return {findings, of, exitCode, stderr}
}

/** As a cluster answers to discovery that has TLSRoutes in v1alpha2 only. */
function withoutPresentTlsRoutes(answer: object): object {
  const {groupVersion = '', resources = []} = answer as {groupVersion?: string; resources?: readonly {name: string}[]}
  if (!/^gateway\.networking\.k8s\.io\/v1(alpha3)?$/.test(groupVersion)) return answer
  return {...answer, resources: resources.filter(({name}) => !name.startsWith('tlsroutes'))}
}

describe('doctor', () => {
  it('finds nothing wrong, and writes nothing', async () => {
    const it = await stage({objects: [ingress('front', 'www.example.com')], records: owned('gone.example.com')})
    const {findings, exitCode} = await doctor(it, ...FLAGS)
    expect(findings.map(({check, verdict}) => [check, verdict])).toEqual([
      ['owner', 'ok'],
      ['domain filter', 'ok'],
      ['policy', 'ok'],
      ['kubeconfig', 'ok'],
      ['api server', 'ok'],
      ['list services', 'ok'],
      ['list ingresses', 'ok'],
      ['list nodes', 'ok'],
      ['list pods', 'ok'],
      ['list endpointslices', 'ok'],
      ['identity', 'skipped'],
      ['zones', 'ok'],
      ['read example.com', 'ok'],
      ['zone example.com', 'ok'],
      ['protections example.com', 'ok'],
      ['write', 'skipped'],
    ])
    expect(exitCode).toBe(0)
    expectNoWrite(it)
    // As a plan with --full-read, and one call for each zone besides.
    const lists = Object.entries(it.cluster.calls.counts()).filter(([call]) => call.startsWith('list'))
    expect(lists).toEqual([
      ['list services', 1],
      ['list ingresses.networking.k8s.io', 1],
    ])
    expect(it.route53.calls.counts()).toMatchObject({ListHostedZones: 1, ListResourceRecordSets: 2})
  })

  it('warns of an owner that nobody chose and of domains that nobody named', async () => {
    const it = await stage()
    const {of, exitCode} = await doctor(it)
    expect(of('owner')).toMatchObject({
      verdict: 'warning',
      fix: [expect.stringContaining('--txt-owner-id'), expect.anything()],
    })
    expect(of('domain filter')).toMatchObject({verdict: 'warning', fix: [expect.stringContaining('--domain-filter')]})
    expect(exitCode).toBe(0)
  })

  it('prints the rule for a missing permission, as a warning for resources that are only used for targets', async () => {
    const it = await stage()
    it.cluster.deny({resource: 'ingresses'})
    it.cluster.deny({resource: 'nodes'})
    const {of, exitCode} = await doctor(it, ...FLAGS)
    expect(of('list ingresses')).toMatchObject({
      verdict: 'failed',
      detail: 'forbidden everywhere (source ingress)',
      fix: ['allow {apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["list"]}'],
    })
    expect(of('list nodes')).toMatchObject({verdict: 'warning'})
    expect(of('list services')).toMatchObject({verdict: 'ok'})
    expect(exitCode).toBe(1)
  })

  it('tells of TLSRoutes in a version that external-dns does not read any more', async () => {
    const it = await stage()
    const flags = [...FLAGS, '--source=gateway-tlsroute']
    expect((await doctor(it, ...flags)).of('list tlsroutes')).toMatchObject({verdict: 'ok'})
    it.cluster.addFault({times: Number.POSITIVE_INFINITY, action: {rewrite: withoutPresentTlsRoutes}})
    expect((await doctor(it, ...flags)).of('list tlsroutes')).toMatchObject({
      verdict: 'warning',
      detail:
        'allowed everywhere (source gateway-tlsroute); external-dns fails since 0.22: it needs v1, served is v1alpha2',
    })
  })

  it('asks for the namespace of --namespace', async () => {
    const it = await stage()
    it.cluster.deny({resource: 'services', namespace: ''})
    expect((await doctor(it, ...FLAGS)).of('list services')).toMatchObject({verdict: 'failed'})
    expect((await doctor(it, ...FLAGS, '--namespace=shop')).of('list services')).toMatchObject({
      verdict: 'ok',
      detail: 'allowed in namespace shop (source service)',
    })
  })

  it('reports a custom resource that is not installed', async () => {
    const it = await stage({served: []})
    const {of, exitCode} = await doctor(it, ...FLAGS, '--source=crd', '--source=service')
    expect(of('list dnsendpoints')).toMatchObject({
      verdict: 'failed',
      detail: 'The cluster does not know dnsendpoints.externaldns.k8s.io/v1alpha1 (source crd)',
      fix: [
        'install the DNSEndpoint CRD (kubectl api-resources --api-group=externaldns.k8s.io shows what is there)',
        'or drop the --source that reads it',
      ],
    })
    expect(of('list services')).toMatchObject({verdict: 'ok'})
    expect(exitCode).toBe(1)
  })

  it('asks for ListenerSets only with their flag, and advises to drop nothing that nobody set', async () => {
    const it = await stage({served: []})
    const flags = [...FLAGS, '--source=gateway-httproute']
    const without = await doctor(it, ...flags)
    expect(without.findings.map(({check}) => check)).not.toContain('list listenersets')
    expect(without.findings.flatMap(({fix}) => fix).join()).not.toMatch(/listener-?sets|unstructured/)
    expect((await doctor(it, ...flags, '--gateway-listener-sets')).of('list listenersets')).toMatchObject({
      verdict: 'failed',
      fix: [expect.stringContaining('install the ListenerSet CRD'), 'or drop --gateway-listener-sets'],
    })
  })

  it('goes on with AWS when there is no cluster, and the other way round', async () => {
    const it = await stage()
    const noCluster = await it.runWith({environment: it.with({KUBECONFIG: '/nowhere'})}, 'doctor', ...FLAGS)
    expect(noCluster.exitCode).toBe(1)
    expect(noCluster.stdout).toMatch(/kubeconfig.*failed/)
    expect(noCluster.stdout).toMatch(/read example\.com.*ok/)
    it.route53.addFault({operation: 'ListHostedZones', action: 'accessDenied', times: Number.POSITIVE_INFINITY})
    const {of, exitCode} = await doctor(it, ...FLAGS)
    expect(of('zones')).toMatchObject({
      verdict: 'failed',
      fix: ['allow route53:ListHostedZones on *'],
    })
    expect(of('list services')).toMatchObject({verdict: 'ok'})
    expect(exitCode).toBe(1)
  })

  it('says that a server does not answer, once', async () => {
    const it = await stage()
    it.cluster.addFault({action: 'resetConnection', times: Number.POSITIVE_INFINITY})
    const {of, findings} = await doctor(it, ...FLAGS)
    expect(of('api server')).toMatchObject({verdict: 'failed'})
    expect(findings.filter(({area, verdict}) => area === 'kubernetes' && verdict === 'failed')).toHaveLength(1)
  }, 30_000)

  it('says which zone may not be read, and that none is selected', async () => {
    const it = await stage()
    it.route53.addFault({operation: 'ListResourceRecordSets', action: 'accessDenied', times: Number.POSITIVE_INFINITY})
    expect((await doctor(it, ...FLAGS)).of('read example.com')).toMatchObject({verdict: 'failed'})
    const none = await doctor(it, AS_PROD, '--domain-filter=other.net')
    expect(none.of('zones')).toMatchObject({verdict: 'failed', detail: 'none of 1 is selected'})
    expect(none.exitCode).toBe(1)
  })

  it('lists what Route 53 has switched on for a zone, whatever it is called', async () => {
    const zones = [
      {
        name: 'example.com',
        id: ZONE_ID,
        features: {
          tier: 'ADVANCED',
          acceleratedRecovery: 'ENABLING_HOSTED_ZONE_LOCKED',
          guardrails: {NEW_CHECK: 'ENABLED', ALIAS_TARGET_CHECK: 'ENABLED'},
        },
      },
      {name: 'example.com', id: 'Z2', private: true, features: {tier: 'ADVANCED', publicDnsFallback: 'ENABLED'}},
    ] as const
    const it = await stage({route53: {zones}})
    it.route53.protect(ZONE_ID, 'mail.example.com', 'MX', 'ask ops')
    const {findings, exitCode} = await doctor(it, ...FLAGS)
    const zoneFindings = findings.filter(({check}) => check === 'zone example.com')
    expect(zoneFindings.map(({verdict, detail}) => [verdict, detail])).toEqual([
      [
        'warning',
        'tier ADVANCED; guardrails on: NS_FORMAT_CHECK, NS_DELEGATION_AUTHORITY_CHECK, ALIAS_TARGET_CHECK, NEW_CHECK; change history on; accelerated recovery ENABLING_HOSTED_ZONE_LOCKED; changes may fail: run again later',
      ],
      ['ok', 'tier ADVANCED; guardrails on: NS_FORMAT_CHECK; change history on; public DNS fallback on'],
    ])
    const protections = findings.filter(({check}) => check === 'protections example.com')
    expect(protections.map(({detail}) => detail)).toEqual(['mail.example.com MX', 'none'])
    expect(exitCode).toBe(0)
    expect(it.route53.calls.counts()).toMatchObject({GetHostedZone: 2, ListResourceRecordSetProtections: 2})
  })

  it('goes without tier, guardrails and protections where AWS does not tell them', async () => {
    const older = await stage({route53: {zones: [{name: 'example.com', id: ZONE_ID}], zoneElements: 'none'}})
    older.route53.addFault({
      operation: 'ListResourceRecordSetProtections',
      action: {code: 'InvalidAction', message: 'No such operation', status: 404},
    })
    const {of, exitCode} = await doctor(older, ...FLAGS)
    expect(of('zone example.com')).toMatchObject({verdict: 'skipped'})
    expect(of('protections example.com')).toMatchObject({
      verdict: 'warning',
      detail: expect.stringContaining('are not known'),
    })
    expect(exitCode).toBe(0)
    const denied = await stage()
    for (const operation of ['GetHostedZone', 'ListResourceRecordSetProtections'] as const) {
      denied.route53.addFault({operation, action: 'accessDenied'})
    }
    const second = await doctor(denied, ...FLAGS)
    expect(second.of('zone example.com')).toMatchObject({
      verdict: 'skipped',
      detail: expect.stringMatching(/^tier STANDARD; guardrails not known; .*GetHostedZone/),
      fix: ['allow route53:GetHostedZone'],
    })
    expect(second.of('protections example.com')).toMatchObject({
      verdict: 'warning',
      fix: [expect.stringContaining('route53:ListResourceRecordSetProtections')],
    })
    expect(second.exitCode).toBe(0)
  })

  it('asks no cluster with --manifests', async () => {
    const it = await stage()
    const {of} = await doctor(it, ...FLAGS, '--manifests=whatever.yaml')
    expect(of('cluster')).toMatchObject({verdict: 'skipped'})
    expect(it.cluster.calls.total()).toBe(0)
  })
})

describe('doctor --iam-policy', () => {
  const policy = async (it: Stage, ...argv: readonly string[]) =>
    JSON.parse((await it.run('doctor', '--iam-policy', ...argv)).stdout) as {
      readonly Statement: readonly {
        readonly Sid: string
        readonly Action: string[]
        readonly Resource: string[]
        readonly Condition?: object
      }[]
    }

  it('prints the least policy for the flags, and asks nobody', async () => {
    const it = await stage()
    const {Statement} = await policy(it, ...FLAGS, '--aws-zone-tags=env=prod')
    expect(Statement.map(({Sid, Action, Resource}) => [Sid, Action, Resource])).toEqual([
      ['ListZones', ['route53:ListHostedZones', 'route53:ListTagsForResources'], ['*']],
      [
        'ReadRecords',
        ['route53:ListResourceRecordSets', 'route53:ListResourceRecordSetProtections', 'route53:GetHostedZone'],
        ['arn:aws:route53:::hostedzone/*'],
      ],
      ['WriteRecords', ['route53:ChangeResourceRecordSets'], ['arn:aws:route53:::hostedzone/*']],
      ['WaitForChanges', ['route53:GetChange'], ['arn:aws:route53:::change/*']],
    ])
    expect(Statement[2]?.Condition).toEqual({
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsActions': ['CREATE', 'DELETE', 'UPSERT'],
        'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'AAAA', 'CNAME', 'TXT'],
      },
      'ForAllValues:StringLike': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['*.example.com', 'example.com'],
      },
    })
    expect(it.route53.calls.total() + it.cluster.calls.total()).toBe(0)
  })

  it('leaves writing out, names zones, roles and the table', async () => {
    const it = await stage()
    const readOnly = await policy(it, ...FLAGS, '--read-only', '--selected-zones')
    expect(readOnly.Statement.map(({Sid}) => Sid)).toEqual(['ListZones', 'ReadRecords'])
    expect(readOnly.Statement[1]?.Resource).toEqual([`arn:aws:route53:::hostedzone/${ZONE_ID}`])
    const role = 'arn:aws-cn:iam::111122223333:role/dns'
    const flags = [
      '--zone-id-filter=Z0EXAMPLE',
      `--aws-assume-role=${role}`,
      '--registry=dynamodb',
      '--dynamodb-table=dns',
    ]
    const {Statement} = await policy(it, ...FLAGS, ...flags)
    expect(Statement.find(({Sid}) => Sid === 'ReadRecords')?.Resource).toEqual([
      'arn:aws-cn:route53:::hostedzone/Z0EXAMPLE',
    ])
    expect(Statement.find(({Sid}) => Sid === 'TakeOnRoles')?.Resource).toEqual([role])
    expect(Statement.find(({Sid}) => Sid === 'KeepOwnership')?.Resource).toEqual(['arn:aws-cn:dynamodb:*:*:table/dns'])
  })

  it.each([
    ['txt', ['A', 'TXT'], ['CREATE', 'DELETE', 'UPSERT']],
    ['dynamodb', ['A', 'TXT'], ['CREATE', 'DELETE']],
    ['noop', ['A'], ['CREATE', 'DELETE']],
  ])('allows with --registry=%s the types %j and the actions %j', async (registry, types, actions) => {
    const it = await stage()
    const {Statement} = await policy(it, ...FLAGS, `--registry=${registry}`, '--managed-record-types=A')
    expect(Statement.find(({Sid}) => Sid === 'WriteRecords')?.Condition).toMatchObject({
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsRecordTypes': types,
        'route53:ChangeResourceRecordSetsActions': actions,
      },
    })
  })

  it('omits names when a regex filters them', async () => {
    const it = await stage()
    const {Statement} = await policy(it, AS_PROD, '--regex-domain-filter=^www')
    expect(JSON.stringify(Statement)).not.toContain('NormalizedRecordNames')
  })

  it('allows every call that plan, apply --wait and owners make', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')], records: owned('gone.example.com')})
    it.route53.calls.clear()
    await it.run('apply', '--yes', '--wait', ...FLAGS, '--policy=sync', '--aws-zone-tags=x')
    await it.run('apply', '--yes', '--wait', ...FLAGS, '--policy=sync')
    await it.run('owners', ...FLAGS)
    const {Statement} = await policy(it, ...FLAGS, '--aws-zone-tags=x')
    const allowed = Statement.flatMap(({Action}) => Action)
    const made = Object.keys(it.route53.calls.counts()).map((operation) => `route53:${operation}`)
    expect(made).toContain('route53:ChangeResourceRecordSets')
    expect(made.filter((action) => !allowed.includes(action))).toEqual([])
  })
})
