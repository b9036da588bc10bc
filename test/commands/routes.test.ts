import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {owned} from './objects.js'
import {AS_PROD, stage} from './stage.js'

const API = 'gateway.networking.k8s.io/v1'
const ROUTES = ['--source=gateway-httproute', AS_PROD] as const
const HOST = 'shop.example.com'
const PARENT = {name: 'public', namespace: 'infra'}

function route(hostnames: readonly string[] | undefined, condition: object = {status: 'True'}): KubernetesObject {
  return {
    apiVersion: API,
    kind: 'HTTPRoute',
    metadata: {name: 'shop', namespace: 'app'},
    spec: {...(hostnames && {hostnames}), parentRefs: [PARENT]},
    status: {parents: [{parentRef: PARENT, conditions: [{type: 'Accepted', ...condition}]}]},
  }
}

function gateway(annotations: Readonly<Record<string, string>> = {}, from = 'All'): KubernetesObject {
  return {
    apiVersion: API,
    kind: 'Gateway',
    metadata: {name: 'public', namespace: 'infra', annotations},
    spec: {listeners: [{name: 'web', port: 80, protocol: 'HTTP', allowedRoutes: {namespaces: {from}}}]},
    status: {addresses: [{value: '192.0.2.10'}]},
  }
}

const RECORDS = owned(HOST, undefined, 'prod', 'httproute/app/shop')
const CASES: readonly (readonly [string, readonly KubernetesObject[], string])[] = [
  ['its Gateway is gone', [route([HOST])], 'uses Gateway infra/public, which does not exist'],
  [
    'its Gateway is gone, whose listeners would name its hosts',
    [route(undefined)],
    'uses Gateway infra/public, which does not exist',
  ],
  [
    'its Gateway refused it',
    [route([HOST], {status: 'False', reason: 'NotAllowedByListeners'}), gateway()],
    'is refused by Gateway infra/public (NotAllowedByListeners)',
  ],
  [
    "its Gateway is another controller's",
    [route([HOST]), gateway({'external-dns.alpha.kubernetes.io/controller': 'other'})],
    'uses Gateway infra/public, whose annotation controller names "other"',
  ],
]

describe('the records of a Route', () => {
  describe.each(CASES)('are kept while %s', (_, objects, reason) => {
    const line = `HTTPRoute app/shop ${reason}; record kept`

    it.each([
      ['apply', ['--yes', '--policy=sync']],
      ['prune', ['--yes']],
    ] as const)('by %s', async (command, flags) => {
      const it = await stage({objects: [...objects], records: RECORDS})
      const {stdout, exitCode} = await it.run(command, ...flags, ...ROUTES)
      expect(exitCode).toBe(0)
      expect(flat(stdout)).toContain(line)
      expect(it.names()).toContainEqual(['A', `${HOST}.`])
    })

    it('but not with --on-missing-target=delete', async () => {
      const it = await stage({objects: [...objects], records: RECORDS})
      const flags = ['--yes', '--policy=sync', '--on-missing-target=delete', '--max-deletes=1']
      expect(await it.run('apply', ...flags, ...ROUTES)).toMatchObject({exitCode: 0})
      expect(it.names()).not.toContainEqual(['A', `${HOST}.`])
    })
  })

  it('with registry noop are kept while the names are not known', async () => {
    const it = await stage({objects: [route(undefined)], records: RECORDS})
    const flags = ['--yes', '--policy=sync', '--registry=noop', '--allow-unowned-deletes', '--max-deletes=5']
    await it.run('apply', ...flags, '--source=gateway-httproute')
    expect(it.names()).toContainEqual(['A', `${HOST}.`])
  })
})

describe('a host that is not used', () => {
  const objects = [route([HOST, 'api.example.com']), gateway({}, 'Same')]
  const reason = 'no listener of Gateway infra/public allows Routes of namespace app'

  it('is counted on screen, and named with --verbose', async () => {
    const it = await stage({objects})
    const brief = flat((await it.run('plan', ...ROUTES)).stdout)
    expect(brief).toContain(`Hosts in objects that are not used (--verbose lists them) 2 hosts: ${reason}`)
    expect(brief).not.toContain('api.example.com')
    const verbose = flat((await it.run('plan', '--verbose', ...ROUTES)).stdout)
    expect(verbose).toContain(`2 hosts: ${reason} api.example.com HTTPRoute app/shop spec.hostnames[1]`)
  })

  it('stands in the JSON plan, of the hosts of --only alone', async () => {
    const it = await stage({objects})
    const unusedOf = async (...flags: readonly string[]) =>
      JSON.parse((await it.run('plan', '--json', ...flags, ...ROUTES)).stdout).unused
    const unused = (host: string, index: number) => ({
      host,
      origin: {kind: 'HTTPRoute', namespace: 'app', name: 'shop', field: `spec.hostnames[${index}]`},
      reason,
    })
    expect(await unusedOf()).toEqual([unused('api.example.com', 1), unused(HOST, 0)])
    expect(await unusedOf(`--only=${HOST}`)).toEqual([unused(HOST, 0)])
  })

  it('is told by explain', async () => {
    const it = await stage({objects})
    const {stdout} = await it.run('explain', HOST, ...ROUTES)
    expect(flat(stdout)).toContain('no object that names it is used, and it is not there')
    expect(flat(stdout)).toContain(`Not used, and why HTTPRoute app/shop spec.hostnames[0] ${reason}`)
    const {unused, verdict} = JSON.parse((await it.run('explain', HOST, '--json', ...ROUTES)).stdout)
    expect([verdict, unused.map((one: {reason: string}) => one.reason)]).toEqual(['nothing', [reason]])
  })

  it('is no part of a saved plan, which stays as it was', async () => {
    const it = await stage({objects})
    const file = join(it.folder, 'plan.json')
    const {exitCode} = await it.run('plan', `--out=${file}`, ...ROUTES)
    expect(exitCode).toBe(0)
    expect(flat((await it.run('show', file)).stdout)).not.toContain('Not used')
  })
})

/** The screen in one line, however it was wrapped. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
