import {describe, expect, it} from 'vitest'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeEncryptingCodec} from '../../src/registry/ownership-codec.js'
import type {RegistrySettings} from '../../src/registry/registry-settings.js'
import {parseEncryptionKey} from '../../src/registry/txt-encryption.js'
import {
  blocks,
  PRUNE,
  planFor,
  requests,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
} from './builders.js'

const CRD = 'crd/evil/x'
const CLAIM = 'heritage=external-dns,external-dns/owner=red'
const TYPES = ['A', 'AAAA', 'CNAME', 'TXT'] as const

/** A TXT requested by a DNSEndpoint. */
const wantsText = (name: string, targets: readonly string[] | string) => wanted(name, 'TXT', targets, {by: CRD})

const plan = (situation: Situation) => planFor({managedTypes: TYPES, ...situation})

/** A codec whose key is 32 times this letter. */
function encrypting(letter: string, isEnabled = true) {
  const key = parseEncryptionKey(letter.repeat(32))
  if (!key.ok) throw new Error(key.problem)
  return makeEncryptingCodec({key: key.value, isEnabled, makeNonce: () => new Uint8Array(12).fill(7)})
}

const sealed = (letter: string) =>
  encrypting(letter).write({owner: toOwnerId('red'), resource: 'service/shop/victim', labels: {}})

function inTable(): RegistrySettings {
  const texts = txtRegistry()
  if (texts.kind !== 'txt') throw new Error('bug: not the registry that was asked for')
  return {...texts, kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}}
}

describe('a wanted TXT that would be an ownership text', () => {
  const victim = set('victim', 'A', '192.0.2.1')

  const cases: readonly (readonly [string, string, readonly string[] | string, RegistrySettings?])[] = [
    ['under the name of a typed text', 'a-victim', CLAIM],
    ['in the old format', 'victim', CLAIM],
    ['at any other name, for another prefix', 'somewhere', CLAIM],
    ['at the apex', '@', CLAIM],
    ['under a wildcard', '*.victim', CLAIM],
    ['in quotes', 'a-victim', `"${CLAIM}"`],
    ['cut into two strings', 'a-victim', '"heritage=external" "-dns,external-dns/owner=red"'],
    ['cut with more blanks between', 'a-victim', '"heritage=external-dns,"   "external-dns/owner=red"'],
    ['with octal escapes', 'a-victim', '"heritage\\075external\\055dns,external-dns/owner=red"'],
    ['as the first of two values', 'a-victim', [CLAIM, 'v=spf1 -all']],
    ['as the second of two values', 'a-victim', ['v=spf1 -all', CLAIM]],
    ['of another owner, to keep its host out', 'a-victim', 'heritage=external-dns,external-dns/owner=nobody'],
    ['of no owner', 'a-victim', 'heritage=external-dns'],
    ['with the parts in another order', 'a-victim', 'x,external-dns/owner=red,heritage=external-dns'],
    ['with a prefix in use', 'x-a-victim', CLAIM, txtRegistry({prefix: 'x-'})],
    ['with a suffix in use', 'a-victim-x', CLAIM, txtRegistry({suffix: '-x'})],
    ['with encryption in use, in plain text', 'a-victim', CLAIM, txtRegistry({codec: encrypting('k')})],
    ['encrypted with our key', 'a-victim', sealed('k'), txtRegistry({codec: encrypting('k')})],
    ['encrypted with our key, at any name', 'somewhere', sealed('k'), txtRegistry({codec: encrypting('k', false)})],
    ['encrypted with a key that we have not', 'a-victim', sealed('s'), txtRegistry({codec: encrypting('k')})],
    ['encrypted, when no key is given', 'a-victim', sealed('s')],
    ['without a registry', 'a-victim', CLAIM, {kind: 'noop'}],
    ['with ownership in a table', 'a-victim', CLAIM, inTable()],
  ]

  it.each(cases.map(([each, name, targets, registry]) => ({each, name, targets, registry: registry ?? txtRegistry()})))(
    'is a problem of its object: $each',
    ({name, targets, registry}) => {
      const made = plan({registry, stored: [victim], wants: [wantsText(name, targets)], allowsUnownedDeletes: false})
      expect(requests(made)).toEqual([])
      const found = made.blocked.filter(({reason}) => reason === 'object-problem')
      expect(found.map(({origins}) => origins.map(({name: object}) => object))).toEqual([['x']])
      expect(found[0]?.detail).toContain('ownership text')
    },
  )

  it.each<readonly [string, string | readonly string[]]>([
    ['another heritage', 'heritage=mate,external-dns/owner=red'],
    ['capitals, which no reader takes', 'Heritage=External-DNS,external-dns/owner=red'],
    ['the words in a sentence', 'our heritage=external-dns is told elsewhere'],
    ['a key of the name alone', 'external-dns/owner=red'],
    ['two strings that do not join to one', '"heritage=external-dns is " "not said"'],
    ['a long text in base64 at a name that is not text', 'A'.repeat(120)],
  ])('is not what only looks like one: %s', (_case, targets) => {
    const made = plan({wants: [wantsText('note', targets)]})
    expect(blocks(made)).toEqual([])
    expect(requests(made)).toHaveLength(2)
  })

  it('is not written over a harmless one either, and that one is kept', () => {
    const stored = [set('a-victim', 'TXT', spf), txt('txt-a-victim', 'red', CRD), victim]
    const made = plan({stored, wants: [wantsText('a-victim', CLAIM)]})
    expect(requests(made)).toEqual([])
    expect(blocks(made)).toEqual(['a-victim TXT object-problem', 'a-victim TXT object-problem'])
  })

  it('leaves the same text of another owner where it stands', () => {
    const stored = [victim, txt('a-victim', 'blue')]
    const wants = [
      wantsText('a-victim', 'heritage=external-dns,external-dns/owner=blue,external-dns/resource=service/shop/web'),
    ]
    for (const given of [{wants}, {wants, goal: PRUNE}]) {
      const made = plan({stored, ...given})
      expect(requests(made)).toEqual([])
      expect(blocks(made)).toEqual(['a-victim TXT object-problem'])
    }
  })

  it('is nothing to those who do not manage TXT', () => {
    expect(blocks(planFor({wants: [wantsText('a-victim', CLAIM)]}))).toEqual(['a-victim TXT type-excluded'])
  })
})

