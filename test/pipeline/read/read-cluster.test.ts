import {describe, expect, it} from 'vitest'
import {CliError} from '../../../src/errors/cli-error.js'
import type {KubeObject, Resource} from '../../../src/kubernetes/objects.js'
import {readCluster} from '../../../src/pipeline/read/read-cluster.js'
import {loadSources} from '../../../src/sources/chosen-sources.js'
import {PODS} from '../../../src/sources/object/resources.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {balanced, cluster, settings as sourceSettings} from '../../sources/builders.js'

interface World {
  readonly objects?: readonly KubeObject[]
  readonly settings?: Partial<SourceSettings>
  /** Why a list is refused. */
  readonly refuse?: (resource: Resource) => CliError | undefined
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

async function read({objects = [], settings: changes = {}, refuse = () => undefined, resolve}: World) {
  const all = cluster(objects)
  const lists: string[] = []
  const settings = sourceSettings(changes)
  const result = await readCluster(
    {
      reader: {
        context: 'test',
        async list(resource, namespace) {
          lists.push(`${resource.plural} ${namespace}`)
          const error = refuse(resource)
          if (error !== undefined) throw error
          return all.list(resource).filter(({metadata}) => namespace === '' || metadata.namespace === namespace)
        },
      },
      connect: () => Promise.reject(new Error('nobody is there')),
      resolve: resolve ?? (() => Promise.reject(new Error('nothing resolves here'))),
    },
    await loadSources(settings),
    settings,
  )
  return {...result, lists}
}

function refusal(code: 'KUBERNETES_KIND_MISSING' | 'KUBERNETES_FORBIDDEN', plural: string): CliError {
  const [happened, fix] = [`No ${plural}.`, [`install ${plural}`, 'or drop the --source that reads it']]
  return new CliError({code, doing: `list ${plural}`, happened, fix})
}

describe('a list that is refused', () => {
  it('is told with every source that needs it', async () => {
    const refuse = ({plural}: Resource) =>
      plural === 'gateways' ? refusal('KUBERNETES_FORBIDDEN', 'gateways') : undefined
    const reading = (sources: readonly string[]) => read({settings: {sources}, refuse})
    await expect(reading(['gateway-httproute'])).rejects.toMatchObject({
      doing: 'list gateways for source "gateway-httproute"',
    })
    await expect(reading(['gateway-httproute', 'gateway-grpcroute', 'service'])).rejects.toMatchObject({
      doing: 'list gateways for sources "gateway-httproute", "gateway-grpcroute"',
    })
  })

  it('is told with all others that the cluster does not know', async () => {
    const refuse = ({plural}: Resource) => refusal('KUBERNETES_KIND_MISSING', plural)
    await expect(read({settings: {sources: ['service', 'ingress']}, refuse})).rejects.toMatchObject({
      doing: 'list services for source "service", ingresses for source "ingress"',
      happened: 'No services. No ingresses.',
      fix: ['install services', 'install ingresses', 'or drop the --source that reads it'],
    })
  })
})

describe('load-balancer names', () => {
  const named = (hostname: string, name: string) => balanced([{hostname}], {name, annotations: {hostname: 'w.shop.io'}})

  it('give their addresses, and a warning where they do not resolve', async () => {
    const {cluster: found, warnings} = await read({
      objects: [named('b.example.net', 'b'), named('a.example.net', 'a'), named('c.example.net', 'c')],
      settings: {resolvesLoadBalancerHostname: true},
      resolve: async (host) => {
        if (host !== 'b.example.net') throw new Error('ENOTFOUND')
        return ['192.0.2.1']
      },
    })
    expect([...found.addresses]).toEqual([['b.example.net', ['192.0.2.1']]])
    expect(warnings).toEqual([
      'the load balancer name a.example.net does not resolve, so it gives no target',
      'the load balancer name c.example.net does not resolve, so it gives no target',
    ])
  })
})

describe('a cluster that was read', () => {
  it('has the objects of one namespace, and no answer to what nobody read', async () => {
    const objects = [balanced([{ip: '192.0.2.1'}]), balanced([{ip: '192.0.2.2'}], {namespace: 'other'})]
    const {cluster: found, lists, objects: count} = await read({objects, settings: {namespace: 'shop'}})
    expect(lists).toEqual(['services shop', 'ingresses shop'])
    expect(count).toBe(1)
    expect(() => found.list(PODS)).toThrow('bug: pods were asked for and not read')
  })
})
