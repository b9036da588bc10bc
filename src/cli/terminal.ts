/** What we ask of stdout and stderr; both have it, a pipe without the optional parts. */
export interface OutputStream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  getColorDepth?(environment?: object): number
}

/** For an answer that goes into a pipe or a file, and for terminals that do not say how wide they are. */
const DEFAULT_COLUMNS = 100

type Environment = Readonly<Record<string, string | undefined>>

/** The width to lay an answer out for. */
export function columnsOf(stream: OutputStream, environment: Environment): number {
  if (stream.isTTY === true && stream.columns !== undefined && stream.columns > 0) return stream.columns
  const named = Number(environment.COLUMNS ?? '')
  return Number.isInteger(named) && named > 0 ? named : DEFAULT_COLUMNS
}

/**
 * True for a terminal whose locale names a character set that is not UTF-8, `C` and `POSIX` among them. Without a locale,
 * as in most containers, the terminal is somebody's own and shows Unicode; a pipe or a file always gets it.
 */
export function isAsciiOnly(stream: OutputStream, environment: Environment): boolean {
  const locale = [environment.LC_ALL, environment.LC_CTYPE, environment.LANG].find((text) => (text ?? '') !== '') ?? ''
  return stream.isTTY === true && locale !== '' && !/utf-?8/i.test(locale)
}

/** Bits per colour; undefined when the stream is no terminal. */
export function depthOf(stream: OutputStream, environment: Environment): number | undefined {
  if (stream.isTTY !== true) return undefined
  // Node would answer with what these two ask for, and warn when both are set; `decideColour` reads them itself.
  const {NO_COLOR: _, FORCE_COLOR: __, ...rest} = environment
  return stream.getColorDepth?.(rest) ?? 1
}
