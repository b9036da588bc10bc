import type {HostExplanation} from '../explain/explanation.js'
import {type Claim, isRoute53s, type OwnershipTxt} from '../registry/claim.js'
import {zoneText} from './phrase.js'
import {recordSetPhrase} from './record-set-phrase.js'
import type {Theme} from './theme.js'
import {oneWord, paragraph, REMARK_GAP, type Word, words} from './wrap.js'

interface Options {
  readonly theme: Theme
  readonly width: number
}

/** A record set with who owns it, and the texts that say so below. */
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
  const {typed, legacyAlias, untyped} = claim.guards
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

/** A text without the record of which it speaks. */
export function orphanLines(orphan: OwnershipTxt, {theme, width}: Options): readonly string[] {
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

function textWords(text: OwnershipTxt, theme: Theme): readonly Word[] {
  const says = text.isUnreadable
    ? 'encrypted with a key that is not given'
    : `owner ${text.owner}${text.resource === '' ? '' : ` for ${text.resource}`}`
  return [
    ...words(`TXT ${text.recordSet.name}`),
    ...words(says, {gap: REMARK_GAP}),
    ...(text.type === undefined ? words('old format', {gap: REMARK_GAP, paint: theme.dim}) : []),
  ]
}
