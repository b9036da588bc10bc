import fc from 'fast-check'
import {expect, it} from 'vitest'
import type {RecordData, RecordSet, RecordType, Routing} from '../../../src/dns/record-set.js'
import {aliasTargets} from '../../../src/route53/records/pointers.js'
import {writeRecordSet} from '../../../src/route53/records/record-set-wire.js'
import {checkName, checkRecordSet} from '../../../src/route53/records/rules.js'
import {element, writeRequest} from '../../../src/route53/xml.js'
import {checkChangeBatch} from '../../emulators/route53/change-batch.js'
import {readChangeRequest} from '../../emulators/route53/change-request.js'
import {Refusal} from '../../emulators/route53/refusal.js'
import {STRICT} from '../../emulators/route53/set-rules.js'
import {makeZone} from '../../emulators/route53/zone.js'
import {name, zone} from '../builders.js'

const shop = zone('shop.io', 'Z1')

const host = fc.constantFrom('www', 'x', '*', '_a', 'a'.repeat(63), 'b'.repeat(64), `${'c'.repeat(60)}.`.repeat(4))
const setName = fc.oneof(
  {weight: 5, arbitrary: host.map((label) => `${label}.shop.io`.replace('..', '.'))},
  fc.constantFrom('shop.io', 'www.other.net'),
)

const VALUES: readonly (readonly [RecordType, readonly string[]])[] = [
  ['A', ['192.0.2.1', '192.0.2.2', '192.0.2.01', '2001:db8::1', 'x.io', '']],
  ['AAAA', ['2001:db8::1', '::ffff:192.0.2.1', 'fe80::1%eth0', '192.0.2.1']],
  ['CNAME', ['a.io', 'a.io.', '\\052.io', 'a..io', 'two words', `${'a'.repeat(64)}.io`, 'bücher.io', '192.0.2.1']],
  ['MX', ['10 mail.io', '10 mail.io.', '0 .', 'mail.io', '70000 mail.io', '-1 mail.io']],
  ['SRV', ['0 0 443 h.io', '0 0 0 .', '0 0 h.io', '0 0 99999 h.io']],
  [
    'TXT',
    ['"a"', '"a" "b"', '"a""b"', 'bare', '"a\\"b"', '"a"b"', `"${'x'.repeat(256)}"`, '"ü"', '"\\303\\274"', '""'],
  ],
  ['NAPTR', ['1 1 "s" "x" "" h.io', '1 1 "s" "x" "" .', '1 1 s x "" h.io', '1 1 "s" "x" h.io']],
  ['CAA', ['0 issue "ca.io"', '256 issue "ca.io"', '0 issue ca.io']],
  ['HTTPS', ['1 .', '0 h.io.', '1 . alpn="h2"', 'banana', '1 h.io x', '1 . =', '1 . a="b', '1 . a"b"']],
  ['NAPTR', ['1 1 "u" "x" "!a!b!" .', '1 1 "u" "x" "!a!b!" h.io', '1 1 "u" "x" "!\\"a!b!" h.io']],
  ['TLSA', ['3 1 1 00ff', '3 1 1 00f', '3 1 1 xx', '3 1 00ff']],
  ['NS', ['ns.a.io', 'ns.b.io.']],
]

const typedValues = fc.constantFrom(...VALUES).chain(([type, texts]) =>
  fc.record({
    type: fc.constant(type),
    data: fc.record({
      kind: fc.constant('values' as const),
      ttlSeconds: fc.constantFrom(0, 60, 300, 2_147_483_647),
      values: fc.array(fc.constantFrom(...texts), {maxLength: 3}),
    }),
  }),
)

const typedAlias: fc.Arbitrary<{type: RecordType; data: RecordData}> = fc.record({
  type: fc.constantFrom('A' as const, 'AAAA' as const),
  data: fc.record({
    kind: fc.constant('alias' as const),
    target: fc.record({
      zoneId: fc.constantFrom('Z1', 'Z32O12XQLNTSW2', 'Z2FDTNDATAQYW2'),
      dnsName: fc.constant('placeholder'),
      evaluatesTargetHealth: fc.boolean(),
    }),
  }),
})

