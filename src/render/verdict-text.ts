import {assertNever} from '../dns/parsed.js'
import type {HostExplanation} from '../explain/explanation.js'
import type {HostAction} from '../plan/change.js'
import {zoneText} from './phrase.js'
import type {Paint, Theme} from './theme.js'
import {oneWord, paragraph, REMARK_GAP, words} from './wrap.js'

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

/** The host, the verdict in a sentence, and the run for which it holds. */
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
      return `is ours, and nobody asks for it any more: policy ${plan.policy} leaves it, prune would delete it`
    case 'not-ours':
      return 'nobody asks for it, and what is there is not ours'
    case 'nothing':
      return it.zones.some(({isChosen}) => isChosen)
        ? 'nobody asks for it, and it is not there'
        : 'nobody asks for it, and no selected zone could hold it'
    default:
      return assertNever(verdict)
  }
}

function paintOf({verdict}: HostExplanation, theme: Theme): Paint | undefined {
  if (verdict === 'change') return theme.update
  return verdict === 'blocked' || verdict === 'dropped' ? theme.blocked : undefined
}
