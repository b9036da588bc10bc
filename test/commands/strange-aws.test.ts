import {beforeEach, describe, expect, it, onTestFinished} from 'vitest'
import {serveLoopback} from '../emulators/loopback-server.js'
import type {Route53State} from '../emulators/route53/account.js'
import type {Operation} from '../emulators/route53/call.js'
import type {FaultAction} from '../emulators/route53/fault.js'
import {owned, service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, shown, stage, withoutPauses, ZONE_ID} from './stage.js'

type Action = FaultAction<Route53State>

const FOREVER = Number.POSITIVE_INFINITY
const LOGIN = '<html><body><p>Log in</p></body></html>'
const BOUNDLESS = '<!DOCTYPE html><html><body><br>Log in'

/** Responses that are not answers of Route 53, or are cut off. */
const STRANGE: readonly (readonly [title: string, body: string, status: number])[] = [
  ['a page of a proxy', LOGIN, 200],
  ['a page that is no XML', BOUNDLESS, 200],
  ['an empty answer', '', 200],
  ['a text', 'OK', 200],
  ['the answer to another call', '<GetGeoLocationResponse></GetGeoLocationResponse>', 200],
  ['a page with 400', LOGIN, 400],
  ['a text with 400', 'Bad Request', 400],
  ['nothing with 400', '', 400],
  ['an error without a code', '<ErrorResponse><Error></Error></ErrorResponse>', 400],
  ['half an error', '<ErrorResponse><Error><Code>InvalidChangeBatch</Code><Message>[x', 400],
  ['a page with 403', LOGIN, 403],
  ['a page with 404', LOGIN, 404],
  ['408', '', 408],
  ['a page with 499', LOGIN, 499],
  ['a page with 302', LOGIN, 302],
]

const HOSTS = ['a', 'b', 'c'].map((name) => service(name, `${name}.example.com`))
/** Words of the SDK and of JavaScript that mean nothing to users. */
const NOT_FOR_USERS = /hidden field|Deserialization|UnknownError|\bUnknown\b|XML parse|aborted|undefined|\bTypeError/

function fail({route53}: Stage, operation: Operation, action: Action, times = 1, nth = 1): void {
  route53.addFault({operation, action, times, nth})
}

beforeEach(withoutPauses)

describe('a change with an invalid answer', () => {
  const cases: readonly (readonly [title: string, action: Action])[] = [
    ...STRANGE.map(([title, body, status]) => [title, {instead: {status, body}, isDone: true}] as const),
    ['the head of the answer alone', 'breakOffAfterHead'],
    ['half of the answer', 'breakOffHalfway'],
    ['an answer without the id', {rewrite: (xml: string) => xml.replace(/<Id>.*<\/Id>/, '')}],
    ['half of the answer, and no word of its length', {rewrite: (xml: string) => xml.slice(0, 150)}],
  ]

  it.each(cases)('%s, though the change is in: it is found there, and sent once', async (_title, action) => {
    const scene = await stage({objects: HOSTS})
    fail(scene, 'ChangeResourceRecordSets', action)
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(stderr).toContain('(unknown: the answer was lost, but the records are there)')
    expect(stdout + stderr).not.toMatch(NOT_FOR_USERS)
    expect(exitCode).toBe(0)
    expect(scene.route53.calls.counts().ChangeResourceRecordSets).toBe(1)
    expect((await scene.run('plan', AS_PROD)).stdout).toMatch(/\nNo changes\. 3 hosts are as they should be\.\n$/)
  })

  it.each(STRANGE)('%s, and the change is not in: it is sent again', async (_title, body, status) => {
    const scene = await stage({objects: HOSTS})
    fail(scene, 'ChangeResourceRecordSets', {instead: {status, body}, isDone: false})
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(exitCode).toBe(0)
    expect(scene.route53.calls.counts().ChangeResourceRecordSets).toBe(2)
    expect(scene.route53.acceptedChanges()).toHaveLength(6)
  })

  it.each(STRANGE)('%s each time: nothing is in, and that is said', async (_title, body, status) => {
    const scene = await stage({objects: HOSTS})
    fail(scene, 'ChangeResourceRecordSets', {instead: {status, body}, isDone: false}, FOREVER)
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).not.toContain('Applied')
    expect(stderr).toMatch(/Nothing of this batch was changed\.\n {2}Fix: /)
    expect(stdout + stderr).not.toMatch(NOT_FOR_USERS)
    expect(exitCode).toBe(1)
    expect(scene.route53.acceptedChanges()).toEqual([])
  })
})

