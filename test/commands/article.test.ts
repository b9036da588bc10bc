import {describe, expect, it} from 'vitest'
import {HOSTNAME, ingress, owned, ownership, recordSet, service} from './objects.js'
import {expectNoWrite, shown, stage} from './stage.js'

/** The container args of an article of 2017 about external-dns, verbatim. */
const ARTICLE = [
  '--source=service',
  '--source=ingress',
  '--domain-filter=example.com',
  '--provider=aws',
  '--policy=upsert-only',
  '--registry=txt',
  '--txt-owner-id=my-identifier',
]

const NGINX = service('mynginx', 'mynginx.example.com', {namespace: 'default'})
const NGINX_RECORDS = [
  ['TXT', 'a-mynginx.example.com.'],
  ['A', 'mynginx.example.com.'],
]

describe("the article's container args", () => {
  it('plan: show what would be made, and write nothing', async () => {
    const scene = await stage({objects: [NGINX]})
    const {stdout, stderr, exitCode} = await scene.run('plan', ...ARTICLE)
    expect(stdout).toBe(`Plan for owner my-identifier · context demo · policy upsert-only
Read 1 object, 1 host · 1 zone, 0 record sets
+ create

example.com  public  Z0EXAMPLE
  + mynginx.example.com  A        192.0.2.10
      Service default/mynginx

Plan: 1 to create, 0 to update, 0 to delete, 0 unchanged.
2 changes (1 of ownership TXT) in 1 batch.
`)
    expect(shown(stderr)).toBe('')
    expect(exitCode).toBe(0)
    expectNoWrite(scene)
  })

  it('apply: ask, and write once it is confirmed; then there is nothing to do', async () => {
    const scene = await stage({objects: [NGINX]})
    const first = await scene.runWith({typed: 'yes\r'}, 'apply', ...ARTICLE)
    expect(first.stderr).toContain("Apply these changes to example.com as my-identifier? Only 'yes' is accepted:")
    expect(first.stdout).toContain('\nApplied 1 of 1 host.\n')
    expect(first.exitCode).toBe(0)
    expect(scene.names()).toEqual(NGINX_RECORDS)
    const second = await scene.run('apply', ...ARTICLE)
    expect(second.stdout).toMatch(/\nNo changes\. 1 host is as it should be\.\n$/)
    expect(second.exitCode).toBe(0)
    expect(shown(second.stderr)).toBe('')
    expect(scene.route53.acceptedChanges()).toHaveLength(2)
  })

  it('apply: keep the records of a Service that is gone, and say how they go', async () => {
    const scene = await stage({records: owned('mynginx.example.com', '192.0.2.10', 'my-identifier')})
    const quick = await scene.run('apply', '--yes', ...ARTICLE)
    expect(quick.stdout).toContain('\nNo changes. 1 zone not fully read: prune finds stale records there.\n')
    const full = await scene.run('apply', '--yes', '--full-read', ...ARTICLE)
    expect(full.stdout).toMatch(/!\s+mynginx\.example\.com\s+policy\s+no object asks for it any more/)
    expect(full.stdout).toContain('external-dns-ts prune')
    expect([quick.exitCode, full.exitCode]).toEqual([0, 0])
    expectNoWrite(scene)
  })

  it('prune: delete what no object asks for any more, and nobody else’s records', async () => {
    const others = [...owned('theirs.example.com', '192.0.2.2', 'someone-else'), recordSet('hand.example.com')]
    const scene = await stage({
      objects: [NGINX],
      records: [...owned('old.example.com', '192.0.2.1', 'my-identifier'), ...others],
    })
    const {stdout, exitCode} = await scene.run('prune', '--yes', ...ARTICLE)
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(exitCode).toBe(0)
    expect(scene.names().map(([, name]) => name)).toEqual([
      'a-theirs.example.com.',
      'hand.example.com.',
      'theirs.example.com.',
    ])
  })

  it('owners: list who owns what, and what is still wanted', async () => {
    const records = [
      ...owned('mynginx.example.com', '192.0.2.10', 'my-identifier', 'service/default/mynginx'),
      ...owned('theirs.example.com', '192.0.2.2', 'someone-else'),
    ]
    const scene = await stage({objects: [NGINX], records})
    const {stdout, stderr, exitCode} = await scene.run('owners', ...ARTICLE)
    expect(stdout).toMatch(/^mynginx\.example\.com +A +my-identifier +wanted /m)
    expect(stdout).toMatch(/^theirs\.example\.com +A +someone-else +foreign /m)
    expect(shown(stderr)).toBe('')
    expect(exitCode).toBe(0)
    expectNoWrite(scene)
  })
})

