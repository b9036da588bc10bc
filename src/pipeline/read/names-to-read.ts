import {type DnsName, isWithin, toStoredName} from '../../dns/dns-name.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Candidate} from '../../plan/plan-input.js'
import type {OwnershipCodec} from '../../registry/ownership-codec.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import {
  hostsByOtherTypes,
  KNOWN_TYPES,
  parseTxtName,
  type TxtNaming,
  txtNamesOf,
  typedTxtNamesOf,
} from '../../registry/txt-name.js'
import {leadsTo} from '../../route53/records/pointers.js'

/** What a plan is about to decide on. */
export interface NamesWanted {
  /** Every name of which an object speaks. */
  readonly requested: ReadonlySet<string>
  readonly candidates: readonly Candidate[]
  /** Names that somebody wants to know about although no decision depends on them. */
  readonly besides?: ReadonlySet<DnsName>
}

/**
 * The names of zones on which the plan for some hosts depends, so that a part of a large zone will do. A record set
 * depends on the texts that speak for it; a text depends on the record sets for which it speaks, because it is not taken
 * away while one of them needs it.
 */
export interface NamesToRead {
  readonly requested: ReadonlySet<string>
  /** Where to begin: the hosts, the places of their ownership, and what aliases and CNAMEs lead to in their own zone. */
  first(): ReadonlySet<DnsName>
  /** What these record sets make necessary besides. */
  next(found: readonly RecordSet[]): ReadonlySet<DnsName>
  /** All that may become necessary, of the usual types, whatever is found. */
  ever(): ReadonlySet<DnsName>
}

export function namesToRead(
  {requested, candidates, besides = new Set()}: NamesWanted,
  registry: RegistrySettings,
): NamesToRead {
  const hosts = [...requested].map((name) => toStoredName(name))
  const targets = candidates.flatMap(({recordSet, zone}) =>
    leadsTo(recordSet, zone).filter((name) => isWithin(name, zone.name)),
  )
  if (registry.kind === 'noop') {
    const names = new Set([...hosts, ...targets, ...besides])
    return {requested, first: () => names, next: () => new Set(), ever: () => names}
  }
  const named = new Set(hosts.flatMap((name) => namesakes(registry, name)))
  const locations = new Set(
    candidates.flatMap(({recordSet}) => typedTxtNamesOf(registry, recordSet.name, recordSet.type)),
  )
  const txtHosts = txtHostsOf(registry, [...locations])
  return {
    requested,
    first: () => new Set([...named, ...locations, ...txtHosts, ...targets, ...besides]),
    next(found) {
      const texts = found.filter(({name, type}) => type === 'TXT' && (named.has(name) || locations.has(name)))
      const others = txtHostsOf(registry, [...new Set(texts.map((text) => text.name))])
      const owners = new Set([...named, ...txtHosts, ...others])
      const typed = found.filter((set) => owners.has(set.name) && !isOwnershipText(set, registry.codec))
      return new Set([...others, ...typed.flatMap((set) => txtNamesOf(registry, set.name, typesFor(set)))])
    },
    ever() {
      const owners = [...named, ...txtHostsOf(registry, [...named, ...locations])]
      return new Set([
        ...owners,
        ...locations,
        ...targets,
        ...besides,
        ...owners.flatMap((name) => txtNamesOf(registry, name, KNOWN_TYPES)),
      ])
    },
  }
}

/** With a wildcard replacement one text fits `*` and its literal namesake. */
function namesakes(naming: TxtNaming, name: DnsName): readonly DnsName[] {
  const {wildcardReplacement: word} = naming
  if (word === '') return [name]
  const [first = '', ...rest] = name.split('.')
  if (first !== '*' && first !== word) return [name]
  return ['*', word].map((label) => toStoredName([label, ...rest].join('.')))
}

/** The hosts for which texts of these names speak. */
function txtHostsOf(naming: TxtNaming, names: readonly string[]): readonly DnsName[] {
  const hosts = names.flatMap((name) => {
    const txtHosts = parseTxtName(naming, name)
    return [...(txtHosts === undefined ? [] : [txtHosts.host]), ...hostsByOtherTypes(naming, name)]
  })
  return [...new Set(hosts.flatMap((host) => namesakes(naming, toStoredName(host))))]
}

/** Ownership under CNAME speaks for an A alias too. */
function typesFor({type, data}: RecordSet): readonly string[] {
  const types = type === 'SOA' ? [] : [type]
  return type === 'A' && data.kind === 'alias' ? [...types, 'CNAME'] : types
}

/** One that cannot be read, because it is encrypted, counts as a record set: reading more than is needed does no harm. */
function isOwnershipText({type, data}: RecordSet, codec: OwnershipCodec): boolean {
  return type === 'TXT' && data.kind === 'values' && typeof codec.read(data.values[0] ?? '') === 'object'
}
