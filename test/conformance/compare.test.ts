import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {compareCalls, compareZones} from './compare.js'

const a = (name: string, ...values: readonly string[]): RecordSet => ({
  Name: name,
  Type: 'A',
  TTL: 300,
  ResourceRecords: values.map((Value) => ({Value})),
})
const zone = (...records: readonly RecordSet[]) => ({name: 'example.com.', records})
const subjects = (recorded: readonly RecordSet[], found: readonly RecordSet[]) =>
  compareZones(1, [zone(...recorded)], [zone(...found)]).map(({subject}) => subject)

describe('compareZones', () => {
  it('takes values in any order, and names escaped or not, as equal', () => {
    const recorded = [a('www.example.com.', '192.0.2.1', '192.0.2.2'), a('*.example.com.', '192.0.2.3')]
    const found = [a('WWW.example.com', '192.0.2.2', '192.0.2.1'), a('\\052.example.com.', '192.0.2.3')]
    expect(subjects(recorded, found)).toEqual([])
  })

  it('leaves out the NS and SOA of the apex, and no other', () => {
    const server = {Type: 'NS', TTL: 60, ResourceRecords: [{Value: 'ns.example.net.'}]}
    const found = [
      {...server, Name: 'example.com.'},
      {...server, Name: 'dev.example.com.'},
    ]
    expect(subjects([], found)).toEqual(['example.com. dev.example.com. NS'])
  })

  it.each<[string, Partial<RecordSet>]>([
    ['a value', {ResourceRecords: [{Value: '192.0.2.9'}]}],
    ['a value less', {ResourceRecords: []}],
    ['a TTL', {TTL: 60}],
    ['a weight', {SetIdentifier: 'eu1', Weight: 10}],
    ['a health check', {HealthCheckId: 'abc'}],
    ['a place', {GeoLocation: {CountryCode: 'DE'}}],
  ])('sees %s that differs', (_what, change) => {
    const set = a('www.example.com.', '192.0.2.1')
    expect(subjects([set], [{...set, ...change}])).not.toEqual([])
  })

  it.each([{HostedZoneId: 'Z2'}, {DNSName: 'b.example.net.'}, {EvaluateTargetHealth: true}])(
    'sees an alias that differs in %o',
    (change) => {
      const target = {HostedZoneId: 'Z1', DNSName: 'a.example.net.', EvaluateTargetHealth: false}
      const alias = (AliasTarget: RecordSet['AliasTarget']): RecordSet => ({
        Name: 'www.example.com.',
        Type: 'A',
        ...(AliasTarget && {AliasTarget}),
      })
      expect(subjects([alias(target)], [alias({...target, ...change})])).toEqual(['example.com. www.example.com. A'])
    },
  )

  it('sees a record set that is missing, and one too many', () => {
    const [www, api] = [a('www.example.com.', '192.0.2.1'), a('api.example.com.', '192.0.2.1')]
    expect(subjects([www], [])).toEqual(['example.com. www.example.com. A'])
    expect(subjects([www], [www, api])).toEqual(['example.com. api.example.com. A'])
  })

  it('keeps a public zone and its private twin apart', () => {
    const set = a('www.example.com.', '192.0.2.1')
    const differences = compareZones(
      2,
      [zone(set), {...zone(), private: true}],
      [zone(), {...zone(set), private: true}],
    )
    expect(differences.map(({step, subject, detail}) => [step, subject, ...detail])).toEqual([
      [2, 'example.com. www.example.com. A', '- ttl 300 · 192.0.2.1', '+ none'],
      [2, 'example.com. (private) www.example.com. A', '- none', '+ ttl 300 · 192.0.2.1'],
    ])
  })
})

describe('compareCalls', () => {
  it('allows as many calls in all as the reference made, of whatever kind', () => {
    expect(compareCalls(1, {ListHostedZones: 3}, {ListHostedZones: 1, ListResourceRecordSets: 2})).toEqual([])
    expect(compareCalls(1, {ListHostedZones: 3}, {ListHostedZones: 4})).toHaveLength(1)
  })
})
