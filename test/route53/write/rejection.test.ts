import {describe, expect, it} from 'vitest'
import {readRejection, splitMessages} from '../../../src/route53/write/rejection.js'

describe('readRejection', () => {
  // AWS's texts, from the recorded cases.
  it.each([
    [
      "Tried to create resource record set [name='www.shop.io.', type='A'] but it already exists",
      {
        kind: 'already-exists',
        name: 'www.shop.io',
        type: 'A',
        setIdentifier: undefined,
        text: 'A www.shop.io was made by someone else meanwhile',
      },
    ],
    [
      "Tried to delete resource record set [name='\\052.shop.io.', type='TXT', set-identifier='eu'] but it was not found",
      {
        kind: 'not-found',
        name: '*.shop.io',
        type: 'TXT',
        setIdentifier: 'eu',
        text: 'TXT *.shop.io was deleted by someone else meanwhile',
      },
    ],
    [
      "Tried to delete resource record set [name='shop.io.', type='MX'] but the values provided do not match the current values",
      {
        kind: 'values-differ',
        name: 'shop.io',
        type: 'MX',
        setIdentifier: undefined,
        text: 'MX shop.io was changed by someone else meanwhile',
      },
    ],
    [
      'RRSet of type CNAME with DNS name www.shop.io. is not permitted as it conflicts with other records with the same DNS name in zone shop.io.',
      {
        kind: 'cname-conflict',
        name: 'www.shop.io',
        type: 'CNAME',
        setIdentifier: undefined,
        text: 'CNAME www.shop.io cannot coexist with the records there: a CNAME must be alone at its name',
      },
    ],
    [
      'RRSet of type A with DNS name www.shop.io. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone shop.io.',
      {
        kind: 'cname-conflict',
        name: 'www.shop.io',
        type: 'A',
        setIdentifier: undefined,
        text: 'A www.shop.io cannot coexist with the records there: a CNAME must be alone at its name',
      },
    ],
    [
      'RRSet of type CNAME with DNS name shop.io. is not permitted at apex in zone shop.io.',
      {
        kind: 'cname-at-apex',
        name: 'shop.io',
        type: 'CNAME',
        setIdentifier: undefined,
        text: 'CNAME shop.io cannot be a CNAME at the apex of its zone',
      },
    ],
    [
      'RRSet of type CNAME with DNS name a.shop.io. is not permitted as it creates a CNAME or alias loop in the zone.',
      {
        kind: 'loop',
        name: 'a.shop.io',
        type: 'CNAME',
        setIdentifier: undefined,
        text: 'CNAME a.shop.io forms a loop of CNAMEs or aliases in its zone',
      },
    ],
    [
      'A non-alias primary ResourceRecordSet must have an associated health check.',
      {
        kind: 'primary-unchecked',
        name: undefined,
        type: undefined,
        setIdentifier: undefined,
        text: 'a record set is a failover PRIMARY without alias, which needs a health check (aws-health-check-id)',
      },
    ],
    [
      'RRSet with DNS name www.shop.io., type A, SetIdentifier id2 cannot be created as a non-set RRSet or a set RRSet exists with the same name and type',
      {
        kind: 'routing-conflict',
        name: 'www.shop.io',
        type: 'A',
        setIdentifier: 'id2',
        text: 'A www.shop.io does not fit the routing of the record sets already there',
      },
    ],
    [
      'RRSet with DNS name www.shop.io., type TXT, SetIdentifier None cannot be created as a non-set RRSet or a set RRSet exists with the same name and type',
      {
        kind: 'routing-conflict',
        name: 'www.shop.io',
        type: 'TXT',
        setIdentifier: undefined,
        text: 'TXT www.shop.io does not fit the routing of the record sets already there',
      },
    ],
    [
      'Tried to create an alias that targets api.shop.io., type AAAA in zone Z0000001RIG, but that target was not found',
      {
        kind: 'alias-target-missing',
        name: 'api.shop.io',
        type: 'AAAA',
        setIdentifier: undefined,
        text: 'AAAA api.shop.io does not exist, so an alias cannot point at it',
      },
    ],
    [
      'Tried to create an alias that targets x.net., type A in zone Z0000001RIG, but the alias target name does not lie within the target zone',
      {
        kind: 'alias-outside-zone',
        name: 'x.net',
        type: 'A',
        setIdentifier: undefined,
        text: 'A x.net is not in the zone that the alias names',
      },
    ],
    [
      'Something new',
      {kind: 'other', name: undefined, type: undefined, setIdentifier: undefined, text: 'Something new'},
    ],
  ])('of %s', (message, expected) => {
    expect(readRejection(message)).toEqual(expected)
  })
})

describe('splitMessages', () => {
  it('takes the list of the SDK where there is one', () => {
    expect(splitMessages(['a', 'b'], '[c]')).toEqual(['a', 'b'])
  })

  it('cuts the one text that AWS sends instead', () => {
    const text =
      "[Tried to delete resource record set [name='a.io.', type='TXT'] but it was not found, RRSet with DNS name a.io., type A, SetIdentifier x cannot be created as it is, Invalid Resource Record: 'FATAL problem']"
    expect(splitMessages([], ` ${text}\n`)).toEqual([
      "Tried to delete resource record set [name='a.io.', type='TXT'] but it was not found",
      'RRSet with DNS name a.io., type A, SetIdentifier x cannot be created as it is',
      "Invalid Resource Record: 'FATAL problem'",
    ])
  })

  it('leaves any other text whole', () => {
    for (const text of ['Invalid request: Missing field', 'Invalid [a, RRSet b]', '[a, RRSet b] and more', '[ ]']) {
      expect(splitMessages([], text)).toEqual([text])
    }
  })
})
