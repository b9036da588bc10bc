import {describe, expect, it} from 'vitest'
import {ingress, recordSet} from './objects.js'
import {AS_PROD, stage} from './stage.js'

const LB = 'lb-1.eu-west-1.elb.amazonaws.com'
const objects = [ingress('front', 'example.com', {hostnames: [LB]})]
const TYPES = ['A', 'AAAA', 'CNAME', 'NS', 'SOA'].map((type) => `--managed-record-types=${type}`)
const many = (count: number) => Array.from({length: count}, (_, n) => recordSet(`h${n}.example.com`))

describe('an apex record where NS and SOA are managed', () => {
  const zones = [
    ['a new zone, which is not read', []],
    ['a zone that is read whole', many(1)],
    ['a zone that is read in part', many(1200)],
  ] as const

  it.each(zones)('is made, and the NS of the zone stay: %s', async (_, records) => {
    const it = await stage({objects, records})
    const {exitCode, stdout} = await it.run('apply', '--yes', AS_PROD, ...TYPES)
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Applied 1 of 1 host.')])
    expect(it.names().filter(([, name]) => name === 'example.com.')).toEqual(
      ['A', 'AAAA', 'TXT'].map((type) => [type, 'example.com.']),
    )
    const again = await it.run('plan', '--detailed-exitcode', AS_PROD, ...TYPES)
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('No changes.')])
  })

  it('is made with registry noop, which owns none of them', async () => {
    const it = await stage({objects, records: many(1)})
    const flags = ['--registry=noop', '--policy=sync', '--allow-unowned-deletes', '--max-deletes=1', ...TYPES]
    const {exitCode, stdout} = await it.run('apply', '--yes', ...flags)
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Applied 2 of 2 hosts.')])
    expect(stdout).toContain('1 to delete, 0 unchanged')
  })

  it.each(zones)('is what explain looks at, not what every zone has: %s', async (_, records) => {
    const it = await stage({records})
    const {stdout} = await it.run('explain', 'example.com', AS_PROD, ...TYPES)
    expect(stdout).toContain('no object asks for it, and it is not there')
    expect(stdout).not.toContain('it is unowned')
  })
})
