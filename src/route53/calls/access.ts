import {isWithin, toStoredName} from '../../dns/dns-name.js'
import type {Zone} from '../../dns/zone.js'

/** The credentials of a call. A `Zone` has them too: those with which it is read and written. */
export interface Access {
  /** Undefined: the SDK's default chain. */
  readonly profile: string | undefined
  /** A role of `--aws-zone-role`, assumed with the profile's credentials; absent: the profile's own. */
  readonly roleArn?: string | undefined
}

/** `--aws-zone-role`: zones of another account, and the role for them. */
export interface ZoneRole {
  /** A zone id, or a name: the zone with that name and those below it. */
  readonly match: string
  readonly roleArn: string
}

/** True for a zone that was listed with this role and is matched by its flag. */
export function isSeenBy({match, roleArn}: ZoneRole, zone: Zone): boolean {
  if (zone.roleArn !== roleArn) return false
  const id = match.replace(/^\/hostedzone\//, '')
  return id === zone.id || isWithin(zone.name, toStoredName(match.replace(/^\./, '')))
}

export function accessKey({profile, roleArn}: Access): string {
  return JSON.stringify([profile, roleArn])
}
