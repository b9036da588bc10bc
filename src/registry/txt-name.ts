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
  readonly type: KnownType | undefined
}

/** The types that external-dns recognises in TXT names, in the order in which it tries them. */
export const KNOWN_TYPES = ['A', 'AAAA', 'CNAME', 'NS', 'MX', 'PTR', 'SRV', 'NAPTR', 'TXT', 'DNAME'] as const
export type KnownType = (typeof KNOWN_TYPES)[number]

/**
 * False for types such as CAA, which external-dns does not recognise in TXT names: their TXT have a label
 * (`typedLabels`).
 */
export function isKnownType(type: string): boolean {
  return KNOWN_TYPES.some((known) => known === type)
}

/**
 * Types that a TXT name contains only if a record set of that type exists at the rest of the name: `caa-web` is also
 * the old format of a host `caa-web`. Of these external-dns recognises TLSA, since v0.23.
 */
export const OTHER_TYPES = ['CAA', 'DS', 'HTTPS', 'SOA', 'SPF', 'SSHFP', 'SVCB', 'TLSA'] as const

export function isOtherType(type: string): boolean {
  return OTHER_TYPES.some((other) => other === type)
}

const TYPE_TEMPLATE = '%{record_type}'

/**
 * The name of the ownership TXT of (name, type), in the format of external-dns v0.22:
 * docs/external-dns-behaviour.md#txt-names.
 */
export function toTxtName(naming: TxtNaming, name: DnsName, type: string): DnsName {
  const lowerType = type.toLowerCase()
  const [first = '', ...rest] = name.split('.')
  const label = naming.wildcardReplacement !== '' && first === '*' ? naming.wildcardReplacement : first
  const isTyped = isTemplate(naming)
  const prefix = naming.prefix.replaceAll(TYPE_TEMPLATE, lowerType)
  const suffix = naming.suffix.replaceAll(TYPE_TEMPLATE, lowerType)
  return toStoredName([`${prefix}${isTyped ? '' : `${lowerType}-`}${label}${suffix}`, ...rest].join('.'))
}

/** The name by which a host's ownership is looked up: with a leading `*` replaced where a replacement is configured. */
export function toTxtHost(naming: TxtNaming, name: string): string {
  return naming.wildcardReplacement !== '' && (name === '*' || name.startsWith('*.'))
    ? `${naming.wildcardReplacement}${name.slice(1)}`
    : name
}

/**
 * The host and type in the name of an ownership TXT; undefined for a name without the prefix or suffix. Rules:
 * docs/external-dns-behaviour.md#txt-names.
 */
export function parseTxtName(naming: TxtNaming, txtName: string): TxtNameParts | undefined {
  const name = txtName.toLowerCase()
  if (naming.suffix === '') return matchAffix(name, naming.prefix, stripPrefix)
  const dots = naming.suffix.split('.').length - 1
  const labels = name.split('.')
  if (labels.length < dots + 1) return undefined
  const parts = matchAffix(labels.slice(0, dots + 1).join('.'), naming.suffix, stripSuffix)
  if (parts === undefined) return undefined
  const rest = labels.slice(dots + 1)
  return {...parts, host: [parts.host, ...rest].join('.')}
}

/** The host of a TXT whose label contains its type; undefined when the name would be another one. */
export function labelledHost(naming: TxtNaming, txtName: string, type: string): string | undefined {
  const lowerType = type.toLowerCase()
  const [prefix, suffix] = [naming.prefix, naming.suffix].map((affix) => affix.replaceAll(TYPE_TEMPLATE, lowerType))
  const parts = stripAffix({...naming, prefix: prefix ?? '', suffix: suffix ?? ''}, txtName.toLowerCase())
  if (parts === undefined || isTemplate(naming)) return parts
  const start = `${lowerType}-`
  return parts.startsWith(start) ? parts.slice(start.length) : undefined
}

/** The hosts to which a TXT of this name belongs if they have a record set of one of the `OTHER_TYPES`. */
export function hostsByOtherTypes(naming: TxtNaming, txtName: string): readonly string[] {
  return OTHER_TYPES.flatMap((type) => labelledHost(naming, txtName, type) ?? [])
}

/** The name without prefix or suffix; undefined when it has neither. */
function stripAffix({prefix, suffix}: TxtNaming, name: string): string | undefined {
  if (suffix === '') return stripPrefix(name, prefix)
  const labels = name.split('.')
  const count = suffix.split('.').length
  const first = stripSuffix(labels.slice(0, count).join('.'), suffix)
  return first === undefined ? undefined : [first, ...labels.slice(count)].join('.')
}

function isTemplate({prefix, suffix}: TxtNaming): boolean {
  return prefix.includes(TYPE_TEMPLATE) || suffix.includes(TYPE_TEMPLATE)
}

type Strip = (name: string, affix: string) => string | undefined

function matchAffix(name: string, affix: string, strip: Strip): TxtNameParts | undefined {
  if (affix.includes(TYPE_TEMPLATE)) {
    for (const type of KNOWN_TYPES) {
      const host = strip(name, affix.replaceAll(TYPE_TEMPLATE, type.toLowerCase()))
      if (host !== undefined) return {host, type}
    }
  }
  const stripped = strip(name, affix.replaceAll(TYPE_TEMPLATE, ''))
  if (stripped === undefined) return undefined
  const cut = stripped.indexOf('-')
  const type = KNOWN_TYPES.find((known) => cut > 0 && known.toLowerCase() === stripped.slice(0, cut))
  return type === undefined ? {host: stripped, type: undefined} : {host: stripped.slice(cut + 1), type}
}

function stripPrefix(name: string, prefix: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined
}

function stripSuffix(name: string, suffix: string): string | undefined {
  return name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : undefined
}

/** Every name that may hold the ownership of a host: the typed ones, the old format, and the name itself. */
export function txtNamesOf(naming: TxtNaming, name: DnsName, types: readonly string[]): readonly DnsName[] {
  const [first = '', ...rest] = toTxtHost(naming, name).split('.')
  const {prefix, suffix} = withoutTemplate(naming)
  const untyped = [`${prefix}${first}${suffix}`, ...rest].join('.')
  return [...new Set([...types.flatMap((type) => typedTxtNamesOf(naming, name, type)), toStoredName(untyped), name])]
}

/** The name of the ownership TXT of (name, type) as it is written, and another that `parseTxtName` accepts. */
export function typedTxtNamesOf(naming: TxtNaming, name: DnsName, type: string): readonly DnsName[] {
  const written = toTxtName(naming, name, type)
  return isTemplate(naming) ? [written, toTxtName(withoutTemplate(naming), name, type)] : [written]
}

/** The naming without `%{record_type}`: the type may also be in front of the host. */
function withoutTemplate(naming: TxtNaming): TxtNaming {
  return {
    ...naming,
    prefix: naming.prefix.replaceAll(TYPE_TEMPLATE, ''),
    suffix: naming.suffix.replaceAll(TYPE_TEMPLATE, ''),
  }
}
