import type {UnusedHost} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {objectText, plural} from '../../dns/phrase.js'
import type {Theme} from '../layout/theme.js'
import {oneWord, paragraph, words} from '../layout/wrap.js'

interface UnusedTextOptions {
  readonly width: number
  readonly theme: Theme
  /** Also names the hosts and their objects. */
  readonly isVerbose: boolean
}

export const UNUSED_TITLE = 'Hosts in objects that are not used'
/** More reasons than this are only counted. */
const MOST_REASONS = 20

/** How many hosts of objects are not used, a line for each reason, the most frequent first. */
export function unusedText(unused: readonly UnusedHost[], {width, theme, isVerbose}: UnusedTextOptions): string[] {
  if (unused.length === 0) return []
  const groups = [...groupBy(unused, ({reason}) => reason)].sort(([, a], [, b]) => b.length - a.length)
  const shown = isVerbose ? groups : groups.slice(0, MOST_REASONS)
  const rest = groups.length - shown.length
  return [
    ...paragraph(words(`${UNUSED_TITLE}${isVerbose ? '' : ' (--verbose lists them)'}`, {paint: theme.bold}), width),
    ...shown.flatMap(([reason, hosts]) => [
      ...paragraph(words(`${plural(hosts.length, 'host')}: ${reason}`), width, 4),
      ...(isVerbose ? hosts.flatMap((one) => hostLine(one, theme, width)) : []),
    ]),
    ...(rest > 0 ? paragraph(words(`and ${plural(rest, 'more reason')}`), width, 4) : []),
  ]
}

function hostLine({dnsName, origin}: UnusedHost, theme: Theme, width: number): string[] {
  const where = `${objectText(origin)} ${origin.field}`.trim()
  return paragraph([oneWord(dnsName), ...words(where, {gap: 2, paint: theme.dim})], width, 6)
}
