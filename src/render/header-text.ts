import type {Plan} from '../plan/plan.js'
import {plural} from './phrase.js'
import type {Theme} from './theme.js'
import {paragraph, words} from './wrap.js'

/** Who plans, where, and how much was read. */
export function headerText(plan: Plan, theme: Theme, width: number): string[] {
  const owner =
    plan.owner === undefined
      ? 'Plan without ownership: registry noop, nobody owns anything'
      : `Plan for owner ${plan.owner}`
  const recordSets = plan.zones.reduce((sum, zone) => sum + zone.recordSets, 0)
  const read = [plural(plan.objects, 'object'), plural(plan.wantedHosts, 'host')].join(', ')
  const zones = [plural(plan.zones.length, 'zone'), plural(recordSets, 'record set')].join(', ')
  return [
    ...paragraph(
      words([owner, `context ${plan.context}`, `policy ${plan.policy}`].join(` ${theme.dot} `), {paint: theme.bold}),
      width,
    ),
    ...paragraph(words(`Read ${read} ${theme.dot} ${zones}`), width),
  ]
}
