import {RE2JS} from 're2js'
import {toUnicodeName} from '../dns/dns-name.js'
import type {HostPattern} from '../dns/host-pattern.js'
import {type Parsed, parsed, problem} from '../dns/parsed.js'
import type {BlockReason} from './blocked.js'

export const POLICIES = ['sync', 'upsert-only', 'create-only'] as const
export type Policy = (typeof POLICIES)[number]

/** `--max-deletes`. The default asks both: more than 10 hosts and more than 10 % of those owned in the zone. */
export type DeleteLimit =
  | {readonly kind: 'default'}
  | {readonly kind: 'count'; readonly hosts: number}
  | {readonly kind: 'percent'; readonly percent: number}

export interface PlanSettings {
  readonly policy: Policy
  /** What upstream calls managed minus excluded types; compared case-sensitively. */
  readonly managedTypes: readonly string[]
  readonly excludedTypes: readonly string[]
  readonly domainFilter: DomainFilter
  readonly onMissingTarget: 'hold' | 'delete'
  readonly deleteLimit: DeleteLimit
  /** With registry noop: whether record sets that nobody owns may be deleted. */
  readonly allowsUnownedDeletes: boolean
  /** `--only`: the hosts to which the run is narrowed; empty: all. */
  readonly only: readonly HostPattern[]
  /** `--tolerate`. */
  readonly tolerated: ReadonlySet<BlockReason>
}

/** `--domain-filter`, `--exclude-domains` and their regex forms. `matches` takes a name in any form: Unicode, dotted, capitals. */
export interface DomainFilter {
  matches(name: string): boolean
  /** True when a zone that is a parent of an included domain may be used (`--aws-zone-match-parent`). */
  matchesParent(zoneName: string): boolean
}

export interface DomainFilterFlags {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** Empty or absent: none. RE2 syntax, searched anywhere in the name. Either of the two puts the lists out of force. */
  readonly regexInclude?: string
  readonly regexExclude?: string
}

export function makeDomainFilter(flags: DomainFilterFlags): Parsed<DomainFilter> {
  const include = compile('--regex-domain-filter', flags.regexInclude ?? '')
  if (!include.ok) return include
  const exclude = compile('--regex-domain-exclusion', flags.regexExclude ?? '')
  if (!exclude.ok) return exclude
  if (include.value === undefined && exclude.value === undefined) return parsed(plainFilter(flags))
  return parsed(regexFilter(include.value, exclude.value, flags.regexInclude ?? ''))
}

function plainFilter(flags: DomainFilterFlags): DomainFilter {
  const include = flags.include.map(normalize).filter((text) => text !== '')
  const exclude = flags.exclude.map(normalize).filter((text) => text !== '')
  const isExcluded = (name: string) => exclude.some((filter) => liesIn(name, filter))
  return {
    matches(text) {
      const name = normalize(text)
      return (include.length === 0 || include.some((filter) => liesIn(name, filter))) && !isExcluded(name)
    },
    matchesParent(zoneName) {
      const zone = normalize(zoneName)
      if (isExcluded(zone)) return false
      // Not `.app.shop.io`: upstream takes parents only for filters that name the domain itself.
      return include.length === 0 || include.some((filter) => !filter.startsWith('.') && filter.endsWith(`.${zone}`))
    },
  }
}

/** Unlike external-dns, refuses a zone where the end of the regex shows that no name in it can match: `\.shop\.io$`. */
function regexFilter(include: RE2JS | undefined, exclude: RE2JS | undefined, includeText: string): DomainFilter {
  const endings = literalEndings(includeText)
  return {
    matches(text) {
      const name = normalize(text)
      return !(exclude?.test(name) ?? false) && (include?.test(name) ?? true)
    },
    matchesParent(zoneName) {
      const zone = normalize(zoneName)
      if (exclude?.test(zone) ?? false) return false
      return endings.some((ending) => `.${zone}`.endsWith(ending) || ending.endsWith(`.${zone}`))
    },
  }
}

function normalize(text: string): string {
  return toUnicodeName(text.trim())
}

/** `.shop.io` takes names below shop.io, `shop.io` takes itself too. */
function liesIn(name: string, filter: string): boolean {
  return filter.startsWith('.') ? name.endsWith(filter) : name === filter || name.endsWith(`.${filter}`)
}

function compile(flag: string, text: string): Parsed<RE2JS | undefined> {
  if (text === '') return parsed(undefined)
  try {
    return parsed(RE2JS.compile(text))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return problem(`${flag} "${text}" is not a regular expression of the RE2 syntax: ${reason}`)
  }
}

/** For each alternative of a regex, the text with which a match must end; empty where that cannot be read off. */
function literalEndings(regex: string): readonly string[] {
  const endings: string[] = []
  let depth = 0
  let ending = ''
  let isAnchored = false
  const close = () => endings.push(isAnchored ? ending.toLowerCase() : '')
  for (const [token] of regex.matchAll(/\\(?:x[\dA-Fa-f]{2}|[0-7]+|[Pp].|.)|\[\^?\]?(?:\\.|[^\]\\])*\]|./gs)) {
    if (token === '|' && depth === 0) {
      close()
      ending = ''
      isAnchored = false
      continue
    }
    if (token === '(') depth += 1
    if (token === ')') depth -= 1
    const literal = literalOf(token)
    if (depth === 0 && (token === '$' || token === '\\z')) isAnchored = true
    else if (literal !== undefined) ending += literal
    else ending = ''
  }
  close()
  return endings
}

/** The one character for which a token of a regex stands; undefined for operators, classes and what they apply to. */
function literalOf(token: string): string | undefined {
  if (token.startsWith('\\')) return /[A-Za-z0-9]/.test(token) ? undefined : token.slice(1)
  return token.length === 1 && !'.*+?()[]{}^$|'.includes(token) ? token : undefined
}
