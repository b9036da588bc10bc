import {describe, expect, it} from 'vitest'
import {owned, service} from './objects.js'
import {AS_PROD, expectNoWrite, shown, stage} from './stage.js'

const HELD = ['a', 'b', 'c'].flatMap((name) => owned(`${name}.example.com`, undefined, 'prod', `service/shop/${name}`))
const ASKED = ['a', 'b', 'c'].map((name) => service(name, `${name}.example.com`, {namespace: 'shop'}))
const one = (text: string) => text.replace(/\s+/g, ' ')
const doubtsOf = (stdout: string): readonly string[] => JSON.parse(stdout).doubts

describe('a namespace that does not exist', () => {
  const SYNC = [AS_PROD, '--policy=sync']

  it('is told first, with the nearest, and nothing is deleted for it', async () => {
    const it = await stage({objects: ASKED, records: HELD})
    const run = await it.run('apply', '--yes', ...SYNC, '-n', 'shopp')
    expect(run.exitCode).toBe(3)
    expect(one(run.stdout)).toMatch(
      /^Plan for owner prod.* ! context demo has no namespace shopp; did you mean shop\? /,
    )
    expect(one(run.stderr)).toContain(
      'more than the limit of 0 hosts in a run that looks like a mistake. In common: context demo has no namespace shopp; did you mean shop? Nothing was changed.',
    )
    expectNoWrite(it)
  })

  it('lets go what --max-deletes allows, as where a namespace was deleted', async () => {
    const it = await stage({objects: [service('x', 'x.example.com', {namespace: 'other'})], records: HELD})
    const run = await it.run('prune', '--yes', AS_PROD, '--namespace=gone', '--max-deletes=3')
    expect(run).toMatchObject({exitCode: 0, stdout: expect.stringContaining('Applied 3 of 3 hosts.')})
  })

  it('is not told of one that is empty, that holds objects, or that may not be listed', async () => {
    const it = await stage({
      objects: [
        ...ASKED,
        {...ASKED[0], metadata: {name: 'x', namespace: 'empty'}, kind: 'ConfigMap', apiVersion: 'v1'} as never,
      ],
      records: HELD,
    })
    const doubts = async (...flags: readonly string[]) =>
      doubtsOf((await it.run('plan', AS_PROD, ...flags, '--json')).stdout)
    expect(await doubts('-n', 'empty')).toEqual([])
    expect(await doubts('-n', 'shop')).toEqual([])
    expect(it.cluster.calls.all().filter(({resource}) => resource === 'namespaces')).toHaveLength(1)
    expect(await doubts('-n', 'shopp')).toEqual(['context demo has no namespace shopp; did you mean shop?'])
    it.cluster.deny({resource: 'namespaces'})
    expect(await doubts('-n', 'shopp')).toEqual([])
  })
})

describe('an owner id that is nearly another one', () => {
  it('is told where that other one holds hosts of these objects', async () => {
    const it = await stage({objects: ASKED, records: HELD.slice(0, 4)})
    const {stdout} = await it.run('plan', '--txt-owner-id=prdo')
    expect(one(stdout)).toContain(
      '! owner prdo holds nothing here, while prod holds 2 of the 3 hosts that objects ask for: did you mean --txt-owner-id=prod?',
    )
    expect(shown((await it.run('plan', AS_PROD)).stderr)).toBe('')
  })
})

describe('an annotation of an unknown key', () => {
  it('is a warning, once for each object, however many sources read it', async () => {
    const KEY = 'external-dns.kubernetes.io/targt'
    const gateway = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: {name: 'edge', namespace: 'shop', annotations: {[KEY]: '192.0.2.1'}},
      spec: {listeners: [{name: 'a', protocol: 'HTTP', port: 80, allowedRoutes: {namespaces: {from: 'All'}}}]},
      status: {addresses: [{type: 'IPAddress', value: '192.0.2.9'}]},
    }
    const route = (kind: string, name: string) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind,
      metadata: {name, namespace: 'shop'},
      spec: {hostnames: [`${name}.example.com`], parentRefs: [{name: 'edge', namespace: 'shop'}]},
      status: {
        parents: [{parentRef: {name: 'edge', namespace: 'shop'}, conditions: [{type: 'Accepted', status: 'True'}]}],
      },
    })
    const it = await stage({
      objects: [
        gateway,
        route('HTTPRoute', 'a'),
        route('HTTPRoute', 'b'),
        route('GRPCRoute', 'c'),
        service('x', 'x.example.com', {annotations: {'external-dns.alpha.kubernetes.io/hostnam': 'y.example.com'}}),
      ],
    })
    const sources = ['service', 'gateway-httproute', 'gateway-grpcroute'].map((name) => `--source=${name}`)
    const {stdout, exitCode} = await it.run('plan', AS_PROD, ...sources, '--json')
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout).warnings.map(({text}: {text: string}) => text)).toEqual([
      `${KEY} is unknown and has no effect; did you mean target?`,
      'external-dns.alpha.kubernetes.io/hostnam is unknown and has no effect; did you mean hostname?',
    ])
  })

  it('of many objects is cut on screen and whole in JSON', async () => {
    const objects = Array.from({length: 200}, (_, n) =>
      service(`s${n}`, `s${n}.example.com`, {annotations: {'external-dns.kubernetes.io/tll': '60'}}),
    )
    const it = await stage({objects})
    const {stdout} = await it.run('plan', AS_PROD)
    expect(stdout.match(/tll is unknown/g)?.length).toBeLessThan(50)
    expect(JSON.parse((await it.run('plan', AS_PROD, '--json')).stdout).warnings).toHaveLength(200)
  })
})