describe('the same settings as variables', () => {
  const VARIABLES = {
    EXTERNAL_DNS_SOURCE: 'service\ningress',
    EXTERNAL_DNS_DOMAIN_FILTER: 'example.com',
    EXTERNAL_DNS_PROVIDER: 'aws',
    EXTERNAL_DNS_POLICY: 'upsert-only',
    EXTERNAL_DNS_REGISTRY: 'txt',
    EXTERNAL_DNS_TXT_OWNER_ID: 'my-identifier',
  }

  it.each(['plan', 'apply', 'prune', 'owners'] as const)('give the same bytes on %s', async (command) => {
    const records = owned('gone.example.com', '192.0.2.9', 'my-identifier')
    const scene = await stage({objects: [NGINX, ingress('shop', 'shop.example.com')], records})
    const byFlags = await scene.run(command, ...ARTICLE)
    const byVariables = await scene.runWith({environment: scene.with(VARIABLES)}, command)
    expect(byVariables.stdout).toBe(byFlags.stdout)
    expect(byVariables.exitCode).toBe(byFlags.exitCode)
    expect(shown(byVariables.stderr)).toBe(shown(byFlags.stderr))
    expectNoWrite(scene)
  })

  it('give way to a flag', async () => {
    const scene = await stage({objects: [NGINX]})
    const {stdout} = await scene.runWith({environment: scene.with(VARIABLES)}, 'plan', '--txt-owner-id=other')
    expect(stdout).toContain('Plan for owner other ·')
  })

  it('are refused by name when they cannot be used', async () => {
    const scene = await stage()
    const environment = scene.with({EXTERNAL_DNS_AWS_PREFER_CNAME: 'maybe'})
    const {stderr, exitCode} = await scene.runWith({environment}, 'plan')
    expect(stderr).toBe(`Error: cannot read the environment
  EXTERNAL_DNS_AWS_PREFER_CNAME is "maybe", which is neither true nor false. Nothing was changed.
  Fix: set EXTERNAL_DNS_AWS_PREFER_CNAME to true or false
`)
    expect(exitCode).toBe(1)
  })
})

describe('a switch in the manner of Go', () => {
  const LOAD_BALANCER = service('lb', 'lb.example.com', {hostnames: ['k8s-1.eu-west-1.elb.amazonaws.com']})

  it.each([
    [[], 'alias k8s-1.eu-west-1.elb.amazonaws.com\n'],
    [['--aws-evaluate-target-health=true'], 'alias k8s-1.eu-west-1.elb.amazonaws.com\n'],
    [['--aws-evaluate-target-health=false'], '(target health not evaluated)'],
    [['--no-aws-evaluate-target-health'], '(target health not evaluated)'],
    [['--aws-prefer-cname=true'], 'CNAME    k8s-1.eu-west-1.elb.amazonaws.com\n'],
    [['--aws-prefer-cname=false'], 'A AAAA   alias k8s-1.eu-west-1.elb.amazonaws.com\n'],
  ])('%j does what it says', async (argv, expected) => {
    const scene = await stage({objects: [LOAD_BALANCER]})
    const {stdout, exitCode} = await scene.run('plan', '--txt-owner-id=prod', ...argv)
    expect(stdout).toContain(expected)
    expect(exitCode).toBe(0)
  })

  it('--dry-run=false writes, --yes=false asks, --json=false prints text', async () => {
    const scene = await stage({objects: [LOAD_BALANCER]})
    const asked = await scene.run('apply', '--txt-owner-id=prod', '--yes=false', '--json=false')
    expect(asked.stderr).toContain('there is no terminal to ask on')
    expect(asked.stdout).toMatch(/^Plan for owner prod/)
    expectNoWrite(scene)
    const {exitCode} = await scene.run('apply', '--txt-owner-id=prod', '--yes=true', '--dry-run=false')
    expect(exitCode).toBe(0)
    expect(scene.route53.acceptedChanges()).toHaveLength(4)
  })
})

