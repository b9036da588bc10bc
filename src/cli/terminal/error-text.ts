import {CliError} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'
import {withoutUrlSecrets} from '../../errors/url-secrets.js'
import type {ApplyEvent} from '../../pipeline/apply/apply-events.js'
import {FORMAT_VERSION} from '../../render/json/format-version.js'
import {toText, words, wrap} from '../../render/layout/wrap.js'
import {type ExitCode, errorExitCode} from '../exit-codes.js'
import {remark, tell, writeAnswer} from './streams.js'
import {columnsOf} from './terminal.js'

export interface ErrorTextOptions {
  /** `Infinity` for a pipe: lines of a log are not wrapped. */
  readonly columns: number
  /** True when `DEBUG` is set: shows the stack and the causes. */
  readonly isDebug: boolean
}

/**
 * The JSON form of an error, the same for every command: the last line of a stream of events, or the whole answer. For
 * errors other than `CliError`, `code` is `INTERNAL` and `doing` and `changed` are empty.
 */
type ErrorJson = {readonly formatVersion: number; readonly exitCode: ExitCode} & Extract<ApplyEvent, {kind: 'error'}>

const INDENT = '  '
const FIX = 'Fix: '
const REPORT = 'run it again with DEBUG=* and report what it prints'

/** Renders an error for stderr: what could not be done, what happened, whether anything changed, how to fix it. */
export function renderError(error: unknown, {columns, isDebug}: ErrorTextOptions): string {
  const {doing, happened, changed, fix} = toErrorJson(error)
  const rest = `${asSentence(happened)} ${asSentence(changed)}`.trim()
  const all = [
    ...wrapWords(`Error: ${doing === '' ? happened : `cannot ${doing}`}`, '', INDENT, columns),
    ...(doing === '' ? [] : wrapWords(rest, INDENT, INDENT, columns)),
    ...renderFix(fix, columns),
    ...(isDebug ? stacksOf(error).flatMap((stack) => stack.split('\n')) : []),
  ]
  return all.map((line) => `${remark(line)}\n`).join('')
}

export function toErrorJson(error: unknown): ErrorJson {
  const message = error instanceof Error && error.message !== '' ? error.message : String(error)
  const unknown = {code: 'INTERNAL', doing: '', happened: message, fix: [REPORT], changed: ''}
  const {code, doing: step, happened: what, fix: fixes, changed} = error instanceof CliError ? error : unknown
  const [doing, happened, fix] = [withoutUrlSecrets(step), withoutUrlSecrets(what), fixes.map(withoutUrlSecrets)]
  const parts = {code, doing, happened, fix, changed}
  return {formatVersion: FORMAT_VERSION, kind: 'error', ...parts, exitCode: errorExitCode(error)}
}

/** Puts each fix on its own lines, so that a command can be copied. */
function renderFix(fix: readonly string[], columns: number): string[] {
  const hang = INDENT + ' '.repeat(FIX.length)
  return fix.flatMap((text, index) => wrapWords(text, index === 0 ? INDENT + FIX : hang, hang, columns))
}

/** Wraps text at `columns`; longer words stay whole. */
function wrapWords(text: string, first: string, hang: string, columns: number): string[] {
  const content = words(`${first.trimStart()}${text.replace(/\s+/g, ' ')}`)
  const column = first.length - first.trimStart().length
  return toText(wrap(content, {column, hang: hang.length, outdent: hang.length, width: columns}))
}

function asSentence(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`
}

function stacksOf(error: unknown): string[] {
  const stacks: string[] = []
  for (let current = error; current instanceof Error; current = current.cause) {
    stacks.push(`${stacks.length === 0 ? '' : 'Caused by: '}${current.stack ?? current.message}`)
  }
  return stacks
}

/** True when the command line asks for JSON. It works on lines that cannot be parsed too, whose error is then JSON. */
export function isJsonRequested(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  const tokens = end === -1 ? argv : argv.slice(0, end)
  return tokens.some(
    (token, index) =>
      /^--json(=(1|t|true))?$/i.test(token) ||
      /^(--format=|-o=?)json$/.test(token) ||
      (token === 'json' && /^(--format|-o)$/.test(tokens[index - 1] ?? '')),
  )
}

/** Reports an error that ends a run: as JSON on stdout if that was requested, and as text on stderr. */
export function tellError(error: unknown, isJson: boolean, environment: Environment): void {
  if (isJson) writeAnswer(`${JSON.stringify(toErrorJson(error))}\n`, false)
  tellPeople(error, environment)
}

export function tellPeople(error: unknown, environment: Environment): void {
  const columns = process.stderr.isTTY ? columnsOf(process.stderr, environment) : Number.POSITIVE_INFINITY
  tell(renderError(error, {columns, isDebug: (environment.DEBUG ?? '') !== ''}))
}
