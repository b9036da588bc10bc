import type {UnusedHost} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {fieldText, plural} from '../../dns/phrase.js'
import type {VerboseLook} from '../layout/theme.js'
import {oneWord, paragraph, words} from '../layout/wrap.js'

export const UNUSED_TITLE = 'Hosts in objects that are not used'
/** More reasons than this are only counted. */
const MOST_REASONS = 20

/** How many hosts of objects are not used, a line for each reason, the most frequent first; verbose: which and why. */
export function unusedText(unused: readonly UnusedHost[], {width, theme, isVerbose}: VerboseLook): string[] {
  if (unused.length === 0) return []
  const groups = [...groupBy(unused, ({reason}) => reason)].sort(([, a], [, b]) => b.length - a.length)
  const shown = isVerbose ? groups : groups.slice(0, MOST_REASONS)
  const rest = groups.length - shown.length
  const hostLine = ({dnsName, origin}: UnusedHost) =>
    paragraph([oneWord(dnsName), ...words(fieldText(origin), {gap: 2, paint: theme.dim})], width, 6)
  return [
    ...paragraph(words(`${UNUSED_TITLE}${isVerbose ? '' : ' (--verbose lists them)'}`, {paint: theme.bold}), width),
    ...shown.flatMap(([reason, hosts]) => [
      ...paragraph(words(`${plural(hosts.length, 'host')}: ${reason}`), width, 4),
      ...(isVerbose ? hosts.flatMap(hostLine) : []),
    ]),
    ...(rest > 0 ? paragraph(words(`and ${plural(rest, 'more reason')}`), width, 4) : []),
  ]
}
