import {annotatedHosts, withPairsAndTargets} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {targetsOfAnnotation} from './endpoints/resolved-targets.js'
import {unlessIgnored} from './endpoints/unused-hosts.js'
import type {RequestedHost} from './object/desired.js'
import {listAt, textAt} from './object/object-field.js'
import {namespaced} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'

const UDP = 'IngressRouteUDP'

/** Source of Traefik's three kinds of route: docs/external-dns-behaviour.md#traefik-proxy. */
export const traefikProxy = hostSource({
  name: 'traefik-proxy',
  resources: ({traefikGroups}) =>
    ['IngressRoute', 'IngressRouteTCP', UDP].flatMap((kind) =>
      traefikGroups.map((group) => namespaced(`${group}/v1alpha1`, `${kind.toLowerCase()}s`, kind)),
    ),
  hosts: (sourceObject) => [...annotatedHosts(sourceObject), ...ruleHosts(sourceObject)],
  targets: () => targetsOfAnnotation,
  templates: withPairsAndTargets,
  why: (request, sourceObject) => unlessIgnored(request, sourceObject, 'the object has no target annotation'),
})

function ruleHosts({object}: SourceObject): readonly RequestedHost[] {
  const routes = object.kind === UDP ? [] : listAt(object.spec, 'routes')
  return routes.flatMap((route, index) =>
    hostsInRule(textAt(route, 'match')).map((host) => ({host, field: `spec.routes[${index}].match`})),
  )
}

/** The start of a call, up to its first back quote. */
const OPENING = /(?:HostSNI|HostHeader|Host)[\t\n\f\r ]*\([\t\n\f\r ]*`/g
/** The end of a call's text: the last back quote before the parenthesis, or the end of the line. */
const ENDING = /\n|`(?=[\t\n\f\r ]*\))/g

/** The hosts in a rule: back-quoted texts without a comma. One pass: a regex for whole calls would be quadratic. */
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
