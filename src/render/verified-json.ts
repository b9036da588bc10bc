import {type Verdict, worstVerdict} from '../dns/answer.js'
import type {ApplyEvent} from './apply-events.js'
import {type JsonObject, zoneJson} from './host-json.js'
import {remarkOf} from './verified-text.js'

/** `values` of a choice: those of this plan, each of which may be the answer; of a name that is gone: none. */
export function verifiedJson(event: Extract<ApplyEvent, {kind: 'verified'}>): JsonObject {
  const {zone, host, type, wanted, answers, obstacle} = event
  const values = wanted.kind === 'values' ? wanted.values : wanted.kind === 'choice' ? wanted.possible.flat() : []
  const verdict: Verdict | 'not-asked' = worstVerdict(answers) ?? 'not-asked'
  return {
    zone: zoneJson(zone),
    host,
    type,
    wanted: {kind: wanted.kind, values},
    verdict,
    answers: answers.map(({server, answer, verdict}) => ({
      server,
      verdict,
      values: answer.kind === 'values' || answer.kind === 'wildcard' ? answer.values : [],
      remark: remarkOf(answer) ?? null,
    })),
    obstacle: obstacle ?? null,
  }
}
