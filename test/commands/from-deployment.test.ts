import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {ingress, owned, recordSet, service} from './objects.js'
import {type CommandName, COMMANDS as TABLES} from './run-command.js'
import {expectNoWrite, type Stage, stage, ZONE_ID} from './stage.js'

const ARGS = [
  '--source=service',
  '--domain-filter=example.com',
  '--provider=aws',
  '--policy=sync',
  '--registry=txt',
  '--txt-owner-id=prod',
  '--interval=1m',
]

interface Parts {
  readonly command?: readonly string[]
  readonly envFrom?: readonly object[]
  readonly args?: readonly string[]
  readonly env?: readonly object[]
  readonly containers?: readonly object[]
}

function deployment({args = ARGS, env = [], containers = [], ...more}: Parts = {}): KubernetesObject {
  const container = {
    name: 'external-dns',
    image: 'registry.k8s.io/external-dns/external-dns:v0.14.2',
    args,
    env,
    ...more,
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'external-dns', namespace: 'kube-system'},
    spec: {selector: {}, template: {metadata: {}, spec: {containers: [...containers, container]}}},
  }
}

const FROM = '--from-deployment=kube-system/external-dns'

describe('plan --from-deployment', () => {
  it('plans as the running external-dns is told to', async () => {
    const objects = [deployment(), service('front', 'www.example.com'), ingress('shop', 'shop.example.com')]
    const it = await stage({objects, records: owned('gone.example.com')})
    const {stdout, stderr, exitCode} = await it.run('plan', FROM)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Plan for owner prod · context demo · policy sync')
    expect(stdout).toContain('+ www.example.com')
    expect(stdout).toContain('- gone.example.com')
    // The sources of the Deployment do not include Ingress.
    expect(stdout).not.toContain('shop.example.com')
    expect(stderr).toContain(
      'Note: Deployment kube-system/external-dns (registry.k8s.io/external-dns/external-dns:v0.14.2) sets domain-filter, policy, provider, registry, source, txt-owner-id\n',
    )
    expectNoWrite(it)
  })

  it('lets the command line and variables go before it, and a config file behind it', async () => {
    const it = await stage({objects: [deployment(), service('front', 'www.example.com')]})
    const typed = await it.run('plan', FROM, '--policy=create-only')
    expect(typed.stdout).toContain('policy create-only')
    const environment = {...it.environment, EXTERNAL_DNS_TXT_OWNER_ID: 'other'}
    expect((await it.runWith({environment}, 'plan', FROM)).stdout).toContain('Plan for owner other')
    const shown = await it.run('plan', FROM, '--show-config')
    expect(shown.stdout).toMatch(/txt-owner-id +deployment kube-system\/external-dns\n +prod/)
  })

  it('fills in variables, reads EXTERNAL_DNS_…, and tells what it cannot see', async () => {
    const env = [
      {name: 'CLUSTER', value: 'prod'},
      {name: 'EXTERNAL_DNS_SOURCE', value: 'service\ningress'},
      {name: 'EXTERNAL_DNS_TXT_PREFIX', valueFrom: {secretKeyRef: {name: 'x', key: 'y'}}},
    ]
    const args = ['--domain-filter=example.com', '--txt-owner-id=$(CLUSTER)-eu1', '--txt-suffix=$$x']
    const objects = [deployment({args, env}), ingress('shop', 'shop.example.com')]
    const {stdout, stderr} = await (await stage({objects})).run('plan', '--verbose', FROM)
    expect(stdout).toContain('Plan for owner prod-eu1')
    expect(stdout).toContain('a-shop$x')
    expect(stderr).toContain('its variables EXTERNAL_DNS_TXT_PREFIX come from a Secret or ConfigMap and are not read')
  })

  const FROM_SECRET = {valueFrom: {secretKeyRef: {name: 'x', key: 'y'}}}

  it.each<[string, Parts]>([
    ['in the command', {command: ['/bin/external-dns', ...ARGS], args: []}],
    ['in the command and in arguments', {command: ['external-dns', '--source=service'], args: ARGS.slice(1)}],
    [
      'in a variable that holds another one',
      {
        args: [...ARGS.filter((arg) => !arg.includes('owner')), '--txt-owner-id=$(WHO)'],
        env: [
          {name: 'A', value: 'prod'},
          {name: 'WHO', value: '$(A)'},
        ],
      },
    ],
  ])('reads what stands %s', async (_case, parts) => {
    const scene = await stage({objects: [deployment(parts), service('front', 'www.example.com')]})
    expect((await scene.run('plan', FROM)).stdout).toContain('Plan for owner prod · context demo · policy sync')
  })

  it.each<[string, Parts]>([
    ['a variable of a Secret', {env: [{name: 'WHO', ...FROM_SECRET}]}],
    [
      'a variable that holds one of a Secret',
      {
        env: [
          {name: 'A', ...FROM_SECRET},
          {name: 'WHO', value: 'x-$(A)'},
        ],
      },
    ],
    ['a variable of a Secret that is taken whole', {envFrom: [{secretRef: {name: 'x'}}]}],
  ])('plans for no owner that is not known: %s', async (_case, parts) => {
    const args = ['--source=service', '--txt-owner-id=$(WHO)', '--aws-assume-role=$(WHO)']
    const scene = await stage({objects: [deployment({args, ...parts}), service('front', 'www.example.com')]})
    const {stdout, stderr, exitCode} = await scene.run('plan', FROM)
    expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 1})
    expect(stderr).toContain('--txt-owner-id of Deployment kube-system/external-dns uses its variable WHO')
    const typed = await scene.run('plan', FROM, '--txt-owner-id=prod')
    expect(typed.stdout).toContain('Plan for owner prod')
  })

  it('does not guess what a shell makes of the flags', async () => {
    const command = ['/bin/sh', '-c', 'exec external-dns --registry=noop']
    const {stderr, exitCode} = await (await stage({objects: [deployment({command, args: []})]})).run('plan', FROM)
    expect(stderr).toContain('does not start external-dns itself, but /bin/sh')
    expect(exitCode).toBe(1)
  })

  it('refuses an excessive number of arguments', async () => {
    const args = [...ARGS, ...Array.from({length: 50_000}, (_each, n) => `--exclude-domains=x${n}.org`)]
    const {stderr, exitCode} = await (await stage({objects: [deployment({args})]})).run('plan', FROM)
    expect(stderr).toContain('has 50007 arguments, at most 5000 are read')
    expect(exitCode).toBe(1)
  })

  it('finds external-dns among sidecars, and does not guess', async () => {
    const sidecar = {name: 'proxy', image: 'envoy:1', args: ['--nonsense']}
    const found = await stage({objects: [deployment({containers: [sidecar]})]})
    expect((await found.run('plan', FROM)).exitCode).toBe(0)
    const two = {name: 'external-dns-internal', image: 'external-dns:1', args: []}
    const unclear = await (await stage({objects: [deployment({containers: [two]})]})).run('plan', FROM)
    expect(unclear.exitCode).toBe(1)
    expect(unclear.stderr).toContain('has no container that is clearly external-dns')
  })

  it('takes no credentials and no locations, and none of our own flags, from arguments or variables', async () => {
    const scene = await stage({
      objects: [deployment(), service('front', 'www.example.com')],
      records: owned('gone.example.com'),
    })
    const out = join(scene.folder, 'written')
    const hostile = [
      ['kubeconfig', '/nowhere'],
      ['server', 'https://192.0.2.66'],
      ['request-timeout', '1ms'],
      ['aws-profile', 'admin'],
      ['aws-assume-role', 'arn:aws:iam::123456789012:role/other'],
      ['aws-assume-role-external-id', 'x'],
      ['dynamodb-region', 'mars-1'],
      ['dynamodb-table', 'theirs'],
      ['connector-source-server', '192.0.2.66:1'],
      ['out', out],
      ['gitlab-report', out],
      ['config', '/nowhere.yaml'],
      ['context', 'other'],
      ['as', 'system:admin'],
      ['aws-zone-role', `example.com=arn:aws:iam::123456789012:role/other`],
      ['max-deletes', '100%'],
      ['only', 'nothing.example.com'],
      ['manifests', '/etc'],
      ['format', 'json'],
    ] as const
    const byArgs = deployment({args: [...ARGS, ...hostile.map(([name, value]) => `--${name}=${value}`)]})
    const env = hostile.map(([name, value]) => ({
      name: `EXTERNAL_DNS_${name.toUpperCase().replaceAll('-', '_')}`,
      value,
    }))
    const plain = await scene.run('plan', FROM)
    for (const changed of [byArgs, deployment({env})]) {
      scene.cluster.put(changed)
      const {stdout, stderr, exitCode} = await scene.run('plan', FROM)
      expect({stdout, exitCode}).toEqual({stdout: plain.stdout, exitCode: 0})
      const names = [...hostile.map(([name]) => name), 'interval'].sort().join(', ')
      expect(stderr).toContain(`Note: ignored: ${names}\n`)
      expect(existsSync(out)).toBe(false)
    }
  })

  it('takes the owner id, the names of the TXT and the encryption key', async () => {
    const taken = [
      'registry=txt',
      'txt-owner-id=prod',
      'txt-prefix=own-',
      'txt-encrypt-enabled',
      `txt-encrypt-aes-key=${'k'.repeat(32)}`,
    ]
    const it = await stage({objects: [deployment({args: taken.map((flag) => `--${flag}`)})]})
    const {settings} = JSON.parse((await it.run('plan', FROM, '--show-config', '--json')).stdout)
    expect(settings).toContainEqual({
      ...{name: 'txt-prefix', value: 'own-', origin: 'deployment'},
      ...{variable: null, path: null, line: null},
    })
    const {stderr, stdout} = await it.run('plan', FROM, '--show-config')
    expect(stdout).toMatch(/txt-prefix +deployment kube-system\/external-dns\n +own-/)
    expect(`${stdout}${stderr}`).not.toContain('kkkk')
  })

  it.each([
    [['--provider=cloudflare', '--cloudflare-proxied'], 'cloudflare'],
    [['--provider=azure', '--azure-resource-group=x'], 'azure'],
    [['--no-such-flag'], '--no-such-flag'],
    [['@/etc/args'], '@/etc/args'],
  ])('turns away flags that are not for Route 53: %j', async (args, phrase) => {
    const it = await stage({objects: [deployment({args})]})
    const {stderr, exitCode} = await it.run('plan', FROM)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(phrase)
    expect(stderr).toContain('Nothing was changed.')
  })

  it.each([
    ['--from-deployment=external-dns', 'is not the name of a Deployment'],
    ['--from-deployment=kube-system/nowhere', 'There is no such Deployment.'],
  ])('says what is wrong with %s', async (flag, phrase) => {
    const {stderr, exitCode} = await (await stage({objects: [deployment()]})).run('plan', flag)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(phrase)
  })

  it('names the missing permission', async () => {
    const it = await stage({objects: [deployment()]})
    it.cluster.deny({resource: 'deployments'})
    const {stderr} = await it.run('plan', FROM)
    expect(stderr).toContain('allow {apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]}')
  })
})

