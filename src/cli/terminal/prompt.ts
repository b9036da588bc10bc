import {createInterface} from 'node:readline/promises'
import {CliError} from '../../errors/cli-error.js'
import {remark} from './streams.js'
import type {OutputStream} from './terminal.js'

export interface PromptStreams {
  readonly input: NodeJS.ReadableStream & {readonly isTTY?: boolean}
  /** stderr, because stdout carries the answer. */
  readonly output: NodeJS.WritableStream & OutputStream
}

export interface Question {
  /** For example `Apply these changes to example.com as prod-eu1? Only 'yes' is accepted:`. */
  readonly text: string
  /** Completes "cannot …": `apply the plan`. */
  readonly doing: string
  readonly word?: string
  /** The fix for runs without a terminal; by default it names `--yes`. */
  readonly unattended?: string
}

/**
 * Asks a question, and returns when the user types `yes` or the word of the question.
 * @throws CliError NO_TERMINAL, without asking, when nobody can answer · NOT_CONFIRMED for any other word and for the
 * end of input · INTERRUPTED for Ctrl-C.
 */
export async function confirm(
  {text, doing, word = 'yes', unattended = 'look at the plan, then run it with --yes'}: Question,
  {input, output}: PromptStreams,
): Promise<void> {
  if (input.isTTY !== true || output.isTTY !== true) {
    const happened = 'The plan must be confirmed, and there is no terminal to ask on.'
    throw new CliError({code: 'NO_TERMINAL', doing, happened, fix: [unattended]})
  }
  const answer = await ask(`${remark(text)} `, {input, output})
  if (answer === word) return
  const end = {doing, fix: []}
  if (answer === undefined) throw new CliError({...end, code: 'INTERRUPTED', happened: 'Interrupted at the question.'})
  throw new CliError({...end, code: 'NOT_CONFIRMED', happened: `The plan was not confirmed with '${word}'.`})
}

/** Reads one line without surrounding blanks; empty at the end of input, undefined after Ctrl-C. */
async function ask(query: string, {input, output}: PromptStreams): Promise<string | undefined> {
  const lines = createInterface({input, output, terminal: true, historySize: 0})
  try {
    const {answer, isEnded} = await new Promise<{answer: string | undefined; isEnded: boolean}>((resolve) => {
      lines.once('SIGINT', () => resolve({answer: undefined, isEnded: true}))
      lines.once('close', () => resolve({answer: '', isEnded: true}))
      lines.question(query).then(
        (line) => resolve({answer: line.trim(), isEnded: false}),
        () => resolve({answer: '', isEnded: true}),
      )
    })
    if (isEnded) output.write('\n')
    return answer
  } finally {
    lines.close()
  }
}