describe("kubectl's short flags", () => {
  const objects = [
    service('front', 'front.example.com', {namespace: 'web', labels: {tier: 'front'}}),
    service('back', 'back.example.com', {namespace: 'shop', labels: {tier: 'back'}}),
  ]
  const hostsOf = (stdout: string) => [...stdout.matchAll(/^ {2}\+ (\S+)/gm)].map(([, host]) => host)

  it.each([
    [['-n', 'web'], ['front.example.com']],
    [['-nweb'], ['front.example.com']],
    [['--namespace=shop'], ['back.example.com']],
    [['-A'], ['back.example.com', 'front.example.com']],
    [['-l', 'tier=back'], ['back.example.com']],
    [['-l', 'tier in (front)', '-A'], ['front.example.com']],
    [['-n', 'shop', '-l', 'tier=front'], []],
  ])('%j narrows what is read', async (argv, hosts) => {
    const scene = await stage({objects})
    const {stdout, exitCode} = await scene.run('plan', '--txt-owner-id=prod', ...argv)
    expect(hostsOf(stdout)).toEqual(hosts)
    expect(exitCode).toBe(0)
  })

  it('-n asks the API server for that namespace only, the context’s own namespace is ignored', async () => {
    const scene = await stage({objects})
    await scene.cluster.writeKubeconfig(`${scene.folder}/kubeconfig`, {namespace: 'shop'})
    const everywhere = await scene.run('plan', '--txt-owner-id=prod')
    expect(hostsOf(everywhere.stdout)).toEqual(['back.example.com', 'front.example.com'])
    scene.cluster.calls.clear()
    await scene.run('plan', '--txt-owner-id=prod', '-n', 'web')
    expect(scene.cluster.calls.all().map(({path}) => path)).toEqual([
      '/api/v1/namespaces/web/services',
      '/apis/networking.k8s.io/v1/namespaces/web/ingresses',
    ])
  })

  it('-o json is --json', async () => {
    const scene = await stage({objects})
    const {stdout} = await scene.run('plan', '--txt-owner-id=prod', '-o', 'json')
    expect(JSON.parse(stdout)).toMatchObject({formatVersion: 1, kind: 'plan', owner: 'prod'})
    expect((await scene.run('plan', '--txt-owner-id=prod', '--json')).stdout).toBe(stdout)
    expect((await scene.run('plan', '--txt-owner-id=prod', '--format=json')).stdout).toBe(stdout)
  })

  it('--context and --kubeconfig choose the cluster', async () => {
    const scene = await stage({objects})
    const other = await stage({objects: [service('other', 'other.example.com')]})
    await other.cluster.writeKubeconfig(`${scene.folder}/other`, {context: 'staging'})
    const named = await scene.run('plan', '--txt-owner-id=prod', `--kubeconfig=${scene.folder}/other`)
    expect(named.stdout).toContain('context staging')
    const environment = scene.with({KUBECONFIG: `${scene.folder}/kubeconfig:${scene.folder}/other`})
    const merged = await scene.runWith({environment}, 'plan', '--txt-owner-id=prod', '--context=staging')
    expect(hostsOf(merged.stdout)).toEqual(['other.example.com'])
    expect(hostsOf((await scene.runWith({environment}, 'plan', '--txt-owner-id=prod')).stdout)).toHaveLength(2)
  })
})

describe('both annotation prefixes', () => {
  it('are read, the newer one wins', async () => {
    const newer = {'external-dns.kubernetes.io/hostname': 'new.example.com'}
    const scene = await stage({objects: [service('both', 'old.example.com', {annotations: newer})]})
    const {stdout} = await scene.run('plan', '--txt-owner-id=prod')
    expect(stdout).toContain('new.example.com')
    expect(stdout).not.toMatch(/^ {2}\+ old/m)
    const {stdout: only} = await scene.run(
      'plan',
      '--txt-owner-id=prod',
      `--annotation-prefix=${HOSTNAME.replace('hostname', '')}`,
    )
    expect(only).toMatch(/^ {2}\+ old\.example\.com/m)
  })
})

describe('ownership that another tool wrote in the current format', () => {
  it('is ours when the id is', async () => {
    const records = [recordSet('mynginx.example.com'), ownership('mynginx.example.com', 'my-identifier')]
    const scene = await stage({objects: [NGINX], records})
    expect((await scene.run('plan', ...ARTICLE)).stdout).toMatch(/\nNo changes\. 1 host is as it should be\.\n$/)
  })
})
