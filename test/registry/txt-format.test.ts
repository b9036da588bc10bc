import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import {claimRecordSets} from '../../src/registry/claim.js'
import {toOwnerId, untypedLabels} from '../../src/registry/ownership.js'
import {makeEncryptingCodec} from '../../src/registry/ownership-codec.js'
import {parseEncryptionKey} from '../../src/registry/txt-encryption.js'
import {isEncryptedTxt, txtFormatOf} from '../../src/registry/txt-format.js'
import type {TxtNaming} from '../../src/registry/txt-name.js'
import {alias, LB, ownershipText, SHOP, set, txt, txtRegistry} from '../plan/builders.js'

const PLAIN: TxtNaming = {prefix: '', suffix: '', wildcardReplacement: ''}
const web = set('web', 'A', '192.0.2.1')

/** The formats of all ownership TXT of the first set. */
function formats(naming: Partial<TxtNaming>, ...sets: readonly RecordSet[]): readonly string[] {
  const used = {...PLAIN, ...naming}
  const {claims} = claimRecordSets([{zone: SHOP, recordSets: sets}], txtRegistry(used))
  const ownershipRecords = claims.find(({recordSet}) => recordSet === sets[0])?.ownershipRecords
  return [ownershipRecords?.typed, ownershipRecords?.legacyAlias, ownershipRecords?.untyped].flatMap((text) =>
    text === undefined ? [] : [txtFormatOf(text, used, text === ownershipRecords?.legacyAlias)],
  )
}

describe('the format of an ownership TXT', () => {
  const ownName = `"heritage=external-dns,external-dns/owner=red,external-dns/txt=${untypedLabels(['A']).txt}"`

  it.each<readonly [string, Partial<TxtNaming>, readonly RecordSet[], readonly string[]]>([
    ['a-web', {}, [web, txt('a-web')], ['typed']],
    ['own-a-web with a prefix', {prefix: 'own-'}, [web, txt('own-a-web')], ['typed']],
    ['a-own.web of a template', {prefix: '%{record_type}-own.'}, [web, txt('a-own.web')], ['template']],
    ['web-a of a template', {suffix: '-%{record_type}'}, [web, txt('web-a')], ['template']],
    [
      'own--a-web, which only reads like one of a template',
      {prefix: 'own-%{record_type}-'},
      [web, txt('own--a-web')],
      ['typed'],
    ],
    ['a-star of a wildcard', {wildcardReplacement: 'star'}, [set('*', 'A', '192.0.2.1'), txt('a-star')], ['typed']],
    [
      'a-own.star of a wildcard and a template',
      {prefix: '%{record_type}-own.', wildcardReplacement: 'star'},
      [set('*', 'A', '192.0.2.1'), txt('a-own.star')],
      ['template'],
    ],
    ['cname-web beside an alias', {}, [alias('web', 'A', LB), txt('cname-web')], ['alias']],
    ['cname-web beside a CNAME', {}, [set('web', 'CNAME', 'x.example.net'), txt('cname-web')], ['typed']],
    ['web', {}, [web, txt('web')], ['untyped']],
    ['both', {}, [web, txt('a-web'), txt('web')], ['typed', 'untyped']],
    ['at the apex itself', {}, [set('@', 'A', '192.0.2.1'), set('@', 'TXT', ownName)], ['own-name']],
    ['at the apex, by an older program', {}, [set('@', 'A', '192.0.2.1'), txt('@')], ['untyped']],
  ])('%s', (_title, naming, sets, expected) => {
    expect(formats(naming, ...sets)).toEqual(expected)
  })

  it('is told apart from whether it is encrypted', () => {
    const key = parseEncryptionKey('01234567890123456789012345678901')
    if (!key.ok) throw new Error(key.problem)
    const codec = makeEncryptingCodec({key: key.value, isEnabled: true, makeNonce: () => new Uint8Array(12)})
    const hidden = codec.write({owner: toOwnerId('red'), resource: 'service/shop/web', labels: {}})
    const read = (value: string, parts = {}) =>
      claimRecordSets([{zone: SHOP, recordSets: [set('a-web', 'TXT', value)]}], txtRegistry(parts)).orphans.map(
        isEncryptedTxt,
      )
    expect(read(hidden, {codec})).toEqual([true])
    expect(read(hidden)).toEqual([true])
    expect(read(ownershipText(), {codec})).toEqual([false])
  })
})
