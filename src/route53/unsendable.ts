import type {RecordSet} from '../dns/record-set.js'

/** What XML 1.0 §2.2 has no place for, escaped or not: control characters, U+FFFE, U+FFFF, half a surrogate pair. */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Why no request can carry this set, each a phrase: Route 53 speaks XML. */
export function unsendableProblems({type, setIdentifier, data, routing, healthCheckId}: RecordSet): readonly string[] {
  const values = data.kind === 'values' ? data.values : textsOf(data.target)
  const parts: readonly (readonly [what: string, texts: readonly string[]])[] = [
    ['the set identifier', setIdentifier === undefined ? [] : [setIdentifier]],
    [`a value of the ${type} record`, values],
    [`the ${routing.kind} routing`, textsOf(routing)],
    ['the health check id', healthCheckId === undefined ? [] : [healthCheckId]],
  ]
  return parts.flatMap(([what, texts]) => {
    const found = texts.map((text) => NOT_IN_XML.exec(text)?.[0]).find((sign) => sign !== undefined)
    return found === undefined ? [] : [`${what} holds ${codeOf(found)}, which no request to Route 53 can carry`]
  })
}

function textsOf(value: object): readonly string[] {
  return Object.values(value).flatMap((part: unknown) => {
    if (typeof part === 'string') return [part]
    return typeof part === 'object' && part !== null ? textsOf(part) : []
  })
}

function codeOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
