import {randomBytes} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeEncryptingCodec, PLAIN_CODEC} from '../../src/registry/ownership-codec.js'
import {
  decryptText,
  type EncryptionKey,
  encryptText,
  mayBeEncrypted,
  parseEncryptionKey,
} from '../../src/registry/txt-encryption.js'

const RAW_KEY = 'kkkkkkkk0123456789abcdefghijklmn'
const KEY_IN_BASE64 = 'a2tra2tra2swMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW4='
const NONCE = Buffer.from('AAECAwQFBgcICQoL', 'base64')
const TEXT = 'heritage=external-dns,external-dns/owner=team-red,external-dns/resource=service/shop/cart'
/** One text, encrypted by external-dns and by Node. */
const BY_GO =
  'AAECAwQFBgcICQoLTlZ2NiWGhqFu4x//gRlMCrgHxduWBhkpuO9Kn72j4OL+2hD4Wc/2AaGGFGgoptjaXvJ7eTrPQqDf03ublBfA+IohPH6zAm229fudGKi1ExIO1YDuDRkd/6Oy1aSUbMy/RCd8llSGVdm7gs5E'
const BY_NODE =
  'AAECAwQFBgcICQoLTlZ2NiWGhqFuHx7/kx1MCrgG1dgyxzhhjYk9HSNl9wXRSQF2W0zxIbEGV9zJ7iM0EuV1X1YPIln6endbPgGaeJExE36U+Wyx/fudqcvFOkoO1X8RNKL44rxYxOUX06ucXwUk'

const key = keyOf(RAW_KEY)
const other = keyOf('0'.repeat(32))
const ownership = {owner: toOwnerId('team-red'), resource: 'service/shop/cart', labels: {}}

function keyOf(text: string): EncryptionKey {
  const read = parseEncryptionKey(text)
  if (!read.ok) throw new Error(read.problem)
  return read.value
}

const codec = (parts: {key?: EncryptionKey; isEnabled?: boolean} = {}) =>
  makeEncryptingCodec({key, isEnabled: true, makeNonce: () => randomBytes(12), ...parts})

describe('an encrypted text', () => {
  it.each([
    ['external-dns', BY_GO],
    ['Node', BY_NODE],
  ])('that %s wrote is read', (_who, sealed) => {
    expect(decryptText(sealed, key)).toBe(TEXT)
    expect(codec().read(`"${sealed}"`)).toEqual(ownership)
  })

  it('is opened by its key in base64 as well', () => {
    expect(decryptText(BY_GO, keyOf(KEY_IN_BASE64))).toBe(TEXT)
  })

  it('comes back whatever it says and whatever the nonce', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({minLength: 12, maxLength: 12}), (text, nonce) => {
        expect(decryptText(encryptText(text, key, nonce), key)).toBe(text)
      }),
    )
  })

  it('is not opened by another key, nor when one octet of it differs', () => {
    expect(decryptText(BY_GO, other)).toBeUndefined()
    for (let at = 0; at < 110; at++) {
      const octets = Buffer.from(BY_GO, 'base64')
      octets[at] = (octets[at] ?? 0) ^ 1
      expect(decryptText(octets.toString('base64'), key)).toBeUndefined()
    }
  })

  it.each([
    ['a blank in it', BY_GO.replace('N', ' N')],
    ['URL-safe letters', BY_GO.replaceAll('/', '_').replaceAll('+', '-')],
    ['no padding', encryptText('ab', key, NONCE).replace(/=+$/, '')],
    ['less than nonce and tag', 'AAECAwQFBgcICQoL'],
    ['plain text', TEXT],
    ['nothing', ''],
  ])('with %s is none', (_title, text) => {
    expect(decryptText(text, key)).toBeUndefined()
  })

  it('is not read when it decompresses to more than ownership can be', () => {
    expect(decryptText(encryptText('x'.repeat(10_000_000), key, NONCE), key)).toBeUndefined()
  })
})

