import {assertNever} from '../dns/parsed.js'
import type {Asking} from '../explain/explanation.js'
import {objectText} from './phrase.js'
import {setIdentifierText} from './record-set-text.js'
import type {Theme} from './theme.js'
import {oneWord, paragraph, REMARK_GAP, type Word, words} from './wrap.js'

/** The object and its field, and how it writes the host where that differs. */
export function whoText({origin, writtenAs}: Asking, theme: Theme): readonly Word[] {
  return [
    ...words(objectText(origin)),
    ...(origin.field === '' ? [] : words(origin.field, {gap: 2, paint: theme.dim})),
    ...(writtenAs === undefined || writtenAs.startsWith('*.') ? [] : words(`as ${writtenAs}`, {gap: REMARK_GAP})),
  ]
}

/** An object, and below it what it asks for. */
export function askingLines(asking: Asking, {theme, width}: {readonly theme: Theme; readonly width: number}): string[] {
  return [...paragraph(whoText(asking, theme), width, 2), ...paragraph(wishWords(asking, theme), width, 6)]
}

function wishWords({wish, setIdentifier}: Asking, theme: Theme): readonly Word[] {
  const {kind} = wish
  switch (kind) {
    case 'endpoint':
      return [
        oneWord(wish.type),
        ...(wish.targets.length === 0
          ? words('without a target')
          : wish.targets.flatMap((target) => words(target, {isBreakable: true}))),
        ...(wish.ttlSeconds === undefined ? [] : words(`ttl ${wish.ttlSeconds}`, {gap: REMARK_GAP})),
        ...(setIdentifier === undefined ? [] : words(setIdentifierText(setIdentifier), {gap: REMARK_GAP})),
      ]
    case 'pending':
      return words(wish.reason, {paint: theme.blocked})
    case 'problem':
      return words(`cannot be converted: ${wish.problem}`, {paint: theme.problem})
    default:
      return assertNever(kind)
  }
}
