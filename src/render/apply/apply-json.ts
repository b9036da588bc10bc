import {count, list, object, oneOf, optional, text, texts} from '../../codec/codec.js'
import {shownHost} from '../../codec/host-codec.js'
import {shownBlocked, shownUnused, shownWarning} from '../../codec/plan-codec.js'
import {derived, fieldsOf, perWord, self, view, type Writer, type Writers} from '../../codec/writer.js'
import {origin, shownZone} from '../../codec/zone-codec.js'
import {type ServerAnswer, VERDICTS, type Verification, type Wanted, worstVerdict} from '../../dns/answer.js'
import type {ApplyEvent} from '../../pipeline/apply/apply-events.js'
import {BLOCK_REASONS} from '../../plan/blocked.js'
import {headed} from '../json/document.js'
import {remarkOf} from './verified-text.js'

type Kind = ApplyEvent['kind']
type Event<K extends Kind> = ApplyEvent & {readonly kind: K}
type Content<K extends Kind> = Omit<Event<K>, 'kind'>

const BATCH: Writers<Content<'batch-started'>> = {
  zone: shownZone,
  index: count,
  of: count,
  hosts: count,
  changes: count,
}

const unapplied = object<Content<'host-failed'>>({
  zone: shownZone,
  host: text,
  setIdentifier: optional(text),
  origins: list(origin),
  code: optional(oneOf(BLOCK_REASONS)),
  reason: text,
  messages: texts,
})

/** `values` of a choice: those of this plan, each of which may be the answer; of a name that is gone: none. */
const wanted = view<Wanted>({
  kind: derived(({kind}) => kind, oneOf(['values', 'choice', 'nothing'])),
  values: derived((it) => (it.kind === 'values' ? it.values : it.kind === 'choice' ? it.possible.flat() : []), texts),
})

const answer = view<ServerAnswer>({
  ...fieldsOf(self<ServerAnswer>, {server: text, verdict: oneOf(VERDICTS)}),
  values: derived(({answer}) => ('values' in answer ? answer.values : []), texts),
  remark: derived(({answer}) => remarkOf(answer), optional(text)),
})

export const shownVerification = view<Verification>({
  ...fieldsOf(self<Verification>, {zone: shownZone, host: text, type: text, wanted}),
  verdict: derived(({answers}) => worstVerdict(answers) ?? 'not-asked', oneOf([...VERDICTS, 'not-asked'])),
  ...fieldsOf(self<Verification>, {answers: list(answer), obstacle: optional(text)}),
})

const WRITERS: {readonly [K in Kind]: Writer<Event<K>>} = {
  planned: object<Content<'planned'>>({host: shownHost}),
  'not-changed': object<Content<'not-changed'>>({blocked: shownBlocked}),
  'not-used': object<Content<'not-used'>>({unused: shownUnused}),
  warning: object<Content<'warning'>>({warning: shownWarning}),
  'batch-started': object<Content<'batch-started'>>(BATCH),
  'batch-accepted': object<Content<'batch-accepted'>>({...BATCH, changeId: text}),
  'batch-rejected': object<Content<'batch-rejected'>>({zone: shownZone, hosts: count, messages: texts}),
  'host-failed': unapplied,
  'host-partly': unapplied,
  verified: shownVerification,
  summary: perWord(['applied', 'partly', 'failed', 'total', 'blocked', 'problems', 'exitCode'], count),
  error: object<Content<'error'>>({
    code: text,
    doing: text,
    happened: text,
    fix: texts,
    changed: text,
    exitCode: count,
  }),
}

/** One a kind of event. */
export const eventWriters = Object.fromEntries(
  Object.entries(WRITERS).map(([kind, writer]) => [kind, headed(kind, writer as Writer<ApplyEvent>)]),
) as Readonly<Record<Kind, Writer<ApplyEvent>>>

/** One event as one line of JSON; ends with a line feed. */
export function renderApplyEvent(event: ApplyEvent): string {
  return `${JSON.stringify(eventWriters[event.kind].toJson(event))}\n`
}