describe('a key', () => {
  it.each([
    ['short', 'is neither 32 bytes long nor standard base64 of 32 bytes'],
    ['c2hvcnQ=', 'is base64 of 5 bytes; AES-256 takes 32'],
    [
      '-2tra2tra2swMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW4=',
      'is URL-safe base64, which external-dns refuses: write + for - and / for _',
    ],
    [
      '-2tra2tra2swMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW4',
      'is URL-safe base64, which external-dns refuses: write + for - and / for _',
    ],
    ['!-2tra2tra2swMTIzNDU2Nzg5YWJj=', 'is neither 32 bytes long nor standard base64 of 32 bytes'],
    ['-2tra2tra2swMTIzNDU2Nzg5YWJj=!', 'is neither 32 bytes long nor standard base64 of 32 bytes'],
    [`${RAW_KEY}x`, 'is neither 32 bytes long nor standard base64 of 32 bytes'],
  ])('such as %s is refused without being told', (text, problem) => {
    expect(parseEncryptionKey(text)).toEqual({ok: false, problem})
    expect(problem).not.toContain(text)
  })

  it('of 32 bytes is taken as it stands, although it looks like base64', () => {
    expect(keyOf('A'.repeat(32)).toString()).toBe('A'.repeat(32))
  })

  it('of 32 bytes may have letters of more than one', () => {
    expect(keyOf('ä'.repeat(16))).toHaveLength(32)
  })
})

describe('a codec', () => {
  it('writes with a fresh nonce each time, and reads what it wrote', () => {
    const {read, write} = codec()
    const [first, second] = [write(ownership), write(ownership)]
    expect(first).toMatch(/^"[A-Za-z0-9+/]+=*"$/)
    expect(first).not.toBe(second)
    expect([read(first), read(second)]).toEqual([ownership, ownership])
  })

  it('keeps a stored value with the same meaning, whoever wrote it', () => {
    expect(codec().write(ownership, `"${BY_GO}"`)).toBe(`"${BY_GO}"`)
  })

  it('rewrites a value with another meaning, and a plain one', () => {
    const plain = PLAIN_CODEC.write(ownership)
    expect(codec().write({...ownership, resource: 'service/shop/till'}, `"${BY_GO}"`)).not.toBe(`"${BY_GO}"`)
    expect(codec().write(ownership, plain)).not.toBe(plain)
  })

  it('with a key and without the switch reads both and writes plain', () => {
    const {read, write} = codec({isEnabled: false})
    expect(read(`"${BY_GO}"`)).toEqual(ownership)
    expect(read(PLAIN_CODEC.write(ownership))).toEqual(ownership)
    expect(write(ownership, `"${BY_GO}"`)).toBe(`"${TEXT}"`)
  })

  it('cuts a long value into strings of 255 octets', () => {
    const long = {...ownership, resource: `ingress/shop/${randomBytes(200).toString('hex')}`}
    const value = codec().write(long)
    const lengths = [...value.matchAll(/"([^"]*)"/g)].map(([, inner = '']) => inner.length)
    expect(lengths.length).toBeGreaterThan(1)
    expect(Math.max(...lengths)).toBe(255)
    expect(codec().read(value)).toEqual(long)
  })

  it('reports a text encrypted with another key as unreadable, and other texts as no ownership', () => {
    const sealed = `"${BY_GO}"`
    expect(PLAIN_CODEC.read(sealed)).toBe('unreadable')
    expect(codec({key: other}).read(sealed)).toBe('unreadable')
    for (const value of ['"v=spf1 -all"', '"pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU="', '""', '"aaaa"']) {
      expect(PLAIN_CODEC.read(value)).toBeUndefined()
    }
  })

  it('does not take an encrypted text without an owner for ownership', () => {
    expect(codec().read(`"${encryptText('heritage=other,external-dns/owner=x', key, NONCE)}"`)).toBeUndefined()
    expect(mayBeEncrypted(encryptText('heritage=external-dns,external-dns/owner=x', key, NONCE))).toBe(true)
  })
})