/** Adds the alias target in the zone that the alias names, as `toDesiredRecordSet` makes it, or outside of it. */
function withTarget(data: RecordData, isOutside: boolean): RecordData {
  if (data.kind === 'values') return data
  const hosts: Record<string, string> = {
    Z1: isOutside ? 'x.other.net' : 'api.shop.io',
    Z32O12XQLNTSW2: 'lb.eu-west-1.elb.amazonaws.com',
    Z2FDTNDATAQYW2: 'd1.cloudfront.net',
  }
  return {...data, target: {...data.target, dnsName: hosts[data.target.zoneId] ?? ''}}
}

const place = (continentCode?: string, countryCode?: string, subdivisionCode?: string): Routing => ({
  kind: 'geolocation',
  continentCode,
  countryCode,
  subdivisionCode,
})

const routing: fc.Arbitrary<Routing> = fc.oneof(
  {weight: 4, arbitrary: fc.constant<Routing>({kind: 'simple'})},
  fc.constantFrom<Routing>(
    {kind: 'weighted', weight: 0},
    {kind: 'weighted', weight: 256},
    {kind: 'latency', region: 'eu-west-1'},
    {kind: 'latency', region: 'nowhere'},
    {kind: 'failover', role: 'SECONDARY'},
    {kind: 'failover', role: 'primary'},
    {kind: 'multivalue'},
    place('EU'),
    place('XX'),
    place('EU', 'DE'),
    place(undefined, '*'),
    place(undefined, 'de'),
    place(undefined, undefined, 'CA'),
  ),
)

const recordSet: fc.Arbitrary<RecordSet> = fc
  .record({
    name: setName,
    typed: fc.oneof({weight: 4, arbitrary: typedValues}, typedAlias),
    isOutside: fc.boolean(),
    setIdentifier: fc.constantFrom(undefined, 'x', 'y'),
    routing,
  })
  .map(({name: text, typed, isOutside, setIdentifier, routing: policy}) => ({
    name: text as RecordSet['name'],
    type: typed.type,
    setIdentifier: policy.kind === 'simple' ? undefined : setIdentifier,
    data: withTarget(typed.data, isOutside),
    routing: policy,
    healthCheckId: undefined,
    trafficPolicyInstanceId: undefined,
  }))

/** The strict emulator's answer to these creates, in a zone with only `api.shop.io` A. */
function refusalOf(sets: readonly RecordSet[]): string | undefined {
  const api = {Name: 'api.shop.io.', Type: 'A', TTL: 60, ResourceRecords: [{Value: '192.0.2.1'}]}
  const emulated = makeZone({name: 'shop.io.', id: 'Z1', records: [api]})
  const creates = sets.map((set) => element('Change', [element('Action', 'CREATE'), writeRecordSet(set)]))
  const body = writeRequest('ChangeResourceRecordSetsRequest', [element('ChangeBatch', [element('Changes', creates)])])
  try {
    checkChangeBatch(emulated, readChangeRequest(body).changes, {...STRICT, failoverNeedsHealthCheck: false})
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

it('law: Route 53 takes what the rules let through', () => {
  const apex: readonly RecordSet[] = (['NS', 'SOA'] as const).map((type) => ({
    ...{name: name('shop.io'), type, setIdentifier: undefined, data: {kind: 'values', ttlSeconds: 900, values: ['x']}},
    ...{routing: {kind: 'simple'}, healthCheckId: undefined, trafficPolicyInstanceId: undefined},
  }))
  const together = fc.array(recordSet, {minLength: 1, maxLength: 3}).map((sets) => {
    const [first] = sets
    return first === undefined ? [] : sets.map((set) => ({...set, name: first.name}))
  })
  let taken = 0
  fc.assert(
    fc.property(together, (sets) => {
      const atName = sets[0]?.name === 'shop.io' ? [...apex, ...sets] : sets
      const problems = [...sets.flatMap((set) => checkRecordSet(set, shop)), ...checkName(atName, shop)]
      // The plan checks that the target of an alias is there.
      const isTarget = (target: string, {type}: RecordSet) => target === 'api.shop.io' && type === 'A'
      const hasTargets = sets.every((set) => aliasTargets(set, shop).every((target) => isTarget(target, set)))
      if (problems.length > 0 || !hasTargets) return
      taken += 1
      expect(refusalOf(sets)).toBeUndefined()
    }),
    {numRuns: 5000},
  )
  expect(taken).toBeGreaterThan(100)
})
