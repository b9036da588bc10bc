/** A call, up to and with its first back quote. */
const OPENING = /(?:HostSNI|HostHeader|Host)[\t\n\f\r ]*\([\t\n\f\r ]*`/g
/** What ends the text of a call: its last back quote with the parenthesis. A text does not go over a line's end. */
const ENDING = /\n|`(?=[\t\n\f\r ]*\))/g

/**
 * The names in the calls of Host, HostHeader and HostSNI of a Traefik rule: every back-quoted text without comma. Other
 * quotes, `HostRegexp` and negations are not understood, `*` is no name (spec sources.md §3.10).
 *
 * Reads each rule once from left to right; one regular expression for a whole call would try every opening against all
 * the rest of a long rule.
 */
export function hostsInRule(rule: string): readonly string[] {
  const endings = [...rule.matchAll(ENDING)].map(({0: text, index}) => ({at: index, isCall: text !== '\n'}))
  const hosts: string[] = []
  let ending = 0
  let next = 0
  for (const {0: opening, index} of rule.matchAll(OPENING)) {
    if (index < next) continue
    const start = index + opening.length
    while ((endings[ending]?.at ?? start) < start) ending += 1
    const end = endings[ending]
    if (end === undefined) break
    if (!end.isCall) continue
    hosts.push(...quotedTexts(rule.slice(start - 1, end.at + 1)))
    next = end.at + 1
  }
  return hosts
}

function quotedTexts(text: string): readonly string[] {
  return [...text.matchAll(/`([^,`]+)`/g)].flatMap(([, name = '']) => (name === '*' ? [] : [name]))
}