describe('a refusal of a batch', () => {
  const texts = ["[Tried to create resource record set [name='b.example.com.', type='A'] but it already exists]"]
  const messages = (count: number) =>
    Array.from({length: count}, () => `<Message>${texts[0]?.slice(1, -1).replaceAll("'", '&apos;')}</Message>`).join('')
  const xmlns = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"'

  it.each([
    [
      'in brackets',
      `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>InvalidChangeBatch</Code><Message>${texts[0]}</Message></Error></ErrorResponse>`,
    ],
    [
      'as a list in the error',
      `<ErrorResponse ${xmlns}><Error><Code>InvalidChangeBatch</Code><Messages>${messages(1)}</Messages></Error></ErrorResponse>`,
    ],
    ['with a root of its own', `<InvalidChangeBatch ${xmlns}><Messages>${messages(1)}</Messages></InvalidChangeBatch>`],
    [
      'with a root of its own, and two texts',
      `<?xml version="1.0"?>\n<InvalidChangeBatch ${xmlns}><Messages>${messages(2)}</Messages></InvalidChangeBatch>`,
    ],
  ])('%s is one: the batch is halved, the host named, all others go in', async (_form, body) => {
    const scene = await stage({objects: HOSTS})
    scene.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      times: FOREVER,
      when: ({changes = []}) => changes.some(({ResourceRecordSet: {Name}}) => Name.startsWith('b.')),
      action: {instead: {status: 400, body, type: 'text/xml'}, isDone: false},
    })
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 2 of 3 hosts, 1 failed.')
    expect(stdout).toContain('A b.example.com was made by someone else meanwhile')
    expect(stdout + stderr).not.toMatch(NOT_FOR_USERS)
    expect(exitCode).toBe(4)
  })
})

const READINGS = [
  ['ListHostedZones', []],
  ['ListResourceRecordSets', []],
  ['ListTagsForResources', ['--aws-zone-tags=team=web']],
] as const
/** One record to create and one to delete. */
const SCENE = {
  objects: HOSTS,
  route53: {
    zones: [
      {name: 'example.com', id: ZONE_ID, tags: {team: 'web'}, records: owned('gone.example.com')},
      {name: 'example.net', id: 'Z1NET'},
      {name: 'example.org', id: 'Z2ORG'},
    ],
  },
}

describe.each(READINGS)('%s', (operation, args) => {
  it.each([
    ...STRANGE.map(([title, body, status]) => [title, {instead: {status, body}, isDone: false}] as const),
    ['the head of the answer alone', 'breakOffAfterHead'],
    [
      'an answer without its members',
      {instead: {status: 200, body: `<${operation}Response></${operation}Response>`}, isDone: false},
    ],
  ] as const)('is answered by %s: nothing is written', async (_title, action) => {
    const scene = await stage(SCENE)
    fail(scene, operation, action, FOREVER)
    for (const command of ['plan', 'apply'] as const) {
      const yes = command === 'apply' ? ['--yes'] : []
      const {stdout, stderr, exitCode} = await scene.run(command, AS_PROD, '--policy=sync', ...args, ...yes)
      expect(shown(stderr)).toMatch(/^Error: cannot (list|read) .+\n {2}.+ Nothing was changed\.\n {2}Fix: /)
      expect(stderr).not.toMatch(NOT_FOR_USERS)
      expect(stdout).toBe('')
      expect(exitCode).toBe(1)
    }
    expectNoWrite(scene)
  })

  it.each([
    'breakOffAfterHead',
    'breakOffHalfway',
    {rewrite: (xml: string) => xml.slice(0, -20)},
    {instead: {status: 408, body: ''}, isDone: false},
    {instead: {status: 499, body: LOGIN}, isDone: false},
  ] as const)('is asked again after an answer that broke off: %j', async (action) => {
    const scene = await stage(SCENE)
    fail(scene, operation, action, 2)
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--policy=sync', ...args)
    expect(stdout).toContain('Applied 4 of 4 hosts.')
    expect(exitCode).toBe(0)
  })
})

