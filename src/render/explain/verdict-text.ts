import {assertNever} from '../../dns/parsed.js'
import {objectText, zoneText} from '../../dns/phrase.js'
import type {HostExplanation, HostRequest} from '../../explain/explanation.js'
import type {HostAction} from '../../plan/change.js'
import {type Claim, isRoute53s, type OwnershipRecord} from '../../registry/claim.js'
import type {Paint, Theme} from '../layout/theme.js'
import {oneWord, paragraph, REMARK_GAP, type Word, words} from '../layout/wrap.js'
import {recordSetPhrase, setIdentifierText} from '../plan/record-set-text.js'

const DONE = {
  create: 'create it',
  update: 'update it',
  replace: 'replace it',
  adopt: 'take it over',
  delete: 'delete it',
  release: 'release it',
  transfer: 'hand it over',
  repair: 'repair its ownership',
} as const satisfies Record<HostAction, string>

/** The host, the verdict as a sentence, and the settings of the run to which it applies. */
export function verdictLines(
  it: HostExplanation,
  {theme, width}: {readonly theme: Theme; readonly width: number},
): readonly string[] {
  const {plan, host} = it
  const facts = [
    plan.owner === undefined ? 'registry noop' : `owner ${plan.owner}`,
    `context ${plan.context}`,
    `policy ${plan.policy}`,
  ]
  return [
    ...paragraph(
      [oneWord(host, {paint: theme.bold}), ...words(sentence(it), {gap: REMARK_GAP, paint: paintOf(it, theme)})],
      width,
    ),
    ...paragraph(words(facts.join(` ${theme.dot} `), {paint: theme.dim}), width),
  ]
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
      return 'is asked for, and the flags leave nothing of it'
    case 'leftover':
      return `is ours, and ${noneAsks(it)} any more: policy ${plan.policy} leaves it, prune would delete it`
    case 'not-ours':
      return `${noneAsks(it)}, and what is there is not ours`
    case 'nothing':
      return it.zones.some(({isChosen}) => isChosen)
        ? `${noneAsks(it)}, and it is not there`
        : `${noneAsks(it)}, and no selected zone could hold it`
    default:
      return assertNever(verdict)
  }
}

function noneAsks({plan}: HostExplanation): string {
  return plan.unused.length === 0 ? 'nobody asks for it' : 'no object that names it is used'
}

function paintOf({verdict}: HostExplanation, theme: Theme): Paint | undefined {
  if (verdict === 'change') return theme.update
  return verdict === 'blocked' || verdict === 'dropped' ? theme.blocked : undefined
}

/** The object and its field, and the host as written there if that differs. */
export function whoText({origin, writtenAs}: HostRequest, theme: Theme): readonly Word[] {
  return [
    ...words(objectText(origin)),
    ...(origin.field === '' ? [] : words(origin.field, {gap: 2, paint: theme.dim})),
    ...(writtenAs === undefined || writtenAs.startsWith('*.') ? [] : words(`as ${writtenAs}`, {gap: REMARK_GAP})),
  ]
}

/** An object, followed by the endpoints that it asks for. */
export function requestLines(
  request: HostRequest,
  {theme, width}: {readonly theme: Theme; readonly width: number},
): string[] {
  return [...paragraph(whoText(request, theme), width, 2), ...paragraph(resultWords(request, theme), width, 6)]
}

function resultWords({result, setIdentifier}: HostRequest, theme: Theme): readonly Word[] {
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
      return words(result.reason, {paint: theme.blocked})
    case 'problem':
      return words(`cannot be converted: ${result.problem}`, {paint: theme.problem})
    default:
      return assertNever(kind)
  }
}

interface Options {
  readonly theme: Theme
  readonly width: number
}

/** A record set with its owner, followed by its ownership TXT. */
export function storedLines(claim: Claim, {plan, zones}: HostExplanation, {theme, width}: Options): readonly string[] {
  const chosen = zones.filter(({isChosen}) => isChosen)
  const where =
    chosen.length > 1
      ? words(
          `in ${zoneText(
            claim.zone,
            zones.map(({zone}) => zone),
          )}`,
          {gap: REMARK_GAP},
        )
      : []
  const {typed, legacyAlias, untyped} = claim.ownershipRecords
  const texts = [typed, legacyAlias, untyped].filter((text) => text !== undefined)
  return [
    ...paragraph(
      [
        oneWord(claim.recordSet.type),
        ...words(recordSetPhrase(claim.recordSet), {isBreakable: true}),
        ...where,
        ...ownerWords(claim, plan.owner, theme),
      ],
      width,
      2,
    ),
    ...texts.flatMap((text) => paragraph(textWords(text, theme), width, 6)),
  ]
}

/** An ownership TXT without its record. */
export function orphanLines(orphan: OwnershipRecord, {theme, width}: Options): readonly string[] {
  return paragraph([...textWords(orphan, theme), ...words('its record is not there', {gap: REMARK_GAP})], width, 2)
}

function ownerWords(claim: Claim, us: string | undefined, theme: Theme): readonly Word[] {
  switch (claim.kind) {
    case 'owned':
      return us === undefined ? [] : words(`ours (${us})`, {gap: REMARK_GAP, paint: theme.create})
    case 'foreign':
      return words(`owner ${claim.owner}`, {gap: REMARK_GAP, paint: theme.blocked})
    default:
      return isRoute53s(claim.zone, claim.recordSet)
        ? words("Route 53's own", {gap: REMARK_GAP})
        : words('nobody owns it', {gap: REMARK_GAP, paint: theme.blocked})
  }
}

function textWords(text: OwnershipRecord, theme: Theme): readonly Word[] {
  const says = text.isUnreadable
    ? 'encrypted with a key that is not given'
    : `owner ${text.owner}${text.resource === '' ? '' : ` for ${text.resource}`}`
  return [
    ...words(`TXT ${text.recordSet.name}`),
    ...words(says, {gap: REMARK_GAP}),
    ...(text.type === undefined ? words('old format', {gap: REMARK_GAP, paint: theme.dim}) : []),
  ]
}
