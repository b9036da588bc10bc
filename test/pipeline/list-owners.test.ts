import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {listOwners, type OwnersFilter} from '../../src/pipeline/list-owners.js'
import type {OwnershipEntry} from '../../src/pipeline/ownership-entry.js'
import type {PlanPorts} from '../../src/pipeline/ports.js'
import type {RunSettings} from '../../src/pipeline/read/plan-run.js'
import type {LedgerRow} from '../../src/registry/ledger.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {dnsName, planSettings, SHOP, set, txt, txtRegistry, zone} from '../plan/builders.js'
import {balanced, settings as sourceSettings} from '../sources/builders.js'
import {cliError} from './faulty-account.js'
import {pagedZones} from './paged-zones.js'
import {type Contents, runCluster, runPorts, runSettings} from './run-ports.js'

const EVERYTHING: OwnersFilter = {owners: [], zones: [], hosts: [], namespaces: [], states: []}
const asks = (hostname: string) => balanced([{ip: '192.0.2.10'}], {annotations: {hostname}})
const sealed = `"${Buffer.alloc(90, 7).toString('base64')}"`

interface World {
  readonly stored?: readonly RecordSet[] | Contents
  readonly objects?: readonly KubeObject[]
  readonly settings?: Partial<RunSettings>
  readonly ports?: Partial<PlanPorts>
  readonly filter?: Partial<OwnersFilter>
  readonly asksForProtections?: boolean
}

function list({stored = [], objects = [], settings = {}, ports = {}, filter = {}, ...options}: World) {
  const contents = stored.some((one) => Array.isArray(one)) ? stored : [[SHOP, stored]]
  const all = runPorts({stored: contents as Contents, objects}, ports)
  return listOwners(runSettings(settings), all, {...EVERYTHING, ...filter}, options)
}

/** The states of the entries: `web.shop.io A red wanted`. */
async function states(world: World): Promise<readonly string[]> {
  return (await list(world)).map(describeEntry)
}

function describeEntry({host, type, owner, state}: OwnershipEntry): string {
  return [host, type ?? '-', owner === '' ? '-' : owner, state].join(' ')
}

describe('the owners of record sets', () => {
  it('are none where ownership is not kept', async () => {
    expect(await list({stored: [set('web', 'A', '192.0.2.10')], settings: {registry: {kind: 'noop'}}})).toEqual([])
  })

  it('are told with what objects ask for now', async () => {
    const stored = [
      ...[set('web', 'A', '192.0.2.10'), txt('a-web')],
      ...[set('old', 'A', '192.0.2.1'), txt('a-old')],
      ...[set('theirs', 'A', '192.0.2.2'), txt('a-theirs', 'blue')],
    ]
    expect(await states({stored, objects: [asks('web.shop.io')]})).toEqual([
      'old.shop.io A red unwanted',
      'theirs.shop.io A blue foreign',
      'web.shop.io A red wanted',
    ])
  })

  it('of a cluster that was not read may be wanted or not', async () => {
    const down = {context: 'west', list: () => Promise.reject(cliError('KUBERNETES_UNREACHABLE'))}
    const [red, blue] = [toOwnerId('red'), toOwnerId('blue')]
    const clusters = [
      runCluster([asks('web.shop.io')], {owner: red, label: 'east'}),
      runCluster([], {owner: blue, label: 'west', reader: down}),
    ]
    const settings = {
      registry: txtRegistry({ownerId: red, owners: [red, blue]}),
      plan: planSettings({tolerated: new Set(['unreachable-cluster'])}),
    }
    const stored = [
      ...[set('web', 'A', '192.0.2.10'), txt('a-web')],
      ...[set('old', 'A', '192.0.2.1'), txt('a-old')],
      ...[set('west', 'A', '192.0.2.2'), txt('a-west', 'blue')],
      ...[set('nobodys', 'A', '192.0.2.3')],
    ]
    expect(await states({stored, settings, ports: {clusters}})).toEqual([
      'old.shop.io A red unwanted',
      'web.shop.io A red wanted',
      'west.shop.io A blue unknown',
    ])
  })

  it('are told without objects where no source is chosen', async () => {
    const clusters = [runCluster([], {settings: sourceSettings({sources: []})})]
    const stored = [set('web', 'A', '192.0.2.10'), txt('a-web')]
    expect((await list({stored, ports: {clusters}})).map(({state, isWanted}) => [state, isWanted])).toEqual([
      ['unknown', undefined],
    ])
  })
})

