import {describe, expect, it} from 'vitest'
import {filterTargets} from '../../../src/sources/chain/target-net-filter.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {endpoint, show} from '../builders.js'
import {runStep, warningsOf} from './run-step.js'

describe('the target filter', () => {
  const mixed = [
    endpoint('a', {targets: ['192.0.2.1', '198.51.100.1']}),
    endpoint('b', {recordType: 'AAAA', targets: ['2001:db8::1', '::ffff:192.0.2.1', 'fe80::1%eth0']}),
    endpoint('c', {recordType: 'CNAME', targets: ['lb.example.net']}),
  ]

  it.each<[Partial<SourceSettings>, readonly string[]]>([
    [{targetNetFilter: ['192.0.2.0/24']}, ['a A 0 192.0.2.1', 'b AAAA 0 ::ffff:192.0.2.1']],
    [
      {targetNetFilter: ['192.0.2.77/24', '2001:db8::/33']},
      ['a A 0 192.0.2.1', 'b AAAA 0 2001:db8::1;::ffff:192.0.2.1'],
    ],
    [{targetNetFilter: ['::ffff:192.0.2.0/120']}, ['a A 0 192.0.2.1', 'b AAAA 0 ::ffff:192.0.2.1']],
    [{targetNetFilter: ['::/0']}, ['b AAAA 0 2001:db8::1']],
    [{targetNetFilter: ['192.0.2.0/24'], excludeTargetNet: ['192.0.2.1/32']}, []],
    [
      {excludeTargetNet: ['192.0.2.0/25']},
      ['a A 0 198.51.100.1', 'b AAAA 0 2001:db8::1;fe80::1%eth0', 'c CNAME 0 lb.example.net'],
    ],
    [{excludeTargetNet: ['0.0.0.0/0', '::/0']}, ['b AAAA 0 fe80::1%eth0', 'c CNAME 0 lb.example.net']],
  ])('%j keeps %j', (changes, expected) => {
    const found = runStep(filterTargets, mixed, changes)
    expect(show(found.endpoints)).toEqual(expected)
    const dropped = 3 - expected.length
    expect(found.warnings).toHaveLength(dropped > 0 ? 1 : 0)
  })

  it.each(['192.0.2.1', '192.0.2.0/33', 'x/24', '2001:db8::/129', '192.0.2.0/024', '192.0.2.0/-1', '/24', ''])(
    'ignores "%s" and says so',
    (cidr) => {
      const found = runStep(filterTargets, mixed, {targetNetFilter: [cidr]})
      expect(found.endpoints).toEqual(mixed)
      expect(warningsOf(found)).toEqual([
        `--target-net-filter=${cidr} is ignored: it is not a CIDR such as 192.0.2.0/24`,
      ])
    },
  )

  it('counts what it leaves out', () => {
    const found = runStep(filterTargets, mixed, {targetNetFilter: ['203.0.113.0/24']})
    expect(warningsOf(found)).toEqual([
      '3 endpoints are left out: no target passes --target-net-filter and --exclude-target-net',
    ])
  })
})
