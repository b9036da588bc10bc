import {type ChildProcessWithoutNullStreams, spawn, spawnSync} from 'node:child_process'
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {fileURLToPath} from 'node:url'
import {CoreV1Api, KubeConfig} from '@kubernetes/client-node'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {listAll, openSdkClient} from './route53/sdk-client.js'

const START = fileURLToPath(new URL('start.ts', import.meta.url))

const MANIFESTS = `
apiVersion: v1
kind: Service
metadata: {name: front, annotations: {external-dns.alpha.kubernetes.io/hostname: www.example.com}}
spec: {type: LoadBalancer}
status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}
---
apiVersion: v1
kind: List
items:
- apiVersion: externaldns.k8s.io/v1alpha1
  kind: DNSEndpoint
  metadata: {name: api, namespace: web}
  spec: {endpoints: [{dnsName: api.eu.example.com, recordType: A, targets: [192.0.2.20]}]}
- {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: front}}
`

/** As `aws route53 list-resource-record-sets` prints it. */
const LISTING = {
  ResourceRecordSets: [
    {Name: 'example.com.', Type: 'NS', TTL: 172_800, ResourceRecords: [{Value: 'ns-1.awsdns-01.com.'}]},
    {
      Name: 'example.com.',
      Type: 'SOA',
      TTL: 900,
      ResourceRecords: [{Value: 'ns-1.awsdns-01.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400'}],
    },
    {Name: 'www.example.com.', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.9'}]},
    {
      Name: 'a-www.example.com.',
      Type: 'TXT',
      TTL: 300,
      ResourceRecords: [
        {Value: '"heritage=external-dns,external-dns/owner=prod,external-dns/resource=service/default/front"'},
      ],
    },
  ],
}

let folder: string
let temporary: string
let child: ChildProcessWithoutNullStreams | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-test-'))
  temporary = mkdtempSync(join(folder, 'temporary-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, {recursive: true})
})

function environmentOfStart() {
  return {...process.env, TMPDIR: temporary, TSX_DISABLE_CACHE: '1', INIT_CWD: folder}
}

function start(...args: readonly string[]): ChildProcessWithoutNullStreams {
  child = spawn(process.execPath, ['--import', 'tsx', START, ...args], {env: environmentOfStart()})
  return child
}

function startToEnd(...args: readonly string[]) {
  const options = {env: environmentOfStart(), encoding: 'utf8'} as const
  return spawnSync(process.execPath, ['--import', 'tsx', START, ...args], options)
}

/** The lines up to the command, which is the last one. */
async function printedBy({stdout}: ChildProcessWithoutNullStreams): Promise<string> {
  let printed = ''
  for await (const chunk of stdout.setEncoding('utf8').iterator({destroyOnReturn: false})) {
    printed += chunk
    if (/^node .*\n/m.test(printed)) break
  }
  return printed
}

async function exitCodeAfter(signal: NodeJS.Signals, started: ChildProcessWithoutNullStreams): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => started.once('exit', resolve))
  started.kill(signal)
  // npm and the terminal both pass Ctrl-C on.
  started.kill(signal)
  return ended
}

describe('npm run emulators', () => {
  it('prints an environment in which both emulators are found, and tidies up when it ends', async () => {
    const started = start()
    const printed = await printedBy(started)
    const environment = new Map(
      [...printed.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
    )
    expect([...environment.keys()].sort()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_ENDPOINT_URL',
      'AWS_ENDPOINT_URL_ROUTE_53',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'KUBECONFIG',
    ])
    const client = openSdkClient(environment.get('AWS_ENDPOINT_URL_ROUTE_53') ?? '')
    expect((await listAll(client, 'Z0EXAMPLECOM')).map(({Name}) => Name)).toContain('mail.example.com.')
    client.destroy()
    const config = new KubeConfig()
    config.loadFromFile(environment.get('KUBECONFIG') ?? '')
    const services = await config.makeApiClient(CoreV1Api).listServiceForAllNamespaces()
    expect(services.items.map(({metadata}) => metadata?.name)).toEqual(['front'])
    expect(readdirSync(temporary)).toHaveLength(1)
    expect(await exitCodeAfter('SIGTERM', started)).toBe(0)
    expect(readdirSync(temporary)).toEqual([])
  })

  it("loads one's own objects and zones, and what it prints can be pasted into a shell", async () => {
    writeFileSync(join(folder, 'objects.yaml'), MANIFESTS)
    writeFileSync(join(folder, 'records.json'), JSON.stringify(LISTING))
    const started = start('--manifests=objects.yaml', '--zone', 'records.json', '--zone', 'eu.example.com')
    const notices = text(started.stderr)
    const printed = await printedBy(started)
    expect(printed).toContain(
      '# Kubernetes: 1 DNSEndpoint, 1 Service. Route 53: example.com (4 record sets), eu.example.com (empty).\n',
    )
    expect(printed).toMatch(/\/bin\/run\.js plan --source=service --source=crd --txt-owner-id=prod\n$/)

    const plan = spawn('sh', ['-c', printed], {env: {PATH: process.env.PATH, HOME: folder, TMPDIR: temporary}})
    const [shown] = await Promise.all([text(plan.stdout), new Promise((resolve) => plan.once('close', resolve))])
    expect(plan.exitCode).toBe(0)
    expect(shown).toMatch(/~ +www\.example\.com/)
    expect(shown).toMatch(/192\.0\.2\.9.*192\.0\.2\.10/)
    expect(shown).toMatch(/\+ +api\.eu\.example\.com/)

    expect(await exitCodeAfter('SIGINT', started)).toBe(0)
    expect(await notices).toBe('Left out, as no source reads it: PodDisruptionBudget (policy/v1).\n')
    expect(readdirSync(temporary).filter((name) => name.startsWith('emulators-'))).toEqual([])
  })

  it('says what is wrong in one line, and ends with 1', () => {
    const {stderr, status} = startToEnd('--manifests', 'no-such-folder')
    expect(stderr).toMatch(/^Error: There is no .*\/no-such-folder\n$/)
    expect(status).toBe(1)
    expect(readdirSync(temporary)).toEqual([])
  })

  it('explains itself', () => {
    const {stdout, status} = startToEnd('--help')
    expect(stdout).toMatch(/^Usage: npm run emulators -- .*--manifests PATH.*--zone ZONE/s)
    expect(status).toBe(0)
  })
})
