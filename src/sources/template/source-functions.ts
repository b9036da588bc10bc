import {suitableType} from '../../dns/target.js'
import {fromParsedJson} from './general-value.js'
import {bool, FunctionProblem, NIL, type Parameter, type TemplateFunction, text, textOf, type Value} from './value.js'

/** All sources of external-dns, supported here or not: `isSource` accepts all of them. */
const SOURCE_NAMES: ReadonlySet<string> = new Set(
  (
    'ambassador-host connector contour-httpproxy crd empty f5-transportserver f5-virtualserver fake gateway-grpcroute ' +
    'gateway-httproute gateway-tcproute gateway-tlsroute gateway-udproute gloo-proxy ingress istio-gateway ' +
    'istio-virtualservice kong-tcpingress node openshift-route pod service skipper-routegroup traefik-proxy unstructured'
  ).split(' '),
)

/** The functions that external-dns adds to Go's: docs/external-dns-behaviour.md#template-functions. */
export const SOURCE_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  contains: onTexts(2, ([string = '', part = '']) => bool(string.includes(part))),
  trimPrefix: onTexts(2, ([string = '', prefix = '']) =>
    text(string.startsWith(prefix) ? string.slice(prefix.length) : string),
  ),
  trimSuffix: onTexts(2, ([string = '', suffix = '']) =>
    text(string.endsWith(suffix) ? string.slice(0, string.length - suffix.length) : string),
  ),
  trim: onTexts(1, ([string = '']) => text(trimSpace(string))),
  toLower: onTexts(1, ([string = '']) => text(toLower(string))),
  replace: onTexts(3, ([old = '', replacement = '', string = '']) => text(replaceAll(string, old, replacement))),
  isIPv4: onTexts(1, ([address = '']) => bool(suitableType(address) === 'A')),
  isIPv6: onTexts(1, ([address = '']) => bool(suitableType(address) === 'AAAA')),
  isSource: onTexts(1, ([name = ''], source) => bool(isSource(name, source))),
  hasKey: {
    parameters: ['string map', 'string'],
    call: ([map, key]) => bool(map?.kind === 'map' && map.keys.includes(textOf(key))),
  },
  fromJson: onTexts(1, ([json = '']) => parseJson(json)),
}

function onTexts(count: number, call: (texts: readonly string[], source: string) => Value): TemplateFunction {
  const parameters = Array<Parameter>(count).fill('string')
  return {parameters, call: (values, source) => call(values.map(textOf), source)}
}

function isSource(name: string, source: string): boolean {
  const wanted = name.toLowerCase()
  if (!SOURCE_NAMES.has(wanted)) throw new FunctionProblem(`unknown source ${JSON.stringify(name)}`)
  return wanted === source.toLowerCase()
}

/** Trims white space as Go does: U+0085, but not the byte order mark. A regular expression would take quadratic time. */
function trimSpace(string: string): string {
  let start = 0
  let end = string.length
  while (start < end && isSpace(string[start])) start++
  while (end > start && isSpace(string[end - 1])) end--
  return string.slice(start, end)
}

function isSpace(character: string | undefined): boolean {
  return character === '\u0085' || (character !== '\ufeff' && character !== undefined && /\s/.test(character))
}

/** Lower case letter by letter, as Go does: a final sigma is no exception. */
function toLower(string: string): string {
  return [...string].map((character) => character.toLowerCase()).join('')
}

/** Replaces all occurrences by literal text: `$&` stays `$&`. */
function replaceAll(string: string, old: string, replacement: string): string {
  if (old !== '') return string.replaceAll(old, () => replacement)
  return [replacement, ...[...string].flatMap((character) => [character, replacement])].join('')
}

function parseJson(json: string): Value {
  try {
    return fromParsedJson(JSON.parse(json), 'float')
  } catch {
    return NIL
  }
}
