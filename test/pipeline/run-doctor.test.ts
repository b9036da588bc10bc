import {describe, expect, it} from 'vitest'
import type {Finding} from '../../src/doctor/finding.js'
import type {Resource} from '../../src/kubernetes/objects.js'
import {
  type DoctorCluster,
  type DoctorPorts,
  type DoctorSettings,
  type ProbePort,
  runDoctor,
} from '../../src/pipeline/run-doctor.js'
import {planSettings, ROUTE53, SHOP, txtRegistry, zone} from '../plan/builders.js'
import {settings as sourceSettings} from '../sources/builders.js'
import {cliError} from './faulty-account.js'
import {pagedZones} from './paged-zones.js'
import {runCluster, runPorts} from './run-ports.js'

const SETTINGS: DoctorSettings = {
  registry: txtRegistry(),
  plan: planSettings(),
  route53: ROUTE53,
  notices: [],
  notes: [],
  domainFilters: ['shop.io'],
  policyIsChosen: true,
}

/** A cluster that serves every resource and allows all of them to be listed. */
function probe(changes: Partial<ProbePort> = {}): ProbePort {
  return {
    context: 'test',
    server: 'https://192.0.2.1',
    version: async () => 'v1.31.0',
    find: async (resource) => resource,
    mayList: async () => true,
    ...changes,
  }
}

function doctorCluster(changes: Partial<DoctorCluster> = {}, probing: Partial<ProbePort> = {}): DoctorCluster {
  const {settings, label, connect, reader} = runCluster()
  return {settings, label, connect, openReader: async () => reader, openProbe: async () => probe(probing), ...changes}
}

async function find(changes: Partial<DoctorPorts> = {}, settings: Partial<DoctorSettings> = {}) {
  const {zones, resolve} = runPorts()
  const ports = {clusters: [doctorCluster()], zones, resolve, identities: async () => [], ledger: undefined, ...changes}
  const findings = await runDoctor({...SETTINGS, ...settings}, ports)
  const of = (check: string) => findings.filter((one) => one.check === check)
  return {findings, of}
}

const verdicts = (findings: readonly Finding[]) => findings.map(({check, verdict}) => `${check} ${verdict}`)

describe('the doctor', () => {
  it('names every identity that STS tells', async () => {
    const arns = ['arn:aws:iam::111122223333:user/ci', 'arn:aws:sts::444455556666:assumed-role/dns/run']
    const {of} = await find({identities: async () => arns})
    expect(of('identity')).toMatchObject([{verdict: 'ok', detail: arns.join(', ')}])
    expect((await find()).of('identity')).toMatchObject([{verdict: 'skipped'}])
  })

  it('takes an account without any zone for the wrong account, and zones that are left out for a filter', async () => {
    expect((await find({zones: pagedZones([], 300)})).of('zones')[0]).toMatchObject({
      verdict: 'failed',
      detail: 'no hosted zone is visible to these credentials',
      fix: ['check the account: --aws-profile, --aws-assume-role'],
    })
    const filtered = await find({}, {route53: {...ROUTE53, zoneIdFilter: ['Z9']}})
    expect(filtered.of('zones')[0]).toMatchObject({
      verdict: 'failed',
      detail: 'none of 1 is selected',
      fix: ['check --domain-filter, --zone-id-filter, --aws-zone-type and --aws-zone-tags'],
    })
  })

  it('reads one by one no more zones than the first twenty', async () => {
    const many = Array.from({length: 25}, (_each, index) => zone(`z${index}.io`))
    const {findings, of} = await find({
      zones: pagedZones(
        many.map((one) => [one, []]),
        300,
      ),
    })
    expect(findings.filter(({check}) => check.startsWith('read ')).length).toBe(20)
    expect(of('zones')[0]?.detail).toMatch(/^25 of 25 selected: .* and 5 more$/)
  })

  it('tells an obstacle as a finding, and ends with an error that is none', async () => {
    const denied = await find({clusters: [doctorCluster({}, {version: () => Promise.reject(cliError())})]})
    expect(denied.of('api server')).toMatchObject([{verdict: 'failed', detail: 'It did not work'}])
    const broken = doctorCluster({}, {version: () => Promise.reject(new TypeError('bug'))})
    await expect(find({clusters: [broken]})).rejects.toThrow('bug')
  })

  it('reads no objects of a cluster that may not be listed, so that the flags alone tell what an upgrade costs', async () => {
    const openReader = () => Promise.reject(new Error('nobody opens it'))
    const {of} = await find({clusters: [doctorCluster({openReader}, {mayList: async () => false})]})
    expect(of('list services')).toMatchObject([{verdict: 'failed'}])
    expect(of('upgrade')).toEqual([])
  })

  it('cannot tell what an upgrade costs where the ledger cannot be read', async () => {
    const {of} = await find({ledger: {readRows: () => Promise.reject(cliError('DYNAMODB_FAILED'))}})
    expect(verdicts(of('ledger'))).toEqual(['ledger failed'])
    expect(of('upgrade')).toMatchObject([{verdict: 'skipped', detail: expect.stringContaining('It did not work')}])
    const read = await find({ledger: {readRows: async () => []}})
    expect(read.of('ledger')).toMatchObject([{verdict: 'ok', detail: '0 rows read'}])
  })
})

describe('the lists that sources need', () => {
  async function asked(changes: Parameters<typeof sourceSettings>[0]) {
    const lists: string[] = []
    const mayList = async ({plural}: Resource, namespace: string) => {
      lists.push(`${plural} ${namespace === '' ? 'everywhere' : namespace}`)
      return true
    }
    const {of} = await find({clusters: [doctorCluster({settings: sourceSettings(changes)}, {mayList})]})
    return {lists, of}
  }

  it('are asked for once, whichever sources need them, with those that objects make necessary last', async () => {
    const {lists, of} = await asked({sources: ['istio-gateway', 'service', 'ingress'], namespace: 'shop'})
    expect(lists).toEqual([...new Set(lists)])
    expect(lists.slice(0, 3)).toEqual(['gateways shop', 'services shop', 'ingresses shop'])
    expect(of('list services')[0]?.detail).toBe('allowed in namespace shop (source istio-gateway, service)')
  })

  it('are asked for everywhere if they are read like that, whatever the namespace of the others is', async () => {
    const {lists} = await asked({sources: ['gateway-httproute'], namespace: 'shop', readsListenerSets: true})
    expect(lists).toContain('httproutes shop')
    expect(lists.filter((list) => list.startsWith('listenersets'))).toEqual(['listenersets everywhere'])
  })
})

describe('several clusters', () => {
  it('are told apart by what is their own; what the zones say is told once', async () => {
    const clusters = ['east', 'west'].map((label) => doctorCluster({label}))
    const {findings} = await find({clusters})
    expect(findings.filter(({check}) => check === 'list services').map((one) => one.cluster)).toEqual(['east', 'west'])
    expect(findings.filter(({check}) => check === `read ${SHOP.name}`)).toHaveLength(1)
  })
})
