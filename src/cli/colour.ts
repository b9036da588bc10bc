/** chalk's levels: none, 16, 256, 16 million colours. */
export type ColourLevel = 0 | 1 | 2 | 3

export interface ColourQuestion {
  /** `--color` or `--no-color`; undefined when neither was given. */
  readonly flag: boolean | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Bits per colour of the terminal that the answer goes to; undefined when it goes elsewhere. */
  readonly depth: number | undefined
}

/** Flag, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then the terminal (design §2). chalk reads no NO_COLOR itself. */
export function decideColour({flag, environment, depth}: ColourQuestion): ColourLevel {
  const ofTerminal = depth === undefined ? 0 : toLevel(depth)
  if (flag !== undefined) return flag ? atLeastOne(ofTerminal) : 0
  if (isSet(environment.NO_COLOR)) return 0
  const forced = environment.FORCE_COLOR ?? ''
  if (forced !== '') return forcedLevel(forced, ofTerminal)
  if (isSet(environment.CLICOLOR_FORCE) && environment.CLICOLOR_FORCE !== '0') return atLeastOne(ofTerminal)
  return environment.TERM === 'dumb' ? 0 : ofTerminal
}

/** `0` and `false` force it off, `1`, `2`, `3` name the level, anything else asks for what there is. */
function forcedLevel(text: string, ofTerminal: ColourLevel): ColourLevel {
  if (text === '0' || text === 'false') return 0
  if (text === '1' || text === '2' || text === '3') return text === '1' ? 1 : text === '2' ? 2 : 3
  return atLeastOne(ofTerminal)
}

function toLevel(depth: number): ColourLevel {
  if (depth >= 24) return 3
  if (depth >= 8) return 2
  return depth >= 4 ? 1 : 0
}

function atLeastOne(level: ColourLevel): ColourLevel {
  return level === 0 ? 1 : level
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== ''
}
