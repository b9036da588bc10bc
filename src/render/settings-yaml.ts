import {stringify} from 'yaml'
import {printable} from './layout/display-width.js'
import type {ShownSetting} from './settings-table.js'

type FileSetting = Pick<ShownSetting, 'name' | 'place'> & {readonly value: unknown}

/** A comment ends the first line of an entry, so that no text may go on below. */
const ON_ONE_LINE = {
  lineWidth: 0,
  blockQuote: false,
  singleQuote: false,
  doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
}

/** A config file of these settings, each with its origin as a comment. @param leftOut sentences about other settings */
export function renderSettingsYaml(settings: readonly FileSetting[], leftOut: readonly string[]): string {
  const entries = settings.map(({name, value, place}) =>
    stringify({[name]: value}, ON_ONE_LINE).replace('\n', ` # ${printable(place)}\n`),
  )
  return [...leftOut.map((text) => `# ${printable(text)}\n`), ...(entries.length === 0 ? ['{}\n'] : entries)].join('')
}
