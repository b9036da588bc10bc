import {describe, expect, it} from 'vitest'
import {checkCandidates} from '../../../src/plan/check/check-candidates.js'
import {makeOwnershipWriter} from '../../../src/plan/ownership/ownership-writer.js'
import {claimRecordSets} from '../../../src/registry/claim.js'
import {
  domainFilter,
  LB,
  ownershipText,
  planInput,
  type Situation,
  set,
  txt,
  WEB,
  wanted,
  wantsWeb,
  weighted,
} from '../builders.js'

function check(situation: Situation) {
  const input = planInput({managedTypes: ['A', 'AAAA', 'CNAME', 'TXT'], ...situation})
  const ownershipWriter = makeOwnershipWriter(input, claimRecordSets(input.zones, input.registry))
  return checkCandidates(input, ownershipWriter)
}

const good = (situation: Situation) =>
  check(situation).candidates.map(({recordSet}) => `${recordSet.name} ${recordSet.type}`)

/** 62 characters, to which `a-` adds one too many. */
const LONG = 'x'.repeat(62)
const TOO_LONG = `its ownership TXT cannot be written: the label "a-${LONG}" has 64 octets, DNS allows 63`

describe('what would be refused on its own', () => {
  it.each([
    ['a value', wanted('web', 'A', 'nonsense'), 'object-problem', '"nonsense" is not an IPv4 address', undefined],
    [
      'a text that claims other record sets',
      wanted('web', 'TXT', ownershipText('blue')),
      'object-problem',
      `the TXT value ${ownershipText('blue')} is an ownership text, which would give other record sets a false owner`,
      'remove that value from the object: only the registry writes ownership TXT',
    ],
    ['a host whose TXT has too long a name', wanted(LONG, 'A', '192.0.2.1'), 'invalid-name', TOO_LONG, undefined],
    [
      'a label with a meaning of its own',
      {...wantsWeb, labels: {'former-sets': 'x'}},
      'object-problem',
      'its label "former-sets" would change which record its ownership TXT a-web.shop.io belongs to',
      'remove that label from the object',
    ],
    [
      'a label that ends the text early',
      {...wantsWeb, labels: {team: 'x,external-dns/owner=blue'}},
      'object-problem',
      'its ownership TXT a-web.shop.io would be cut short by a name or a label of the object',
      'remove commas and quotes from its labels',
    ],
    [
      'an alias as PRIMARY without a health check, whose TXT is no alias',
      wanted('web', 'A', LB, {id: 'p', properties: {alias: 'true', 'aws/failover': 'PRIMARY'}}),
      'object-problem',
      'its ownership TXT a-web.shop.io cannot be written: unlike the record it is not an alias, and Route 53 accepts such a PRIMARY only with a health check (aws-health-check-id)',
      undefined,
    ],
  ])('is %s: the object is told of it, other objects stay', (_what, wrong, reason, detail, fix) => {
    const api = wanted('api', 'A', '192.0.2.1', {by: 'service/shop/api'})
    const {blocked, problems} = check({wants: [wrong, api]})
    expect(blocked).toMatchObject([
      {host: wrong.dnsName, types: [wrong.recordType], reason, detail, fix, origins: wrong.origins},
    ])
    expect(problems).toEqual([{resource: WEB, origin: wrong.origins[0], dnsName: wrong.dnsName, problem: detail}])
    expect(good({wants: [wrong, api]})).toEqual(['api.shop.io A'])
  })

  it('is nobody’s problem where no object is known', () => {
    const {zones, registry, rules, candidates} = planInput({wants: [wanted('web', 'A', 'nonsense')]})
    const ofNobody = candidates.map((candidate) => ({...candidate, origins: []}))
    const ownershipWriter = makeOwnershipWriter({zones, registry}, claimRecordSets(zones, registry))
    const checked = checkCandidates({zones, registry, rules, candidates: ofNobody}, ownershipWriter)
    expect(checked.blocked).toMatchObject([{host: 'web.shop.io', reason: 'object-problem', origins: []}])
    expect(checked.problems).toEqual([])
  })

  it('is nothing of a TXT where there is none', () => {
    const wants = [{...wantsWeb, labels: {'former-sets': 'x'}}, wanted(LONG, 'A', '192.0.2.1')]
    expect(good({wants, registry: {kind: 'noop'}})).toEqual(['web.shop.io A', `${LONG}.shop.io A`])
  })

  it('is a TXT that Route 53 has already: such routing is not checked anew', () => {
    const parts = {id: 'p', routing: {kind: 'failover', role: 'PRIMARY'}} as const
    const wants = [wanted('web', 'A', LB, {id: 'p', properties: {alias: 'true', 'aws/failover': 'PRIMARY'}})]
    expect(good({wants, stored: [txt('a-web', 'red', WEB, parts)]})).toEqual(['web.shop.io A'])
    const other = [txt('a-web', 'red', WEB, {...parts, healthCheckId: 'hc'})]
    expect(good({wants, stored: other})).toEqual([])
    expect(good({wants, stored: [txt('a-web', 'red', WEB, {id: 'p', routing: weighted(1)})]})).toEqual([])
    expect(good({wants, stored: [set('web', 'A', '192.0.2.1')]})).toEqual([])
  })
})

describe('the AAAA that comes with an alias', () => {
  const host = 'x'.repeat(60)
  const note = `no AAAA: its ownership TXT cannot be written: the label "aaaa-${host}" has 65 octets, DNS allows 63`

  it('is left out where its TXT has no room, with a note at the A, and no object has a problem', () => {
    const {candidates, blocked, problems} = check({wants: [wanted(host, 'CNAME', LB), wantsWeb]})
    expect(candidates.map(({recordSet, notes}) => [recordSet.name, recordSet.type, notes])).toEqual([
      [`${host}.shop.io`, 'A', [note]],
      ['web.shop.io', 'A', []],
    ])
    expect([...blocked, ...problems]).toEqual([])
  })

  it('is a problem like any other where an object asks for it itself', () => {
    expect(check({wants: [wanted(host, 'AAAA', '2001:db8::1')]}).blocked).toMatchObject([{reason: 'invalid-name'}])
  })
})

describe('what the filters leave out', () => {
  const leftOut = {domainFilter: domainFilter({exclude: ['shop.io']})}

  it('is checked too, so that nothing of such an object is deleted, but is not told', () => {
    const wants = [wanted(LONG, 'A', '192.0.2.1'), wanted('web', 'A', 'nonsense'), wanted('fine', 'A', '192.0.2.1')]
    const {candidates, blocked, problems} = check({wants, ...leftOut})
    expect([...candidates, ...blocked]).toEqual([])
    expect(problems.map(({dnsName, problem, isUntold}) => [dnsName, problem, isUntold])).toEqual([
      [`${LONG}.shop.io`, TOO_LONG, true],
      ['web.shop.io', '"nonsense" is not an IPv4 address', true],
    ])
  })

  it('is no problem for the sake of an AAAA that comes with an alias', () => {
    expect(check({wants: [wanted('x'.repeat(60), 'CNAME', LB)], ...leftOut}).problems).toEqual([])
  })
})
