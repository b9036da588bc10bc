import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {describe, expect, it} from 'vitest'
import {stringify} from 'yaml'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {ingress, owned, service} from './objects.js'
import {AS_PROD, eventsOf, expectNoWrite, type Stage, type StageOptions, stage} from './stage.js'

const NONE = {ips: []}

interface Files extends StageOptions {
  readonly files: readonly KubernetesObject[]
}

/** A stage with manifests in `shop.yaml`, and without a cluster in the environment unless requested. */
async function manifests({files, ...options}: Files): Promise<Stage & {readonly path: string; readonly flag: string}> {
  const made = await stage(options)
  const path = join(made.folder, 'shop.yaml')
  writeFileSync(path, files.map((object) => stringify(object)).join('---\n'))
  return {...made, path, flag: `--manifests=${path}`}
}

function without(object: KubernetesObject): KubernetesObject {
  const {status: _, ...rest} = object
  return rest
}

describe('plan --manifests', () => {
  it('plans what the files say, and needs no cluster for it', async () => {
    const s = await manifests({files: [service('front', 'www.example.com')]})
    const {stdout, stderr, exitCode} = await s.runWith({environment: s.with({KUBECONFIG: ''})}, 'plan', AS_PROD, s.flag)
    expect(stdout).toContain('Plan for owner prod · context manifests · policy upsert-only')
    expect(stdout).toMatch(/\+ www\.example\.com +A +192\.0\.2\.10/)
    expect(stderr).toBe(
      'Note: 1 object of the manifests brings its own load-balancer status, which is used; --status-from-cluster uses the live status\n',
    )
    expect(exitCode).toBe(0)
    expect(s.cluster.calls.all()).toEqual([])
    expectNoWrite(s)
  })

  it('plans hosts whose targets stand in the manifest', async () => {
    const external = without(service('ip', 'ip.example.com'))
    const spec = {type: 'LoadBalancer', externalIPs: ['192.0.2.20']}
    const named = {
      ...without(service('name', 'name.example.com')),
      spec: {type: 'ExternalName', externalName: 'x.example.net'},
    }
    const annotations = {'external-dns.alpha.kubernetes.io/target': '192.0.2.30'}
    const s = await manifests({
      files: [{...external, spec}, named, without(ingress('own', 'own.example.com', {annotations}))],
    })
    const {stdout} = await s.run('plan', AS_PROD, s.flag)
    expect(stdout).toMatch(/ip\.example\.com +A +192\.0\.2\.20/)
    expect(stdout).toMatch(/name\.example\.com +CNAME +x\.example\.net/)
    expect(stdout).toMatch(/own\.example\.com +A +192\.0\.2\.30/)
    expect(stdout).not.toContain('known-after-deploy')
  })

  it('lists as known-after-deploy what only a running cluster can tell, keeps its record, and ends with 0', async () => {
    const s = await manifests({
      files: [without(ingress('new', 'new.example.com')), without(ingress('old', 'old.example.com'))],
      records: owned('old.example.com', '192.0.2.9', 'prod', 'ingress/web/old'),
    })
    const {stdout, exitCode} = await s.run('plan', AS_PROD, s.flag, '--policy=sync', '--manifests-are-complete')
    expect(stdout).toContain('No changes.')
    const phrase = stdout.replace(/\s+/g, ' ')
    expect(phrase).toContain(
      'new.example.com known-after-deploy Ingress web/new has no address yet in the manifests → --status-from-cluster',
    )
    expect(phrase).toContain(
      'old.example.com known-after-deploy Ingress web/old has no address yet in the manifests; record kept → --status-from-cluster',
    )
    expect(exitCode).toBe(0)
  })

  it('keeps the records even with --on-missing-target=delete: what a file cannot tell is not missing', async () => {
    const s = await manifests({
      files: [without(ingress('old', 'old.example.com'))],
      records: owned('old.example.com', '192.0.2.9', 'prod', 'ingress/web/old'),
    })
    const flags = ['--policy=sync', '--manifests-are-complete', '--on-missing-target=delete']
    expect((await s.run('plan', AS_PROD, s.flag, ...flags)).stdout).toMatch(/record\s+kept/)
    const live = await s.run('plan', AS_PROD, s.flag, ...flags, '--status-from-cluster')
    expect(live.stdout).toMatch(/- old\.example\.com/)
  })

  it('keeps the names that pods of a headless Service may have brought', async () => {
    const headless = {...service('db', 'db.example.com'), spec: {clusterIP: 'None', selector: {app: 'db'}}, status: {}}
    const s = await manifests({
      files: [headless],
      records: ['db', 'db-0.db'].flatMap((name) => owned(`${name}.example.com`, '10.0.0.1', 'prod', 'service/web/db')),
    })
    const {stdout} = await s.run('plan', AS_PROD, s.flag, '--policy=sync', '--manifests-are-complete')
    expect(stdout).toContain('No changes.')
    expect(stdout).toMatch(/db-0\.db\.example\.com +known-after-deploy +whether Service web\/db asks for it depends on/)
  })

  it('deletes nothing that the files do not show, unless they are complete', async () => {
    const s = await manifests({files: [service('front', 'www.example.com')], records: owned('gone.example.com')})
    const sync = await s.run('plan', AS_PROD, s.flag, '--policy=sync')
    expect(sync.stdout).toMatch(/gone\.example\.com +not-in-manifests +no object of the manifests asks for it/)
    expect(sync.stdout).toContain('0 to delete')
    const upsert = await s.run('plan', AS_PROD, s.flag)
    expect(upsert.stdout).toMatch(/gone\.example\.com +not-in-manifests/)
    const complete = await s.run('plan', AS_PROD, s.flag, '--policy=sync', '--manifests-are-complete')
    expect(complete.stdout).toMatch(/- gone\.example\.com/)
  })

  it('does not accept files as complete when they lack the objects that a source starts from', async () => {
    const s = await manifests({
      files: [service('x', 'x.example.com')],
      records: owned('n.example.com', '192.0.2.1', 'prod', 'node/n'),
    })
    const {stdout} = await s.run('plan', AS_PROD, s.flag, '--source=node', '--policy=sync', '--manifests-are-complete')
    expect(stdout).toMatch(/n\.example\.com +not-in-manifests .*they hold\s+no nodes\s+→ --status-from-cluster/)
  })

  it('reads stdin, and objects of stdin may not be missing', async () => {
    const s = await stage()
    const text = stringify(service('front', 'www.example.com'))
    const {stdout} = await withStdin(text, () => s.run('plan', AS_PROD, '--manifests=-'))
    expect(stdout).toContain('1 to create')
    const {stderr, exitCode} = await withStdin('', () => s.run('plan', AS_PROD, '--manifests', '-', '--policy=sync'))
    expect(stderr).toContain(
      'Error: cannot read the manifests\n  stdin holds no object. No plan was made.\n  Fix: check the command in front of the pipe',
    )
    expect(exitCode).toBe(1)
  })

  it('names file, line and document of broken YAML', async () => {
    const s = await stage()
    const path = join(s.folder, 'bad.yaml')
    writeFileSync(path, 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\nkind: {x\n')
    const {stderr, stdout, exitCode} = await s.run('plan', AS_PROD, `--manifests=${path}`)
    expect(stderr).toContain(`${path}, line 6 (document 2) is not valid YAML`)
    expect([stdout, exitCode]).toEqual(['', 1])
  })
})

describe('plan --manifests --status-from-cluster', () => {
  it('takes the status of the live object of the same name, and no name of another object', async () => {
    const s = await manifests({
      files: [without(ingress('api', 'new.example.com')), without(ingress('later', 'later.example.com'))],
      objects: [ingress('api', 'old.example.com', {ips: ['192.0.2.7']}), ingress('other', 'other.example.com')],
    })
    const {stdout} = await s.run('plan', AS_PROD, s.flag, '--status-from-cluster')
    expect(stdout).toContain('context manifests, status from demo')
    expect(stdout).toMatch(/\+ new\.example\.com +A +192\.0\.2\.7/)
    expect(stdout).toMatch(/later\.example\.com +known-after-deploy +Ingress web\/later has no address yet\n/)
    expect(stdout).not.toContain('other.example.com')
    expect(stdout).not.toContain('old.example.com')
  })

  it('reads nodes, pods and endpoint slices from the cluster', async () => {
    const nodePort = {...without(service('np', 'np.example.com')), spec: {type: 'NodePort', ports: [{port: 80}]}}
    const node: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {name: 'n'},
      status: {addresses: [{type: 'ExternalIP', address: '192.0.2.50'}]},
    }
    const s = await manifests({files: [nodePort], objects: [node]})
    const {stdout} = await s.run('plan', AS_PROD, s.flag, '--status-from-cluster')
    expect(stdout).toMatch(/np\.example\.com +A +192\.0\.2\.50/)
  })

  it('ends with 1 when the cluster cannot be reached', async () => {
    const s = await manifests({files: [without(ingress('api', 'api.example.com'))]})
    await s.cluster.close()
    const {stdout, stderr, exitCode} = await s.run('plan', AS_PROD, s.flag, '--status-from-cluster')
    expect([stdout, exitCode]).toEqual(['', 1])
    expect(stderr).toContain('cannot reach the Kubernetes API')
  })
})

describe('a Route and its Gateway from manifests', () => {
  const apiVersion = 'gateway.networking.k8s.io/v1'
  const parentRefs = [{name: 'edge'}]
  const route: KubernetesObject = {
    apiVersion,
    kind: 'HTTPRoute',
    metadata: {name: 'shop', namespace: 'web'},
    spec: {hostnames: ['shop.example.com'], parentRefs},
  }
  const gateway: KubernetesObject = {
    apiVersion,
    kind: 'Gateway',
    metadata: {name: 'edge', namespace: 'web'},
    spec: {listeners: [{name: 'web', port: 80, protocol: 'HTTP'}]},
  }
  const conditions = [{type: 'Accepted', status: 'True'}]
  const parents = [{parentRef: {...parentRefs[0], group: 'gateway.networking.k8s.io', kind: 'Gateway'}, conditions}]
  const flags = [AS_PROD, '--source=gateway-httproute']

  it('waits for what the controller says', async () => {
    const s = await manifests({files: [route, gateway]})
    const {stdout} = await s.run('plan', ...flags, s.flag)
    expect(stdout).toMatch(/shop\.example\.com +known-after-deploy +HTTPRoute web\/shop is not accepted/)
  })

  it('takes that, and a Gateway which the files do not have, from the cluster', async () => {
    const s = await manifests({
      files: [route],
      objects: [
        {...route, status: {parents}},
        {...gateway, status: {addresses: [{type: 'IPAddress', value: '192.0.2.60'}]}},
      ],
    })
    const {stdout} = await s.run('plan', ...flags, s.flag, '--status-from-cluster')
    expect(stdout).toMatch(/\+ shop\.example\.com +A +192\.0\.2\.60/)
  })

  it('deletes nothing on the word of files without a Gateway', async () => {
    const records = [
      ...owned('shop.example.com', '192.0.2.60', 'prod', 'httproute/web/shop'),
      ...owned('other.example.com', '192.0.2.60', 'prod', 'httproute/web/other'),
    ]
    const s = await manifests({files: [route], records})
    const {stdout} = await s.run('plan', ...flags, s.flag, '--policy=sync', '--manifests-are-complete')
    expect(stdout).toMatch(/shop\.example\.com +known-after-deploy +HTTPRoute web\/shop uses Gateway/)
    expect(stdout).toMatch(/other\.example\.com +not-in-manifests/)
    expect(stdout).toContain('No changes.')
  })
})

describe('apply --manifests', () => {
  it('is refused without --yes-from-manifests, before anything is read', async () => {
    const s = await manifests({files: [service('front', 'www.example.com')]})
    const {stdout, stderr, exitCode} = await s.run('apply', '--yes', AS_PROD, s.flag)
    expect([stdout, exitCode]).toEqual(['', 3])
    expect(stderr).toContain('add --yes-from-manifests')
    expect(s.route53.calls.all()).toEqual([])
    const json = await s.run('apply', '--yes', '--json', AS_PROD, s.flag)
    expect(eventsOf(json.stdout)).toMatchObject([{kind: 'error', code: 'MANIFESTS_REFUSED', exitCode: 3}])
  })

  it('does what was shown with it, and leaves the rest alone', async () => {
    const s = await manifests({files: [service('front', 'www.example.com')], records: owned('gone.example.com')})
    const {exitCode} = await s.run('apply', '--yes', '--yes-from-manifests', '--policy=sync', AS_PROD, s.flag)
    expect(exitCode).toBe(0)
    const names = s.names().map(([type, name]) => `${name} ${type}`)
    expect(names.sort()).toEqual([
      'a-gone.example.com. TXT',
      'a-www.example.com. TXT',
      'gone.example.com. A',
      'www.example.com. A',
    ])
    expect((await s.run('plan', AS_PROD, s.flag)).stdout).toContain('No changes.')
  })

  it('shows the plan with --dry-run, which needs no consent', async () => {
    const s = await manifests({files: [service('front', 'www.example.com')]})
    const {stdout, exitCode} = await s.run('apply', '--dry-run', AS_PROD, s.flag)
    expect(stdout).toContain('1 to create')
    expect(exitCode).toBe(0)
    expectNoWrite(s)
  })
})

describe('prune and owners with --manifests', () => {
  it('prune is refused unless the manifests are complete', async () => {
    const s = await manifests({files: [service('front', 'www.example.com')], records: owned('gone.example.com')})
    const {stderr, exitCode} = await s.run('prune', '--yes', AS_PROD, s.flag)
    expect(stderr).toContain('or add --manifests-are-complete')
    expect(exitCode).toBe(3)
    expectNoWrite(s)
    const complete = await s.run('prune', '--yes', AS_PROD, s.flag, '--manifests-are-complete')
    expect(complete.exitCode).toBe(0)
    expect(s.names()).toEqual([])
  })

  it('owners does not call unwanted what the files do not show', async () => {
    const s = await manifests({
      files: [service('front', 'www.example.com'), without(ingress('api', 'api.example.com'))],
      records: ['www', 'api', 'gone'].flatMap((name) => owned(`${name}.example.com`)),
    })
    const states = async (...flags: readonly string[]) => {
      const {stdout} = await s.run('owners', AS_PROD, '--csv', s.flag, ...flags)
      return stdout
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => [line.match(/\w+(?=\.example\.com)/)?.[0], line.match(/(un)?(wanted|known)/)?.[0]])
    }
    expect(await states()).toEqual([
      ['api', 'wanted'],
      ['gone', 'unknown'],
      ['www', 'wanted'],
    ])
    expect(await states('--manifests-are-complete')).toEqual([
      ['api', 'wanted'],
      ['gone', 'unwanted'],
      ['www', 'wanted'],
    ])
  })
})

