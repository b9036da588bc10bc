import fc from 'fast-check'
import {attempt} from '../../src/aws/retry.js'
import type {Transport} from '../../src/aws/sign-in/transport.js'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {Route53Connection} from '../../src/route53/calls/client.js'
import {makeSdkClient} from '../../src/route53/calls/sdk-client.js'
import {makeZoneReader} from '../../src/route53/read/zone-reader.js'
import {makeChangeSubmitter} from '../../src/route53/write/change-submitter.js'
import {ownershipText} from '../plan/builders.js'
import {balanced, cluster} from '../sources/builders.js'
import {brokenJson, type Json, nested} from './broken-json.js'
import {brokenText} from './broken-text.js'
import {type FuzzInput, type Reading, readAs} from './laws.js'
import {runWhole} from './whole-run.js'
import {childrenOf, elementOf as e, readXml, textsOf, writeXml, type Xml} from './xml.js'

const ANSWERS = ['zones', 'first page', 'second page', 'protections', 'change'] as const
type Answer = (typeof ANSWERS)[number]

interface Broken {
  readonly which: Answer
  readonly text: string
  readonly status: number
}

function setOf(name: string, type: string, values: readonly string[], ...more: Json[]): Json {
  const records = values.map((value) => e('ResourceRecord', [e('Value', value)]))
  return e('ResourceRecordSet', [
    e('Name', name),
    e('Type', type),
    ...more,
    e('TTL', '300'),
    e('ResourceRecords', records),
  ])
}

function ownedBy(owner: string, host: string): readonly Json[] {
  const text = ownershipText(owner, `service/shop/${host}`)
  return [setOf(`a-${host}.shop.io.`, 'TXT', [text]), setOf(`${host}.shop.io.`, 'A', ['192.0.2.1'])]
}

const ALIAS = e('ResourceRecordSet', [
  e('Name', 'alias.shop.io.'),
  e('Type', 'A'),
  e('AliasTarget', [e('HostedZoneId', 'Z1'), e('DNSName', 'hand.shop.io.'), e('EvaluateTargetHealth', 'false')]),
])

const pageOf = (sets: readonly Json[], next?: string): Json =>
  e('ListResourceRecordSetsResponse', [
    e('ResourceRecordSets', [...sets]),
    e('IsTruncated', String(next !== undefined)),
    ...(next === undefined ? [] : [e('NextRecordName', next), e('NextRecordType', 'A')]),
    e('MaxItems', '300'),
  ])

const FIRST = [
  setOf('shop.io.', 'NS', ['ns-1.awsdns-01.com.']),
  setOf('shop.io.', 'SOA', ['ns-1.awsdns-01.com. x.example.com. 1 2 3 4 5']),
  ...['kept', 'moved', 'gone', 'old'].flatMap((host) => ownedBy('red', host)),
]
const SECOND = [
  setOf('\\052.shop.io.', 'CNAME', ['hand.shop.io']),
  setOf('hand.shop.io.', 'A', ['192.0.2.9'], e('SetIdentifier', 'v1'), e('Weight', '10')),
  setOf('x.shop.io.', 'TXT', ['"v=spf1 -all"', '"é" "b"']),
  ALIAS,
  ...ownedBy('blue', 'other'),
  ...ownedBy('red', 'late'),
]

const VALID: Readonly<Record<Answer, Json>> = {
  zones: e('ListHostedZonesResponse', [
    e('HostedZones', [
      e('HostedZone', [
        e('Id', '/hostedzone/Z1'),
        e('Name', 'shop.io.'),
        e('CallerReference', 'x'),
        e('Config', [e('PrivateZone', 'false')]),
        e('ResourceRecordSetCount', '20'),
      ]),
    ]),
    e('IsTruncated', 'false'),
    e('MaxItems', '100'),
  ]),
  'first page': pageOf(FIRST, '\\052.shop.io.'),
  'second page': pageOf(SECOND),
  protections: e('ListResourceRecordSetProtectionsResponse', [
    e('ResourceRecordSetProtections', [
      e('ResourceRecordSetProtection', [e('RecordName', 'old.shop.io.'), e('RecordType', 'A'), e('Comment', 'x')]),
    ]),
    e('MaxResults', '300'),
  ]),
  change: e('ChangeResourceRecordSetsResponse', [
    e('ChangeInfo', [e('Id', '/change/C1'), e('Status', 'PENDING'), e('SubmittedAt', '2026-01-01T00:00:00Z')]),
  ]),
}

const MOVED_WITH_ODD = setOf('moved.shop.io.', 'A', ['192.0.2.1'], e('Odd', 'x'))

