import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../../src/dns/endpoint.js'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {alias, set, txt, wanted} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

describe('a host that moves between owners, of which caches know the former values', () => {
  const a = (ttl: number, value = '192.0.2.10') => set('www', 'A', value, {ttl})
  const ttlAlone = wanted('www', 'A', '192.0.2.10', {ttl: 60})
  const other = wanted('www', 'A', '192.0.2.20')
  const v6 = [set('www', 'AAAA', '2001:db8::1', {ttl: 7200}), txt('aaaa-www', 'blue')]
  const upTo = (time: string) => [`caches may answer the former values for up to ${time}`]

  it.each<[string, readonly RecordSet[], readonly Endpoint[], readonly string[]]>([
    ['the targets', [a(120)], [other], upTo('2 min')],
    ['the targets and the TTL', [a(120)], [wanted('www', 'A', '192.0.2.20', {ttl: 60})], upTo('2 min')],
    ['targets that caches keep for a minute at most', [a(60)], [other], []],
    ['targets that caches keep for more than a minute', [a(61)], [other], upTo('61 s')],
    ['the TTL alone: the former values are those of today', [a(120)], [ttlAlone], []],
    ['the longer TTL of two types', [a(120), ...v6], [other, wanted('www', 'AAAA', '2001:db8::2')], upTo('2 h')],
    [
      'one type, and of the other the TTL alone',
      [a(86400), ...v6],
      [ttlAlone, wanted('www', 'AAAA', '2001:db8::2')],
      upTo('2 h'),
    ],
    ['an alias, whose TTL nobody knows', [alias('www', 'A')], [other], []],
    [
      'an alias and a type with a TTL',
      [alias('www', 'A'), ...v6],
      [other, wanted('www', 'AAAA', '2001:db8::2')],
      upTo('2 h'),
    ],
  ])('says for how long where this changes: %s', (_what, sets, wants, notes) => {
    const plan = jointPlan({stored: [...sets, txt('a-www', 'blue')], clusters: [east({wants}), west()]})
    const hosts = plan.zones.flatMap((each) => each.hosts)
    expect(hosts.map(({action, notes}) => [action, notes])).toEqual([['move', notes]])
  })
})
