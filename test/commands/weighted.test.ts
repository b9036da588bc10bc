import {describe, expect, it} from 'vitest'
import {service} from './objects.js'
import {AS_PROD, stage, ZONE_ID} from './stage.js'

const HOSTS = 200
/** Limits from the Route 53 API reference, "Limits on ChangeResourceRecordSets Requests". */
const MOST = {changes: 1000, values: 1000, characters: 32_000}

function weightedServices(weight: number) {
  return Array.from({length: HOSTS}, (_, index) => {
    const number = String(index).padStart(3, '0')
    const annotations = {
      'external-dns.alpha.kubernetes.io/set-identifier': 'eu1',
      'external-dns.alpha.kubernetes.io/aws-weight': String(weight),
    }
    return service(`pay-${number}`, `pay-${number}.example.com`, {annotations})
  })
}

describe('200 weighted hosts', () => {
  it('move from weight 10 to 50 in the fewest batches that Route 53 takes', async () => {
    const scene = await stage({objects: weightedServices(10)})
    expect((await scene.run('apply', '--yes', AS_PROD)).exitCode).toBe(0)
    scene.cluster.setObjects(weightedServices(50))
    scene.route53.calls.clear()
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`Applied ${HOSTS} of ${HOSTS} hosts.`)

    const sets = scene.route53.zone(ZONE_ID).records.filter(({Name}) => Name.includes('pay-'))
    expect(sets.map(({Weight}) => Weight)).toEqual(Array.from({length: 2 * HOSTS}, () => 50))
    // Each update is a DELETE and a CREATE, so each value is sent twice. It counts as one change.
    const values = sets.flatMap((set) => (set.ResourceRecords ?? []).map(({Value}) => Value))
    const characters = 2 * values.join('').length
    const least = Math.max(
      Math.ceil(sets.length / MOST.changes),
      Math.ceil((2 * values.length) / MOST.values),
      Math.ceil(characters / MOST.characters),
    )
    expect(least).toBeGreaterThan(1)
    expect(scene.route53.calls.counts().ChangeResourceRecordSets).toBe(least)
  })
})