describe('a listing that does not end', () => {
  const more = (token: string) => (xml: string) =>
    xml.replace('<IsTruncated>false</IsTruncated>', `<IsTruncated>true</IsTruncated>${token}`)
  const inTurn = (...tokens: readonly string[]) => {
    let pages = 0
    return (xml: string) => more(tokens[pages++ % tokens.length] ?? '')(xml)
  }
  const record = (name: string) => `<NextRecordName>${name}.</NextRecordName><NextRecordType>A</NextRecordType>`

  it.each([
    ['ListHostedZones', 'no token', more(''), 'The answer is not a complete page of a listing.'],
    [
      'ListHostedZones',
      'one token',
      more('<NextMarker>Z2ORG</NextMarker>'),
      'leads back to a page that was read before',
    ],
    [
      'ListHostedZones',
      'two tokens in turn',
      inTurn('<NextMarker>Z1NET</NextMarker>', '<NextMarker>Z2ORG</NextMarker>'),
      'leads back to a page that was read before',
    ],
    ['ListResourceRecordSets', 'no token', more(''), 'The answer is not a complete page of a listing.'],
    [
      'ListResourceRecordSets',
      'one token',
      more(record('zz.example.com')),
      'leads back to a page that was read before',
    ],
    [
      'ListResourceRecordSets',
      'two tokens in turn',
      inTurn(record('b.example.com'), record('c.example.com')),
      'The answer is not in the order of a listing',
    ],
  ] as const)('%s with %s: an error, and nothing is written', async (operation, _case, rewrite, text) => {
    const scene = await stage(SCENE)
    fail(scene, operation, {rewrite}, FOREVER)
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--policy=sync')
    expect(shown(stderr)).toContain(text)
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })
})

describe('a whole listing without the SOA that every zone has', () => {
  it.each([
    [
      'of no record set at all',
      (xml: string) => xml.replace(/<ResourceRecordSets>.*<\/ResourceRecordSets>/s, '<ResourceRecordSets/>'),
    ],
    ['of all the others', (xml: string) => xml.replaceAll('<Type>SOA</Type>', '<Type>SPF</Type>')],
  ])('%s ends the run: what is missing is not gone', async (_title, rewrite) => {
    const scene = await stage({objects: HOSTS, records: owned('old.example.com')})
    fail(scene, 'ListResourceRecordSets', {rewrite}, FOREVER)
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--policy=sync')
    expect([stdout, exitCode]).toEqual(['', 1])
    expect(stderr).toContain('a part that AWS always sends is missing')
    expectNoWrite(scene)
  })
})

describe('GetChange', () => {
  it.each([
    ['a page of a proxy', {instead: {status: 200, body: LOGIN}, isDone: false}],
    ['an answer without a status', {rewrite: (xml: string) => xml.replace(/<Status>.*<\/Status>/, '')}],
  ] as const)('is answered by %s: not asked for ever, and it is said that the change is in', async (_case, action) => {
    const scene = await stage({objects: HOSTS})
    fail(scene, 'GetChange', action, FOREVER)
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--wait')
    expect(stderr).toMatch(
      /^Warning: the changes were accepted; it is not known when all name servers have them: The answer \(HTTP 200\) /m,
    )
    expect(stderr).not.toMatch(NOT_FOR_USERS)
    expect(exitCode).toBe(0)
    expect(scene.route53.acceptedChanges()).toHaveLength(6)
  })
})

describe('STS', () => {
  it.each(STRANGE)(
    'answers a role with %s: that is told of the sign-in, and no call leaves',
    async (_title, body, status) => {
      const scene = await stage(SCENE)
      const sts = await serveLoopback(async () => ({kind: 'answer', status, headers: {}, body}))
      onTestFinished(() => sts.close())
      const environment = scene.with({AWS_ENDPOINT_URL_STS: sts.url, AWS_ENDPOINT_URL_ROUTE_53: scene.route53.url})
      const role = '--aws-assume-role=arn:aws:iam::111122223333:role/dns'
      const {stdout, stderr, exitCode} = await scene.runWith({environment}, 'apply', '--yes', AS_PROD, role)
      expect(shown(stderr)).toMatch(/^Error: cannot sign in to AWS\n {2}.+ Nothing was changed\.\n {2}Fix: /)
      expect(stderr).not.toMatch(NOT_FOR_USERS)
      expect([exitCode, stdout]).toEqual([1, ''])
      expect(scene.route53.calls.total()).toBe(0)
    },
  )
})