describe('an ownership TXT without its record', () => {
  it('is told by the host and type of its name, or by its own name where that is no name of a TXT', async () => {
    const registry = txtRegistry({prefix: 'p-%{record_type}-'})
    const stored = [txt('p-a-web'), txt('other')]
    expect(await states({stored, settings: {registry}})).toEqual([
      'other.shop.io - red orphan',
      'web.shop.io A red orphan',
    ])
  })

  it('has the type that its name says, and none where it says none', async () => {
    const [entry] = await list({stored: [txt('a-web')]})
    expect(entry).toMatchObject({host: 'web.shop.io', type: 'A', targets: [], ttlSeconds: undefined})
    expect((await list({stored: [txt('web')]}))[0]).toMatchObject({host: 'web.shop.io', type: undefined})
  })

  it('that no key decrypts has no owner that is known', async () => {
    expect(await states({stored: [set('a-web', 'TXT', sealed)]})).toEqual(['web.shop.io A - unreadable'])
  })
})

describe('a row of a ledger without its record', () => {
  const registry = {...txtRegistry(), kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}} as const
  const row = (name: string, type: string): LedgerRow => {
    return {
      key: {name, type, setIdentifier: undefined},
      owner: toOwnerId('red'),
      resource: 'service/shop/web',
      labels: {},
    }
  }

  it('is told, also of a type that no record set has', async () => {
    const rows = [row('web.shop.io', 'A'), row('web.shop.io', 'HINFO')]
    const world = {settings: {registry} as Partial<RunSettings>, ports: {ledger: {readRows: async () => rows}}}
    expect(await states(world)).toEqual(['web.shop.io A red orphan', 'web.shop.io - red orphan'])
  })
})

describe('what is shown of them', () => {
  const EU = zone('eu.shop.io', {id: 'Z2'})
  const stored: Contents = [
    [
      SHOP,
      [set('web', 'A', '192.0.2.10'), txt('a-web'), set('old', 'A', '192.0.2.1'), txt('a-old', 'blue', 'ingress/b/x')],
    ],
    [EU, [set('api.eu', 'A', '192.0.2.3'), txt('a-api.eu', 'red', 'node-1')]],
  ]
  const hosts = async (filter: Partial<OwnersFilter>) => (await list({stored, filter})).map(({host}) => host).sort()

  it.each<[string, Partial<OwnersFilter>, readonly string[]]>([
    ['everything', {}, ['api.eu.shop.io', 'old.shop.io', 'web.shop.io']],
    ['what an owner has', {owners: ['blue', 'green']}, ['old.shop.io']],
    ['what is in a zone, by its name', {zones: ['eu.shop.io']}, ['api.eu.shop.io']],
    ['what is in a zone, by its id', {zones: ['Z1']}, ['old.shop.io', 'web.shop.io']],
    ['what objects of a namespace asked for', {namespaces: ['shop']}, ['web.shop.io']],
    ['what objects without a namespace asked for', {namespaces: ['']}, ['api.eu.shop.io']],
    ['what is in a state', {states: ['foreign']}, ['old.shop.io']],
    ['what is of that owner and in that state', {owners: ['red'], states: ['foreign']}, []],
  ])('is %s', async (_which, filter, expected) => {
    expect(await hosts(filter)).toEqual(expected)
  })
})

describe('the protections of what is listed', () => {
  const stored = [set('web', 'A', '192.0.2.10'), txt('a-web'), set('api', 'A', '192.0.2.1'), txt('a-api')]

  async function protections(answer: Awaited<ReturnType<PlanPorts['zones']['listProtections']>>) {
    const zones = {...pagedZones([[SHOP, stored]], 300), listProtections: async () => answer}
    const entries = await list({ports: {zones}, asksForProtections: true})
    return Object.fromEntries(entries.map(({host, protection}) => [host, protection]))
  }

  it('are those of the record set or of its ownership TXT, with the comment', async () => {
    const value = [
      {name: dnsName('web.shop.io'), type: 'A', comment: 'ask "ops"'},
      {name: dnsName('a-api.shop.io'), type: 'TXT', comment: undefined},
    ] as const
    expect(await protections({ok: true, value})).toEqual({'web.shop.io': 'A "ask \\"ops\\""', 'api.shop.io': 'TXT'})
  })

  it('are not told where they are not known', async () => {
    expect(await protections({ok: false, problem: 'denied'})).toEqual({
      'web.shop.io': undefined,
      'api.shop.io': undefined,
    })
  })
})
