import type {DeleteRefusal} from '../plan/plan.js'
import {percent, plural, visibility} from './phrase.js'
import type {Theme} from './theme.js'
import {oneWord, paragraph, REMARK_GAP, words} from './wrap.js'

/** Why `apply` will refuse: how many, which, what they have in common, and the flag that lets it pass. */
export function refusalText(refusal: DeleteRefusal, theme: Theme, width: number): string[] {
  const {deletedHosts, ownedHosts, limit, victims, commonCause, fix} = refusal
  const head = `This plan will be refused: it deletes ${deletedHosts} of ${plural(ownedHosts, 'owned host')} (${percent(deletedHosts, ownedHosts)}), more than the limit of ${limit}.`
  const zones = refusal.zones.map(({zone, ...counts}) => [
    ...words(zone.name, {paint: theme.bold}),
    ...words(visibility(zone), {gap: REMARK_GAP}),
    ...words(zone.id, {gap: REMARK_GAP}),
    ...words(`${counts.deletedHosts} of ${counts.ownedHosts} (${percent(counts.deletedHosts, counts.ownedHosts)})`, {
      gap: REMARK_GAP,
    }),
  ])
  const rest = deletedHosts - victims.length
  return [
    ...paragraph(words(head, {paint: theme.problem}), width),
    ...zones.flatMap((content) => paragraph(content, width, 2)),
    ...victims.flatMap((victim) => paragraph([oneWord('-', {paint: theme.delete}), oneWord(victim)], width, 4)),
    ...(rest > 0 ? paragraph(words(`and ${rest} more`), width, 4) : []),
    ...(commonCause === undefined ? [] : paragraph(words(`In common: ${commonCause}.`), width, 2)),
    ...paragraph([...words('If that is meant:'), oneWord(fix, {paint: theme.bold})], width, 2),
  ]
}
