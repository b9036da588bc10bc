import {describe, expect, it} from 'vitest'
import type {Answer} from '../../src/dns/answer.js'
import {CliError} from '../../src/errors/cli-error.js'
import type {ClusterReader} from '../../src/kubernetes/objects.js'
import {explain} from '../../src/pipeline/explain.js'
import type {PlanPorts} from '../../src/pipeline/ports.js'
import type {RunSettings} from '../../src/pipeline/read/plan-run.js'
import type {VerifyPorts} from '../../src/pipeline/verify-hosts.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {dnsName, planSettings, SHOP, set, txt, txtRegistry, zone} from '../plan/builders.js'
import {balanced, cluster, settings as sourceSettings} from '../sources/builders.js'
import {cliError} from './faulty-account.js'
import {DENIED, history} from './recorded.js'
import {type Contents, runCluster, runPorts, runSettings} from './run-ports.js'

const asks = (hostname: string, namespace = 'shop') =>
  balanced([{ip: '192.0.2.10'}], {namespace, annotations: {hostname}})
const HISTORY = {...history({}), listChanges: async () => DENIED}
const STORED: Contents = [[SHOP, [set('web', 'A', '192.0.2.10'), txt('a-web')]]]

interface World {
  readonly stored?: Contents
  readonly clusters?: PlanPorts['clusters']
  readonly settings?: Partial<RunSettings>
  readonly verifying?: VerifyPorts
}

function explainWeb({stored = STORED, settings = {}, verifying, ...ports}: World) {
  const all = runPorts({stored, objects: [asks('web.shop.io')]}, {history: HISTORY, ...ports})
  return explain(runSettings(settings), all, dnsName('web.shop.io'), verifying)
}

describe('explaining a host', () => {
  it('tells who asks for it, what is stored, and what a plan would do', async () => {
    const found = await explainWeb({})
    expect(found.verdict).toBe('unchanged')
    expect(found.requests.map(({source}) => source)).toEqual(['service'])
    expect(found.stored.map(({kind, recordSet}) => `${kind} ${recordSet.name}`)).toEqual(['owned web.shop.io'])
    expect([found.gaps, found.lastChanges, found.verified]).toEqual([[], [], undefined])
  })

  it('looks for no ownership where none is kept', async () => {
    const found = await explainWeb({settings: {registry: {kind: 'noop'}}})
    expect([found.verdict, found.orphans, found.ownershipOf]).toEqual(['unchanged', [], []])
  })

  it('goes on without a cluster of several that does not answer, and says so', async () => {
    const down: ClusterReader = {context: 'west', list: () => Promise.reject(cliError('KUBERNETES_UNREACHABLE'))}
    const [red, blue] = [toOwnerId('red'), toOwnerId('blue')]
    const clusters = [
      runCluster([asks('web.shop.io')], {owner: red, label: 'test'}),
      runCluster([], {owner: blue, label: 'west', reader: down}),
    ]
    const registry = txtRegistry({ownerId: red, owners: [red, blue]})
    const plan = planSettings({tolerated: new Set(['unreachable-cluster'])})
    const found = await explainWeb({clusters, settings: {registry, plan}})
    expect(found.verdict).toBe('unchanged')
    expect(found.gaps).toEqual(['context west cannot be reached: what its objects ask for is not known'])
  })
})

describe('what the flags leave out', () => {
  const all = cluster([asks('web.shop.io', 'other')])
  const settings = sourceSettings({sources: ['service'], namespace: 'shop'})

  /** With the namespace shop, while web.shop.io is asked for in another one. */
  async function explainNarrowly(refuse: (namespace: string) => Error | undefined) {
    const list: ClusterReader['list'] = async (resource, namespace) => {
      const error = refuse(namespace)
      if (error !== undefined) throw error
      return all.list(resource).filter(({metadata}) => namespace === '' || metadata.namespace === namespace)
    }
    return explainWeb({clusters: [runCluster([], {settings, reader: {context: 'test', list}})]})
  }

  const forbidden = new CliError({code: 'KUBERNETES_FORBIDDEN', doing: 'list', happened: 'Forbidden.', fix: []})

  it('is read too, and each object told with the flag that leaves it out', async () => {
    const {requests, filteredOut, gaps} = await explainNarrowly(() => undefined)
    expect([requests, gaps]).toEqual([[], []])
    expect(filteredOut.map(({by}) => by)).toEqual([['--namespace=shop']])
  })

  it('is not known where it may not be listed', async () => {
    const {filteredOut, gaps} = await explainNarrowly((namespace) => (namespace === '' ? forbidden : undefined))
    expect(filteredOut).toEqual([])
    expect(gaps).toEqual(['services may not be listed in every namespace: what they ask for there is not known'])
  })

  it('ends the run where reading it fails for another reason', async () => {
    const failing = explainNarrowly((namespace) => (namespace === '' ? cliError('KUBERNETES_BAD_ANSWER') : undefined))
    await expect(failing).rejects.toMatchObject({code: 'KUBERNETES_BAD_ANSWER'})
  })
})

describe('explaining with --verify', () => {
  it('asks the name servers of every zone that holds something of the host, and of the one that would', async () => {
    const parent = zone('io', {id: 'Z0'})
    const stored: Contents = [...STORED, [parent, [set('web.shop.io.', 'A', '192.0.2.1')]]]
    const asked: string[] = []
    const answer: Answer = {kind: 'nothing'}
    const verifying: VerifyPorts = {
      zones: {listRecordSetsNamed: async (of) => [set(`${of.name}.`, 'NS', [`ns.${of.name}`])]},
      resolve: async () => ['192.0.2.53'],
      nameServers: {
        canQuery: () => true,
        findParent: async () => undefined,
        async ask({label}, name, type) {
          asked.push(`${label} ${type} ${name}`)
          return answer
        },
      },
      servers: [],
      isStopping: () => false,
    }
    const {verified} = await explainWeb({stored, verifying})
    expect(asked.filter((one) => one.endsWith('A web.shop.io')).sort()).toEqual([
      'ns.io A web.shop.io',
      'ns.shop.io A web.shop.io',
    ])
    expect(verified?.verifications.map(({type}) => type)).toEqual(['A', 'A'])
  })
})
