import {describe, expect, it} from 'vitest'
import type {Zone} from '../../../src/dns/zone.js'
import {CliError} from '../../../src/errors/cli-error.js'
import type {ProgressEvent} from '../../../src/route53/ports.js'
import {compareListed} from '../../../src/route53/read/named-reading.js'
import {makeZoneReader} from '../../../src/route53/read/zone-reader.js'
import {zone} from '../builders.js'
import {emulate} from '../emulated.js'

const A = (Name: string, count = 1) => ({
  Name,
  Type: 'A',
  TTL: 60,
  ResourceRecords: Array.from({length: count}, (_each, index) => ({Value: `192.0.2.${index + 1}`})),
})
const weighted = (Name: string, SetIdentifier: string) => ({...A(Name), SetIdentifier, Weight: 1})
const shop = zone('shop.io', 'Z1')

async function failure(call: Promise<unknown>): Promise<CliError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof CliError) return error
  throw new Error('no CliError', {cause: error})
}

describe('listZones', () => {
  it('reads every page, sorted by name, public before private', async () => {
    const many = Array.from({length: 120}, (_each, index) => ({name: `z${String(index).padStart(3, '0')}.io.`}))
    const {emulator, connect} = await emulate({
      zones: [...many, {name: 'a.io.', id: 'ZPRIVATE', private: true}, {name: 'a.io.', id: 'ZPUBLIC'}],
    })
    const zones = await makeZoneReader(connect()).listZones()
    expect(zones).toHaveLength(122)
    const features = expect.objectContaining({tier: 'STANDARD', guardrails: undefined})
    expect(zones.slice(0, 3)).toEqual([
      {id: 'ZPUBLIC', name: 'a.io', isPrivate: false, recordSetCount: 2, profile: undefined, features},
      {id: 'ZPRIVATE', name: 'a.io', isPrivate: true, recordSetCount: 2, profile: undefined, features},
      expect.objectContaining({name: 'z000.io'}),
    ])
    expect(emulator.calls.counts()).toEqual({ListHostedZones: 2})
  })

  it('keeps tiers and guardrails as they are called, known or not, where the listing has them', async () => {
    const features = {tier: 'ADVANCED', guardrails: {NEW_CHECK: 'ENABLED', ALIAS_TARGET_CHECK: 'ENABLED'}} as const
    const zones = [{name: 'a.io.', features}]
    const {emulator, connect} = await emulate({zones, zoneElements: 'features everywhere'})
    const rename = (xml: string) => xml.replace('ADVANCED', 'PLATINUM')
    emulator.addFault({action: {rewrite: rename}})
    expect((await makeZoneReader(connect()).listZones())[0]?.features).toMatchObject({
      tier: 'PLATINUM',
      guardrails: ['NS_FORMAT_CHECK', 'NS_DELEGATION_AUTHORITY_CHECK', 'ALIAS_TARGET_CHECK', 'NEW_CHECK'],
      changeHistory: 'ENABLED',
    })
    const older = await emulate({zones, zoneElements: 'none'})
    expect((await makeZoneReader(older.connect()).listZones())[0]).not.toHaveProperty('features')
  })

  it('knows no number of record sets where the answer has none', async () => {
    const {emulator, connect} = await emulate({zones: [{name: 'a.io.'}]})
    emulator.addFault({action: {rewrite: (xml) => xml.replace(/<ResourceRecordSetCount>.*?<\/[^>]+>/g, '')}})
    expect((await makeZoneReader(connect()).listZones()).map(({recordSetCount}) => recordSetCount)).toEqual([undefined])
  })

  it('takes a half page for no page', async () => {
    const {emulator, connect} = await emulate({zones: [{name: 'a.io.'}]})
    emulator.addFault({action: {code: 'AccessDenied', message: 'No.', status: 403}})
    expect(await failure(makeZoneReader(connect({profiles: ['']})).listZones())).toMatchObject({
      code: 'ROUTE53_ACCESS_DENIED',
      doing: 'list the hosted zones',
    })
  })
})

