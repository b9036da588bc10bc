import {expect, it} from 'vitest'
import type {ChangeGroup} from '../../../src/route53/ports.js'
import {findCulprits} from '../../../src/route53/write/rejection.js'
import {alias, latency, SHOP, set} from '../../plan/builders.js'

const group = (key: string, ...sets: readonly ReturnType<typeof set>[]): ChangeGroup => ({
  key,
  resource: key,
  zone: SHOP,
  changes: sets.map((recordSet) => ({action: 'CREATE', recordSet})),
  changeCount: sets.length,
})

const removed = (key: string, recordSet: ReturnType<typeof set>): ChangeGroup => ({
  ...group(key),
  changes: [{action: 'DELETE', recordSet}],
})

const GROUPS = [
  group('web', set('web', 'A', '192.0.2.1'), set('a-web', 'TXT', '"x"')),
  group('*', set('*', 'A', '192.0.2.1')),
  group('eu', set('www', 'A', '192.0.2.1', {id: 'eu', routing: latency()})),
  group('us', set('www', 'A', '192.0.2.2', {id: 'us', routing: latency('us-east-1')})),
  group('api', alias('api', 'A', 'lb'), alias('api', 'AAAA', 'lb')),
  group('v4', alias('v4', 'A', 'lb')),
  group('lb', set('lb', 'A', '192.0.2.1')),
  removed('old', alias('old', 'A', 'lb')),
  group('far', alias('far', 'A', 'lb.example.net')),
  group('net', set('lb.example.net.', 'A', '192.0.2.1')),
]

// AWS's texts, from the recorded cases and from reports about external-dns.
it.each([
  ["Tried to create resource record set [name='web.shop.io.', type='A'] but it already exists", ['web']],
  ["Tried to delete resource record set [name='a-web.shop.io.', type='TXT'] but it was not found", ['web']],
  ["Tried to create resource record set [name='\\052.shop.io.', type='A'] but it already exists", ['*']],
  [
    "Tried to create resource record set [name='www.shop.io.', type='A', set-identifier='us'] but it already exists",
    ['us'],
  ],
  [
    'RRSet with DNS name www.shop.io., type A, SetIdentifier eu, and Region Name=eu-west-1 cannot be created because a latency RRSet with the same name, type and region already exists.',
    ['eu'],
  ],
  [
    'RRSet of type A with DNS name web.shop.io. is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone shop.io.',
    ['web'],
  ],
  [
    'Tried to create an alias that targets lb.shop.io., type A in zone Z1, but that target was not found',
    ['api', 'v4'],
  ],
  ['Tried to create an alias that targets lb.shop.io., type AAAA in zone Z1, but that target was not found', ['api']],
  [
    'Tried to create an alias that targets lb.example.net., type A in zone Z1, but the alias target name does not lie within the target zone',
    ['far'],
  ],
  // The alias of that name leads elsewhere.
  ['Tried to create an alias that targets v4.shop.io., type A in zone Z1, but that target was not found', []],
  // The sets of that name, not the aliases to it, and all of them where it names no identifier.
  ["Tried to create resource record set [name='lb.shop.io.', type='A'] but it already exists", ['lb']],
  ["Tried to create resource record set [name='www.shop.io.', type='A'] but it already exists", ['eu', 'us']],
  // As many types as it may be about.
  ['RRSet with DNS name web.shop.io. cannot be created as it is', ['web']],
  ["Tried to create resource record set [name='other.shop.io.', type='A'] but it already exists", []],
  ["Tried to create resource record set [name='web.shop.io.', type='MX'] but it already exists", []],
  [
    "Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'web.shop.io''",
    [],
  ],
  ['Rate of web.shop.io is in the wrong phase', []],
])('%s', (message, keys) => {
  const culprits = findCulprits({zone: SHOP, groups: GROUPS}, [message])
  expect([...culprits.keys()].map(({key}) => key)).toEqual(keys)
  for (const phrase of culprits.values()) expect(phrase).toEqual([message])
})