describe('a label of a wanted record', () => {
  const labelled = (labels: Readonly<Record<string, string>>) => ({...wantsWeb, labels})

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['another resource', {zzz: 'y,external-dns/resource=service/shop/victim'}],
    ['another owner', {zzz: 'y,external-dns/owner=blue'}],
    ['another label', {zzz: 'y,external-dns/txt=own-name+ns'}],
    ['another heritage', {zzz: 'y,heritage=mate'}],
    ['a key by its own key', {'a=b,external-dns/resource': 'service/shop/victim'}],
  ])('is refused where the text would say %s', (_case, labels) => {
    const made = planFor({wants: [labelled(labels)]})
    expect(requests(made)).toEqual([])
    expect(made.blocked.map(({reason, host}) => `${host} ${reason}`)).toEqual(['web.shop.io object-problem'])
    expect(made.blocked[0]?.detail).toMatch(/^its ownership TXT a-web\.shop\.io would be cut short by/)
  })

  it.each(['txt', 'former-sets'])('is refused as a label when it would change what the TXT covers: %s', (label) => {
    const made = planFor({wants: [labelled({[label]: 'own-name+a+ns'})]})
    expect([requests(made), blocks(made)]).toEqual([[], ['web A object-problem']])
    expect(made.blocked[0]?.detail).toBe(
      `its label "${label}" would change which record its ownership TXT a-web.shop.io belongs to`,
    )
  })

  it('is refused in the name of the object as well', () => {
    const made = planFor({wants: [wanted('web', 'A', '192.0.2.10', {by: `${WEB},external-dns/owner=blue`})]})
    expect([requests(made), blocks(made)]).toEqual([[], ['web A object-problem']])
  })

  it('is written as it stands otherwise', () => {
    const made = planFor({wants: [labelled({team: 'shop/a=b c'})]})
    expect(requests(made)).toContain(`CREATE a-web TXT 300 red:${WEB},external-dns/team=shop/a=b c`)
    expect(requests(planFor({stored: [web, txt('a-web')], wants: [labelled({team: 'x'})]}))).toEqual([])
  })
})
