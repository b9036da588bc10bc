import {afterEach, describe, expect, it} from 'vitest'
import {startDnsEmulator} from '../emulators/dns/emulator.js'
import type {DnsZone} from '../emulators/dns/zone.js'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, eventsOf, expectNoWrite, type Stage, type StageOptions, shown, stage, ZONE_ID} from './stage.js'

const WEIGHT = 'external-dns.alpha.kubernetes.io/aws-weight'
const IDENTIFIER = 'external-dns.alpha.kubernetes.io/set-identifier'
const APPLY = ['apply', '--yes', AS_PROD, '--policy=sync'] as const

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

interface Scene extends Stage {
  /** The flag for a name server with the present content of the zones. */
  readonly flag: string
}

/** @param besides zones that the name server has instead of the real ones. */
async function sceneWith(options: StageOptions, besides?: readonly DnsZone[]): Promise<Scene> {
  const scene = await stage(options)
  const zones = () => besides ?? [{name: 'example.com', records: scene.route53.zone(ZONE_ID).records}]
  const server = await startDnsEmulator({zones})
  closers.push(server.close)
  return {...scene, flag: `--verify-server=${server.server}`}
}

function lines(stderr: string): readonly string[] {
  return shown(stderr)
    .replace(/127\.0\.0\.1:\d+/g, 'SERVER')
    .replace(/\n {2}/g, ' ')
    .split('\n')
    .filter((line) => /^(verified|answered|differs|no answer|not verified|Note: \d+ of)/.test(line))
}

