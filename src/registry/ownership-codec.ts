import {formatOwnership, joinStrings, type Ownership, ownershipText, parseOwnership, quoteText} from './ownership.js'
import {decryptText, type EncryptionKey, encryptText, mayBeEncrypted} from './txt-encryption.js'

/** Reads and writes ownership in TXT values, plain or encrypted. */
export interface OwnershipCodec {
  /** Parses a stored value; undefined when it is not ownership, `unreadable` when it may be encrypted with another key. */
  read(value: string): Ownership | 'unreadable' | undefined
  /** @param stored an encrypted value of the same meaning is kept: a new one would differ in every octet. */
  write(ownership: Ownership, stored?: string): string
}

export const PLAIN_CODEC: OwnershipCodec = {
  read: (value) => parseOwnership(value) ?? (mayBeEncrypted(joinStrings(value)) ? 'unreadable' : undefined),
  write: (ownership) => formatOwnership(ownership),
}

export interface Encryption {
  readonly key: EncryptionKey
  /** False: encrypted values are read, and new ones are plain. */
  readonly isEnabled: boolean
  /** Returns 12 octets that were never used with this key before. */
  readonly makeNonce: () => Uint8Array
}

/** A codec that encrypts. The key stays inside; nothing printed contains it. */
export function makeEncryptingCodec({key, isEnabled, makeNonce}: Encryption): OwnershipCodec {
  // The planner reads the zones twice; decrypting 20,000 values takes about 0.5 s.
  const opened = new Map<string, Ownership | 'other' | undefined>()
  const open = (value: string): Ownership | 'other' | undefined => {
    if (opened.has(value)) return opened.get(value)
    const text = decryptText(joinStrings(value), key)
    const claim = text === undefined ? undefined : (parseOwnership(text) ?? 'other')
    opened.set(value, claim)
    return claim
  }
  return {
    read(value) {
      const claim = open(value)
      return claim === 'other' ? undefined : (claim ?? PLAIN_CODEC.read(value))
    },
    write(ownership, stored) {
      if (!isEnabled) return formatOwnership(ownership)
      const text = ownershipText(ownership)
      const present = stored === undefined ? undefined : open(stored)
      if (stored !== undefined && typeof present === 'object' && ownershipText(present) === text) return stored
      return quoteText(encryptText(text, key, makeNonce()))
    },
  }
}
