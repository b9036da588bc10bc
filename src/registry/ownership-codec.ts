import {formatOwnership, joinStrings, type Ownership, ownershipText, parseOwnership, quoteText} from './ownership.js'
import {decryptText, type EncryptionKey, encryptText, mayBeEncrypted} from './txt-encryption.js'

/** How ownership stands in a TXT value: plain, or encrypted. */
export interface OwnershipCodec {
  /** What a stored value says; undefined when it is no ownership text, `unreadable` when it may be one that is encrypted. */
  read(value: string): Ownership | 'unreadable' | undefined
  /**
   * The value to store.
   *
   * @param stored what stands there now: an encrypted value that says the same is kept, because a new one would differ in
   * every octet.
   */
  write(ownership: Ownership, stored?: string): string
}

export const PLAIN_CODEC: OwnershipCodec = {
  read: (value) => parseOwnership(value) ?? veiled(value),
  write: (ownership) => formatOwnership(ownership),
}

export interface Encryption {
  readonly key: EncryptionKey
  /** False: what is encrypted is read, and new texts are plain. */
  readonly isEnabled: boolean
  /** 12 octets that were never used before with this key. */
  readonly makeNonce: () => Uint8Array
}

/** The key stays inside; nothing that is printed holds it. */
export function makeEncryptingCodec({key, isEnabled, makeNonce}: Encryption): OwnershipCodec {
  // The planner reads the zones twice; opening 20,000 texts takes some 0.5 s.
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

function veiled(value: string): 'unreadable' | undefined {
  return mayBeEncrypted(joinStrings(value)) ? 'unreadable' : undefined
}
