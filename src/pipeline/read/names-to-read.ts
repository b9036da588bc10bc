import {type DnsName, isWithin, toStoredName} from '../../dns/dns-name.js'
import {firstValue, type RecordSet} from '../../dns/record-set.js'
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

export interface NamesWanted {
  /** Every name that an object asks for. */
  readonly requested: ReadonlySet<string>
  readonly candidates: readonly Candidate[]
  /** Names to read as well, although no decision depends on them. */
  readonly besides?: ReadonlySet<DnsName>
}

/**
 * The names that the plan for some hosts depends on, so that only a part of a large zone has to be read. A record set
 * depends on its ownership TXT, and a TXT on the record sets that it covers, because it is kept as long as one of them
 * needs it.
 */
export interface NamesToRead {
  readonly requested: ReadonlySet<string>
  /** The names to read first: the hosts, their ownership TXT, and targets of aliases and CNAMEs in the same zone. */
  first(): ReadonlySet<DnsName>
  /** Further names that these record sets make necessary. */
  next(found: readonly RecordSet[]): ReadonlySet<DnsName>
  /** All names that may become necessary for the usual types, whatever is found. */
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
    candidates.flatMap(({recordSet}) => {
      // A name that shares its texts with a wildcard may be left with the text for CNAME alone.
      const isShared = namesakes(registry, recordSet.name).length > 1
      const types = isShared ? typesFor(recordSet) : [recordSet.type]
      return types.flatMap((type) => typedTxtNamesOf(registry, recordSet.name, type))
    }),
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

/** With a wildcard replacement, one TXT name belongs both to `*` and to the host with the literal label. */
function namesakes(naming: TxtNaming, name: DnsName): readonly DnsName[] {
  const {wildcardReplacement: word} = naming
  if (word === '') return [name]
  const [first = '', ...rest] = name.split('.')
  if (first !== '*' && first !== word) return [name]
  return ['*', word].map((label) => toStoredName([label, ...rest].join('.')))
}

/** The hosts that TXT records with these names may belong to. */
export function txtHostsOf(naming: TxtNaming, names: readonly string[]): readonly DnsName[] {
  const hosts = names.flatMap((name) => {
    const txtHosts = parseTxtName(naming, name)
    return [...(txtHosts === undefined ? [] : [txtHosts.host]), ...hostsByOtherTypes(naming, name)]
  })
  return [...new Set(hosts.flatMap((host) => namesakes(naming, toStoredName(host))))]
}

/** The type of a TXT name that covers a record set; an A alias may also be covered by a TXT for CNAME. */
function typesFor({type, data}: RecordSet): readonly string[] {
  const types = type === 'SOA' ? [] : [type]
  return type === 'A' && data.kind === 'alias' ? [...types, 'CNAME'] : types
}

/** An encrypted TXT that cannot be read counts as a record set: reading too much does no harm. */
function isOwnershipText(set: RecordSet, codec: OwnershipCodec): boolean {
  return set.type === 'TXT' && typeof codec.read(firstValue(set)) === 'object'
}
