import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {ownerInText} from '../conformance/ownership.js'
import {ingress, owned, ownership, recordSet, service} from './objects.js'
import {eventsOf, expectNoWrite, type Fleet, fleet, shown, ZONE_ID} from './stage.js'

const FLAGS = ['--context=eu1', '--context=us1', '--txt-owner-id=eu1=prod-eu1', '--txt-owner-id=us1=prod-us1']

/** eu1 has a host, and a leftover; us1 takes the shop over, and has a leftover too. */
const open = () =>
  fleet(
    {
      eu1: [service('front', 'www.example.com'), ingress('lost', 'lost.example.com')],
      us1: [
        service('shop', 'shop.example.com', {ips: ['198.51.100.1']}),
        service('www', 'www.example.com', {ips: ['198.51.100.1']}),
        service('mail', 'mail.example.com', {ips: ['198.51.100.9']}),
      ],
    },
    {
      records: [
        ...owned('www.example.com', '192.0.2.10', 'prod-eu1', 'service/web/front'),
        ...owned('shop.example.com', '192.0.2.20', 'prod-eu1', 'service/web/shop'),
        ...owned('gone.example.com', '192.0.2.30', 'prod-eu1', 'service/web/gone'),
        ...owned('old.example.com', '198.51.100.30', 'prod-us1', 'service/web/old'),
        ...owned('theirs.example.com', '203.0.113.1', 'prod-ap1'),
        recordSet('mail.example.com', '198.51.100.9'),
      ],
    },
  )

function textsOf({route53}: Pick<Fleet<string>, 'route53'>): Readonly<Record<string, string>> {
  const texts = route53.zone(ZONE_ID).records.flatMap((set) => {
    const owner = ownerInText(set)
    return owner === undefined ? [] : [[set.Name.replace(/\.$/, ''), owner] as const]
  })
  return Object.fromEntries(texts)
}

const BEFORE = {
  'a-www.example.com': 'prod-eu1',
  'a-shop.example.com': 'prod-eu1',
  'a-gone.example.com': 'prod-eu1',
  'a-old.example.com': 'prod-us1',
  'a-theirs.example.com': 'prod-ap1',
}

