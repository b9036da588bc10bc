import {type DnsName, toStoredName} from '../dns/dns-name.js'

/** The settings from which names of ownership TXT are made; lower case, at most one of prefix and suffix. */
export interface TxtNaming {
  /** May contain `%{record_type}`. */
  readonly prefix: string
  readonly suffix: string
  /** Replaces a leading `*` label; empty: none. */
  readonly wildcardReplacement: string
}

/** The meaning of an ownership TXT's name: the owned host, and the type unless the format is the old one. */
export interface TxtNameParts {
  readonly host: string
  /** Undefined: the old format, whose names contain no type. */
  readonly type: string | undefined
}

/** The types that external-dns recognises in TXT names, in the order in which it tries them. */
export const KNOWN_TYPES = ['A', 'AAAA', 'CNAME', 'NS', 'MX', 'PTR', 'SRV', 'NAPTR', 'TXT', 'DNAME'] as const
/** What v0.21 recognises, and what v0.23 does: with each more, a TXT in the old format may become one of another host. */
export const TYPES_OF_V021: readonly string[] = KNOWN_TYPES.slice(0, 8)
export const TYPES_OF_V023: readonly string[] = [...KNOWN_TYPES, 'TLSA']

/** False for types such as CAA, whose TXT have a label (`typedLabels`): external-dns does not know them in names. */
export function isKnownType(type: string): boolean {
  return KNOWN_TYPES.some((known) => known === type)
}

/**
 * Types in a TXT name only if a set of that type exists there: `caa-web` is also the old format of that host.
 * external-dns knows TLSA since v0.23, and no longer finds the old-format TXT of a host `tlsa-web`.
 */
export const OTHER_TYPES = ['CAA', 'DS', 'HTTPS', 'SOA', 'SPF', 'SSHFP', 'SVCB', 'TLSA'] as const

export function isOtherType(type: string): boolean {
  return OTHER_TYPES.some((other) => other === type)
}

const TYPE_TEMPLATE = '%{record_type}'

/** In the format of external-dns v0.22: docs/external-dns-behaviour.md#txt-names. */
export function toTxtName(naming: TxtNaming, name: DnsName, type: string): DnsName {
  const {prefix, suffix} = withType(naming, type)
  const end = name.includes('.') ? name.indexOf('.') : name.length
  const label = toTxtHost(naming, name.slice(0, end))
  return toStoredName(`${prefix}${isTemplate(naming) ? '' : `${type}-`}${label}${suffix}${name.slice(end)}`)
}

/** The name by which a host's ownership is looked up: with a leading `*` replaced where a replacement is configured. */
export function toTxtHost(naming: TxtNaming, name: string): string {
  return naming.wildcardReplacement !== '' && (name === '*' || name.startsWith('*.'))
    ? `${naming.wildcardReplacement}${name.slice(1)}`
    : name
}

/** Undefined for a name without the prefix or suffix. Rules: docs/external-dns-behaviour.md#txt-names. */
export function parseTxtName(
  naming: Affixes,
  txtName: string,
  types: readonly string[] = KNOWN_TYPES,
): TxtNameParts | undefined {
  const name = txtName.toLowerCase()
  if (isTemplate(naming)) {
    for (const type of types) {
      const host = stripAffix(withType(naming, type.toLowerCase()), name)
      if (host !== undefined) return {host, type}
    }
  }
  const stripped = stripAffix(withType(naming, ''), name)
  if (stripped === undefined) return undefined
  const cut = stripped.indexOf('-')
  const word = stripped.slice(0, Math.max(0, cut)).toUpperCase()
  const type = types.includes(word) ? word : undefined
  return type === undefined ? {host: stripped, type: undefined} : {host: stripped.slice(cut + 1), type}
}

/** The host of a TXT whose label contains its type; undefined when the name would be another one. */
export function labelledHost(naming: Affixes, txtName: string, type: string): string | undefined {
  const lowerType = type.toLowerCase()
  const stripped = stripAffix(withType(naming, lowerType), txtName.toLowerCase())
  if (stripped === undefined || isTemplate(naming)) return stripped
  const start = `${lowerType}-`
  return stripped.startsWith(start) ? stripped.slice(start.length) : undefined
}

/** The hosts to which a TXT of this name belongs if they have a record set of one of the `OTHER_TYPES`. */
export function hostsByOtherTypes(naming: Affixes, txtName: string): readonly string[] {
  return OTHER_TYPES.flatMap((type) => labelledHost(naming, txtName, type) ?? [])
}

type Affixes = Pick<TxtNaming, 'prefix' | 'suffix'>

/** The name without its prefix, or without the suffix at the end of as many labels as that has; undefined without. */
function stripAffix({prefix, suffix}: Affixes, name: string): string | undefined {
  if (suffix === '') return name.startsWith(prefix) ? name.slice(prefix.length) : undefined
  const labels = name.split('.')
  const count = suffix.split('.').length
  const first = labels.slice(0, count).join('.')
  if (!first.endsWith(suffix)) return undefined
  return [first.slice(0, first.length - suffix.length), ...labels.slice(count)].join('.')
}

function isTemplate({prefix, suffix}: Affixes): boolean {
  return prefix.includes(TYPE_TEMPLATE) || suffix.includes(TYPE_TEMPLATE)
}

/** Every name that may hold the ownership of a host: the typed ones, the old format, and the name itself. */
export function txtNamesOf(naming: TxtNaming, name: DnsName, types: readonly string[]): readonly DnsName[] {
  const [first = '', ...rest] = toTxtHost(naming, name).split('.')
  const {prefix, suffix} = withType(naming, '')
  const untyped = [`${prefix}${first}${suffix}`, ...rest].join('.')
  return [...new Set([...types.flatMap((type) => typedTxtNamesOf(naming, name, type)), toStoredName(untyped), name])]
}

/** The name of the ownership TXT of (name, type) as it is written, and another that `parseTxtName` accepts. */
export function typedTxtNamesOf(naming: TxtNaming, name: DnsName, type: string): readonly DnsName[] {
  const written = toTxtName(naming, name, type)
  return isTemplate(naming) ? [written, toTxtName({...naming, ...withType(naming, '')}, name, type)] : [written]
}

/** The affixes with the type in place of `%{record_type}`; an empty text: the type may also be in front of the host. */
function withType(affixes: Affixes, type: string): Affixes {
  if (!isTemplate(affixes)) return affixes
  const {prefix, suffix} = affixes
  return {prefix: prefix.replaceAll(TYPE_TEMPLATE, type), suffix: suffix.replaceAll(TYPE_TEMPLATE, type)}
}
