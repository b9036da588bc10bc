import {type Answer, type Verdict, type Verification, type Wanted, worstVerdict} from '../../dns/answer.js'
import {collect} from '../../dns/group.js'
import {plural} from '../../dns/phrase.js'

/** The first word of each line, to search for. */
const WORDS: Readonly<Record<Verdict, string>> = {
  'as-wanted': 'verified',
  possible: 'answered',
  differs: 'differs',
  'no-answer': 'no answer',
}

/** `verified www.example.com A: 192.0.2.10 from all 4 name servers`. @param word for what is expected */
export function verifiedText(
  {host, type, wanted, answers, obstacle}: Verification,
  word: 'wanted' | 'stored' = 'wanted',
): string {
  const verdict = worstVerdict(answers)
  if (verdict === undefined) return `not verified ${host} ${type}: ${obstacle ?? 'no name server was asked'}`
  const groups = collect(answers.map(({server, answer}) => [answerText(answer), server] as const))
  const text = [...groups].map(([text, servers]) => {
    const isAll = servers.length === answers.length && servers.length > 1
    return `${text} from ${isAll ? `all ${plural(servers.length, 'name server')}` : servers.join(', ')}`
  })
  const expected = verdict === 'differs' ? `${word} ${wantedText(wanted)}, got ` : ''
  const choice = wanted.kind === 'choice' ? ` (chosen by ${wanted.chosenBy}: one answer of several)` : ''
  return `${WORDS[verdict]} ${host} ${type}: ${expected}${text.join('; ')}${choice}`
}

/** What an answer says besides its values; undefined when there is nothing. */
export function remarkOf(answer: Answer): string | undefined {
  if (answer.kind === 'none') return answer.happened
  return answer.kind === 'wildcard' ? `the wildcard ${answer.wildcard} answers` : undefined
}

/** Renders the counts after all results, without a full stop. */
export function verifiedSummary(all: readonly Verification[]): string {
  const count = (verdict: Verdict | undefined) => all.filter(({answers}) => worstVerdict(answers) === verdict).length
  const parts = [
    [count('possible'), 'with one answer of several'],
    [count('differs'), 'answered otherwise than wanted'],
    [count('no-answer'), 'without an answer'],
    [count(undefined), 'not asked for'],
  ] as const
  const rest = parts.flatMap(([number, text]) => (number === 0 ? [] : [`, ${number} ${text}`]))
  return `${count('as-wanted')} of ${plural(all.length, 'record set')} verified at the name servers${rest.join('')}`
}

function answerText(answer: Answer): string {
  switch (answer.kind) {
    case 'values':
      return answer.values.join(' ')
    case 'wildcard':
      return `no such record, ${answer.wildcard} answers in its place (${answer.values.join(' ')})`
    case 'nothing':
      return 'no such record'
    case 'none':
      return `nothing (${answer.happened})`
  }
}

function wantedText(wanted: Wanted): string {
  if (wanted.kind === 'nothing') return 'no such record'
  return wanted.kind === 'values' ? wanted.values.join(' ') : `an answer of ${wanted.chosenBy}`
}
