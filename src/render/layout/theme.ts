import {Chalk} from 'chalk'
import type {HostAction} from '../../plan/change.js'

/** Adds colour to text, or nothing; never changes the characters. */
export type Paint = (text: string) => string

/** The colours and their meaning. Symbols carry the same meaning, so nothing depends on colour. */
export interface Theme extends Readonly<Record<HostAction, Paint>> {
  readonly blocked: Paint
  readonly problem: Paint
  readonly bold: Paint
  readonly dim: Paint
  /** Separates the facts of a line. */
  readonly dot: '·' | '|'
  /** From the old value to the new one. */
  readonly arrow: '→' | '->'
  readonly isAscii: boolean
}

/** How text is shown: in how many columns, and in which colours. */
export interface Look {
  readonly width: number
  readonly theme: Theme
}

export interface VerboseLook extends Look {
  /** Also show what stays, ownership TXT, the fields of objects, all zones and everything that is not changed. */
  readonly isVerbose: boolean
}

/** The first characters of each line, so that a plan can be read and searched without colour. */
export const SYMBOLS = {
  create: '+',
  update: '~',
  delete: '-',
  replace: '-/+',
  move: '<-',
  adopt: '<-',
  release: '->',
  transfer: '->',
  repair: '~',
  blocked: '!',
} as const satisfies Record<HostAction | 'blocked', string>

/** Level 0 means no colour. `decideColour` chooses the level once, since chalk itself does not read NO_COLOR. */
export function makeTheme(level: 0 | 1 | 2 | 3, isAscii = false): Theme {
  const chalk = new Chalk({level})
  return {
    create: chalk.green,
    update: chalk.yellow,
    delete: chalk.red,
    replace: chalk.magenta,
    move: chalk.cyan,
    adopt: chalk.cyan,
    release: chalk.cyan,
    transfer: chalk.cyan,
    repair: chalk.yellow,
    blocked: chalk.yellow,
    problem: chalk.red,
    bold: chalk.bold,
    dim: chalk.dim,
    dot: isAscii ? '|' : '·',
    arrow: isAscii ? '->' : '→',
    isAscii,
  }
}
