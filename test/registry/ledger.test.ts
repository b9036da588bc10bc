import {describe, expect, it} from 'vitest'
import {
  changedKey,
  formatRowKey,
  type LedgerChange,
  type LedgerRow,
  parseRowKey,
  rebaseChange,
} from '../../src/registry/ledger.js'
import {toOwnerId} from '../../src/registry/ownership.js'

const KEY = {name: 'www.example.com', type: 'A', setIdentifier: undefined}

/** `row('A+B')`: owner prod, service/web/front, zones A and B; `row()` lists no zone. */
function row(zones?: string, {resource = 'service/web/front', owner = 'prod'} = {}): LedgerRow {
  return {key: KEY, owner: toOwnerId(owner), resource, labels: zones === undefined ? {} : {zone: zones}}
}

const put = (current: LedgerRow | undefined, desired: LedgerRow): LedgerChange => ({kind: 'put', current, desired})
const remove = (current: LedgerRow, rest?: LedgerRow): LedgerChange => ({kind: 'remove', current, rest})

/** What is stored after the change, on top of what another run wrote. */
function written(change: LedgerChange, stored: LedgerRow | undefined): LedgerRow | 'removed' | 'done' | 'taken' {
  const rebased = rebaseChange(change, stored)
  if (rebased.kind !== 'change') return rebased.kind
  const made = rebased.change
  if (made.kind === 'put') return made.desired
  expect(made.kind).toBe('remove')
  return made.rest ?? 'removed'
}

describe('a row that another run of the same owner wrote meanwhile', () => {
  it.each([
    ['both made it', put(undefined, row('A')), row('B'), row('A+B')],
    ['it was extended for another zone', put(row('A'), row('A+B')), row('A+C'), row('A+B+C')],
    ['it was narrowed to another zone', put(row('A+B'), row('A+B+C')), row('B'), row('B+C')],
    ['it lost the zones of before', put(row('A'), row('A+B')), undefined, row('B')],
    [
      'it names another object now',
      put(row('A'), row('A+B')),
      row('A', {resource: 'x/y/z'}),
      row('A+B', {resource: 'x/y/z'}),
    ],
    [
      'we name another object',
      put(row('A'), row('A', {resource: 'x/y/z'})),
      row('A+C'),
      row('A+C', {resource: 'x/y/z'}),
    ],
    ['it is as we want it', put(row('A'), row('A+B')), row('A+B'), 'done'],
    ['it speaks of every zone now', put(row('A'), row('A+B')), row(), 'done'],
    ['external-dns made it for every zone', put(undefined, row('A')), row(), 'done'],
    [
      'it speaks of every zone now, and we name another object',
      put(row('A'), row('A', {resource: 'x/y/z'})),
      row(),
      row(undefined, {resource: 'x/y/z'}),
    ],
    [
      'it said no zone when it was read',
      put(row(), row('A', {resource: 'x/y/z'})),
      row('B'),
      row('A+B', {resource: 'x/y/z'}),
    ],
  ])('keeps what both wrote: %s', (_case, change, stored, expected) => {
    expect(written(change, stored)).toEqual(expected)
  })

  it.each([
    ['a zone was added', remove(row('A')), row('A+B'), row('B')],
    ['a zone was added beside those that stay', remove(row('A+B'), row('B')), row('A+B+C'), row('B+C')],
    ['it is as it was read', remove(row('A')), row('A'), 'removed'],
    ['it is as it was read, of every zone', remove(row()), row(), 'removed'],
    ['it is as it was read, of every zone, and one stays', remove(row(), row('B')), row(), row('B')],
    ['it was read as of every zone, and lists some now', remove(row()), row('A'), 'done'],
    ['it is gone', remove(row('A')), undefined, 'done'],
    ['the other run struck out another zone', remove(row('A+B')), row('A'), 'removed'],
    ['the other run struck out our zone', remove(row('A+B'), row('B')), row('B'), 'done'],
    ['the name was taken for another object', remove(row('A')), row('A', {resource: 'x/y/z'}), 'done'],
    ['external-dns wrote it', remove(row('A')), row(), 'done'],
  ])('removes our zone and no other: %s', (_case, change, stored, expected) => {
    expect(written(change, stored)).toEqual(expected)
  })
})

