import {describe, expect, it} from 'vitest'
import type {Zone} from '../../../src/dns/zone.js'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import type {RunCluster} from '../../../src/pipeline/ports.js'
import {type RunSettings, runPlan} from '../../../src/pipeline/read/plan-run.js'
import type {Plan} from '../../../src/plan/plan.js'
import type {PlanInput} from '../../../src/plan/plan-input.js'
import type {Policy} from '../../../src/plan/plan-settings.js'
import {blocks, dnsName, PRUNE, planSettings, requests, SHOP, set, txt, zone} from '../../plan/builders.js'
import {balanced, service} from '../../sources/builders.js'
import {cliError} from '../faulty-account.js'
import {pagedZones} from '../paged-zones.js'
import {type Contents, runCluster, runPorts, runSettings} from '../run-ports.js'

const EU = zone('eu.shop.io', {id: 'Z2'})
const OTHER = zone('other.net', {id: 'Z3'})
const FRESH: Zone = {...zone('fresh.io', {id: 'Z4'}), recordSetCount: 2}

const asks = (hostname: string, name = 'web') => balanced([{ip: '192.0.2.10'}], {name, annotations: {hostname}})

interface World {
  readonly stored?: Contents
  readonly objects?: readonly KubeObject[]
  /** Zones that cannot be read. */
  readonly denied?: readonly Zone[]
  readonly isClusterDown?: boolean
}

interface Run {
  readonly plan: Plan
  /** The zones that were read. */
  readonly read: readonly string[]
}

async function run(
  world: World,
  changes: Partial<RunSettings> = {},
  wanted: PlanInput['goal'] = {kind: 'apply'},
): Promise<Run> {
  const {stored = [[SHOP, []]], objects = [], denied = [], isClusterDown = false} = world
  const zones = pagedZones(stored, 300)
  const read: string[] = []
  const down: Partial<RunCluster> = {
    reader: {context: 'test', list: () => Promise.reject(cliError('KUBERNETES_UNREACHABLE'))},
  }
  const ports = runPorts(
    {},
    {
      clusters: [runCluster(objects, isClusterDown ? down : {})],
      zones: {
        ...zones,
        async listRecordSets(each) {
          read.push(each.id)
          if (denied.includes(each)) throw cliError('ROUTE53_ACCESS_DENIED')
          return zones.listRecordSets(each)
        },
      },
    },
  )
  const {plan} = await runPlan(runSettings(changes), ports, wanted)
  return {plan, read: read.sort()}
}

const under = (policy: Policy) => ({plan: planSettings({policy})})

describe('a run', () => {
  it('plans what objects ask for against what zones hold', async () => {
    const {plan} = await run({objects: [asks('web.shop.io')]})
    expect(requests(plan)).toEqual(['CREATE a-web TXT 300 red:service/shop/web', 'CREATE web A 300 192.0.2.10'])
    expect(plan).toMatchObject({context: 'test', objects: 1, wantedHosts: 1, owner: 'red'})
  })
})

describe('a host that is not written as Route 53 has it', () => {
  it.each([
    ['bücher.shop.io', 'xn--bcher-kva.shop.io', ['asked for as bücher.shop.io']],
    ['BÜCHER.shop.io.', 'xn--bcher-kva.shop.io', ['asked for as bücher.shop.io']],
    ['xn--bcher-kva.shop.io', 'xn--bcher-kva.shop.io', []],
    ['WEB.shop.io.', 'web.shop.io', []],
    ['web。shop.io', 'web.shop.io', []],
  ])('%s is shown as it reads, if that tells more', async (written, name, notes) => {
    const {plan} = await run({objects: [asks(written)]})
    expect(plan.zones.flatMap(({hosts}) => hosts.map((one) => [one.name, one.notes]))).toEqual([[name, notes]])
  })
})

describe('the zones that are read', () => {
  const stored: Contents = [
    [SHOP, []],
    [EU, []],
    [OTHER, []],
    [FRESH, []],
  ]
  const objects = [asks('web.shop.io')]

  it.each<readonly [string, Partial<RunSettings>, PlanInput['goal'], readonly string[]]>([
    ['all under sync, but a zone with only its NS and SOA', under('sync'), {kind: 'apply'}, ['Z1', 'Z2', 'Z3']],
    ['those of wanted hosts under upsert-only', under('upsert-only'), {kind: 'apply'}, ['Z1']],
    ['those of wanted hosts under create-only', under('create-only'), {kind: 'apply'}, ['Z1']],
    ['all with --full-read', {...under('upsert-only'), readsWholeZones: true}, {kind: 'apply'}, ['Z1', 'Z2', 'Z3']],
    ['all for prune', under('upsert-only'), PRUNE, ['Z1', 'Z2', 'Z3']],
  ])('are %s', async (_title, changes, wanted, expected) => {
    expect((await run({stored, objects}, changes, wanted)).read).toEqual(expected)
  })

  it('are also those where the ownership TXT of a wanted host may be', async () => {
    const {read} = await run({stored, objects: [asks('eu.shop.io')]}, under('upsert-only'))
    expect(read).toEqual(['Z1', 'Z2'])
  })

  it('are said to be read or not', async () => {
    const {plan} = await run({stored, objects}, under('upsert-only'))
    expect(plan.zones.map(({zone: each, reading}) => `${each.id} ${reading}`).sort()).toEqual([
      'Z1 whole',
      'Z2 not-read',
      'Z3 not-read',
      'Z4 not-read',
    ])
  })
})

describe('a reading that fails', () => {
  it.each<readonly [string, World, string]>([
    [
      'of a zone',
      {
        stored: [
          [SHOP, []],
          [OTHER, []],
        ],
        denied: [OTHER],
      },
      'ROUTE53_ACCESS_DENIED',
    ],
    ['of the cluster', {isClusterDown: true}, 'KUBERNETES_UNREACHABLE'],
  ])('%s ends the run: there is no plan from a half', async (_title, world, code) => {
    await expect(run(world)).rejects.toMatchObject({code})
  })

  it('of a zone that does not matter is not noticed', async () => {
    const world: World = {
      stored: [
        [SHOP, []],
        [OTHER, []],
      ],
      denied: [OTHER],
      objects: [asks('web.shop.io')],
    }
    expect((await run(world, under('upsert-only'))).read).toEqual(['Z1'])
  })
})

describe('an object without an address', () => {
  it('holds the record of its host', async () => {
    const waiting = service({
      spec: {type: 'LoadBalancer', clusterIP: '10.96.0.7'},
      status: {},
      annotations: {hostname: 'web.shop.io'},
    })
    const stored: Contents = [[SHOP, [set('web', 'A', '192.0.2.10'), txt('a-web')]]]
    const {plan} = await run({stored, objects: [waiting]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A pending-target'])
  })
})

describe('--only', () => {
  const only = {plan: planSettings({only: [{name: dnsName('web.shop.io'), isBelow: false}]})}

  it('narrows the run to its hosts', async () => {
    const stored: Contents = [[SHOP, [set('gone', 'A', '192.0.2.1'), txt('a-gone')]]]
    const {plan} = await run({stored, objects: [asks('web.shop.io'), asks('api.shop.io', 'api')]}, only)
    expect(requests(plan)).toEqual(['CREATE a-web TXT 300 red:service/shop/web', 'CREATE web A 300 192.0.2.10'])
    expect(blocks(plan)).toEqual([])
  })

  it('reports no invalid names, since it cannot mean them', async () => {
    const {plan} = await run({objects: [asks('web.shop.io'), asks('a b.shop.io', 'bad')]}, only)
    expect(blocks(plan)).toEqual([])
  })
})
