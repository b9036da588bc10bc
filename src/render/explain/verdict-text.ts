import {assertNever} from '../../dns/parsed.js'
import {objectText, plural, zoneText} from '../../dns/phrase.js'
import type {HostExplanation, HostRequest, OwnershipOf} from '../../explain/explanation.js'
import type {HostAction} from '../../plan/change.js'
import {type Claim, isRoute53s, type OwnershipRecord, textsOf} from '../../registry/claim.js'
import type {Look, Paint, Theme, VerboseLook} from '../layout/theme.js'
import {oneWord, paragraph, REMARK_GAP, type Word, words} from '../layout/wrap.js'
import {recordSetPhrase, setIdentifierText} from '../plan/record-set-text.js'
import {forWhom} from '../plan/summary-text.js'

const DONE = {
  create: 'create it',
  update: 'update it',
  replace: 'replace it',
  move: 'move it to another owner',
  adopt: 'take it over',
  delete: 'delete it',
  release: 'release it',
  transfer: 'hand it over',
  repair: 'repair its ownership',
} as const satisfies Record<HostAction, string>

/** The host, the verdict as a sentence, and the settings of the run to which it applies. */
export function verdictLines(it: HostExplanation, {theme, width, isVerbose}: VerboseLook): readonly string[] {
  const {owner, context, policy, clusters} = it.plan
  const one = [owner === undefined ? 'registry noop' : `owner ${owner}`, `context ${context}`]
  const whose = clusters === undefined ? one : forWhom(it.plan)
  const verdict = words(sentence(it), {gap: REMARK_GAP, paint: paintOf(it, theme)})
  const dim = {paint: theme.dim}
  return [
    ...paragraph([oneWord(it.host, {paint: theme.bold}), ...verdict], width),
    ...paragraph(words([...whose, `policy ${policy}`].join(` ${theme.dot} `), dim), width),
    ...paragraph(words(sourcesText(it, isVerbose), dim), width),
  ]
}

/** True when an object names the host, whatever comes of it. */
export function isNamed({plan, filteredOut, requests}: HostExplanation): boolean {
  return plan.unused.length + filteredOut.length + requests.length > 0
}

/** Lists the sources that were not read if the host may be asked for there. */
function sourcesText(it: HostExplanation, isVerbose: boolean): string {
  const {read, notRead} = it.sources
  const others = isVerbose || !isNamed(it) ? notRead.join(', ') : plural(notRead.length, 'other')
  return `sources read: ${read.join(', ')}; not read: ${notRead.length === 0 ? 'none' : others}`
}

function sentence(it: HostExplanation): string {
  const {verdict, plan} = it
  switch (verdict) {
    case 'change': {
      const zones = plan.zones.map(({zone}) => zone)
      const done = plan.zones.flatMap(({zone, hosts}) =>
        hosts.map(({action}) => `${DONE[action]} in ${zoneText(zone, zones)}`),
      )
      return `apply will ${[...new Set(done)].join(', and ')}`
    }
    case 'blocked':
      return `stays as it is: ${[...new Set(plan.blocked.map(({reason}) => reason))].sort().join(', ')}`
    case 'unchanged':
      return 'is as it should be'
    case 'dropped':
      return 'is asked for, but the flags leave out all its records'
    case 'leftover':
      return `is ours, and ${noneAsks(it)} any more: policy ${plan.policy} leaves it, prune would delete it`
    case 'not-ours':
      return `${noneAsks(it)}, and what is there is not ours`
    case 'nothing':
      if (!it.zones.some(({isChosen}) => isChosen)) return `${noneAsks(it)}, and no selected zone could hold it`
      return `${noneAsks(it)}, and it is not there${coverText(it)}`
    case 'ownership-txt':
      return [...new Set(it.ownershipOf.map(ownershipText))].join(', and ')
    default:
      return assertNever(verdict)
  }
}

/** A problem of an object as a whole may hide a request for any host. */
function noneAsks({plan, filteredOut, requests, covering}: HostExplanation): string {
  if (plan.unused.length + filteredOut.length > 0) return 'no object that names it is used'
  if (requests.length > 0) return 'no object is known to ask for it'
  return covering.length > 0 ? 'no object asks for it by its name' : 'no object asks for it'
}

function coverText({neighbours, covering}: HostExplanation): string {
  const wildcard = neighbours.find(({kind, hiddenBy}) => kind === 'wildcard' && hiddenBy === undefined)
  const name = wildcard?.recordSet.name ?? covering[0]?.writtenAs
  return name === undefined ? '' : `; covered by ${name}`
}

function ownershipText({text, claims}: OwnershipOf): string {
  if (text.host === '')
    return `is an ownership TXT, ${saysText(text)}, whose name does not fit --txt-prefix and --txt-suffix`
  const hosts = [...new Set(claims.map(({recordSet}): string => recordSet.name))]
  const named = hosts.length === 0 ? [text.host] : hosts
  const types = claims.length === 0 ? [text.type ?? ''] : claims.map(({recordSet}) => recordSet.type)
  const of = [...named, ...new Set(types)].join(' ').trim()
  return `is the ownership TXT of ${of}, ${saysText(text)}: run explain ${named.join(' or ')}`
}