describe('with several clusters', () => {
  it('prune deletes what none of them wants, of each owner', async () => {
    const it = await open()
    const {stdout, exitCode} = await it.run('prune', '--yes', ...FLAGS)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('no object of eu1 asks for it any more (was Service web/gone)')
    expect(stdout).toContain('no object of us1 asks for it any more (was Service web/old)')
    const {'a-gone.example.com': _gone, 'a-old.example.com': _old, ...rest} = BEFORE
    expect(textsOf(it)).toEqual(rest)
  })

  it('owners lists the records of all, each wanted or not by its own cluster', async () => {
    const it = await open()
    const rows = JSON.parse((await it.run('owners', '--json', ...FLAGS)).stdout).records
    const states = rows.map(({host, owner, state}: Record<string, string>) => [host, owner, state])
    expect(states).toEqual(
      expect.arrayContaining([
        ['www.example.com', 'prod-eu1', 'wanted'],
        ['gone.example.com', 'prod-eu1', 'unwanted'],
        ['old.example.com', 'prod-us1', 'unwanted'],
        ['theirs.example.com', 'prod-ap1', 'foreign'],
      ]),
    )
    await it.run('apply', '--yes', ...FLAGS)
    const after = JSON.parse((await it.run('owners', '--json', '--host=shop.example.com', ...FLAGS)).stdout).records
    expect(after).toMatchObject([{host: 'shop.example.com', owner: 'prod-us1', state: 'wanted'}])
  })

  it('owners does not call a record unwanted whose cluster was not reached', async () => {
    const it = await open()
    await it.clusters.us1.close()
    const {stdout, exitCode} = await it.run('owners', '--json', ...FLAGS, '--tolerate=unreachable-cluster')
    expect(exitCode).toBe(0)
    const rows = JSON.parse(stdout).records
    const states = rows.map(({host, state}: Record<string, string>) => [host, state])
    expect(states).toContainEqual(['old.example.com', 'unknown'])
    expect(states).toContainEqual(['gone.example.com', 'unwanted'])
  })

  it('owners adopt takes a record over for the cluster that asks for it', async () => {
    const it = await open()
    const {stdout, exitCode} = await it.run('owners adopt', '--yes', ...FLAGS)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Service web/mail (us1)')
    expect(textsOf(it)).toEqual({...BEFORE, 'a-mail.example.com': 'prod-us1'})
  })

  it('owners repair writes the texts of all owners, and needs no cluster', async () => {
    const untyped = (host: string, owner: string) => ({...ownership(host, owner), Name: host})
    const it = await fleet(
      {eu1: [], us1: []},
      {
        records: [
          recordSet('a.example.com'),
          untyped('a.example.com', 'prod-eu1'),
          recordSet('b.example.com'),
          untyped('b.example.com', 'prod-us1'),
        ],
      },
    )
    for (const {close} of Object.values(it.clusters)) await close()
    expect((await it.run('owners repair', '--yes', '--upgrade-format', ...FLAGS)).exitCode).toBe(0)
    expect(textsOf(it)).toEqual({'a-a.example.com': 'prod-eu1', 'a-b.example.com': 'prod-us1'})
  })

  it('explain says which cluster asks for the host, and which lost', async () => {
    const it = await open()
    const lost = (await it.run('explain', 'www.example.com', ...FLAGS)).stdout
    expect(lost).toContain('owners prod-eu1 (eu1), prod-us1 (us1)')
    expect(lost).toContain('Service web/front (eu1)')
    expect(lost).toContain('Service web/www (us1)')
    expect(lost).toContain('ours (prod-eu1)')
    expect(lost).toContain('conflict-lost')
    const moved = (await it.run('explain', 'shop.example.com', ...FLAGS)).stdout
    expect(moved).toMatch(/prod-eu1 → prod-us1/)
    const filtered = await it.run('explain', 'lost.example.com', ...FLAGS, '--source=service', '--label-filter=a=b')
    expect(filtered.exitCode).toBe(0)
    const json = JSON.parse((await it.run('explain', 'www.example.com', '--json', ...FLAGS)).stdout)
    expect(json).toMatchObject({owner: null, clusters: [{context: 'eu1'}, {context: 'us1'}]})
    expect(json.asked.map((one: {origin: {cluster: string}}) => one.origin.cluster)).toEqual(['eu1', 'us1'])
  })

  it('explain names the filter of the one cluster that leaves an object out', async () => {
    const it = await open()
    const path = join(it.folder, 'fleet.yaml')
    writeFileSync(
      path,
      'clusters: [{context: eu1, txt-owner-id: prod-eu1, namespace: shop}, {context: us1, txt-owner-id: prod-us1}]',
    )
    const {stdout} = await it.run('explain', 'lost.example.com', `--config=${path}`)
    expect(stdout).toContain('Ingress web/lost (eu1)')
    expect(stdout).toContain('--namespace=shop')
  })

  it('doctor has a block for each of them', async () => {
    const it = await open()
    it.clusters.us1.deny({verb: 'list', resource: 'ingresses'})
    const {stdout, exitCode} = await it.run('doctor', '--json', ...FLAGS)
    expect(exitCode).toBe(1)
    const found = JSON.parse(stdout).findings.filter(({area}: {area: string}) => area === 'kubernetes')
    const rows = found.map(({cluster, check, verdict}: Record<string, string>) => `${cluster} ${check} ${verdict}`)
    for (const context of ['eu1', 'us1']) {
      expect(rows).toEqual(expect.arrayContaining([`${context} kubeconfig ok`, `${context} list services ok`]))
    }
    expect(rows).toContain('eu1 list ingresses ok')
    expect(rows).toContain('us1 list ingresses failed')
    const table = (await it.run('doctor', ...FLAGS)).stdout
    expect(table).toContain('us1: list ingresses')
    expect(table).toContain('prod-eu1, prod-us1')
  })
})

