import {execFileSync} from 'node:child_process'
import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {startProgram} from './built-program.js'
import {owned, service} from './objects.js'
import {AS_PROD, stage} from './stage.js'

const SUCCESS = 'external_dns_controller_last_sync_timestamp_seconds'
const closers: (() => unknown)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** Parses lines `name{labels} value` into values by name and labels. */
function readMetrics(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )
}

describe('--metrics-file', () => {
  it('can be read by the collector, which is another user', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const file = join(it.folder, 'run.prom')
    const umask = process.umask(0o022)
    try {
      await it.run('apply', '--yes', AS_PROD, `--metrics-file=${file}`)
    } finally {
      process.umask(umask)
    }
    expect(statSync(file).mode & 0o777).toBe(0o644)
  })

  it('tells of a run that did all it had to, under the names of external-dns where they mean the same', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')], records: owned('gone.example.com')})
    const file = join(it.folder, 'dns.prom')
    const before = Date.now() / 1000
    await it.run('apply', '--yes', AS_PROD, `--metrics-file=${file}`)
    const text = readFileSync(file, 'utf8')
    const metrics = readMetrics(text)
    expect(metrics.get(SUCCESS)).toBeGreaterThanOrEqual(before)
    expect(metrics.get('external_dns_controller_last_reconcile_timestamp_seconds')).toBe(metrics.get(SUCCESS))
    expect(metrics.get('external_dns_ts_run_exit_code')).toBe(0)
    expect(metrics.get('external_dns_ts_wanted_hosts')).toBe(1)
    expect(metrics.get('external_dns_ts_owned_hosts')).toBe(1)
    expect(metrics.get('external_dns_ts_planned_hosts{action="create"}')).toBe(1)
    expect(metrics.get('external_dns_ts_planned_hosts{action="delete"}')).toBe(0)
    expect(metrics.get('external_dns_ts_blocked_hosts{reason="policy"}')).toBe(1)
    expect(metrics.get('external_dns_ts_route53_calls{operation="ChangeResourceRecordSets"}')).toBe(1)
    // Every metric has a TYPE line, as the exposition format wants.
    for (const name of new Set([...metrics.keys()].map((key) => key.replace(/\{.*/, '')))) {
      expect(text).toContain(`# TYPE ${name} gauge`)
    }
  })

  it('keeps the time of the last success when a run fails, and of a dry run', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const file = join(it.folder, 'dns.prom')
    await it.run('apply', '--yes', AS_PROD, `--metrics-file=${file}`)
    const success = readMetrics(readFileSync(file, 'utf8')).get(SUCCESS)
    await it.run('apply', '--dry-run', AS_PROD, `--metrics-file=${file}`)
    expect(readMetrics(readFileSync(file, 'utf8')).get(SUCCESS)).toBe(success)
    it.cluster.deny({resource: 'services'})
    const failed = await it.run('apply', '--yes', AS_PROD, `--metrics-file=${file}`)
    expect(failed.exitCode).toBe(1)
    const metrics = readMetrics(readFileSync(file, 'utf8'))
    expect(metrics.get(SUCCESS)).toBe(success)
    expect(metrics.get('external_dns_ts_run_exit_code')).toBe(1)
    expect(metrics.get('external_dns_controller_last_reconcile_timestamp_seconds')).toBeGreaterThan(success ?? 0)
  })

  it('omits the time of the last success when there was none', async () => {
    const it = await stage()
    const file = join(it.folder, 'dns.prom')
    writeFileSync(file, 'not ours\n')
    it.cluster.deny({resource: 'services'})
    await it.run('apply', '--yes', AS_PROD, `--metrics-file=${file}`)
    expect(readMetrics(readFileSync(file, 'utf8')).has(SUCCESS)).toBe(false)
  })

  it('fails no run when it cannot be written', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const folder = join(it.folder, 'a-folder')
    mkdirSync(folder)
    const {exitCode, stderr, stdout} = await it.run('apply', '--yes', AS_PROD, `--metrics-file=${folder}`)
    expect([exitCode, stdout.includes('Applied 1 of 1 host.')]).toEqual([0, true])
    expect(stderr).toContain(`Warning: no metrics: save the metrics to ${folder}`)
  })

  it('does not wait for a pipe or read an endless device', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const pipe = join(scene.folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    for (const file of [pipe, '/dev/zero']) {
      const argv = ['apply', '--dry-run', AS_PROD, `--metrics-file=${file}`]
      const {child, ended} = startProgram(argv, scene.environment)
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      const {stderr, exitCode} = await ended
      clearTimeout(killer)
      expect(exitCode).toBe(0)
      expect(stderr).toContain('It exists, but is not a file')
    }
  })

  it('tells of prune too', async () => {
    const it = await stage({records: owned('gone.example.com')})
    const file = join(it.folder, 'dns.prom')
    await it.run('prune', '--yes', AS_PROD, `--metrics-file=${file}`)
    expect(readMetrics(readFileSync(file, 'utf8')).get('external_dns_ts_planned_hosts{action="delete"}')).toBe(1)
  })
})

describe('--pushgateway', () => {
  async function gateway(status = 202) {
    const pushed: {method: string; url: string; body: string}[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (part) => {
        body += String(part)
      })
      request.on('end', () => {
        pushed.push({method: request.method ?? '', url: request.url ?? '', body})
        response.writeHead(status).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => server.close())
    return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pushed}
  }

  it('adds to the group of the owner; without a success the gateway keeps the time of the last', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const {url, pushed} = await gateway()
    await it.run('apply', '--yes', AS_PROD, `--pushgateway=${url}`)
    await it.run('apply', '--dry-run', AS_PROD, `--pushgateway=${url}`)
    expect(pushed.map(({method, url: path}) => [method, path])).toEqual([
      ['POST', '/metrics/job/external-dns-ts/owner/prod'],
      ['POST', '/metrics/job/external-dns-ts/owner/prod'],
    ])
    expect(readMetrics(pushed[0]?.body ?? '').has(SUCCESS)).toBe(true)
    expect(readMetrics(pushed[1]?.body ?? '').has(SUCCESS)).toBe(false)
  })

  it.each([
    ['one that refuses', async () => (await gateway(500)).url],
    ['one that is down', async () => 'http://127.0.0.1:9'],
    ['no URL', async () => 'nonsense'],
  ])('is a warning where there is %s, never a failed apply', async (_what, urlOf) => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const {exitCode, stdout, stderr} = await it.run('apply', '--yes', AS_PROD, `--pushgateway=${await urlOf()}`)
    expect([exitCode, stdout.includes('Applied 1 of 1 host.')]).toEqual([0, true])
    expect(stderr).toContain('Warning: the Pushgateway did not accept the metrics: ')
  })
})
