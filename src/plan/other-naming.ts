import type {DnsName} from '../dns/dns-name.js'
import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {OwnershipTxt} from '../registry/claim.js'

/**
 * Texts of other owners that speak of no record set under the names that the flags give them, and would under another prefix.
 * external-dns takes such records for nobody's; a person who takes them over should know.
 *
 * @param orphans ownership texts that guard nothing
 * @param own owner id of this run; undefined: nobody is an owner
 */
export function otherNaming(
  orphans: readonly OwnershipTxt[],
  own: string | undefined,
): (zone: Zone, set: RecordSet) => OwnershipTxt | undefined {
  const strangers = orphans.filter(({owner, isUnreadable}) => owner !== own && !isUnreadable)
  if (strangers.length === 0) return () => undefined
  return (zone, set) =>
    strangers.find(
      (text) =>
        text.zone === zone &&
        text.recordSet.setIdentifier === set.setIdentifier &&
        typesOf(set).some((type) => guardsUnderPrefix(text, set.name, type)),
    )
}

/** An alias was guarded as a CNAME before v0.22. */
function typesOf({type, data}: RecordSet): readonly string[] {
  return type === 'A' && data.kind === 'alias' ? [type, 'CNAME'] : [type]
}

/** A text whose name says another host and its type under today's flags is that host's. */
function guardsUnderPrefix({recordSet, host, type: said}: OwnershipTxt, name: DnsName, type: string): boolean {
  if (said !== undefined && host !== name) return false
  return recordSet.name === name || recordSet.name.endsWith(`${type.toLowerCase()}-${name}`)
}
