import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {RecordSet} from '../route53/record-set.js'
import {parsePlayArguments} from './arguments.js'
import {loadZones} from './load-zones.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-zones-'))
})
afterEach(() => rmSync(folder, {recursive: true}))

const SOA: RecordSet = {Name: 'example.com.', Type: 'SOA', TTL: 900, ResourceRecords: [{Value: 'ns. me. 1 2 3 4 5'}]}
const WWW: RecordSet = {Name: 'www.example.com.', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.1'}]}

function load(content: unknown, ...args: readonly string[]) {
  writeFileSync(join(folder, 'r.json'), typeof content === 'string' ? content : JSON.stringify(content))
  return loadZones(parsePlayArguments(args).zones, folder)
}

describe('loadZones', () => {
  it('takes the name of the zone from its SOA, and the private zone of the same name beside it', async () => {
    const records = [SOA, WWW]
    expect(await load({ResourceRecordSets: records}, '--zone=r.json', '--private-zone=example.com')).toEqual([
      {name: 'example.com.', id: 'Z0EXAMPLECOM', private: false, records},
      {name: 'example.com.', id: 'Z0EXAMPLECOMPRIVATE', private: true, records: []},
    ])
  })

  it('takes the name that is given for a listing without its SOA', async () => {
    expect(await load({ResourceRecordSets: [WWW]}, '--zone=Example.com=r.json')).toMatchObject([
      {name: 'example.com.', records: [WWW]},
    ])
  })

  it('has the id that aliases within the zone hold', async () => {
    const alias: RecordSet = {
      Name: 'api.example.com.',
      Type: 'A',
      AliasTarget: {HostedZoneId: 'Z0REAL', DNSName: 'www.example.com.', EvaluateTargetHealth: false},
    }
    const elb: RecordSet = {
      Name: 'elb.example.com.',
      Type: 'A',
      AliasTarget: {
        HostedZoneId: 'Z32O12XQLNTSW2',
        DNSName: 'a.eu-west-1.elb.amazonaws.com.',
        EvaluateTargetHealth: true,
      },
    }
    const [zone] = await load({ResourceRecordSets: [SOA, WWW, elb, alias]}, '--zone=r.json')
    expect(zone?.id).toBe('Z0REAL')
  })

  const sets = (...records: readonly unknown[]) => ({ResourceRecordSets: records})
  it.each<[string, unknown, readonly string[], RegExp]>([
    ['a file that is missing', '', ['--zone=x.json'], /^cannot read .*x\.json: ENOENT: no such file or directory$/],
    ['what is not JSON', 'a: b', ['--zone=r.json'], /^r\.json is not JSON; it must be what aws route53 list-/],
    ['another JSON', {HostedZones: []}, ['--zone=r.json'], /^r\.json has no list ResourceRecordSets/],
    ['a part of a listing', {...sets(SOA), NextToken: 'x'}, ['--zone=r.json'], /is only a part of the zone/],
    ['no SOA', sets(WWW), ['--zone=r.json'], /does not say which zone it is.*write --zone NAME=r\.json$/],
    [
      'a zone twice',
      sets(SOA),
      ['--zone=r.json', '--zone=EXAMPLE.com.'],
      /^the zone example\.com is given twice: EXAMPLE/,
    ],
    [
      'a record outside',
      sets(SOA, WWW),
      ['--zone=example.org=r.json'],
      /example\.com\. SOA is outside the zone example\.org$/,
    ],
    ['no record set', sets(SOA, 'x'), ['--zone=r.json'], /^r\.json, record set 2: it is not an object$/],
    ['no name', sets({Type: 'A'}), ['--zone=r.json'], /record set 1: it has no Name$/],
    [
      'an unknown type',
      sets({...WWW, Type: 'B'}),
      ['--zone=r.json'],
      /www\.example\.com\. has no Type that Route 53 knows$/,
    ],
    ['no TTL', sets({Name: 'a.', Type: 'A'}), ['--zone=r.json'], /a\. A has neither TTL nor AliasTarget$/],
    [
      'no values',
      sets({Name: 'a.', Type: 'A', TTL: 1}),
      ['--zone=r.json'],
      /a\. A has no list ResourceRecords of values$/,
    ],
    ['half an alias', sets({Name: 'a.', Type: 'A', AliasTarget: {}}), ['--zone=r.json'], /AliasTarget of a\. A lacks/],
    ['an impossible name', '', ['--zone=a..b'], /^a\.\.b: 'a\.\.b' is not a name \(Domain label is empty\)$/],
  ])('refuses %s', async (_what, content, args, message) => {
    await expect(load(content, ...args)).rejects.toThrow(message)
  })
})