describe('flags beside --manifests', () => {
  it.each<[readonly string[], string]>([
    [['plan', '--manifests='], '--manifests is empty'],
    [['plan', '--status-from-cluster'], '--status-from-cluster is set without --manifests'],
    [['plan', '--manifests-are-complete'], '--manifests-are-complete is set without --manifests'],
    [['apply', '--yes-from-manifests'], '--yes-from-manifests is set without --manifests'],
  ])('%s is a usage error', async ([name = 'plan', ...argv], expected) => {
    const s = await stage()
    const {stderr, exitCode} = await s.run(name === 'apply' ? 'apply' : 'plan', AS_PROD, ...argv)
    expect(stderr).toContain(expected)
    expect(exitCode).toBe(1)
  })

  it('says that a context has no meaning', async () => {
    const s = await manifests({files: [service('front', 'www.example.com', NONE)]})
    const {stderr} = await s.run('plan', AS_PROD, s.flag, '--context=other')
    expect(stderr).toBe('Warning: ignored with --manifests, unless --status-from-cluster is given: --context\n')
  })
})

async function withStdin<T>(text: string, run: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(process, 'stdin')
  Object.defineProperty(process, 'stdin', {value: Readable.from([Buffer.from(text)]), configurable: true})
  try {
    return await run()
  } finally {
    if (before !== undefined) Object.defineProperty(process, 'stdin', before)
  }
}

describe('owners adopt --manifests', () => {
  const stored = {Name: 'www.example.com', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.99'}]} as const
  const files = [service('front', 'www.example.com')]

  it('changes no answer because of files, unless told to', async () => {
    const s = await manifests({files, records: [stored]})
    const {exitCode, stderr} = await s.run('owners adopt', '--yes', AS_PROD, s.flag)
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('or add --yes-from-manifests')])
    expectNoWrite(s)
    const shown = await s.run('owners adopt', '--yes', '--yes-from-manifests', AS_PROD, s.flag)
    expect([shown.exitCode, shown.stdout]).toEqual([0, expect.stringContaining('Applied 1 of 1 host.')])
  })

  it('takes over what is as wanted without more words', async () => {
    const s = await manifests({files, records: [{...stored, ResourceRecords: [{Value: '192.0.2.10'}]}]})
    const {exitCode} = await s.run('owners adopt', '--yes', '--equal-only', AS_PROD, s.flag)
    expect([exitCode, s.names()]).toEqual([0, expect.arrayContaining([['TXT', 'a-www.example.com.']])])
  })
})
