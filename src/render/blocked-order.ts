import {BLOCK_REASONS, type Blocked, PROBLEM_REASONS} from '../plan/plan.js'

/** Problems first, then by reason, host, zone and set identifier: the order of the screen and of the JSON plan. */
export function sortBlocked(blocked: readonly Blocked[]): readonly Blocked[] {
  return [...blocked].sort((a, b) => rank(a) - rank(b) || compareLists(sortKey(a), sortKey(b)))
}

function rank({reason}: Blocked): number {
  return BLOCK_REASONS.indexOf(reason) - (PROBLEM_REASONS.has(reason) ? BLOCK_REASONS.length : 0)
}

function sortKey(one: Blocked): readonly string[] {
  return [one.host, one.zone?.id ?? '', one.setIdentifier ?? '', one.types.join(' '), one.detail]
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((text, at) => text !== b[at])
  return index < 0 ? 0 : (a[index] ?? '') < (b[index] ?? '') ? -1 : 1
}
