import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../emulators/route53/record-set.js'
import type {DifferenceKind} from './difference.js'
import {checkZoneLaws} from './laws.js'
import {readOwnershipRules} from './ownership.js'

const set = (name: string, Type: string, ...values: readonly string[]): RecordSet => ({
  Name: `${name}.`,
  Type,
  TTL: 300,
  ResourceRecords: values.map((Value) => ({Value})),
})
const www = (value = '192.0.2.1') => set('www.example.com', 'A', value)
const txt = (name: string, owner: string, ...others: readonly string[]) =>
  set(`${name}.example.com`, 'TXT', `"heritage=external-dns,external-dns/owner=${owner}"`, ...others)

const OWN_TEXT = '"heritage=external-dns,external-dns/owner=me"'
const MARKED_TEXT = '"heritage=external-dns,external-dns/owner=me,external-dns/txt=own-name"'

function broken(
  before: readonly RecordSet[],
  after: readonly RecordSet[],
  args: readonly string[] = [],
): readonly DifferenceKind[] {
  const rules = readOwnershipRules(['--txt-owner-id=me', ...args])
  const zone = (records: readonly RecordSet[]) => [{id: 'Z1', name: 'example.com.', records}]
  return checkZoneLaws({step: 1, rules, before: zone(before), after: zone(after)}).map(({kind}) => kind)
}

describe('checkZoneLaws', () => {
  it.each<[string, readonly RecordSet[], readonly RecordSet[], (readonly string[])?]>([
    ['a record is made with its TXT', [], [www(), txt('a-www', 'me')]],
    ['our record changes', [www(), txt('a-www', 'me')], [www('192.0.2.9'), txt('a-www', 'me')]],
    ['our record goes with its TXT', [www(), txt('a-www', 'me')], []],
    ['a TXT in the old format stays behind', [www(), txt('www', 'me')], [txt('www', 'me')]],
    ['an orphan stays what it was', [txt('a-www', 'me')], [txt('a-www', 'me')]],
    [
      'the apex is owned at its own name',
      [],
      [
        set('example.com', 'A', '192.0.2.1'),
        set('example.com', 'TXT', '"heritage=external-dns,external-dns/owner=me"'),
      ],
    ],
    [
      'the old format at the apex stays behind',
      [set('example.com', 'A', '192.0.2.1'), set('example.com', 'TXT', OWN_TEXT)],
      [set('example.com', 'TXT', OWN_TEXT)],
    ],
    ['nobody owns anything', [www()], [], ['--registry=noop']],
    [
      'a host is taken over from the former owner',
      [www(), txt('a-www', 'old')],
      [www(), txt('a-www', 'me')],
      ['--migrate-from-txt-owner=old'],
    ],
  ])('is content when %s', (_what, before, after, args) => {
    expect(broken(before, after, args)).toEqual([])
  })

  it.each<[string, readonly RecordSet[], readonly RecordSet[], DifferenceKind, (readonly string[])?]>([
    ['a hand-made record changes', [www()], [www('192.0.2.9'), txt('a-www', 'me')], 'touched'],
    [
      'the values of a hand-made record change places',
      [set('m.example.com', 'MX', '1 a.', '2 b.')],
      [set('m.example.com', 'MX', '2 b.', '1 a.')],
      'touched',
    ],
    ['a record of another owner goes', [www(), txt('a-www', 'you')], [txt('a-www', 'you')], 'touched'],
    ['a TXT of another owner goes', [www(), txt('a-www', 'you')], [www()], 'touched'],
    [
      'the typed TXT names another owner',
      [www(), txt('a-www', 'you'), txt('www', 'me')],
      [txt('a-www', 'you'), txt('www', 'me')],
      'touched',
    ],
    ['a TXT loses a value that is not ours', [www(), txt('a-www', 'me', '"keep"')], [], 'touched'],
    [
      'a record of the former owner is deleted',
      [www(), txt('a-www', 'old')],
      [],
      'touched',
      ['--migrate-from-txt-owner=old'],
    ],
    ['a record is made without a TXT', [], [www()], 'no owner'],
    ['a record is made beside a TXT of another owner', [txt('a-www', 'you')], [www(), txt('a-www', 'you')], 'no owner'],
    ['a record is made with a TXT in the old format', [], [www(), txt('www', 'me')], 'no owner'],
    [
      'a weighted record is made with a plain TXT',
      [],
      [{...www(), SetIdentifier: 'eu1', Weight: 1}, txt('a-www', 'me')],
      'no owner',
    ],
    ['a TXT is made without a record', [], [txt('a-www', 'me')], 'orphan TXT'],
    [
      'the apex goes and the TXT that we put there stays',
      [set('example.com', 'A', '192.0.2.1'), set('example.com', 'TXT', MARKED_TEXT)],
      [set('example.com', 'TXT', MARKED_TEXT)],
      'orphan TXT',
    ],
    ['a record goes and its TXT stays', [www(), txt('a-www', 'me')], [txt('a-www', 'me')], 'orphan TXT'],
  ])('complains when %s', (_what, before, after, kind, args) => {
    expect(broken(before, after, args)).toContain(kind)
  })

  it('finds the TXT under prefix, suffix and wildcard replacement', () => {
    const star = set('\\052.example.com', 'A', '192.0.2.1')
    const prefixed = [star, txt('own-a-any', 'me')]
    expect(broken([], prefixed, ['--txt-prefix=own-', '--txt-wildcard-replacement=any'])).toEqual([])
    expect(broken([], prefixed)).toContain('no owner')
    expect(
      broken([], [star, txt('any-a', 'me')], ['--txt-suffix=-%{record_type}', '--txt-wildcard-replacement=any']),
    ).toEqual([])
  })
})
