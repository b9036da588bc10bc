import type {DnsName} from '../dns/dns-name.js'
import type {Zone} from '../dns/zone.js'

/** `prune --min-age`: what was written a short while ago stays, and what nobody knows the age of. */
export interface AgeLimit {
  /** `72 h`. */
  readonly minAge: string
  /** True when the host was last written long enough ago; undefined: no receipt tells. */
  isOldEnough(host: AgedHost): boolean | undefined
}

export interface AgedHost {
  readonly zone: Zone
  readonly name: DnsName
  readonly setIdentifier: string | undefined
}
