import type {OwnershipTxt} from '../registry/claim.js'
import type {Blocked} from './plan.js'

/** Why nothing is done where a text stands that cannot be read: it may be anybody's. */
export function unreadableText({recordSet}: OwnershipTxt): Pick<Blocked, 'reason' | 'detail' | 'fix' | 'owner'> {
  return {
    reason: 'unreadable',
    detail: `the ownership TXT ${recordSet.name} is encrypted, and no key that was given opens it`,
    fix: 'give its key in --txt-encrypt-aes-key',
    owner: undefined,
  }
}
