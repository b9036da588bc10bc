import type {VerboseLook} from '../../render/layout/theme.js'
import type {Output} from '../command-line/read-line.js'

/** Loads the library for colours, which other formats do not need. */
export async function lookOf({columns: width, colour, isAscii, isVerbose}: Output): Promise<VerboseLook> {
  const {makeTheme} = await import('../../render/layout/theme.js')
  return {width, theme: makeTheme(colour, isAscii), isVerbose}
}