function paintOf({verdict}: HostExplanation, theme: Theme): Paint | undefined {
  if (verdict === 'change') return theme.update
  return verdict === 'blocked' || verdict === 'dropped' ? theme.blocked : undefined
}

/** An object with its field, the host as written there if that differs, and a line for each fact about it. */
export function objectLines(
  {origin, writtenAs}: Pick<HostRequest, 'origin' | 'writtenAs'>,
  facts: readonly (readonly Word[])[],
  {theme, width}: Look,
): readonly string[] {
  const who = [
    ...words(objectText(origin)),
    ...(origin.field === '' ? [] : words(origin.field, {gap: 2, paint: theme.dim})),
    ...(writtenAs === undefined || writtenAs.startsWith('*.') ? [] : words(`as ${writtenAs}`, {gap: REMARK_GAP})),
  ]
  return [...paragraph(who, width, 2), ...facts.flatMap((fact) => paragraph(fact, width, 6))]
}

/** What the object asks for, or why nothing comes of it. */
export function resultWords({result, setIdentifier}: HostRequest, theme: Theme): readonly Word[] {
  const {kind} = result
  switch (kind) {
    case 'endpoint':
      return [
        oneWord(result.type),
        ...(result.targets.length === 0
          ? words('without a target')
          : result.targets.flatMap((target) => words(target, {isBreakable: true}))),
        ...(result.ttlSeconds === undefined ? [] : words(`ttl ${result.ttlSeconds}`, {gap: REMARK_GAP})),
        ...(setIdentifier === undefined ? [] : words(setIdentifierText(setIdentifier), {gap: REMARK_GAP})),
      ]
    case 'pending':
    case 'unused':
      return words(result.reason, {paint: theme.blocked})
    case 'problem':
      return words(`cannot be converted: ${result.problem}`, {paint: theme.problem})
    default:
      return assertNever(kind)
  }
}

export function storedLines(claim: Claim, {zones}: HostExplanation, {theme, width}: Look): readonly string[] {
  const all = zones.map(({zone}) => zone)
  const isOneOfSeveral = zones.filter(({isChosen}) => isChosen).length > 1
  const content = [
    oneWord(claim.recordSet.type),
    ...words(recordSetPhrase(claim.recordSet), {isBreakable: true}),
    ...(isOneOfSeveral ? words(`in ${zoneText(claim.zone, all)}`, {gap: REMARK_GAP}) : []),
    ...ownerWords(claim, theme),
  ]
  const texts = textsOf(claim.ownershipRecords)
  return [...paragraph(content, width, 2), ...texts.flatMap((text) => paragraph(textWords(text, theme), width, 6))]
}

export function orphanLines(orphan: OwnershipRecord, {theme, width}: Look): readonly string[] {
  return paragraph([...textWords(orphan, theme), ...words('its record does not exist', {gap: REMARK_GAP})], width, 2)
}

/** An ownership TXT under the host's own name, followed by the record sets that it belongs to. */
export function ownershipLines({text, claims}: OwnershipOf, {theme, width}: Look) {
  const sets = claims.map((claim) => [
    ...words(`of ${claim.recordSet.name} ${claim.recordSet.type}`),
    ...words(recordSetPhrase(claim.recordSet), {isBreakable: true}),
    ...ownerWords(claim, theme),
  ])
  const none = [words('its record does not exist')]
  return [
    ...paragraph(textWords(text, theme), width, 2),
    ...(sets.length === 0 ? none : sets).flatMap((set) => paragraph(set, width, 6)),
  ]
}

export function ownerWords(claim: Claim, theme: Theme): readonly Word[] {
  switch (claim.kind) {
    case 'owned':
      return claim.owner === undefined ? [] : words(`ours (${claim.owner})`, {gap: REMARK_GAP, paint: theme.create})
    case 'foreign':
      return words(`owner ${claim.owner}`, {gap: REMARK_GAP, paint: theme.blocked})
    default:
      return isRoute53s(claim.zone, claim.recordSet)
        ? words("Route 53's own", {gap: REMARK_GAP})
        : words('unowned', {gap: REMARK_GAP, paint: theme.blocked})
  }
}

function textWords(text: OwnershipRecord, theme: Theme): readonly Word[] {
  const resource = text.resource === '' ? '' : ` for ${text.resource}`
  return [
    ...words(`TXT ${text.recordSet.name}`),
    ...words(`${saysText(text)}${resource}`, {gap: REMARK_GAP}),
    ...(text.type === undefined ? words('old format', {gap: REMARK_GAP, paint: theme.dim}) : []),
  ]
}

function saysText({isUnreadable, owner}: OwnershipRecord): string {
  return isUnreadable ? 'encrypted with a key that is not given' : `owner ${owner}`
}