describe('listZoneTags', () => {
  it('asks for ten zones a call', async () => {
    const inputs = Array.from({length: 23}, (_each, index) => ({
      name: `z${index}.io.`,
      id: `Z${index}`,
      ...(index > 0 && {tags: {env: 'prod', number: String(index)}}),
    }))
    const {emulator, connect} = await emulate({zones: inputs})
    const reader = makeZoneReader(connect())
    const tags = await reader.listZoneTags(await reader.listZones())
    expect(emulator.calls.counts()).toEqual({ListHostedZones: 1, ListTagsForResources: 3})
    expect(tags.size).toBe(23)
    expect(tags.get(zone('z7.io', 'Z7').id)).toEqual(
      new Map([
        ['env', 'prod'],
        ['number', '7'],
      ]),
    )
    expect(tags.get(zone('z0.io', 'Z0').id)).toEqual(new Map())
  })

  it('takes an answer as far as it speaks of zones that were asked for', async () => {
    const {emulator, connect} = await emulate({zones: ['Z1', 'Z2'].map((id) => ({name: `${id}.io.`, id}))})
    const reader = makeZoneReader(connect())
    const zones = await reader.listZones()
    const set = (id: string, tags: string) => `<ResourceTagSet>${id}${tags}</ResourceTagSet>`
    const id = (text: string) => `<ResourceId>${text}</ResourceId>`
    const tag = (members: string) => `<Tags><Tag>${members}</Tag></Tags>`
    const sets = [
      set(id('Z1'), tag('<Key>env</Key>')),
      set(id('Z2'), ''),
      set(id('Z9'), tag('<Key>env</Key><Value>prod</Value>')),
      set('', tag('<Value>prod</Value>')),
    ].join('')
    const rewrite = (xml: string) =>
      xml.replace(/<ResourceTagSets>.*<\/ResourceTagSets>/s, `<ResourceTagSets>${sets}</ResourceTagSets>`)
    emulator.addFault({operation: 'ListTagsForResources', action: {rewrite}})
    const tags = await reader.listZoneTags(zones)
    expect([...tags].map(([zoneId, some]) => [zoneId, [...some]])).toEqual([
      ['Z1', [['env', '']]],
      ['Z2', []],
    ])
  })

  it('asks nothing about no zones', async () => {
    const {emulator, connect} = await emulate()
    expect(await makeZoneReader(connect()).listZoneTags([])).toEqual(new Map())
    expect(emulator.calls.total()).toBe(0)
  })
})