/** The owners that ownership TXT of the zone name. */
function ownersIn({route53}: Stage): readonly string[] {
  const texts = JSON.stringify(route53.zone(ZONE_ID).records)
  return [...texts.matchAll(/external-dns\/owner=([^,]+)/g)].map(([, owner = '']) => owner)
}

/** Every command that plans or reads with the settings of a plan, each with what it needs besides them. */
const COMMANDS: readonly (readonly [CommandName, readonly string[]])[] = [
  ['plan', []],
  ['apply', ['--yes']],
  ['prune', ['--yes']],
  ['doctor', []],
  ['explain', ['www.example.com']],
  ['history', ['www.example.com']],
  ['owners', []],
  ['owners adopt', ['--yes']],
  ['owners migrate', ['--yes', '--from=former']],
  ['owners release', ['--yes', '--all']],
  ['owners repair', ['--yes']],
  ['owners transfer', ['--yes', '--all', '--to=other']],
]

describe('--from-deployment of the other commands', () => {
  const OBJECTS = [deployment(), service('front', 'www.example.com'), ingress('shop', 'shop.example.com')]

  it('is a flag of each', () => {
    const having = Object.entries(TABLES).filter(([, {definition}]) =>
      Object.hasOwn(definition.flags, 'from-deployment'),
    )
    expect(having.map(([name]) => name).sort()).toEqual(COMMANDS.map(([name]) => name).sort())
  })

  it('applies as the running external-dns would', async () => {
    const scene = await stage({objects: OBJECTS, records: owned('gone.example.com')})
    const {stderr, exitCode} = await scene.run('apply', '--yes', FROM)
    expect({exitCode, note: stderr.includes('Note: Deployment kube-system/external-dns (')}).toEqual({
      exitCode: 0,
      note: true,
    })
    expect(scene.names()).toEqual([
      ['TXT', 'a-www.example.com.'],
      ['A', 'www.example.com.'],
    ])
    expect(ownersIn(scene)).toEqual(['prod'])
  })

  it('prunes for its owner, within its sources', async () => {
    const records = [...owned('gone.example.com'), ...owned('theirs.example.com', undefined, 'other')]
    const scene = await stage({objects: OBJECTS, records})
    expect(await scene.run('prune', '--yes', FROM)).toMatchObject({exitCode: 0})
    expect(scene.names().map(([, name]) => name)).toEqual(['a-theirs.example.com.', 'theirs.example.com.'])
  })

  it('lists what its owner holds, and what it wants', async () => {
    const records = [...owned('www.example.com'), ...owned('shop.example.com')]
    const scene = await stage({objects: OBJECTS, records})
    const {records: rows} = JSON.parse((await scene.run('owners', FROM, '--json')).stdout)
    expect(rows.map(({host, state}: Readonly<Record<string, string>>) => [host, state])).toEqual([
      ['shop.example.com', 'unwanted'],
      ['www.example.com', 'wanted'],
    ])
  })

  it.each<[CommandName, readonly string[], readonly string[]]>([
    ['owners release', ['--all'], []],
    ['owners transfer', ['--all', '--to=other'], ['other']],
  ])('gives up what its owner holds: %s', async (name, further, left) => {
    const scene = await stage({objects: OBJECTS, records: owned('www.example.com')})
    expect(await scene.run(name, '--yes', FROM, ...further)).toMatchObject({exitCode: 0})
    expect(ownersIn(scene)).toEqual(left)
  })

  it('adopts for its owner', async () => {
    const records = [recordSet('www.example.com', '192.0.2.1')]
    const scene = await stage({objects: OBJECTS, records})
    expect(await scene.run('owners adopt', 'www.example.com', '--yes', FROM)).toMatchObject({exitCode: 0})
    expect(ownersIn(scene)).toEqual(['prod'])
  })

  it('migrates to its owner, or away from it', async () => {
    const scene = await stage({objects: OBJECTS, records: owned('www.example.com', undefined, 'former')})
    expect(await scene.run('owners migrate', '--yes', FROM, '--from=former')).toMatchObject({exitCode: 0})
    expect(ownersIn(scene)).toEqual(['prod'])
    expect(await scene.run('owners migrate', '--yes', FROM, '--from=prod', '--to=new')).toMatchObject({exitCode: 0})
    expect(ownersIn(scene)).toEqual(['new'])
  })

  it('serves explain and doctor', async () => {
    const scene = await stage({objects: OBJECTS})
    expect((await scene.run('explain', 'www.example.com', FROM)).stdout).toContain('owner prod')
    expect((await scene.run('doctor', FROM)).stdout).toMatch(/owner +│ ok +│ prod/)
  })

  const sidecars = deployment({containers: [{name: 'external-dns-internal', image: 'external-dns:1', args: []}]})

  it.each(COMMANDS)('ends before anything is read where it cannot be used: %s', async (name, further) => {
    const scene = await stage({objects: [sidecars], records: owned('gone.example.com')})
    const failed = async (flag: string, phrase: string) => {
      const {stdout, stderr, exitCode} = await scene.run(name, ...further, flag)
      expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 1})
      expect(stderr).toContain(phrase)
      expect(stderr).toContain('Nothing was changed.')
    }
    await failed('--from-deployment=kube-system/nowhere', 'There is no such Deployment.')
    await failed(FROM, 'has no container that is clearly external-dns')
    await failed('--from-deployment=external-dns', 'write --from-deployment=NAMESPACE/NAME')
    await failed('--from-deployment=', '--from-deployment is empty')
    scene.cluster.deny({resource: 'deployments'})
    await failed(FROM, 'allow {apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]}')
    expect(scene.route53.calls.total()).toBe(0)
  })

  it.each<[string, readonly string[], string]>([
    ['a plan file', ['plan.json'], '--from-deployment cannot be used with a plan file'],
    ['a receipt', ['--undo=receipt.json'], '--from-deployment cannot be used with a receipt'],
  ])('is refused with %s, without a look at the Deployment', async (_what, further, phrase) => {
    const scene = await stage({objects: OBJECTS})
    const {stderr, exitCode} = await scene.run('apply', ...further, FROM)
    expect(stderr).toContain(phrase)
    expect(exitCode).toBe(1)
    expect(scene.cluster.calls.total()).toBe(0)
  })

  it.each<[CommandName, readonly string[]]>([
    ['owners', ['--without-cluster']],
    ['prune', ['--owner=dead', '--without-cluster', '--yes', '--confirm-owner=dead']],
  ])('contradicts --without-cluster of %s', async (name, further) => {
    const scene = await stage({objects: OBJECTS})
    const {stderr, exitCode} = await scene.run(name, ...further, FROM)
    expect(stderr).toContain('--from-deployment and --without-cluster exclude each other.')
    expect(exitCode).toBe(1)
    expect(scene.cluster.calls.total()).toBe(0)
  })
})
