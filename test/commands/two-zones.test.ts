import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {ownership, recordSet, service} from './objects.js'
import {AS_PROD, type Stage, stage, withoutPauses, ZONE_ID} from './stage.js'

const APEX = 'child.example.com'
const BLUE = {SetIdentifier: 'blue', Weight: 10}
const WEIGHTED = {
  'external-dns.kubernetes.io/set-identifier': 'blue',
  'external-dns.kubernetes.io/aws-weight': '10',
} as const
const PRIVATE = {name: APEX, id: 'Z0PRIVATE', private: true} as const

function twoZones(objects: readonly KubernetesObject[], records: readonly RecordSet[], texts: readonly RecordSet[]) {
  const zones = [
    {name: 'example.com', id: ZONE_ID, records: texts},
    {name: APEX, id: 'Z0CHILD', records},
    {...PRIVATE, records: [recordSet(APEX, '10.0.0.1')]},
  ]
  return stage({objects, route53: {zones}})
}

const unwrapped = (text: string) => text.replace(/\s+/g, ' ')
const held = ({route53}: Stage) => [ZONE_ID, 'Z0CHILD'].map((id) => route53.zone(id).records)

/** Makes Route 53 refuse the second of two batches once. */
async function denied(scene: Stage, ...[name, ...argv]: Parameters<Stage['run']>) {
  withoutPauses()
  scene.route53.addFault({operation: 'ChangeResourceRecordSets', nth: 2, action: 'accessDenied'})
  const run = await scene.run(name, ...argv)
  scene.route53.clearFaults()
  return run
}

describe("a child zone's apex, one batch of which was denied", () => {
  const ONLY = [AS_PROD, '--policy=sync', '--zone-id-filter=Z0EXAMPLE', '--zone-id-filter=Z0CHILD'] as const
  const records = {simple: recordSet(APEX), weighted: {...recordSet(APEX), ...BLUE}}
  const texts = {simple: ownership(APEX), weighted: {...ownership(APEX), ...BLUE}}
  const objects = {simple: service('child', APEX), weighted: service('child', APEX, {annotations: WEIGHTED})}

  it.each([
    ['weighted', 'simple'],
    ['simple', 'weighted'],
  ] as const)('goes from %s to %s with the next run', async (from, to) => {
    const scene = await twoZones([objects[to]], [records[from]], [texts[from]])
    expect((await denied(scene, 'apply', '--yes', ...ONLY)).exitCode).toBe(1)
    expect((await scene.run('plan', ...ONLY)).stdout).toContain('1 to replace')
    const {exitCode, stdout} = await scene.run('apply', '--yes', ...ONLY)
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Applied 1 of 1 host.')])
    expect(held(scene)[1]).toEqual([expect.objectContaining(to === 'simple' ? {Name: `${APEX}.`} : BLUE)])
    expect((await scene.run('plan', '--detailed-exitcode', ...ONLY)).exitCode).toBe(0)
  })

  it('goes from weighted to simple with the same saved plan', async () => {
    const scene = await twoZones([objects.simple], [records.weighted], [texts.weighted])
    const file = join(scene.folder, 'plan.json')
    await scene.run('plan', `--out=${file}`, ...ONLY)
    expect((await denied(scene, 'apply', file)).exitCode).toBe(1)
    const {exitCode, stdout} = await scene.run('apply', file)
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Applied 1 of 1 host.')])
    expect((await scene.run('plan', '--detailed-exitcode', ...ONLY)).exitCode).toBe(0)
  })

  it('is pruned by the next prune', async () => {
    const scene = await stage({
      route53: {
        zones: [
          {name: 'example.com', id: ZONE_ID, records: [texts.simple]},
          {name: APEX, id: 'Z0CHILD', records: [records.simple]},
        ],
      },
    })
    expect((await denied(scene, 'prune', '--yes', '--max-deletes=1', AS_PROD)).exitCode).toBe(1)
    expect(held(scene)).toEqual([[expect.anything()], []])
    expect((await scene.run('prune', '--yes', AS_PROD)).exitCode).toBe(0)
    expect(held(scene)).toEqual([[], []])
  })

  it('is adopted by the next adoption, with the value that is wanted', async () => {
    const scene = await twoZones([objects.simple], [recordSet(APEX, '192.0.2.99')], [])
    expect((await denied(scene, 'owners adopt', APEX, '--yes', ...ONLY)).exitCode).toBe(1)
    const {exitCode, stdout} = await scene.run('owners adopt', APEX, '--yes', ...ONLY)
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('ours already, other value')])
    expect((await scene.run('plan', '--detailed-exitcode', ...ONLY)).exitCode).toBe(0)
  })
})

describe('a private child zone that was listed and not read', () => {
  const PUBLIC = [AS_PROD, '--aws-zone-type=public'] as const
  const SAID = `private zone ${APEX} (Z0PRIVATE) was not read and may need it`
  const text = ownership(APEX)

  it('keeps the ownership TXT of its apex: prune --orphans says why', async () => {
    const scene = await twoZones([], [], [text])
    const {exitCode, stdout} = await scene.run('prune', '--orphans', '--yes', ...PUBLIC)
    expect([exitCode, unwrapped(stdout)]).toEqual([0, expect.stringContaining(SAID)])
    expect(held(scene)).toEqual([[expect.objectContaining({Type: 'TXT'})], []])
    expect((await scene.run('owners', AS_PROD, '--wide')).stdout).toContain('10.0.0.1')
  })

  it('keeps it when the record of its public twin goes', async () => {
    const scene = await twoZones([], [recordSet(APEX)], [text])
    const {exitCode, stdout} = await scene.run('apply', '--policy=sync', '--yes', ...PUBLIC)
    expect([exitCode, unwrapped(stdout)]).toEqual([0, expect.stringContaining(SAID)])
    expect(held(scene)).toEqual([[expect.objectContaining({Type: 'TXT'})], []])
  })

  it.each([
    ['owners release', []],
    ['owners transfer', ['--to=other']],
  ] as const)('is a reason against %s', async (name, argv) => {
    const scene = await twoZones([], [recordSet(APEX)], [text])
    const {exitCode, stderr, stdout} = await scene.run(name, APEX, '--yes', ...argv, ...PUBLIC)
    expect([exitCode, unwrapped(`${stdout}${stderr}`)]).toEqual([1, expect.stringContaining(SAID)])
    expect(scene.route53.acceptedChanges()).toEqual([])
  })

  it('an empty one is none', async () => {
    const zones = [{name: 'example.com', id: ZONE_ID, records: [text]}, PRIVATE]
    const scene = await stage({route53: {zones}})
    expect((await scene.run('prune', '--orphans', '--yes', ...PUBLIC)).exitCode).toBe(0)
    expect(scene.route53.zone(ZONE_ID).records).toEqual([])
  })
})
