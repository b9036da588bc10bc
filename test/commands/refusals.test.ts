import {describe, expect, it} from 'vitest'
import {ingress, service} from './objects.js'
import {AS_PROD, stage, ZONE_ID} from './stage.js'

// Known refusals of Route 53, in whole runs: reported in the plan, without a wasted call.

const DOMAIN = 'external-dns.alpha.kubernetes.io'
const LB = 'lb-1.eu-west-1.elb.amazonaws.com'
const SYNC = ['--policy=sync', AS_PROD]

const annotated = (properties: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [`${DOMAIN}/${name}`, value]))
const routed = (id: string, properties: Readonly<Record<string, string>>) =>
  annotated({'set-identifier': id, ...properties})

describe('a failover PRIMARY without a health check', () => {
  const failover = (id: string, role: string) => routed(id, {'aws-failover': role})

  it('is a problem in the plan where it is an alias; its SECONDARY is made, and no call is refused', async () => {
    const it = await stage({
      objects: [
        ingress('p', 'web.example.com', {hostnames: [LB], annotations: failover('p', 'PRIMARY')}),
        ingress('s', 'web.example.com', {hostnames: [LB], annotations: failover('s', 'SECONDARY')}),
      ],
    })
    const {stdout, exitCode} = await it.run('apply', '--yes', ...SYNC)
    expect(exitCode).toBe(4)
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(stdout.replace(/\s+/g, ' ')).toContain('its ownership TXT a-web.example.com cannot be written')
    expect(it.route53.calls.counts().ChangeResourceRecordSets).toBe(1)
  })

  it('is sent when it is not an alias, and the refusal is reported for it, not for its SECONDARY', async () => {
    const it = await stage({
      objects: [
        service('p', 'web.example.com', {annotations: failover('p', 'PRIMARY')}),
        service('s', 'web.example.com', {annotations: failover('s', 'SECONDARY')}),
      ],
    })
    const {stdout, exitCode} = await it.run('apply', '--yes', '--json', ...SYNC)
    expect(exitCode).toBe(4)
    const reasons = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({kind}) => kind === 'host-failed')
      .map(({setIdentifier, reason}) => [setIdentifier, reason])
    const refusal = 'a record set is a failover PRIMARY without alias, which needs a health check (aws-health-check-id)'
    expect(reasons).toEqual([
      ['p', refusal],
      ['s', `it shares a batch with another set of its name, which Route 53 refused: ${refusal}`],
    ])
  })
})

describe('a CNAME', () => {
  const to = (target: string) => ({annotations: annotated({target})})

  it('that leads back to itself, alone or with another, is a problem and never sent', async () => {
    const it = await stage({
      objects: [
        ingress('self', 'self.example.com', to('self.example.com')),
        ingress('one', 'one.example.com', to('two.example.com')),
        ingress('two', 'two.example.com', to('one.example.com')),
      ],
    })
    const {stdout, exitCode} = await it.run('apply', '--yes', ...SYNC)
    expect(exitCode).toBe(4)
    const phrase = stdout.replace(/\s+/g, ' ')
    expect(phrase).toContain('the CNAME points at itself')
    expect(phrase).toContain('one.example.com → two.example.com → one.example.com')
    expect(it.route53.calls.counts().ChangeResourceRecordSets ?? 0).toBe(0)
  })
})

describe('a chain of aliases', () => {
  it('is made and taken away without a refused call, whatever its names', async () => {
    const alias = (target: string) => ({annotations: annotated({target, alias: 'true'})})
    const it = await stage({
      objects: [
        ingress('app', 'app.example.com', alias('mid.example.com')),
        ingress('mid', 'mid.example.com', alias('zlb.example.com')),
        service('z', 'zlb.example.com', {hostnames: [LB]}),
      ],
    })
    const flags = ['--aws-batch-change-size=4', '--max-deletes=100%', ...SYNC]
    expect((await it.run('apply', '--yes', ...flags)).exitCode).toBe(0)
    expect(it.route53.calls.counts().ChangeResourceRecordSets).toBe(3)
    it.cluster.setObjects([])
    expect((await it.run('apply', '--yes', ...flags)).exitCode).toBe(0)
    expect(it.route53.calls.counts().ChangeResourceRecordSets).toBe(6)
    const names = it.route53
      .acceptedChanges()
      .flatMap(([action, name, type]) => (type === 'A' ? [`${action} ${name}`] : []))
    expect(names.map((name) => name.replace('.example.com', ''))).toEqual([
      'CREATE zlb',
      'CREATE mid',
      'CREATE app',
      'DELETE app',
      'DELETE mid',
      'DELETE zlb',
    ])
  })
})

describe('a renamed set identifier with the same region', () => {
  const at = (id: string, lb: string) => [
    ingress('p', 'web.example.com', {hostnames: [lb], annotations: routed(id, {'aws-region': 'us-east-1'})}),
  ]

  it('is replaced in one call under upsert-only, and is then as it should be', async () => {
    const it = await stage({objects: at('old', LB)})
    expect((await it.run('apply', '--yes', AS_PROD)).exitCode).toBe(0)
    it.cluster.setObjects(at('new', 'lb-2.eu-west-1.elb.amazonaws.com'))
    it.route53.calls.clear()
    const {stdout, exitCode} = await it.run('apply', '--yes', AS_PROD)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('1 to replace')
    expect(it.route53.calls.counts().ChangeResourceRecordSets).toBe(1)
    expect(new Set(it.route53.zone(ZONE_ID).records.map(({SetIdentifier}) => SetIdentifier))).toEqual(new Set(['new']))
    expect((await it.run('plan', '--detailed-exitcode', AS_PROD)).exitCode).toBe(0)
  })
})

describe('an annotation without effect', () => {
  it('is told: alias knows only "true", and an alias has no TTL', async () => {
    const it = await stage({
      objects: [
        service('s', 'e.example.com', {hostnames: [LB], annotations: annotated({alias: 'false', ttl: '60'})}),
        service('t', 'f.example.com', {hostnames: ['lb.example.net'], annotations: annotated({alias: 'True'})}),
        service('u', 'g.example.com', {
          hostnames: ['lb.example.net'],
          annotations: annotated({alias: 'true', ttl: 'x'}),
        }),
      ],
    })
    const {stdout} = await it.run('plan', ...SYNC)
    const phrase = stdout.replace(/\s+/g, ' ')
    expect(phrase).toContain('alias "false" has no effect, only "true" has one')
    expect(phrase).toContain('alias "True" has no effect, only "true" has one')
    expect(phrase).not.toContain('alias "true" has no effect')
    expect(phrase).toContain('the TTL 60 has no effect: an alias has none')
  })
})
