import type {ResourceRecordSet} from '@aws-sdk/client-route-53'
import {type Clause, invalid, weighted, www} from './clause.js'
import {create, plain, remove, upsert} from './sdk-client.js'

const hosts = (count: number): readonly ResourceRecordSet[] =>
  Array.from({length: count}, (_, index) => plain(`h${index}.example.com`, 'A', '192.0.2.1'))

/** Clauses about what a batch may change, in which order, and how large it may be. */
export const BATCH_CLAUSES: readonly Clause[] = [
  {title: 'creates a set', changes: () => [create(www)]},
  {
    title: 'replaces a set with an UPSERT',
    given: [www],
    changes: () => [upsert(plain('www.example.com', 'A', '192.0.2.9'))],
  },
  {
    title: 'refuses to create what is there',
    given: [www],
    changes: () => [create({...www, TTL: 60})],
    refused: invalid("Tried to create resource record set [name='www.example.com.', type='A'] but it already exists"),
  },
  {
    title: 'deletes a set whose values come in another order',
    given: [www],
    changes: () => [remove(plain('WWW.example.com.', 'A', '192.0.2.2', '192.0.2.1'))],
  },
  {
    title: 'refuses to delete what is not there',
    changes: () => [remove(www)],
    refused: invalid("Tried to delete resource record set [name='www.example.com.', type='A'] but it was not found"),
  },
  {
    title: 'refuses to delete a set with another TTL',
    given: [www],
    changes: () => [remove({...www, TTL: 60})],
    refused: invalid("[name='www.example.com.', type='A'] but the values provided do not match the current values"),
  },
  {
    title: 'refuses to delete a set with other values',
    given: [www],
    changes: () => [remove(plain('www.example.com', 'A', '192.0.2.1'))],
    refused: invalid('but the values provided do not match the current values'),
  },
  {
    title: 'refuses to delete a weighted set by another weight',
    given: [weighted('eu', 10)],
    changes: () => [remove(weighted('eu', 11))],
    refused: invalid("type='A', set-identifier='eu'] but the values provided do not match the current values"),
  },
  {
    title: 'refuses a whole batch for one bad change',
    given: [www],
    changes: () => [create(plain('a.example.com', 'A', '192.0.2.1')), create(www)],
    refused: invalid('but it already exists'),
  },
  {
    title: 'lets a CNAME make room for an A in one batch',
    given: [plain('x.example.com', 'CNAME', 'a.example.net')],
    changes: () => [
      remove(plain('x.example.com', 'CNAME', 'a.example.net')),
      create(plain('x.example.com', 'A', '192.0.2.1')),
    ],
  },
  {
    title: 'lets a simple set make room for a weighted one in one batch',
    given: [plain('www.example.com', 'A', '192.0.2.1')],
    changes: () => [remove(plain('www.example.com', 'A', '192.0.2.1')), create(weighted('eu', 10))],
  },
  {
    title: 'replaces a set by DELETE and CREATE in one batch',
    given: [www],
    changes: () => [remove(www), create({...www, TTL: 60})],
  },
  {
    title: 'refuses a CREATE that has to come after the DELETE',
    given: [plain('x.example.com', 'CNAME', 'a.example.net')],
    changes: () => [
      create(plain('x.example.com', 'A', '192.0.2.1')),
      remove(plain('x.example.com', 'CNAME', 'a.example.net')),
    ],
    refused: invalid(
      'RRSet of type A with DNS name x.example.com. is not permitted because a conflicting RRSet of type CNAME',
    ),
  },
  {
    title: 'refuses the same set twice in one batch',
    changes: () => [upsert(www), upsert(www)],
    refused: invalid("The request contains an invalid set of changes for a resource record set 'A www.example.com.'"),
  },
  {
    title: 'refuses a CNAME beside other types',
    given: [www],
    changes: () => [create(plain('www.example.com', 'CNAME', 'a.example.net'))],
    refused: invalid(
      'RRSet of type CNAME with DNS name www.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.',
    ),
  },
  {
    title: 'refuses other types beside a CNAME',
    given: [plain('x.example.com', 'CNAME', 'a.example.net')],
    changes: () => [create(plain('x.example.com', 'TXT', '"t"'))],
    refused: invalid(
      'RRSet of type TXT with DNS name x.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.',
    ),
  },
  {
    title: 'refuses a CNAME at the apex',
    changes: () => [create(plain('example.com', 'CNAME', 'a.example.net'))],
    refused: invalid('RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.'),
  },
  {
    title: 'refuses a CNAME with two values',
    changes: () => [create(plain('x.example.com', 'CNAME', 'a.example.net', 'b.example.net'))],
    refused: invalid('RRSet of type CNAME with DNS name x.example.com.'),
  },
  {
    title: 'refuses a name outside the zone',
    changes: () => [create(plain('www.example.org', 'A', '192.0.2.1'))],
    refused: invalid('RRSet with DNS name www.example.org. is not permitted in zone example.com.'),
  },
  {
    title: 'refuses a name that only ends like the zone',
    changes: () => [create(plain('badexample.com', 'A', '192.0.2.1'))],
    refused: invalid('RRSet with DNS name badexample.com. is not permitted in zone example.com.'),
  },
  {
    title: 'refuses a CNAME to itself',
    changes: () => [create(plain('x.example.com', 'CNAME', 'x.example.com'))],
    refused: invalid(
      'RRSet of type CNAME with DNS name x.example.com. is not permitted as it creates a CNAME or alias loop in the zone.',
    ),
  },
  {
    title: 'refuses a circle of CNAMEs',
    given: [plain('y.example.com', 'CNAME', 'x.example.com')],
    changes: () => [create(plain('x.example.com', 'CNAME', 'y.example.com'))],
    refused: invalid('is not permitted as it creates a CNAME or alias loop in the zone.'),
  },
  {title: 'takes 1000 values in a batch', changes: () => hosts(1000).map(create)},
  {
    title: 'refuses 1001 values in a batch',
    changes: () => [...hosts(999).map(create), create(www)],
    refused: invalid('Number of records limit of 1000 exceeded.'),
  },
  {
    title: 'counts the values of an UPSERT twice',
    changes: () => hosts(501).map(upsert),
    refused: invalid('Number of records limit of 1000 exceeded.'),
  },
  {
    title: 'refuses more than 32000 characters of values',
    changes: () =>
      Array.from({length: 17}, (_, index) =>
        create(
          plain(
            `t${index}.example.com`,
            'TXT',
            Array(7)
              .fill(`"${'a'.repeat(250)}"`)
              .join(' '),
            `"${'b'.repeat(150)}"`,
          ),
        ),
      ),
    refused: invalid('RDATA character limit of 32000 exceeded.'),
  },
]