/** Well-formed answers that say something odd; they are broken further. */
const ODD: Partial<Readonly<Record<Answer, readonly Json[]>>> = {
  'first page': [
    pageOf([...FIRST.slice(0, 5), MOVED_WITH_ODD, ...FIRST.slice(6)], '\\052.shop.io.'),
    pageOf([...FIRST, setOf('deep.shop.io.', 'A', ['192.0.2.1'], e('Odd', nested(20_000, false)))], '\\052.shop.io.'),
  ],
  'second page': [pageOf(SECOND, 'hand.shop.io.')],
}

const ERRORS: readonly Json[] = [
  e('ErrorResponse', [
    e('Error', [
      e('Type', 'Sender'),
      e('Code', 'AccessDenied'),
      e('Message', 'User: arn:aws:iam::1:user/x is not authorized'),
    ]),
    e('RequestId', 'x'),
  ]),
  e('ErrorResponse', [e('Error', [e('Code', 'Throttling'), e('Message', 'Rate exceeded')]), e('RequestId', 'x')]),
  e('InvalidChangeBatch', [
    e('Messages', [
      e('Message', "Tried to create resource record set [name='new.shop.io.', type='A'] but it already exists"),
    ]),
    e('RequestId', 'x'),
  ]),
  e('ErrorResponse', [
    e('Error', [e('Code', 'InvalidChangeBatch'), e('Message', '[The request contains an invalid set of changes]')]),
  ]),
]
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
const OWN = [
  '<Name>',
  '</Name>',
  '<A/>',
  '<!-- a -->',
  '<![CDATA[',
  '<!DOCTYPE a [<!ENTITY b "cc">]>',
  '&#1;',
  '&b;',
  '<?a?>',
]

const documents: fc.Arbitrary<Broken> = fc
  .record({
    which: fc.constantFrom(...ANSWERS, 'first page', 'second page'),
    error: fc.option(fc.constantFrom(...ERRORS), {freq: 5}),
    status: fc.constantFrom(400, 403, 404, 429, 500, 503),
    isText: fc.nat({max: 2}),
  })
  .chain(({which, error, status: failed, isText}) => {
    const ofIt = VALID[which as Answer]
    const valid =
      error === null ? fc.constantFrom(ofIt, ofIt, ofIt, ...(ODD[which as Answer] ?? [])) : fc.constant(error)
    const status = error === null ? 200 : failed
    const text =
      isText === 0
        ? brokenText(
            valid.map((value) => HEAD + writeXml(value)),
            OWN,
          )
        : brokenJson(valid).map(({value}) => HEAD + writeXml(value))
    return text.map((broken) => ({which: which as Answer, text: Buffer.from(broken).toString(), status}))
  })

const OBJECTS = cluster(
  [
    ['kept', '192.0.2.1'],
    ['moved', '192.0.2.2'],
    ['new', '192.0.2.3'],
    ['other', '192.0.2.4'],
    ['late', '192.0.2.1'],
    ['old', '192.0.2.5'],
  ].map(([host = '', ip]) => balanced([{ip}], {name: host, annotations: {hostname: `${host}.shop.io`, ttl: '300'}})),
)

/** More calls than this for a zone of two pages is work without bound. */
const MOST_CALLS = 50

export async function route53Pages(): Promise<FuzzInput<Broken>> {
  let current: Broken | undefined
  let calls = 0
  const transport = {
    async handle({path, query, method}: {path: string; query: Record<string, unknown>; method: string}) {
      calls += 1
      const which: Answer = path.endsWith('/rrsetprotection')
        ? 'protections'
        : !path.endsWith('/rrset')
          ? 'zones'
          : method === 'POST'
            ? 'change'
            : query.name === undefined
              ? 'first page'
              : 'second page'
      const isIt = current?.which === which
      const body = Buffer.from(isIt ? (current?.text ?? '') : HEAD + writeXml(VALID[which]))
      return {
        response: {
          statusCode: isIt ? (current?.status ?? 200) : 200,
          headers: {'content-type': 'text/xml'},
          body: streamOf(body),
        },
      }
    },
    destroy() {},
  } as unknown as Transport
  const client = makeSdkClient({
    profile: undefined,
    credentials: {accessKeyId: 'x', secretAccessKey: 'x'} as unknown as Parameters<
      typeof makeSdkClient
    >[0]['credentials'],
    region: 'us-east-1',
    transport,
    callTimeoutMs: 0,
    onTry: () => {},
    onCall: () => {},
  })
  const clock = {now: () => 0, sleep: async () => {}, random: () => 0}
  const once: Route53Connection['read'] = (_access, call) => attempt(() => call(client), {clock, retriesFor: () => 0})
  const connection: Route53Connection = {
    accesses: [{profile: undefined}],
    zoneRoles: [],
    read: once,
    change: once,
    statistics: () => ({calls: new Map(), retries: 0, throttles: 0}),
    identities: async () => [],
  }
  const submitter = makeChangeSubmitter(connection)
  return {
    name: 'answers of Route 53',
    documents,
    textOf: ({text}) => text,
    async read(document) {
      current = document
      calls = 0
      const shown: string[] = []
      const run = await runWhole({
        reader: {context: 'test', list: async (resource) => OBJECTS.list(resource)},
        zones: makeZoneReader(connection),
        async submit(batch) {
          const outcome = await submitter.submit(batch)
          if (outcome.kind === 'rejected') shown.push(...outcome.messages)
          else if (outcome.kind !== 'accepted') shown.push(outcome.error.happened, ...outcome.error.fix)
          return outcome
        },
      }).finally(() => {
        if (calls > MOST_CALLS) throw new Error(`it takes ${calls} calls`)
      })
      return readAs(run.plan, [...run.shown, ...shown], [...notBorneOut(document, run.changes)])
    },
  }
}