describe('a label of a row', () => {
  const labelled = (labels: Readonly<Record<string, string>>): LedgerRow => ({...row(), labels: {zone: 'A', ...labels}})
  const before = labelled({team: 'web', alias: 'true'})

  it.each([
    ['that we changed', labelled({team: 'shop', alias: 'true'}), before, {team: 'shop', alias: 'true'}],
    ['that the other run changed', before, labelled({team: 'shop', alias: 'true'}), {team: 'shop', alias: 'true'}],
    ['that both changed', labelled({team: 'ours'}), labelled({team: 'theirs', alias: 'true'}), {team: 'ours'}],
    [
      'that we removed',
      labelled({team: 'web'}),
      labelled({team: 'web', alias: 'true', new: '1'}),
      {team: 'web', new: '1'},
    ],
    ['that the other run removed', labelled({team: 'x', alias: 'true'}), labelled({team: 'web'}), {team: 'x'}],
  ])('%s is as the run that changed it wants it, ours last', (_which, desired, stored, labels) => {
    const made = written(put(before, desired), stored)
    expect(made === 'done' ? stored : made).toStrictEqual(labelled(labels))
  })

  it('in another place is the same row', () => {
    const stored = {...before, labels: {alias: 'true', zone: 'A', team: 'web'}}
    expect(written(put(before, before), stored)).toBe('done')
    expect(written(remove(before), stored)).toBe('removed')
  })
})

describe('a row of the former owner', () => {
  it('is taken over where it is as it was read', () => {
    expect(written(put(row('A', {owner: 'old'}), row('A+B')), row('A', {owner: 'old'}))).toEqual(row('A+B'))
  })
})

describe('a row that may not be written any more', () => {
  it.each([
    ['another owner made it', put(undefined, row('A')), row('B', {owner: 'other'})],
    ['another owner took it', put(row('A'), row('A+B')), row('A', {owner: 'other'})],
    [
      'the former owner wrote it after it was read',
      put(row('A', {owner: 'old'}), row('A')),
      row('A+B', {owner: 'old'}),
    ],
    ['it was removed, and with it its record set', put(row('A'), row('A', {resource: 'x/y/z'})), undefined],
  ])('is left alone: %s', (_case, change, stored) => {
    expect(written(change, stored)).toBe('taken')
  })

  it('is left to its new owner by a removal', () => {
    expect(written(remove(row('A')), row('A', {owner: 'other'}))).toBe('done')
  })
})

describe('the key of a row', () => {
  it.each([
    ['web.shop.io#A#', {name: 'web.shop.io', type: 'A', setIdentifier: undefined}],
    ['web.shop.io#A#blue', {name: 'web.shop.io', type: 'A', setIdentifier: 'blue'}],
    ['web.shop.io#A#blue#2#', {name: 'web.shop.io', type: 'A', setIdentifier: 'blue#2#'}],
  ])('%s is read as it is written', (text, key) => {
    expect(parseRowKey(text)).toEqual(key)
    expect(formatRowKey(key)).toBe(text)
  })

  it.each(['', 'web.shop.io', 'web.shop.io#A'])('is not %j, which has fewer than two #', (text) => {
    expect(parseRowKey(text)).toBeUndefined()
  })

  it('is that of the row that a change writes or removes', () => {
    const other = {...row('A'), key: {...KEY, setIdentifier: 'v1'}}
    expect(changedKey(put(row('A'), other))).toBe('www.example.com#A#v1')
    expect(changedKey(remove(other, row('A')))).toBe('www.example.com#A#v1')
  })
})
