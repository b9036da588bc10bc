import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {checkChangeBatch} from './change-batch.js'
import type {Change, ChangeAction, RecordSet} from './record-set.js'
import {Refusal} from './refusal.js'
import {STRICT} from './set-rules.js'
import {makeZone} from './zone.js'

const RULES = STRICT
const base: RecordSet = {Name: 'x.example.com', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.1'}]}
const set = (fields: Partial<RecordSet>): RecordSet => ({...base, ...fields})
const plain = (Name: string, Type: string, ...values: string[]): RecordSet => ({
  Name,
  Type,
  TTL: 300,
  ResourceRecords: values.map((Value) => ({Value})),
})
const aliasTo = (target: string, fields: Partial<RecordSet> = {}): RecordSet => ({
  Name: 'x.example.com',
  Type: 'A',
  AliasTarget: {HostedZoneId: 'Z1', DNSName: target, EvaluateTargetHealth: false},
  ...fields,
})
const does = (Action: ChangeAction, ...sets: readonly RecordSet[]): Change[] =>
  sets.map((ResourceRecordSet) => ({Action, ResourceRecordSet}))

/** The text of the refusal, or `accepted`. */
function verdict(given: readonly RecordSet[], changes: readonly Change[], rules = RULES): string {
  try {
    checkChangeBatch(makeZone({name: 'example.com', id: 'Z1', records: given}), changes, rules)
    return 'accepted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${error.code}: ${error.message}` : String(error)
  }
}

describe('a batch', () => {
  it('is refused with the texts of all its problems, in the order of its changes', () => {
    const text = verdict(
      [],
      [
        ...does('DELETE', plain('gone.example.com', 'A', '192.0.2.1')),
        ...does('CREATE', plain('x.example.com', 'A', 'one', '192.0.2.1', 'two')),
        ...does('CREATE', plain('x.example.com', 'CNAME', 'a.example.net')),
        ...does('CREATE', plain('example.org', 'A', '192.0.2.1')),
      ],
    )
    expect(text).toBe(
      "InvalidChangeBatch: [Tried to delete resource record set [name='gone.example.com.', type='A'] but it was not found, Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'one'', Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'two'', RRSet of type A with DNS name x.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com., RRSet of type CNAME with DNS name x.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com., RRSet with DNS name example.org. is not permitted in zone example.com.]",
    )
  })

  it('gives a bad name alone and without brackets', () => {
    const label = `a-${'b'.repeat(62)}`
    expect(
      verdict([], [...does('DELETE', base), ...does('CREATE', plain(`${label}.example.com`, 'A', '192.0.2.1'))]),
    ).toBe(
      `InvalidChangeBatch: FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '${label}'`,
    )
  })

  it.each<[string, readonly Change[]]>([
    ['CREATE, CREATE', [...does('CREATE', base), ...does('CREATE', base)]],
    ['CREATE, DELETE', [...does('CREATE', base), ...does('DELETE', base)]],
    ['DELETE, UPSERT', [...does('DELETE', base), ...does('UPSERT', base)]],
    ['DELETE, DELETE', [...does('DELETE', base), ...does('DELETE', base)]],
    ['the same name in another spelling', does('UPSERT', base, set({Name: 'X.EXAMPLE.com.'}))],
  ])('may not change a set by %s', (_actions, changes) => {
    expect(verdict([base], changes)).toBe(
      "InvalidChangeBatch: [The request contains an invalid set of changes for a resource record set 'A x.example.com.']",
    )
  })

  it('takes 1000 changes and not 1001', () => {
    const aliases = (count: number) =>
      does(
        'CREATE',
        ...Array.from({length: count}, (_, index) => aliasTo('t.example.com', {Name: `h${index}.example.com`})),
      )
    const target = plain('t.example.com', 'A', '192.0.2.1')
    expect(verdict([target], aliases(1000))).toBe('accepted')
    expect(verdict([target], aliases(1001))).toContain('Number of changes limit of 1000 exceeded.')
  })

  it('takes 32000 characters and not 32001, an UPSERT counting twice', () => {
    const sets = (last: number) => [
      ...Array.from({length: 63}, (_, index) => plain(`t${index}.example.com`, 'TXT', `"${'a'.repeat(248)}"`)),
      ...Array.from({length: 1}, () => plain('last.example.com', 'TXT', `"${'a'.repeat(last - 2)}"`)),
    ]
    expect(verdict([], does('UPSERT', ...sets(250)))).toBe('accepted')
    expect(verdict([], does('UPSERT', ...sets(251)))).toContain('RDATA character limit of 32000 exceeded.')
    expect(verdict([], does('CREATE', ...sets(251)))).toBe('accepted')
  })

  it('must leave the zone its NS and SOA', () => {
    const zone = makeZone({name: 'example.com'})
    const apex = [...(zone.sets.get('example.com.') ?? [])]
    expect(verdict([], does('DELETE', ...apex))).toBe(
      'InvalidChangeBatch: [A HostedZone must contain at least one NS record for the zone itself., A HostedZone must contain exactly one SOA record.]',
    )
    expect(verdict([], does('UPSERT', plain('example.com', 'NS', 'ns.example.net')))).toBe('accepted')
    expect(verdict([], does('CREATE', plain('sub.example.com', 'NS', 'ns.example.net')))).toBe('accepted')
    expect(verdict([], does('CREATE', plain('sub.example.com', 'SOA', 'a. b. 1 1 1 1 1')))).toContain('only at apex')
  })

  it('lets a CNAME stand at a name that only has other names below it', () => {
    expect(
      verdict(
        [plain('a.x.example.com', 'A', '192.0.2.1')],
        does('CREATE', plain('x.example.com', 'CNAME', 'a.example.net')),
      ),
    ).toBe('accepted')
  })
})

describe('a DELETE', () => {
  const full = set({SetIdentifier: 'i', Weight: 1, HealthCheckId: 'h'})

  it.each<[string, Partial<RecordSet>]>([
    ['TTL', {TTL: 301}],
    ['value', {ResourceRecords: [{Value: '192.0.2.2'}]}],
    ['number of values', {ResourceRecords: [{Value: '192.0.2.1'}, {Value: '192.0.2.2'}]}],
    ['weight', {Weight: 2}],
    ['health check', {HealthCheckId: 'other'}],
  ])('with another %s does not match', (_field, other) => {
    expect(verdict([full], does('DELETE', {...full, ...other}))).toContain(
      "[name='x.example.com.', type='A', set-identifier='i'] but the values provided do not match the current values",
    )
  })

  it('with another set identifier finds nothing', () => {
    expect(verdict([full], does('DELETE', {...full, SetIdentifier: 'j'}))).toContain(
      "set-identifier='j'] but it was not found",
    )
  })

  it.each<[string, Partial<RecordSet>, string]>([
    ['as it is', {}, 'accepted'],
    [
      'in another spelling',
      {AliasTarget: {HostedZoneId: 'Z1', DNSName: 'T.example.com.', EvaluateTargetHealth: false}},
      'accepted',
    ],
    [
      'with the other health evaluation',
      {AliasTarget: {HostedZoneId: 'Z1', DNSName: 't.example.com', EvaluateTargetHealth: true}},
      'do not match',
    ],
    [
      'with another target',
      {AliasTarget: {HostedZoneId: 'Z1', DNSName: 'u.example.com', EvaluateTargetHealth: false}},
      'do not match',
    ],
    [
      'with another zone',
      {AliasTarget: {HostedZoneId: 'Z2', DNSName: 't.example.com', EvaluateTargetHealth: false}},
      'do not match',
    ],
  ])('of an alias %s', (_how, other, expected) => {
    expect(verdict([aliasTo('t.example.com')], does('DELETE', {...aliasTo('t.example.com'), ...other}))).toContain(
      expected,
    )
  })
})

describe('routing', () => {
  const weighted = set({SetIdentifier: 'w', Weight: 1})
  const latency = set({SetIdentifier: 'l', Region: 'eu-west-1'})
  const geo = set({SetIdentifier: 'g', GeoLocation: {ContinentCode: 'EU'}})
  const primary = set({SetIdentifier: 'p', Failover: 'PRIMARY', HealthCheckId: 'h'})
  const multi = set({SetIdentifier: 'm', MultiValueAnswer: true})
  const near = set({SetIdentifier: 'n', GeoProximityLocation: {AWSRegion: 'eu-west-1', Bias: 0}})

  it.each<[string, RecordSet, RecordSet, string]>([
    [
      'weighted beside latency',
      latency,
      weighted,
      'SetIdentifier w cannot be created as a non-weighted set exists with the same name and type.',
    ],
    [
      'latency beside weighted',
      weighted,
      latency,
      'SetIdentifier l, and Region Name=eu-west-1 cannot be created because a non-latency RRSet',
    ],
    [
      'geolocation beside latency',
      latency,
      geo,
      'and routing to [continent = EU] cannot be created because a non-GEO RRSet',
    ],
    [
      'multivalue beside simple',
      base,
      multi,
      'SetIdentifier m cannot be created because a non multivalue answer rrset exists with the same name and type.',
    ],
    ['failover beside weighted', weighted, primary, 'cannot be created because a non-failover RRSet'],
    ['geoproximity beside geolocation', geo, near, 'cannot be created because a non-geoproximity RRSet'],
    [
      'simple beside multivalue',
      multi,
      base,
      'type A cannot be created as other RRSets exist with the same name and type.',
    ],
    [
      'a second PRIMARY',
      primary,
      {...primary, SetIdentifier: 'q'},
      'a failover RRSet with the same name, type and failover value already exists',
    ],
    [
      'a second set for a continent',
      geo,
      {...geo, SetIdentifier: 'q'},
      'a GEO RRSet with the same name, type and location already exists',
    ],
    [
      'a second set for a place',
      near,
      {...near, SetIdentifier: 'q', GeoProximityLocation: {AWSRegion: 'eu-west-1', Bias: 9}},
      'same name, type and location already exists',
    ],
  ])('refuses %s', (_what, given, created, text) => {
    expect(verdict([given], does('CREATE', created))).toContain(text)
  })

  it.each<[string, RecordSet, RecordSet]>([
    ['another type with another policy', weighted, {...latency, Type: 'TXT', ResourceRecords: [{Value: '"t"'}]}],
    ['a SECONDARY beside a PRIMARY', primary, set({SetIdentifier: 's', Failover: 'SECONDARY'})],
    ['the default location beside a continent', geo, set({SetIdentifier: 'd', GeoLocation: {CountryCode: '*'}})],
    ['a second multivalue set', multi, {...multi, SetIdentifier: 'q'}],
    [
      'an alias among weighted sets',
      weighted,
      aliasTo('lb.eu-west-1.elb.amazonaws.com', {
        SetIdentifier: 'q',
        Weight: 1,
        AliasTarget: {
          HostedZoneId: 'Z32O12XQLNTSW2',
          DNSName: 'lb.eu-west-1.elb.amazonaws.com',
          EvaluateTargetHealth: true,
        },
      }),
    ],
  ])('takes %s', (_what, given, created) => {
    expect(verdict([given], does('CREATE', created))).toBe('accepted')
  })

  it('refuses an UPSERT that changes the policy of a set, and takes DELETE and CREATE', () => {
    const changed = set({SetIdentifier: 'w', Region: 'eu-west-1'})
    expect(verdict([weighted], does('UPSERT', changed))).toContain('non-latency RRSet')
    expect(verdict([weighted], [...does('DELETE', weighted), ...does('CREATE', changed)])).toBe('accepted')
    expect(verdict([weighted], does('UPSERT', {...weighted, Weight: 9}))).toBe('accepted')
  })

  it('refuses a policy change in the batch of one sibling while the other keeps the old one', () => {
    const other = set({SetIdentifier: 'v', Weight: 1})
    const changes = [...does('DELETE', weighted), ...does('CREATE', set({SetIdentifier: 'w', Region: 'eu-west-1'}))]
    expect(verdict([weighted, other], changes)).toContain('non-latency RRSet')
  })

  it('asks a PRIMARY without alias for a health check, unless told not to', () => {
    const {HealthCheckId: _id, ...unchecked} = primary
    expect(verdict([], does('CREATE', unchecked))).toBe(
      'InvalidChangeBatch: [A non-alias primary ResourceRecordSet must have an associated health check.]',
    )
    expect(verdict([], does('CREATE', unchecked), {...STRICT, failoverNeedsHealthCheck: false})).toBe('accepted')
  })

  it.each<[string, Partial<RecordSet>, string]>([
    [
      'two policies',
      {SetIdentifier: 'i', Weight: 1, Region: 'eu-west-1'},
      'but found more than one in Change with [Action=CREATE, Name=x.example.com, Type=A, SetIdentifier=i]',
    ],
    ['MultiValueAnswer false without an identifier', {MultiValueAnswer: false}, "Missing field 'SetIdentifier'"],
  ])('refuses %s before it looks at the zone', (_what, fields, text) => {
    expect(verdict([base], does('CREATE', set(fields)))).toMatch(/^InvalidInput: Invalid request: /)
    expect(verdict([base], does('CREATE', set(fields)))).toContain(text)
  })

  it.each<[string, RecordSet]>([
    ['CNAME', {...plain('x.example.com', 'CNAME', 't.example.net'), SetIdentifier: 'i', MultiValueAnswer: true}],
    ['NS', {...plain('x.example.com', 'NS', 'ns.example.net'), SetIdentifier: 'i', Weight: 1}],
  ])('refuses a routing that its type does not have: %s', (_what, one) => {
    expect(verdict([], does('CREATE', one))).toContain(`with type ${one.Type}`)
  })

  it('refuses a multivalue alias', () => {
    const alias = aliasTo('t.example.com', {SetIdentifier: 'i', MultiValueAnswer: true})
    expect(verdict([plain('t.example.com', 'A', '192.0.2.1')], does('CREATE', alias))).toContain('MultiValueAnswer')
  })
})

describe('an alias', () => {
  const target = plain('t.example.com', 'A', '192.0.2.1')
  const tried = (name: string, zoneId = 'Z1') =>
    `Tried to create an alias that targets ${name}, type A in zone ${zoneId}`

  it('into its own zone needs a target of its type, which the same batch may create before it or take away', () => {
    expect(verdict([target], does('CREATE', aliasTo('t.example.com')))).toBe('accepted')
    expect(verdict([], does('CREATE', target, aliasTo('t.example.com')))).toBe('accepted')
    expect(verdict([], does('CREATE', aliasTo('t.example.com')))).toBe(
      `InvalidChangeBatch: [${tried('t.example.com.')}, but that target was not found]`,
    )
    expect(verdict([target], [...does('CREATE', aliasTo('t.example.com')), ...does('DELETE', target)])).toContain(
      'was not found',
    )
  })

  it('cannot come before its target in a request, unless told so', () => {
    const early = does('CREATE', aliasTo('t.example.com'), target)
    expect(verdict([], early)).toBe(`InvalidChangeBatch: [${tried('t.example.com.')}, but that target was not found]`)
    expect(verdict([], early, {...STRICT, aliasNeedsTargetBefore: false})).toBe('accepted')
    const replaced = [...does('DELETE', target), ...does('CREATE', aliasTo('t.example.com'), target)]
    expect(verdict([target], replaced)).toContain('was not found')
  })

  it('cannot target itself', () => {
    expect(verdict([], does('CREATE', aliasTo('x.example.com')))).toContain('that target was not found')
  })

  it.each<[string, string, string]>([
    ['a name outside its zone', 'Z1', 't.example.org'],
    ['a zone of the account that is not its own', 'Z2', 't.example.com'],
    ['the name that only the recorded cases give the own zone', 'SELF', 't.example.com'],
    ['a load balancer of another region', 'Z32O12XQLNTSW2', 'lb.us-east-1.elb.amazonaws.com'],
    ['a host that only ends like a service', 'Z2FDTNDATAQYW2', 'evilcloudfront.net'],
  ])('is refused for %s, with both texts of AWS', (_what, HostedZoneId, DNSName) => {
    const alias = aliasTo(DNSName, {AliasTarget: {HostedZoneId, DNSName, EvaluateTargetHealth: false}})
    const text = tried(`${DNSName}.`, HostedZoneId)
    expect(verdict([target], does('CREATE', alias))).toBe(
      `InvalidChangeBatch: [${text}, but the alias target name does not lie within the target zone, ${text}, but that target was not found]`,
    )
  })

  it('may evaluate the health of a load balancer and not that of CloudFront', () => {
    const evaluating = (HostedZoneId: string, DNSName: string) =>
      verdict([], does('CREATE', aliasTo(DNSName, {AliasTarget: {HostedZoneId, DNSName, EvaluateTargetHealth: true}})))
    expect(evaluating('Z32O12XQLNTSW2', 'dualstack.lb.eu-west-1.elb.amazonaws.com')).toBe('accepted')
    expect(evaluating('Z2FDTNDATAQYW2', 'd1.cloudfront.net')).toMatch(/^InvalidInput: /)
    const stale = aliasTo('d1.cloudfront.net', {
      AliasTarget: {HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: 'd1.cloudfront.net', EvaluateTargetHealth: true},
    })
    expect(verdict([stale], does('DELETE', stale))).toBe('accepted')
  })

  it('cannot be an NS set', () => {
    expect(verdict([], does('CREATE', aliasTo('t.example.com', {Type: 'NS'})))).toMatch(/^InvalidInput: /)
  })
})

describe('a loop', () => {
  const cname = (name: string, target: string) => plain(`${name}.example.com`, 'CNAME', `${target}.example.com`)
  const loopOf = (name: string, type = 'CNAME') =>
    `RRSet of type ${type} with DNS name ${name}.example.com. is not permitted as it creates a CNAME or alias loop in the zone.`
  const lenient = {...STRICT, refusesLoops: false}

  it.each<[string, readonly RecordSet[], readonly RecordSet[], string]>([
    ['of a CNAME to itself', [], [cname('a', 'A')], 'a'],
    ['of a wildcard to itself', [], [plain('*.example.com', 'CNAME', '\\052.example.com')], '\\052'],
    ['that a batch makes', [], [cname('a', 'b'), cname('b', 'a')], 'b'],
    ['with what is there', [cname('a', 'b'), cname('b', 'c')], [cname('c', 'a')], 'c'],
  ])('%s is refused, unless told otherwise', (_what, given, created, name) => {
    expect(verdict(given, does('CREATE', ...created))).toBe(`InvalidChangeBatch: [${loopOf(name)}]`)
    expect(verdict(given, does('CREATE', ...created), lenient)).toBe('accepted')
  })

  it('of aliases is refused as well', () => {
    const [a, b] = [
      aliasTo('b.example.com', {Name: 'a.example.com'}),
      aliasTo('a.example.com', {Name: 'b.example.com'}),
    ]
    const text = verdict(
      [plain('b.example.com', 'A', '192.0.2.1'), a],
      [...does('DELETE', plain('b.example.com', 'A', '192.0.2.1')), ...does('CREATE', b)],
    )
    expect(text).toBe(`InvalidChangeBatch: [${loopOf('b', 'A')}]`)
  })

  it('is not seen in a CNAME that points to another, out of the zone, or to a set that an earlier change deleted', () => {
    expect(verdict([cname('b', 'c')], does('CREATE', cname('a', 'b')))).toBe('accepted')
    expect(verdict([], does('CREATE', plain('a.example.com', 'CNAME', 'a.example.net')))).toBe('accepted')
    const turned = [...does('DELETE', cname('a', 'b')), ...does('CREATE', cname('b', 'a'))]
    expect(verdict([cname('a', 'b')], turned)).toBe('accepted')
    expect(verdict([cname('a', 'b')], turned.toReversed())).toContain('alias loop')
  })
})

describe('law: a batch is applied whole or not at all', () => {
  const name = fc.constantFrom('a.example.com.', 'b.example.com.', 'example.com.')
  const anySet: fc.Arbitrary<RecordSet> = fc.oneof(
    fc
      .record({Name: name, TTL: fc.constantFrom(60, 300)})
      .map(({Name, TTL}) => ({...plain(Name, 'A', '192.0.2.1'), TTL})),
    name.map((Name) => plain(Name, 'CNAME', 'c.example.net')),
    fc
      .record({Name: name, Weight: fc.nat(3)})
      .map(({Name, Weight}) => ({...plain(Name, 'A', '192.0.2.1'), Weight, SetIdentifier: 'w'})),
  )
  const action = fc.constantFrom<ChangeAction>('CREATE', 'DELETE', 'UPSERT')
  const batch = fc.array(fc.record({Action: action, ResourceRecordSet: anySet}), {minLength: 1, maxLength: 6})

  it('leaves no CNAME beside another set, no set twice and no mixed policies, and an untouched zone when it is refused', () => {
    let accepted = 0
    fc.assert(
      fc.property(fc.array(batch, {minLength: 1, maxLength: 6}), (batches) => {
        const zone = makeZone({name: 'example.com'})
        for (const changes of batches) {
          const before = JSON.stringify([...zone.sets])
          try {
            for (const [at, sets] of checkChangeBatch(zone, changes, RULES)) zone.sets.set(at, sets)
            accepted += 1
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal)
            expect(JSON.stringify([...zone.sets])).toBe(before)
          }
          for (const sets of zone.sets.values()) {
            const cnames = sets.filter(({Type}) => Type === 'CNAME')
            expect(cnames.length === 0 || sets.length === 1).toBe(true)
            const addresses = sets.filter(({Type}) => Type === 'A')
            expect(new Set(addresses.map(({Weight}) => Weight === undefined)).size).toBeLessThanOrEqual(1)
            expect(new Set(sets.map(({Type, SetIdentifier}) => `${Type} ${SetIdentifier}`)).size).toBe(sets.length)
          }
        }
      }),
    )
    expect(accepted).toBeGreaterThan(20)
  })
})
