import {describe, expect, it} from 'vitest'
import {ingress, owned, recordSet, service} from './objects.js'
import {AS_PROD, type Stage, stage} from './stage.js'

interface Event {
  readonly kind: string
  readonly metadata: {readonly namespace?: string}
  readonly reason: string
  readonly action: string
  readonly type: string
  readonly note: string
  readonly eventTime: string
  readonly regarding: {readonly kind: string; readonly name: string; readonly uid?: string}
}

const eventsOf = (it: Stage) => it.cluster.objects().filter(({kind}) => kind === 'Event') as unknown as readonly Event[]
const EMIT = ['--events-emit=RecordReady', '--events-emit=RecordError']

describe('--events-emit', () => {
  it('tells each object what became of its host', async () => {
    const it = await stage({
      objects: [
        service('front', 'www.example.com'),
        ingress('shop', 'www.example.com'),
        service('api', 'api.example.com'),
      ],
      records: owned('api.example.com', '192.0.2.99'),
    })
    expect((await it.run('apply', '--yes', AS_PROD, ...EMIT)).exitCode).toBe(0)
    const events = eventsOf(it)
    expect(
      events
        .map(({regarding, reason, action, type}) => [regarding.kind, regarding.name, reason, action, type])
        .toSorted(),
    ).toEqual([
      ['Ingress', 'shop', 'RecordReady', 'Created', 'Normal'],
      ['Service', 'api', 'RecordReady', 'Updated', 'Normal'],
      ['Service', 'front', 'RecordReady', 'Created', 'Normal'],
    ])
    const [first] = events
    expect(first?.metadata.namespace).toBe('web')
    expect(first?.eventTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    expect(events.find(({regarding}) => regarding.name === 'front')?.note).toBe(
      'www.example.com, A 192.0.2.10 ttl 300, owner prod',
    )
    // `kubectl describe` finds events by uid.
    expect(events.every(({regarding}) => (regarding.uid ?? '') !== '')).toBe(true)
  })

  it('tells of a host that Route 53 refused, with the reason', async () => {
    const it = await stage({objects: [service('front', 'www.example.com'), service('api', 'api.example.com')]})
    it.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      times: Number.POSITIVE_INFINITY,
      when: ({changes = []}) => changes.some(({ResourceRecordSet: {Name}}) => Name.startsWith('api')),
      action: 'accessDenied',
    })
    await it.run('apply', '--yes', AS_PROD, ...EMIT)
    const failed = eventsOf(it).filter(({reason}) => reason === 'RecordError')
    expect(failed.map(({regarding, type}) => [regarding.name, type])).toEqual([['api', 'Warning']])
    expect(failed[0]?.note).toContain('ChangeResourceRecordSets')
  })

  it('is off by default, and tells nothing where nothing is written', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')], records: [recordSet('mail.example.com')]})
    await it.run('plan', AS_PROD, ...EMIT)
    await it.run('apply', '--dry-run', AS_PROD, ...EMIT)
    await it.run('apply', '--yes', AS_PROD)
    await it.run('apply', '--yes', AS_PROD, ...EMIT)
    expect(eventsOf(it)).toEqual([])
  })

  it('is a remark where it is not allowed, and fails no apply', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    it.cluster.deny({resource: 'events'})
    const {exitCode, stderr, stdout} = await it.run('apply', '--yes', AS_PROD, ...EMIT)
    expect([exitCode, stdout.includes('Applied 1 of 1 host.')]).toEqual([0, true])
    expect(stderr).toContain('Warning: no Events on the objects: allow {apiGroups: ["events.k8s.io"]')
  })

  it('is a remark where the answer is a page of a proxy', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    it.cluster.addFault({resource: 'events', action: {instead: {status: 200, body: '<html>Log in</html>'}}})
    const {exitCode, stderr} = await it.run('apply', '--yes', AS_PROD, ...EMIT)
    expect(exitCode).toBe(0)
    expect(stderr).toContain('Warning: no Events on the objects: the answer is not of kind Event')
  })

  it('accepts the values of external-dns and no others', async () => {
    const it = await stage()
    expect((await it.run('plan', AS_PROD, '--events-emit=RecordDeleted')).exitCode).toBe(0)
    const {exitCode, stderr} = await it.run('plan', AS_PROD, '--events-emit=Everything')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('write one of RecordReady, RecordError, RecordDeleted')
  })
})