describe('--verify', () => {
  it('asks for each record set that was changed, and for none of the ownership', async () => {
    const scene = await sceneWith({
      objects: [
        service('web', 'web.example.com', {ips: ['192.0.2.11', '192.0.2.10', '2001:db8::1']}),
        service('cname', 'shop.example.com', {hostnames: ['shop.example.net']}),
      ],
      records: owned('gone.example.com'),
    })
    const {stderr, exitCode} = await scene.run(...APPLY, scene.flag)
    expect(lines(stderr)).toEqual([
      'verified gone.example.com A: no such record from SERVER',
      'verified shop.example.com CNAME: shop.example.net from SERVER',
      'verified web.example.com A: 192.0.2.10 192.0.2.11 from SERVER',
      'verified web.example.com AAAA: 2001:db8::1 from SERVER',
      'Note: 4 of 4 record sets verified at the name servers',
    ])
    expect(exitCode).toBe(0)
  })

  it('waits first, --yes or not', async () => {
    const scene = await sceneWith({objects: [service('web', 'web.example.com')]})
    await scene.run(...APPLY, scene.flag)
    expect(scene.route53.calls.counts().GetChange).toBe(1)
  })

  it('says what differs; what was done stays done', async () => {
    const stale = [
      {name: 'example.com', records: [...owned('gone.example.com'), recordSet('web.example.com', '192.0.2.9')]},
    ]
    const scene = await sceneWith(
      {
        objects: [service('web', 'web.example.com'), service('new', 'new.example.com')],
        records: owned('gone.example.com'),
      },
      stale,
    )
    const {stdout, stderr, exitCode} = await scene.run(...APPLY, scene.flag)
    expect(lines(stderr)).toEqual([
      'differs gone.example.com A: wanted no such record, got 192.0.2.10 from SERVER',
      'differs new.example.com A: wanted 192.0.2.10, got no such record from SERVER',
      'differs web.example.com A: wanted 192.0.2.10, got 192.0.2.9 from SERVER',
      'Note: 0 of 3 record sets verified at the name servers, 3 answered otherwise than wanted',
    ])
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(exitCode).toBe(0)
  })

  it('tells apart which name server says what', async () => {
    const scene = await sceneWith({objects: [service('web', 'web.example.com')]})
    const stale = await startDnsEmulator({zones: () => [{name: 'example.com', records: []}]})
    closers.push(stale.close)
    const {stderr} = await scene.run(...APPLY, scene.flag, `--verify-server=${stale.server}`)
    expect(lines(stderr)[0]).toBe(
      'differs web.example.com A: wanted 192.0.2.10, got 192.0.2.10 from SERVER; no such record from SERVER',
    )
  })

  it('does not judge what Route 53 chooses: aliases and routing policies', async () => {
    const annotations = {[WEIGHT]: '10', [IDENTIFIER]: 'one'}
    const scene = await sceneWith({
      objects: [
        service('lb', 'lb.example.com', {hostnames: ['x.eu-west-1.elb.amazonaws.com']}),
        service('weighted', 'weighted.example.com', {annotations}),
      ],
    })
    const {stderr} = await scene.run(...APPLY, scene.flag)
    expect(lines(stderr)).toEqual([
      'answered lb.example.com A: 198.51.100.7 from SERVER (chosen by alias x.eu-west-1.elb.amazonaws.com: one answer of several)',
      'answered lb.example.com AAAA: 2001:db8::7 from SERVER (chosen by alias x.eu-west-1.elb.amazonaws.com: one answer of several)',
      'answered weighted.example.com A: 192.0.2.10 from SERVER (chosen by weighted routing: one answer of several)',
      'Note: 0 of 3 record sets verified at the name servers, 3 with one answer of several',
    ])
  })

  it('takes the answer of a wildcard for a name that is gone', async () => {
    const scene = await sceneWith({records: [...owned('gone.example.com'), recordSet('*.example.com', '192.0.2.77')]})
    const {stderr} = await scene.run('prune', '--yes', AS_PROD, scene.flag)
    expect(lines(stderr)[0]).toBe(
      'verified gone.example.com A: no such record, *.example.com answers in its place (192.0.2.77) from SERVER',
    )
  })

  it('a CNAME that replaces an A record set is asked for as a CNAME', async () => {
    const records = owned('web.example.com')
    const scene = await sceneWith({
      objects: [service('web', 'web.example.com', {hostnames: ['a.example.net']})],
      records,
    })
    const {stderr} = await scene.run(...APPLY, scene.flag)
    expect(lines(stderr)[0]).toBe('verified web.example.com CNAME: a.example.net from SERVER')
    expect(lines(stderr)).toHaveLength(2)
  })

  it('an unreachable name server is reported', async () => {
    const scene = await stage({objects: [service('web', 'web.example.com')]})
    const closed = await startDnsEmulator({zones: () => []})
    await closed.close()
    const {stderr, exitCode} = await scene.run(...APPLY, `--verify-server=${closed.server}`)
    expect(lines(stderr)[0]).toBe('no answer web.example.com A: nothing (does not answer) from SERVER')
    expect(exitCode).toBe(0)
  })

  it('a private zone needs a server to ask', async () => {
    const scene = await stage({
      objects: [service('web', 'web.inner.test')],
      route53: {zones: [{name: 'inner.test', private: true}]},
    })
    const {stderr} = await scene.run(...APPLY, '--verify')
    expect(lines(stderr)[0]).toBe(
      'not verified web.inner.test A: a private zone answers only in its VPCs: name a server there with --verify-server',
    )
  })

  it('is an event a record set for programs, before the summary', async () => {
    const scene = await sceneWith({objects: [service('web', 'web.example.com')]})
    const {stdout} = await scene.run(...APPLY, '--json', scene.flag)
    const events = eventsOf(stdout)
    expect(events.map(({kind}) => kind)).toEqual(['planned', 'batch-started', 'batch-accepted', 'verified', 'summary'])
    expect(events[3]).toMatchObject({
      host: 'web.example.com',
      type: 'A',
      wanted: {kind: 'values', values: ['192.0.2.10']},
      verdict: 'as-wanted',
      answers: [{verdict: 'as-wanted', values: ['192.0.2.10'], remark: null}],
      obstacle: null,
    })
  })

  it('asks nobody when nothing was changed', async () => {
    const scene = await sceneWith({
      records: [recordSet('web.example.com'), ownership('web.example.com')],
      objects: [service('web', 'web.example.com')],
    })
    const {stderr} = await scene.run(...APPLY, scene.flag)
    expect(lines(stderr)).toEqual([])
  })

  it.each(['a b', ':53', '10.0.0.2:0', '10.0.0.2:70000', '[10.0.0.2]:53', 'ns.example.com:dns'])(
    '"%s" is not a name server, said before anything is read',
    async (text) => {
      const scene = await stage()
      const {stderr, exitCode} = await scene.run('apply', '--yes', `--verify-server=${text}`)
      expect(stderr).toContain('is not a name server.')
      expect(exitCode).toBe(1)
      expect(scene.route53.calls.counts()).toEqual({})
      expectNoWrite(scene)
    },
  )
})
