import {describe, expect, it} from 'vitest'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, stage} from './stage.js'

const AAAA = recordSet('www.example.com', '2001:db8::7', {Type: 'AAAA'})
const text = {...ownership('www.example.com', 'prod', 'service/web/front'), Name: 'aaaa-www.example.com'}
const SYNC = [AS_PROD, '--policy=sync'] as const

const scene = (ip: string) =>
  stage({
    objects: [service('front', 'www.example.com', {ips: [ip]})],
    records: [...owned('www.example.com', '192.0.2.10', 'prod', 'service/web/front'), AAAA, text],
  })

describe('a record set that is deleted while its host stays', () => {
  it.each([
    ['text', /^ {2}- www\.example\.com +AAAA +2001:db8::7/m],
    ['markdown', /\*\*delete\*\* \| `www\.example\.com`.*AAAA `2001:db8::7`/],
    ['html', /<li class="delete"[^>]*><h3><b>-<\/b>www\.example\.com<i>delete<\/i>/],
  ] as const)('has a line of its own and is counted, in %s', async (format, line) => {
    for (const [ip, summary] of [
      ['192.0.2.10', /1 to delete/],
      ['192.0.2.11', /1 to update, 1 to delete/],
    ] as const) {
      const {stdout} = await (await scene(ip)).run('plan', ...SYNC, `--format=${format}`)
      expect(stdout).toMatch(line)
      expect(stdout).toMatch(summary)
    }
  })

  it('is counted in JSON, where the host stays whole', async () => {
    const {stdout} = await (await scene('192.0.2.11')).run('plan', ...SYNC, '--json')
    const plan = JSON.parse(stdout)
    expect(plan.counts).toMatchObject({update: 1, delete: 1, recordSetChanges: 3})
    expect(plan.zones[0].hosts).toMatchObject([{action: 'update', changes: [{kind: 'update'}, {kind: 'delete'}]}])
  })

  it('does not count towards the limit on deletes', async () => {
    const it = await scene('192.0.2.11')
    const {exitCode, stdout} = await it.run('apply', ...SYNC, '--yes', '--max-deletes=0')
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Applied 1 of 1 host.')])
    expect(it.names().map(([type]) => type)).toEqual(['TXT', 'A'])
  })
})
