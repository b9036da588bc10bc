import type {Arbitrary} from 'fast-check'
import {CliError} from '../../src/errors/cli-error.js'

/** What a document was read as. */
export interface Reading {
  readonly kind: 'read'
  /** All of it, to be looked through. */
  readonly value: unknown
  /** What a person is told of it. */
  readonly shown: readonly string[]
  /** What it made the program do that the document does not bear out, one sentence each. */
  readonly wrong: readonly string[]
}

/** That it was refused, by an error or by a problem in words. */
export interface Refusal {
  readonly kind: 'refused'
  readonly why: string
}

/** A kind of document that comes from outside. */
export interface FuzzInput<D> {
  readonly name: string
  /** True where what is not understood is read as nothing of ours. */
  readonly refusesNothing?: true
  /** A document, broken in ways that shrink. */
  readonly documents: Arbitrary<D>
  readonly textOf: (document: D) => string
  /** Reads it as the program does, as far as the batches where it can lead to any. @throws whatever the program throws */
  readonly read: (document: D) => Promise<Reading | Refusal>
  close?(): Promise<void>
}

export interface Verdict {
  readonly outcome: 'read' | 'refused'
  readonly problems: readonly string[]
}

/** What a person must never read, unless a document says so itself. */
const NOT_FOR_PEOPLE =
  /\[object \w+\]|\bundefined\b(?! entity)|[a-z]{2}\.\.(?=\s|$)|\bNaN\b|\b(?:Type|Range|Reference|Syntax|Internal)Error\b|Cannot (?:read|convert|destructure)|is not (?:a function|iterable)|Maximum call stack|\bbug:|^\s+at \S.*:\d+:\d+/m

/** A message may quote a part of the document, but not a document of this size. */
const MOST_SHOWN = 400_000

/** Reads one document, and holds what becomes of it against the laws. */
export async function judge<D>({read, textOf}: FuzzInput<D>, document: D): Promise<Verdict> {
  const text = textOf(document)
  const outcome = await read(document).catch(toOutcome)
  const problems = [...pollution()]
  if ('thrown' in outcome) return {outcome: 'refused', problems: [...problems, `it throws ${outcome.thrown}`]}
  const shown = outcome.kind === 'refused' ? [outcome.why] : outcome.shown
  for (const one of shown) {
    const found = NOT_FOR_PEOPLE.exec(one)
    if (found !== null && !text.includes(found[0])) problems.push(`it says "${around(one, found.index)}"`)
    if (one.trim() === '') problems.push('it says nothing')
    if (one.length > MOST_SHOWN + 2 * text.length) problems.push(`it says ${one.length} characters`)
  }
  if (outcome.kind === 'refused') return {outcome: 'refused', problems}
  return {outcome: 'read', problems: [...problems, ...outcome.wrong, ...oddities(outcome.value, text.length)]}
}

function around(text: string, at: number): string {
  return text.slice(Math.max(0, at - 60), at + 80)
}

function toOutcome(error: unknown): Refusal | {readonly thrown: string} {
  if (!(error instanceof CliError)) return {thrown: error instanceof Error ? `${error.stack}` : String(error)}
  const {code, doing, happened, changed, fix} = error
  const lacks = [
    ...(code === 'USAGE' || doing !== '' ? [] : ['what was being done']),
    ...(happened.trim() === '' ? ['what happened'] : []),
    ...(code === 'USAGE' || changed !== '' ? [] : ['whether anything was changed']),
    ...(fix.length === 0 || fix.some((one) => one.trim() === '') ? ['how to fix it'] : []),
  ]
  if (lacks.length > 0) return {thrown: `an error that does not say ${lacks.join(', ')}: ${error.message}`}
  return {kind: 'refused', why: [doing, happened, changed, ...fix].filter((part) => part !== '').join('\n')}
}

/** For each octet of a document so many values and characters, besides what any document gives. */
const [MOST_FOR_EACH, MOST_FOR_ANY] = [40, 400_000]

const PLAIN: ReadonlySet<unknown> = new Set([
  null,
  ...[Object, Array, Map, Set, Uint8Array, Buffer, Date, RegExp, Function].map(({prototype}) => prototype),
  Object.getPrototypeOf(async () => {}),
])

/** Values with another prototype than their own, numbers that are none, and more of it all than the document has. */
function oddities(value: unknown, length: number): readonly string[] {
  const most = MOST_FOR_EACH * length + MOST_FOR_ANY
  const pending: unknown[] = [value]
  const found = new Set<string>()
  let size = 0
  for (let next = pending.pop(); pending.length > 0 || next !== undefined; next = pending.pop()) {
    size += typeof next === 'string' ? next.length : 1
    if (size > most) return [...found, `what was read has more than ${most} characters`]
    if (typeof next === 'number' && Number.isNaN(next)) found.add('what was read holds NaN')
    if (typeof next !== 'object' || next === null) continue
    if (!PLAIN.has(Object.getPrototypeOf(next))) found.add('what was read has a prototype from the document')
    if (next instanceof Uint8Array) continue
    const members = next instanceof Map || next instanceof Set ? [...next.values()] : Object.values(next)
    for (const member of members) if (member !== undefined) pending.push(member)
  }
  return [...found]
}

const PROTOTYPES = [Object, Array, String, Number, Function, Map, Set].map(({prototype}) => prototype)
const fingerprint = () => PROTOTYPES.map((one) => Object.getOwnPropertyNames(one).join()).join(';')
const BEFORE = fingerprint()

function pollution(): readonly string[] {
  return fingerprint() === BEFORE ? [] : ['a prototype of the language was changed']
}

export function refused(why: string): Refusal {
  return {kind: 'refused', why}
}

export function readAs(value: unknown, shown: readonly string[] = [], wrong: readonly string[] = []): Reading {
  return {kind: 'read', value, shown, wrong}
}
