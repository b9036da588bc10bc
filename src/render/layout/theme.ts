import {Chalk} from 'chalk'
import type {HostAction} from '../../plan/change.js'

/** Adds colour to a text, or nothing; never changes its letters. */
export type Paint = (text: string) => string

/** What each colour means. The symbol says the same: meaning never rests on colour. */
export interface Theme extends Readonly<Record<HostAction, Paint>> {
  readonly blocked: Paint
  readonly problem: Paint
  readonly bold: Paint
  readonly dim: Paint
  /** Parts the facts of one line. */
  readonly dot: '·' | '|'
  /** True for a screen that shows nothing but ASCII. */
  readonly isAscii: boolean
}

/** First on each line, so that a plan can be read and searched without colour. */
export const SYMBOLS = {
  create: '+',
  update: '~',
  delete: '-',
  replace: '-/+',
  adopt: '<-',
  release: '->',
  transfer: '->',
  repair: '~',
  blocked: '!',
} as const satisfies Record<HostAction | 'blocked', string>

/** Level 0 is no colour; the caller decides once, since chalk itself does not read NO_COLOR (design §2). */
export function makeTheme(level: 0 | 1 | 2 | 3, isAscii = false): Theme {
  const chalk = new Chalk({level})
  return {
    create: chalk.green,
    update: chalk.yellow,
    delete: chalk.red,
    replace: chalk.magenta,
    adopt: chalk.cyan,
    release: chalk.cyan,
    transfer: chalk.cyan,
    repair: chalk.yellow,
    blocked: chalk.yellow,
    problem: chalk.red,
    bold: chalk.bold,
    dim: chalk.dim,
    dot: isAscii ? '|' : '·',
    isAscii,
  }
}