describe('listRecordSets', () => {
  it('reads all pages of a zone, and tells of each', async () => {
    const records = Array.from({length: 650}, (_each, index) => A(`r${String(index).padStart(3, '0')}.shop.io.`))
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1', records}]})
    const events: ProgressEvent[] = []
    const sets = await makeZoneReader(connect(), (event) => events.push(event)).listRecordSets(shop)
    expect(sets.map((set) => `${set.name} ${set.type}`).slice(0, 3)).toEqual([
      'shop.io NS',
      'shop.io SOA',
      'r000.shop.io A',
    ])
    expect(new Set(sets).size).toBe(652)
    expect(emulator.calls.counts()).toEqual({ListResourceRecordSets: 3})
    expect(events).toEqual([
      {zone: shop, pages: 1, recordSets: 300, isWhole: true},
      {zone: shop, pages: 2, recordSets: 600, isWhole: true},
      {zone: shop, pages: 3, recordSets: 652, isWhole: true},
    ])
  })

  it('reads a large zone by four readers, in at most 1.1 times the calls of one', async () => {
    const records = Array.from({length: 7500}, (_each, index) => [A(`h${index}.shop.io.`), A(`a-h${index}.shop.io.`)])
    const {emulator, connect} = await emulate({
      zones: [{name: 'shop.io.', id: 'Z1', records: records.flat()}],
      latencyMs: 20,
    })
    const inOnePass = await makeZoneReader(connect()).listRecordSets(shop)
    expect(emulator.calls.counts()).toEqual({ListResourceRecordSets: 51})
    expect(emulator.calls.mostUnderWay()).toBe(1)
    emulator.calls.clear()
    const events: ProgressEvent[] = []
    const counted: Zone = {...shop, recordSetCount: 15_002}
    const sets = await makeZoneReader(connect(), (event) => events.push(event)).listRecordSets(counted)
    expect(sets).toEqual(inOnePass)
    expect(emulator.calls.total()).toBeLessThanOrEqual(51 * 1.1)
    expect(emulator.calls.mostUnderWay()).toBe(4)
    expect(events).toHaveLength(emulator.calls.total())
    expect(events.map(({pages}) => pages)).toEqual(events.map((_event, index) => index + 1))
    expect(events.at(-1)).toMatchObject({zone: counted, recordSets: 15_002, isWhole: true})
  })

  it.each([
    ['a set without a name', (xml: string) => xml.replace(/<Name>a\.shop\.io\.<\/Name>/, '')],
    ['a set with an empty type', (xml: string) => xml.replace('<Type>A</Type>', '<Type></Type>')],
    ['no word on whether it goes on', (xml: string) => xml.replace('<IsTruncated>false', '<IsTruncated>perhaps')],
    ['a tag that nobody closes', (xml: string) => xml.replace('<Type>A</Type>', '<Type>A')],
  ])('takes an answer with %s for none', async (_what, rewrite) => {
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1', records: [A('a.shop.io.')]}]})
    emulator.addFault({action: {rewrite}})
    expect(await failure(makeZoneReader(connect()).listRecordSets(shop))).toMatchObject({code: 'ROUTE53_FAILED'})
  })

  it('goes on in the middle of a name with many sets', async () => {
    const records = Array.from({length: 350}, (_each, index) => weighted('www.shop.io.', `id-${index}`))
    const {connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1', records}]})
    const sets = await makeZoneReader(connect()).listRecordSets(shop)
    expect(new Set(sets.map((set) => set.setIdentifier)).size).toBe(351)
  })

  it('is done over from where it was when Route 53 throttles or the connection breaks', async () => {
    const {emulator, connect, clock} = await emulate({
      zones: [{name: 'shop.io.', id: 'Z1', records: [A('a.shop.io.')]}],
    })
    for (const [nth, action] of (['throttle', 'resetConnection', {status: 503}] as const).entries()) {
      emulator.addFault({nth: nth + 1, action})
    }
    expect(await makeZoneReader(connect()).listRecordSets(shop)).toHaveLength(3)
    expect(emulator.calls.total()).toBeGreaterThan(2)
    expect(clock.sleeps.length).toBeGreaterThan(1)
  })

  it.each([
    [
      'throttle',
      4,
      {
        code: 'ROUTE53_THROTTLED',
        happened: expect.stringMatching(/^Route 53 throttled the call \(Rate exceeded\), 4 tries in \d+ s\.$/),
      },
    ],
    [{status: 500}, 4, {code: 'ROUTE53_FAILED'}],
    ['resetConnection', 4, {code: 'AWS_UNREACHABLE'}],
    ['noSuchHostedZone', 1, {code: 'ROUTE53_ZONE_VANISHED'}],
    ['expiredToken', 1, {code: 'AWS_CREDENTIALS_EXPIRED', doing: 'sign in to AWS'}],
    [
      'accessDenied',
      1,
      {
        code: 'ROUTE53_ACCESS_DENIED',
        doing: 'read the record sets of zone shop.io (Z1)',
        happened:
          'AWS refused: arn:aws:sts::111122223333:assumed-role/external-dns/emulator may not route53:ListResourceRecordSets on arn:aws:route53:::hostedzone/Z1.',
      },
    ],
  ] as const)('gives up after %j, in %i calls', async (action, calls, expected) => {
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1', records: [A('a.shop.io.')]}]})
    emulator.addFault({action, times: Number.POSITIVE_INFINITY})
    expect(await failure(makeZoneReader(connect()).listRecordSets(shop))).toMatchObject(expected)
    expect(emulator.calls.total()).toBe(calls)
  })

  it('gives up when no answer comes', async () => {
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1'}]})
    emulator.addFault({action: 'hang', times: Number.POSITIVE_INFINITY})
    const error = await failure(makeZoneReader(connect({callTimeoutMs: 50, apiRetries: 1})).listRecordSets(shop))
    expect(error).toMatchObject({
      code: 'AWS_UNREACHABLE',
      happened: expect.stringMatching(/^AWS cannot be reached: no answer within 0.05 s, 2 tries in \d s\.$/),
    })
  })

  it('fails as a whole when its last page fails', async () => {
    const records = Array.from({length: 650}, (_each, index) => A(`r${index}.shop.io.`))
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1', records}]})
    emulator.addFault({nth: 3, action: 'accessDenied'})
    expect(await failure(makeZoneReader(connect()).listRecordSets(shop))).toMatchObject({code: 'ROUTE53_ACCESS_DENIED'})
  })
})

describe('listRecordSetsNamed', () => {
  const names = [
    'shop.io',
    '*.shop.io',
    '-a.shop.io',
    '0.shop.io',
    '_x.shop.io',
    'foo-bar.shop.io',
    'foo.shop.io',
    'a.foo.shop.io',
    'zz.shop.io',
  ]

  async function readNamed(asked: readonly string[], records: readonly ReturnType<typeof A>[]) {
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1', records}]})
    const sets = await makeZoneReader(connect()).listRecordSetsNamed(shop, asked)
    return {found: sets.map((set) => set.name), calls: emulator.calls.total()}
  }

  it('finds mean names, each once, in one call where a page holds them all', async () => {
    const records = names.slice(1).map((name) => A(`${name}.`))
    const {found, calls} = await readNamed(names, records)
    expect(found.toSorted(compareListed)).toEqual(['shop.io', ...names].sort(compareListed))
    expect(calls).toBe(1)
  })

  it('takes no more calls than names, nor than the zone has pages', async () => {
    const filler = Array.from({length: 900}, (_each, index) => A(`m${String(index).padStart(4, '0')}.shop.io.`))
    const records = [...names.slice(1).map((name) => A(`${name}.`)), ...filler]
    expect(await readNamed(['zz.shop.io', 'foo.shop.io', 'm0001.shop.io'], records)).toEqual({
      found: ['foo.shop.io', 'm0001.shop.io', 'zz.shop.io'],
      calls: 2,
    })
    const all = await readNamed([...names, ...filler.map(({Name}) => Name.slice(0, -1))], records)
    expect(new Set(all.found).size).toBe(909)
    expect(all.found).toHaveLength(910)
    expect(all.calls).toBeLessThanOrEqual(5)
  })

  it('finds all sets of a name that fills more than a page, and what comes after it', async () => {
    const many = Array.from({length: 350}, (_each, index) => weighted('foo.shop.io.', `id-${index}`))
    const {found, calls} = await readNamed(['foo.shop.io', 'zz.shop.io', 'none.shop.io'], [...many, A('zz.shop.io.')])
    expect(found.filter((name) => name === 'foo.shop.io')).toHaveLength(350)
    expect(found.filter((name) => name === 'zz.shop.io')).toHaveLength(1)
    expect(calls).toBe(2)
  })

  it('asks nothing about no names', async () => {
    expect(await readNamed([], [])).toEqual({found: [], calls: 0})
  })
})

describe('readNames', () => {
  const filler = Array.from({length: 900}, (_each, index) => A(`m${String(index).padStart(4, '0')}.shop.io.`))

  async function readParts(asked: readonly string[], besides: readonly string[], isSideBySide: boolean) {
    const records = [...['a', 'b', 'mz', 'y', 'z'].map((name) => A(`${name}.shop.io.`)), ...filler]
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1', records}]})
    const events: ProgressEvent[] = []
    const reader = makeZoneReader(connect(), (event) => events.push(event))
    const {recordSets, names} = await reader.readNames(shop, {names: asked, besides, isSideBySide})
    const calls = emulator.calls.total()
    return {found: recordSets.map((set) => set.name).sort(), names: [...names].sort(), calls, events}
  }

  it('tells what lies near without a call for it', async () => {
    const {found, names, calls} = await readParts(['a.shop.io'], ['b.shop.io', 'c.shop.io', 'z.shop.io'], false)
    expect(found).toEqual(['a.shop.io', 'b.shop.io'])
    expect(names).toEqual(['a.shop.io', 'b.shop.io', 'c.shop.io'])
    expect(calls).toBe(1)
  })

  it('reads names that are far apart side by side, each set once', async () => {
    const asked = ['a.shop.io', 'y.shop.io', 'm0450.shop.io', 'none.shop.io']
    const {found, names, calls, events} = await readParts(asked, ['z.shop.io'], true)
    expect(found).toEqual(['a.shop.io', 'm0450.shop.io', 'y.shop.io', 'z.shop.io'])
    expect(names).toEqual([...asked, 'z.shop.io'].sort())
    expect(calls).toBe(4)
    expect(events.at(-1)).toMatchObject({pages: 4})
  })

  it('asks one after another for as few pages as it can', async () => {
    const {calls} = await readParts(['a.shop.io', 'y.shop.io', 'm0450.shop.io', 'none.shop.io'], [], false)
    expect(calls).toBe(3)
  })
})

describe('readDetails', () => {
  const inner = zone('inner.io', 'Z1', {isPrivate: true})

  it('names the VPCs of a private zone', async () => {
    const vpcs = [
      {VPCId: 'vpc-1', VPCRegion: 'eu-west-1'},
      {VPCId: 'vpc-2', VPCRegion: 'us-east-1'},
    ]
    const {connect} = await emulate({zones: [{name: 'inner.io.', id: 'Z1', private: true, vpcs}]})
    const found = [
      {id: 'vpc-1', region: 'eu-west-1'},
      {id: 'vpc-2', region: 'us-east-1'},
    ]
    expect(await makeZoneReader(connect()).readDetails(inner)).toMatchObject({ok: true, value: {vpcs: found}})
  })

  it('has what the answer says, and nothing for what it leaves out', async () => {
    const features = {tier: 'ADVANCED', guardrails: {ALIAS_TARGET_CHECK: 'ENABLED'}} as const
    const vpcs = [{VPCId: 'vpc-1', VPCRegion: 'eu-west-1'}]
    const {emulator, connect} = await emulate({zones: [{name: 'inner.io.', id: 'Z1', private: true, vpcs, features}]})
    const answer = async (rewrite: (xml: string) => string) => {
      emulator.addFault({action: {rewrite}})
      const details = await makeZoneReader(connect()).readDetails(inner)
      return details.ok ? details.value : details.problem
    }
    expect(await answer((xml) => xml.replace(/<VPCRegion>.*?<\/VPCRegion>/, ''))).toMatchObject({
      vpcs: [{id: 'vpc-1', region: ''}],
    })
    expect(await answer((xml) => xml.replace(/<VPCId>.*?<\/VPCId>/, ''))).toMatchObject({
      vpcs: [{id: '', region: 'eu-west-1'}],
    })
    expect(await answer((xml) => xml.replace(/<HostedZone>.*<\/HostedZone>/s, ''))).toBe(
      'the answer to GetHostedZone says nothing of zone inner.io',
    )
    const reasons = '<FailureReasons><AcceleratedRecovery>no quota</AcceleratedRecovery></FailureReasons></Features>'
    expect(await answer((xml) => xml.replace('</Features>', reasons))).toMatchObject({
      features: {recoveryFailure: 'no quota'},
    })
  })

  it('says what is to be allowed', async () => {
    const {emulator, connect} = await emulate({zones: [{name: 'inner.io.', id: 'Z1', private: true}]})
    emulator.addFault({action: 'accessDenied'})
    expect(await makeZoneReader(connect()).readDetails(inner)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('may not route53:GetHostedZone on arn:aws:route53:::hostedzone/Z1'),
    })
  })
})

it('keeps at most eight calls under way over all zones', async () => {
  const inputs = Array.from({length: 12}, (_each, index) => ({name: `z${index}.io.`, id: `Z${index}`}))
  const {emulator, connect} = await emulate({zones: inputs, latencyMs: 200})
  const reader = makeZoneReader(connect())
  const zones: readonly Zone[] = await reader.listZones()
  await Promise.all(zones.map((each) => reader.listRecordSets(each)))
  expect(emulator.calls.mostUnderWay()).toBe(8)
})
