import {collect} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {OwnershipRecord} from '../../registry/claim.js'
import {isOurs, type RegistrySettings} from '../../registry/registry-settings.js'
import {KNOWN_TYPES, OTHER_TYPES} from '../../registry/txt-name.js'

/** Other owners' texts under another prefix, which external-dns takes for nobody's: who takes over should know. */
export function otherNaming(
  orphans: readonly OwnershipRecord[],
  registry: RegistrySettings,
): (zone: Zone, set: RecordSet) => OwnershipRecord | undefined {
  // A text whose name says a host and its type under today's flags is that host's; so is each that no key decrypts.
  const foreignRecords = orphans.filter(({owner, type}) => !isOurs(registry, owner) && type === undefined)
  // By what may be the name without its prefix: a zone of one prefix, read with another, holds thousands of them.
  const byRest = collect(
    foreignRecords.flatMap((text) => namesWithoutPrefix(text.recordSet.name).map((rest) => [rest, text] as const)),
  )
  return (zone, set) =>
    ownershipNames(set)
      .flatMap((name) => byRest.get(name) ?? [])
      .find((text) => text.zone === zone && text.recordSet.setIdentifier === set.setIdentifier)
}

const TYPE_MARKS = [...KNOWN_TYPES, ...OTHER_TYPES].map((type) => `${type.toLowerCase()}-`)

/** The name itself, which is the old format without a prefix, and what begins with each type in it. */
function namesWithoutPrefix(name: string): readonly string[] {
  const rests = Array.from(name, (_, at) => name.slice(at))
  return rests.filter((rest, at) => at === 0 || TYPE_MARKS.some((mark) => rest.startsWith(mark)))
}

/** An alias was guarded as a CNAME before v0.22. */
function ownershipNames({name, type, data}: RecordSet): readonly string[] {
  const types = type === 'A' && data.kind === 'alias' ? [type, 'CNAME'] : [type]
  return [...types.map((one) => `${one.toLowerCase()}-${name}`), name]
}