async function* streamOf(body: Buffer): AsyncGenerator<Buffer> {
  yield body
}

/** What is deleted or exchanged stands in a whole page just so, and its text there says that it is ours. */
function notBorneOut({which, text, status}: Broken, changes: Parameters<typeof sentNames>[0]): Reading['wrong'] {
  const isPage = which === 'first page' || which === 'second page'
  const page = isPage ? readXml(text) : undefined
  const wrong = isPage && status === 200 && !isWholePage(page) ? ['a page that is not whole was read as one'] : []
  const pages = (['first page', 'second page'] as const).map((one) =>
    one === which ? page : readXml(writeXml(VALID[one])),
  )
  const sets = pages.flatMap((one) => childrenOf(childrenOf(one, 'ResourceRecordSets')[0], 'ResourceRecordSet'))
  const texts = sets.filter((set) => textsOf(set, 'Type')[0] === 'TXT')
  return [
    ...wrong,
    ...changes.flatMap(({action, recordSet, zone}) => {
      const name = `${recordSet.name} ${recordSet.type}`
      if (zone.name !== 'shop.io' && which !== 'zones') return [`${name} is written to zone ${zone.name}`]
      if (action !== 'DELETE') return []
      if (!sets.some((set) => isSame(set, recordSet))) return [`${name} is deleted and stands in no page like that`]
      const isOurs = texts.some(
        (set) => /owner=red[,"]/.test(valuesOf(set).join()) && speaksOf(nameOf(set), recordSet.name),
      )
      return isOurs ? [] : [`${name} is deleted and no text says that it is ours`]
    }),
  ]
}

const sentNames = (changes: readonly {action: string; recordSet: RecordSet; zone: {name: string}}[]) => changes

function isWholePage(page: Xml | undefined): boolean {
  if (page?.name !== 'ListResourceRecordSetsResponse') return false
  const [sets] = childrenOf(page, 'ResourceRecordSets')
  const [isTruncated = ''] = textsOf(page, 'IsTruncated')
  return (
    sets !== undefined &&
    ['true', 'false'].includes(isTruncated) &&
    (isTruncated === 'false' || textsOf(page, 'NextRecordName').length > 0) &&
    sets.children.every((set) => ['Name', 'Type'].every((member) => (textsOf(set, member)[0] ?? '') !== ''))
  )
}

function nameOf(set: Xml): string {
  const [name = ''] = textsOf(set, 'Name')
  return name
    .replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/\.$/, '')
    .toLowerCase()
}

function valuesOf(set: Xml): readonly string[] {
  return childrenOf(childrenOf(set, 'ResourceRecords')[0], 'ResourceRecord').flatMap((record) =>
    textsOf(record, 'Value'),
  )
}

function speaksOf(textName: string, name: string): boolean {
  return textName === name || textName === `a-${name}` || textName === `cname-${name}`
}

/** Members that a set has, once each; with another one it must not be written. */
const MEMBERS = new Set(['Name', 'Type', 'TTL', 'ResourceRecords', 'SetIdentifier', 'Weight', 'AliasTarget'])

function isSame(set: Xml, {name, type, data, setIdentifier}: RecordSet): boolean {
  const names = set.children.map((child) => child.name)
  if (names.some((one) => !MEMBERS.has(one)) || new Set(names).size < names.length) return false
  if (nameOf(set) !== name || textsOf(set, 'Type')[0] !== type || textsOf(set, 'SetIdentifier')[0] !== setIdentifier)
    return false
  if (data.kind === 'alias') return childrenOf(set, 'AliasTarget').length === 1
  return (
    textsOf(set, 'TTL')[0] === String(data.ttlSeconds) && JSON.stringify(valuesOf(set)) === JSON.stringify(data.values)
  )
}
