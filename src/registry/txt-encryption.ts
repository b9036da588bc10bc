import {createCipheriv, createDecipheriv} from 'node:crypto'
import {gunzipSync, gzipSync} from 'node:zlib'
import {type Brand, type Parsed, parsed, problem} from '../dns/parsed.js'

/** An AES-256 key of 32 octets. Made by `parseEncryptionKey` only. */
export type EncryptionKey = Brand<Buffer, 'EncryptionKey'>

const CIPHER = 'aes-256-gcm'
const KEY_OCTETS = 32
export const NONCE_OCTETS = 12
const TAG_OCTETS = 16
/** Octets of an encrypted value: the shortest ownership is longer, a domain verification token of 32 octets shorter. */
const LEAST_SEALED_OCTETS = 64
/** Ownership has a few hundred octets. A value that decompresses to more was not written by external-dns. */
const MOST_PLAIN_OCTETS = 64 * 1024
/** Needed because `Buffer.from` skips foreign characters, so that ordinary texts would be decoded. */
const STRICT_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Reads 32 octets as they are, or standard base64 of 32. The problem never quotes the key. */
export function parseEncryptionKey(text: string): Parsed<EncryptionKey> {
  const raw = Buffer.from(text)
  if (raw.length === KEY_OCTETS) return parsed(raw as EncryptionKey)
  if (/^[\w-]+=*$/.test(text) && /[-_]/.test(text)) {
    return problem('is URL-safe base64, which external-dns refuses: write + for - and / for _')
  }
  if (!STRICT_BASE64.test(text)) return problem('is neither 32 bytes long nor standard base64 of 32 bytes')
  const decoded = Buffer.from(text, 'base64')
  return decoded.length === KEY_OCTETS
    ? parsed(decoded as EncryptionKey)
    : problem(`is base64 of ${decoded.length} bytes; AES-256 takes 32`)
}

/** Base64 of nonce, ciphertext and tag over the compressed text, the format of external-dns. */
export function encryptText(text: string, key: EncryptionKey, nonce: Uint8Array): string {
  const cipher = createCipheriv(CIPHER, key, nonce)
  const sealed = [cipher.update(gzipSync(text, {level: 9})), cipher.final()]
  return Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64')
}

export function decryptText(base64: string, key: EncryptionKey): string | undefined {
  if (!STRICT_BASE64.test(base64)) return undefined
  const octets = Buffer.from(base64, 'base64')
  if (octets.length <= NONCE_OCTETS + TAG_OCTETS) return undefined
  try {
    const decipher = createDecipheriv(CIPHER, key, octets.subarray(0, NONCE_OCTETS))
    decipher.setAuthTag(octets.subarray(-TAG_OCTETS))
    const packed = [decipher.update(octets.subarray(NONCE_OCTETS, -TAG_OCTETS)), decipher.final()]
    return gunzipSync(Buffer.concat(packed), {maxOutputLength: MOST_PLAIN_OCTETS}).toString()
  } catch {
    // The tag is wrong, or the content is not gzip.
    return undefined
  }
}

export function mayBeEncrypted(base64: string): boolean {
  return base64.length >= (LEAST_SEALED_OCTETS * 4) / 3 && STRICT_BASE64.test(base64)
}
