import {type DnsName, parseDnsName} from '../../dns/dns-name.js'
import {type HostPattern, parseHostPattern} from '../../dns/host-pattern.js'
import type {Parsed} from '../../dns/parsed.js'
import {phrases} from '../../dns/phrase.js'
import {suggestFor} from '../../errors/suggestion.js'
import {BLOCK_REASONS} from '../../plan/plan.js'
import {type DeleteLimit, type DomainFilter, makeDomainFilter, type PlanSettings} from '../../plan/plan-settings.js'
import type {SettingValues} from '../flags/setting-flags.js'
import {usageError} from '../usage-error.js'

export function parsePlanSettings(values: SettingValues): PlanSettings {
  const excludedTypes = withoutEmpty(values['exclude-record-types'])
  return {
    policy: values.policy,
    managedTypes: withoutEmpty(values['managed-record-types']).filter((type) => !excludedTypes.includes(type)),
    excludedTypes,
    domainFilter: parseDomainFilter(values),
    onMissingTarget: values['on-missing-target'],
    deleteLimit: parseDeleteLimit(values['max-deletes']),
    allowsUnownedDeletes: values['allow-unowned-deletes'],
    tolerated: new Set(withoutEmpty(values.tolerate).map((text) => parseReason('tolerate', text, BLOCK_REASONS))),
    only: withoutEmpty(values.only).map((text) => parsePattern(text, '--only=')),
  }
}

/** Drops empty values: the default `[""]` of external-dns and an empty variable both mean no value. */
export function withoutEmpty(list: readonly string[]): readonly string[] {
  return list.filter((text) => text !== '')
}

function parseDomainFilter(values: SettingValues): DomainFilter {
  const {'regex-domain-filter': regexInclude, 'regex-domain-exclusion': regexExclude} = values
  const filter = makeDomainFilter({
    include: withoutEmpty(values['domain-filter']),
    exclude: withoutEmpty(values['exclude-domains']),
    ...(regexInclude === '' ? {} : {regexInclude}),
    ...(regexExclude === '' ? {} : {regexExclude}),
  })
  if (filter.ok) return filter.value
  const flags = '--domain-filter, --exclude-domains, --regex-domain-filter and --regex-domain-exclusion'
  const fix = `check ${flags} (RE2: no look-around, no back-references)`
  throw usageError(`The domain filter cannot be used: ${filter.problem}.`, [fix])
}

/** Parses `N` (hosts of the whole run) or `P%` (of the owned hosts of a zone). */
function parseDeleteLimit(text: string): DeleteLimit {
  if (text === '') return {kind: 'default'}
  const [, digits = '', sign = ''] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? []
  const number = Number(digits)
  const isPercent = sign === '%'
  if (digits === '' || (isPercent ? number > 100 : !Number.isSafeInteger(number) || digits.includes('.'))) {
    const happened = `--max-deletes is "${text}", which is neither a number of hosts nor a percentage up to 100%.`
    throw usageError(happened, ['write --max-deletes=20 or --max-deletes=25%'])
  }
  return isPercent ? {kind: 'percent', percent: number} : {kind: 'count', hosts: number}
}

/** Parses a reason code. @param words those that the flag takes. @throws CliError USAGE */
export function parseReason<W extends string>(flag: string, text: string, words: readonly W[]): W {
  const word = words.find((one) => one === text)
  if (word !== undefined) return word
  const near = suggestFor(text, words)
  const fix = phrases(near && `did you mean --${flag}=${near}?`, `the codes are ${words.join(', ')}`)
  throw usageError(`--${flag}=${text} is not a reason code.`, fix)
}

/** @throws CliError USAGE when it is no host, also for a copied URL with scheme, port or path. */
export function parseHost(text: string): DnsName {
  return parseNamed(parseDnsName, text)
}

/** @param flag as `--only=`. @throws CliError USAGE */
export function parsePattern(text: string, flag: string): HostPattern {
  return parseNamed(parseHostPattern, text, flag)
}

function parseNamed<T>(parse: (text: string) => Parsed<T>, text: string, flag = ''): T {
  const name = parse(text)
  const [, inUrl] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(text) ?? /^([^/?#:]+)[/:]/.exec(text) ?? []
  if (name.ok && inUrl === undefined) return name.value
  const problem = name.ok ? 'it is a URL' : name.problem
  const hasHost = inUrl !== undefined && parseDnsName(inUrl).ok
  const fix = hasHost
    ? `name the host alone: ${flag}${inUrl}`
    : `write the host as the object does: ${flag}api.example.com`
  throw usageError(`${flag === '' ? `"${text}"` : `${flag}${text}`} is not a host name: ${problem}.`, [fix])
}
