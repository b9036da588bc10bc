import {describe, expect, it} from 'vitest'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeEncryptingCodec} from '../../src/registry/ownership-codec.js'
import {type EncryptionKey, encryptText, parseEncryptionKey} from '../../src/registry/txt-encryption.js'
import {ownershipClaimIn} from '../../src/registry/wanted-text.js'
import {alias, ownershipText, set, spf, txtRegistry} from '../plan/builders.js'

function keyOf(letter: string): EncryptionKey {
  const key = parseEncryptionKey(letter.repeat(32))
  if (!key.ok) throw new Error(key.problem)
  return key.value
}

const makeNonce = () => new Uint8Array(12)
const codec = makeEncryptingCodec({key: keyOf('k'), isEnabled: true, makeNonce})
const OURS = ownershipText('blue')
const ESCAPED = OURS.replaceAll('-', '\\055')
const SEALED = `"${encryptText(OURS, keyOf('o'), makeNonce())}"`

describe('a TXT value that an object asks for', () => {
  it.each([
    ['alone', [OURS]],
    ['behind another value', [spf, OURS]],
    ['with octal escapes, as a name server reads them', [ESCAPED]],
    ['with blanks around its quotes', [` ${OURS} `]],
    ['in strings that a blank, or several, part', [OURS.replace('external', 'ext"  "er" "nal')]],
    ['with a backslash before each letter', [OURS.replace('heritage', '\\h\\e\\ritage')]],
  ])('is ownership: %s', (_which, values) => {
    for (const registry of [txtRegistry(), {kind: 'noop'} as const]) {
      expect(ownershipClaimIn(set('web', 'TXT', values), registry)).toBe(values.at(-1))
    }
  })

  it.each([
    ['another text', set('web', 'TXT', [spf, '"\\\\055"'])],
    ['of another type', set('web', 'SPF', OURS)],
    ['an address', set('web', 'A', '192.0.2.1')],
    ['an alias', {...alias('web', 'A'), type: 'TXT' as const}],
  ])('is none: %s', (_which, wanted) => {
    expect(ownershipClaimIn(wanted, txtRegistry())).toBeUndefined()
  })

  it.each([
    ['a-web', true],
    ['caa-web', true],
    ['web', false],
  ])('that may be encrypted with another key, at %s, is ownership: %s', (host, isClaim) => {
    for (const registry of [txtRegistry({codec}), txtRegistry(), {kind: 'noop'} as const]) {
      expect(ownershipClaimIn(set(host, 'TXT', SEALED), registry)).toBe(isClaim ? SEALED : undefined)
    }
  })

  it('that may be encrypted is none at a name without our prefix', () => {
    expect(ownershipClaimIn(set('a-web', 'TXT', SEALED), txtRegistry({codec, prefix: 'own-'}))).toBeUndefined()
  })

  it('that is encrypted with our key is ownership at any name', () => {
    const value = codec.write({owner: toOwnerId('blue'), resource: '', labels: {}})
    expect(ownershipClaimIn(set('web', 'TXT', value), txtRegistry({codec}))).toBe(value)
  })
})
