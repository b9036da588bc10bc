import {createCipheriv, createDecipheriv} from 'node:crypto'
import {gunzipSync, gzipSync} from 'node:zlib'
import {type Brand, type Parsed, parsed, problem} from '../dns/parsed.js'

/** 32 octets for AES-256. Built by `parseEncryptionKey` and nowhere else. */
export type EncryptionKey = Brand<Buffer, 'EncryptionKey'>

const CIPHER = 'aes-256-gcm'
const KEY_OCTETS = 32
export const NONCE_OCTETS = 12
const TAG_OCTETS = 16
/** The shortest ownership text, compressed, is longer; a domain verification token of 32 octets is shorter. */
const LEAST_SEALED_OCTETS = 64
/** An ownership text is a few hundred octets. What unpacks to more was not written by external-dns. */
const MOST_PLAIN_OCTETS = 64 * 1024
/** `Buffer.from` skips foreign characters, so that ordinary texts would be decoded. */
const STRICT_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** 32 octets as they stand, or standard base64 of 32. The problem never quotes the key. */
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

/** Base64 of nonce, cipher text and tag over the compressed text, as external-dns has it (spec plan-and-registry.md §11). */
export function encryptText(text: string, key: EncryptionKey, nonce: Uint8Array): string {
  const cipher = createCipheriv(CIPHER, key, nonce)
  const sealed = [cipher.update(gzipSync(text, {level: 9})), cipher.final()]
  return Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64')
}

/** The text; undefined when it is not encrypted, or with another key. */
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
    // A tag that does not fit, or no gzip behind it.
    return undefined
  }
}

/** True for what may be an encrypted ownership text: base64 of enough octets and nothing else. */
export function mayBeEncrypted(base64: string): boolean {
  return base64.length >= (LEAST_SEALED_OCTETS * 4) / 3 && STRICT_BASE64.test(base64)
}
