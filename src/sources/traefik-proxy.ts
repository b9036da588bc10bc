import type {Desired} from '../dns/endpoint.js'
import type {Resource} from '../kubernetes/objects.js'
import {annotatedHosts, fromHosts, type RequestedHost, withPairs, withTargetTemplate} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {annotatedTargets, endpointsForHost} from './endpoints/resolved-targets.js'
import {readObjects, unlessIgnored, writtenHosts} from './endpoints/unused-hosts.js'
import {joinDesired} from './object/desired.js'
import {listAt, textAt} from './object/object-field.js'
import {namespaced} from './object/resources.js'
import {divideObjects, labelAs, type SourceObject} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/**
 * Source of Traefik's three kinds of route, in its current API group and, with a flag, in its former one:
 * docs/external-dns-behaviour.md#traefik-proxy.
 */
export const traefikProxy: Source = {
  name: 'traefik-proxy',
  needs: (settings) => kindsOf(settings).map(({resource}) => inNamespace(resource, settings)),
  toEndpoints: (cluster, settings) => {
    const found = kindsOf(settings).flatMap(({resource, hasRules}) =>
      readObjects(divideObjects(cluster, resource, settings, labelAs(resource.kind.toLowerCase())), {
        read: (sourceObject) => fromRoute(sourceObject, hasRules ? ruleHosts(sourceObject) : [], settings),
        hosts: (sourceObject) => [...writtenHosts(sourceObject), ...(hasRules ? ruleHosts(sourceObject) : [])],
        why: (request) => unlessIgnored(request, settings, 'the object has no target annotation'),
      }),
    )
    return finishSource(joinDesired(found))
  },
}

interface TraefikKind {
  readonly resource: Resource
  /** False for UDP, whose rules name no host. */
  readonly hasRules: boolean
}

function kindsOf({traefikGroups}: SourceSettings): readonly TraefikKind[] {
  return ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'].flatMap((kind) =>
    traefikGroups.map((group) => ({
      resource: namespaced(`${group}/v1alpha1`, `${kind.toLowerCase()}s`, kind),
      hasRules: kind !== 'IngressRouteUDP',
    })),
  )
}

/** The endpoints of a route. Targets come from the `target` annotation only; a route without it asks for nothing. */
function fromRoute(sourceObject: SourceObject, rules: readonly RequestedHost[], settings: SourceSettings): Desired {
  const targets = annotatedTargets(sourceObject.annotations) ?? {kind: 'nothing'}
  const hosts = [...annotatedHosts(sourceObject, settings), ...rules]
  const found = fromHosts(hosts, sourceObject, (host, field) => endpointsForHost(host, field, targets, sourceObject))
  return withTargetTemplate(
    withPairs(found, sourceObject, 'traefik-proxy', settings),
    sourceObject,
    'traefik-proxy',
    settings,
  )
}

function ruleHosts({object}: SourceObject): readonly RequestedHost[] {
  return listAt(object.spec, 'routes').flatMap((route, index) =>
    hostsInRule(textAt(route, 'match')).map((host) => ({host, field: `spec.routes[${index}].match`})),
  )
}

/** The start of a call, up to its first back quote. */
const OPENING = /(?:HostSNI|HostHeader|Host)[\t\n\f\r ]*\([\t\n\f\r ]*`/g
/** The end of a call's text: the last back quote before the parenthesis, or the end of the line. */
const ENDING = /\n|`(?=[\t\n\f\r ]*\))/g

/**
 * The names in the calls of Host, HostHeader and HostSNI of a Traefik rule: every back-quoted text without a comma,
 * except `*`. Other quotes, `HostRegexp` and negations are not understood, as in external-dns.
 *
 * Reads each rule once from left to right. One regular expression for a whole call would compare every opening with all
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
