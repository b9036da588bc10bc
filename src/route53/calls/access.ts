import {isWithin, toStoredName} from '../../dns/dns-name.js'
import type {Zone} from '../../dns/zone.js'

/** Whose credentials calls are signed with. A `Zone` is one: it knows who reads and writes it. */
export interface Access {
  /** Undefined: the SDK's default chain. */
  readonly profile: string | undefined
  /** A role of `--aws-zone-role`, taken on with the credentials of the profile; absent: what the profile stands for. */
  readonly roleArn?: string | undefined
}

/** `--aws-zone-role`: zones of another account, and the role that sees them. */
export interface ZoneRole {
  /** The id of a zone, or a name: the zone of that name and those below it. */
  readonly match: string
  readonly roleArn: string
}

/** True for a zone that was listed with the role and that its flag means. */
export function isSeenBy({match, roleArn}: ZoneRole, zone: Zone): boolean {
  if (zone.roleArn !== roleArn) return false
  const id = match.replace(/^\/hostedzone\//, '')
  return id === zone.id || isWithin(zone.name, toStoredName(match.replace(/^\./, '')))
}

/** One key for each access. */
export function accessKey({profile, roleArn}: Access): string {
  return JSON.stringify([profile, roleArn])
}
