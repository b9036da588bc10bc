import {BLOCK_REASONS, type Blocked, PROBLEM_REASONS} from '../plan/plan.js'
import {displayWidth} from './display-width.js'
import {SYMBOLS, type Theme} from './theme.js'
import {oneWord, paragraph, REMARK_GAP, words} from './wrap.js'

/** How many hosts are not changed for each reason, problems first; what would resolve it where that is the same for all. */
export function blockedCountsText(blocked: readonly Blocked[], theme: Theme, width: number): string[] {
  if (blocked.length === 0) return []
  const reasons = [...BLOCK_REASONS]
    .sort((a, b) => Number(PROBLEM_REASONS.has(b)) - Number(PROBLEM_REASONS.has(a)))
    .map((reason) => ({reason, ones: blocked.filter((one) => one.reason === reason)}))
    .filter(({ones}) => ones.length > 0)
  const column = Math.max(...reasons.map(({reason}) => displayWidth(reason)))
  return [
    theme.bold('Not changed, and why'),
    ...reasons.flatMap(({reason, ones}) => {
      const fixes = new Set(ones.map(({fix}) => fix))
      const [fix] = fixes
      const content = [
        oneWord(SYMBOLS.blocked, {paint: PROBLEM_REASONS.has(reason) ? theme.problem : theme.blocked}),
        oneWord(reason, {gap: 2}),
        oneWord(String(ones.length), {gap: column - displayWidth(reason) + 2}),
        ...(fix === undefined || fixes.size > 1 ? [] : words(fix, {gap: REMARK_GAP, paint: theme.bold})),
      ]
      return paragraph(content, width, 2, 5)
    }),
  ]
}
