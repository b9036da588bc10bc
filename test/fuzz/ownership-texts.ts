import fc from 'fast-check'
import {makeEncryptingCodec, type OwnershipCodec, PLAIN_CODEC} from '../../src/registry/ownership-codec.js'
import {encryptText, parseEncryptionKey} from '../../src/registry/txt-encryption.js'
import {pagedZones} from '../pipeline/paged-zones.js'
import {ownershipText, SHOP, set, txtRegistry} from '../plan/builders.js'
import {cluster} from '../sources/builders.js'
import {brokenText} from './broken-text.js'
import {type FuzzInput, readAs} from './laws.js'
import {deletedNames, runWhole} from './whole-run.js'

const KEY = parseEncryptionKey('0123456789abcdef0123456789abcdef')
if (!KEY.ok) throw new Error(KEY.problem)
const key = KEY.value

/** Twelve octets that differ from one text to the next; which, does not matter here. */
function nonces(): () => Uint8Array {
  let count = 0
  return () => {
    count += 1
    return Buffer.from(String(count).padStart(12, '0'))
  }
}

const makeNonce = nonces()
const ENCRYPTING = makeEncryptingCodec({key, isEnabled: true, makeNonce})
/** Compressed a thousandfold. */
const BOMB = 'heritage=external-dns,external-dns/owner=red,external-dns/x='.padEnd(8 * 1024 * 1024, 'a')
const TEXTS = [
  ownershipText(),
  ownershipText('blue'),
  ownershipText('red', 'ingress/shop/web'),
  '"heritage=external-dns,external-dns/owner=red,external-dns/resource=service/shop/web,external-dns/txt=own-name+a"',
  '"heritage=external-dns,external-dns/former-sets=a+b%2Bc,external-dns/owner=red"',
]
const ENCRYPTED = [
  ...TEXTS.map((text) => `"${encryptText(text.slice(1, -1), key, makeNonce())}"`),
  `"${encryptText(BOMB, key, makeNonce())}"`,
]
const OWN = [
  ',external-dns/owner=blue',
  ',external-dns/owner=red',
  ',heritage=mapper',
  ',heritage=external-dns',
  ',external-dns/__proto__=x',
  ',external-dns/constructor=x',
  ',external-dns/owner',
  '" "',
  '" ',
  '""',
  '==',
  '+',
]

interface Text {
  readonly text: string
  readonly isEncrypted: boolean
}

const documents: fc.Arbitrary<Text> = fc
  .boolean()
  .chain((isEncrypted) =>
    brokenText(fc.constantFrom(...(isEncrypted ? ENCRYPTED : TEXTS)), OWN).map((text) => ({text, isEncrypted})),
  )

/** A TXT beside a record set that no object asks for any more: if it says that the record set is ours, both go. */
export async function ownershipTexts(): Promise<FuzzInput<Text>> {
  return {
    name: 'ownership texts',
    refusesNothing: true,
    documents,
    textOf: ({text}) => text,
    async read({text, isEncrypted}) {
      const codec = isEncrypted ? ENCRYPTING : PLAIN_CODEC
      const run = await runWhole({
        reader: {context: 'test', list: async (resource) => cluster([]).list(resource)},
        zones: pagedZones([[SHOP, [set('web', 'A', '192.0.2.1'), set('a-web', 'TXT', text)]]], 300),
        registry: txtRegistry({codec}),
      })
      const value = codec.read(text)
      const gone = deletedNames(run).includes('web.shop.io') && !saysRed(text, isEncrypted)
      const wrong = gone ? ['a record set is deleted, although its text does not say that it is ours'] : []
      return readAs({plan: run.plan, value}, run.shown, [...wrong, ...lostLabels(text, codec, value)])
    },
  }
}

/** By another reading than that of the program: the last owner counts. An encrypted text is ours whole or not at all. */
function saysRed(text: string, isEncrypted: boolean): boolean {
  if (isEncrypted) {
    const known = ENCRYPTED.findIndex((one) => joined(one) === joined(text))
    if (known >= 0) return known !== 1 && known < TEXTS.length
  }
  const tokens = joined(text).split(',')
  const owners = tokens.filter((token) => token.startsWith('external-dns/owner='))
  return tokens.includes('heritage=external-dns') && owners.at(-1) === 'external-dns/owner=red'
}

/** A label that stands in the text and was not read, or is not written again. */
function lostLabels(text: string, codec: OwnershipCodec, value: ReturnType<OwnershipCodec['read']>): readonly string[] {
  if (typeof value !== 'object' || codec !== PLAIN_CODEC) return []
  const keys = (from: string) =>
    joined(from)
      .split(',')
      .flatMap((token) => (token.startsWith('external-dns/') && token.includes('=') ? [token.replace(/=.*/s, '')] : []))
      .filter((key) => !['external-dns/owner', 'external-dns/resource'].includes(key))
  const read = new Set(Object.getOwnPropertyNames(value.labels).map((key) => `external-dns/${key}`))
  const written = new Set(keys(codec.write(value)))
  return keys(text).flatMap((key) => (read.has(key) && written.has(key) ? [] : [`the label ${key} is lost`]))
}

/** The strings of a value joined, without the outer quotes. */
function joined(text: string): string {
  return text
    .trim()
    .replace(/"[ \t]+"/g, '')
    .replace(/^"+|"+$/g, '')
}
