import type {Environment} from '../../errors/environment.js'
/** The parts of stdout and stderr that we use. A pipe has none of the optional ones. */
export interface OutputStream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  getColorDepth?(environment?: object): number
}

/** The width for pipes, files, and terminals that do not report one. */
const DEFAULT_COLUMNS = 100

export function columnsOf(stream: OutputStream, environment: Environment): number {
  if (stream.isTTY === true && stream.columns !== undefined && stream.columns > 0) return stream.columns
  const named = Number(environment.COLUMNS ?? '')
  return Number.isInteger(named) && named > 0 ? named : DEFAULT_COLUMNS
}

/**
 * True for a terminal whose locale has another character set than UTF-8, as `C` and `POSIX` have. Without a locale, as
 * in most containers, the user's own terminal is assumed to show Unicode. Pipes and files always get Unicode.
 */
export function isAsciiOnly(stream: OutputStream, environment: Environment): boolean {
  const locale = [environment.LC_ALL, environment.LC_CTYPE, environment.LANG].find((text) => (text ?? '') !== '') ?? ''
  return stream.isTTY === true && locale !== '' && !/utf-?8/i.test(locale)
}

/** Bits per colour; undefined when the stream is not a terminal. */
export function depthOf(stream: OutputStream, environment: Environment): number | undefined {
  if (stream.isTTY !== true) return undefined
  // Without these two: Node would apply them, and warn when both are set. `decideColour` reads them itself.
  const {NO_COLOR: _, FORCE_COLOR: __, ...rest} = environment
  return stream.getColorDepth?.(rest) ?? 1
}

/** chalk's levels: none, 16, 256, 16 million colours. */
export type ColourLevel = 0 | 1 | 2 | 3

export interface ColourQuestion {
  /** `--color` or `--no-color`; undefined when neither was given. */
  readonly flag: boolean | undefined
  readonly environment: Environment
  readonly depth: number | undefined
}

/** Flag, then NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE, then the terminal. chalk itself does not read NO_COLOR. */
export function decideColour({flag, environment, depth}: ColourQuestion): ColourLevel {
  const ofTerminal = toLevel(depth ?? 0)
  const atLeastOne = ofTerminal === 0 ? 1 : ofTerminal
  if (flag !== undefined) return flag ? atLeastOne : 0
  if (environment.NO_COLOR) return 0
  const forced = environment.FORCE_COLOR ?? ''
  if (forced !== '') return FORCED.get(forced) ?? atLeastOne
  if (environment.CLICOLOR_FORCE && environment.CLICOLOR_FORCE !== '0') return atLeastOne
  return environment.TERM === 'dumb' ? 0 : ofTerminal
}

/** What FORCE_COLOR sets; any other value asks for what the terminal supports. */
const FORCED = new Map<string, ColourLevel>(Object.entries({false: 0, 0: 0, 1: 1, 2: 2, 3: 3} as const))

function toLevel(depth: number): ColourLevel {
  if (depth >= 24) return 3
  if (depth >= 8) return 2
  return depth >= 4 ? 1 : 0
}