describe('a saved plan of several clusters', () => {
  it('is applied as it was shown without asking a cluster, leaves a receipt, and is undone', async () => {
    const it = await open()
    const [plan, receipt] = [join(it.folder, 'plan.json'), join(it.folder, 'receipt.json')]
    const before = JSON.stringify(it.route53.zone(ZONE_ID).records)
    const planned = await it.run('plan', ...FLAGS, '--policy=sync', '--out', plan)
    expect(planned.exitCode).toBe(0)
    expect((await it.run('show', plan)).stdout).toBe(planned.stdout)
    for (const {close} of Object.values(it.clusters)) await close()
    const applied = await it.run('apply', plan, '--receipt', receipt)
    expect(applied).toMatchObject({exitCode: 0})
    expect(applied.stdout).toContain('Applied 4 of 4 hosts.')
    expect(textsOf(it)['a-shop.example.com']).toBe('prod-us1')
    expect((await it.run('apply', plan)).stdout).toContain('Already applied')
    expect((await it.run('apply', '--undo', receipt, '--yes')).exitCode).toBe(0)
    expect(JSON.stringify(it.route53.zone(ZONE_ID).records)).toBe(before)
  })

  it('is stale when the moved host has gained another owner', async () => {
    const it = await open()
    const plan = join(it.folder, 'plan.json')
    await it.run('plan', ...FLAGS, '--out', plan)
    it.route53.putRecordSet(ZONE_ID, ownership('shop.example.com', 'prod-ap1'))
    expect((await it.run('apply', plan)).exitCode).toBe(5)
    expectNoWrite(it)
  })
})

describe('what CI sees of several clusters', () => {
  it('has the move in Markdown, HTML and the summary of a GitHub run', async () => {
    const it = await open()
    const summary = join(it.folder, 'summary.md')
    writeFileSync(summary, '')
    const environment = it.with({GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary})
    const markdown = (await it.runWith({environment}, 'plan', '--format=markdown', ...FLAGS)).stdout
    expect(markdown).toContain('1 to move')
    expect(markdown).toContain('Service web/shop (us1)')
    expect(readFileSync(summary, 'utf8')).toContain('1 to move')
    const html = (await it.run('plan', '--format=html', ...FLAGS)).stdout
    expect(html).toContain('owners prod-eu1 (eu1), prod-us1 (us1)')
    expect(html).toContain('Service web/shop (us1)')
  })

  it('ends with the codes of one cluster', async () => {
    const it = await open()
    expect((await it.run('plan', ...FLAGS, '--detailed-exitcode')).exitCode).toBe(2)
    expect((await it.run('plan', ...FLAGS, '--expect-no-changes')).exitCode).toBe(1)
    expect((await it.run('apply', ...FLAGS)).exitCode).toBe(3)
    expect((await it.run('plan', ...FLAGS, '--strict=conflict-lost')).exitCode).toBe(1)
    expectNoWrite(it)
  })

  it('counts the move, and writes the owners into the comment of the batch', async () => {
    const it = await open()
    const file = join(it.folder, 'run.prom')
    await it.run('apply', '--yes', ...FLAGS, `--metrics-file=${file}`)
    expect(readFileSync(file, 'utf8')).toContain('external_dns_ts_planned_hosts{action="move"} 1')
    const comments = it.route53.calls.all().flatMap(({comment}) => comment ?? [])
    expect(comments).toEqual([expect.stringContaining(' owner=prod-eu1 owner=prod-us1 plan=')])
  })

  it('is asked whose changes these are, and compares with other flags', async () => {
    const it = await open()
    const {stderr} = await it.runWith({typed: 'no\n'}, 'apply', ...FLAGS)
    expect(stderr).toContain('as prod-eu1 and prod-us1? Only')
    const compared = await it.run('plan', ...FLAGS, '--compare=--policy=sync')
    expect(compared.exitCode).toBe(0)
    expect(compared.stdout).toContain('gone.example.com')
    expectNoWrite(it)
  })

  it('reports the move as an event', async () => {
    const it = await open()
    const {stdout, stderr} = await it.run('apply', '--yes', '--json', ...FLAGS)
    expect(shown(stderr)).not.toContain('Error')
    const planned = eventsOf(stdout).filter(({kind}) => kind === 'planned')
    expect(planned).toMatchObject([
      {host: {name: 'lost.example.com', action: 'create', owner: 'prod-eu1', cluster: 'eu1'}},
      {host: {name: 'shop.example.com', action: 'move', owner: 'prod-us1', formerOwner: 'prod-eu1', cluster: 'us1'}},
    ])
  })
})
