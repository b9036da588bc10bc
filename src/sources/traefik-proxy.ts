import type {Desired} from '../dns/endpoint.js'
import type {Resource} from '../kubernetes/objects.js'
import {type AskedHost, annotatedHosts, fromHosts} from './asked-hosts.js'
import type {AskingObject} from './asking-object.js'
import {withPairs} from './combine.js'
import {joinDesired} from './desired.js'
import {annotatedTargets, pointHost} from './drawn-targets.js'
import {finishSource} from './finish-source.js'
import {listAt, textAt} from './object-field.js'
import {labelAs, selectObjects} from './object-selection.js'
import {namespaced} from './resources.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'
import {withTargetTemplate} from './target-template.js'
import {hostsInRule} from './traefik-rule.js'

/** Traefik's three kinds of route in its present and, when asked for, its former API group (spec sources.md §3.10). */
export const traefikProxy: Source = {
  name: 'traefik-proxy',
  needs: (settings) => kindsOf(settings).map(({resource}) => inNamespace(resource, settings)),
  toEndpoints: (cluster, settings) => {
    const found = kindsOf(settings).flatMap(({resource, hasRules}) =>
      selectObjects(cluster, resource, settings, labelAs(resource.kind.toLowerCase())).map((asker) =>
        fromRoute(asker, hasRules ? ruleHosts(asker) : [], settings),
      ),
    )
    return finishSource(joinDesired(found))
  },
}

interface TraefikKind {
  readonly resource: Resource
  /** Packets of UDP name no host. */
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

/** Only the `target` annotation says where a route can be reached; a route without it asks for nothing. */
function fromRoute(asker: AskingObject, rules: readonly AskedHost[], settings: SourceSettings): Desired {
  const targets = annotatedTargets(asker.annotations) ?? {kind: 'nothing'}
  const hosts = [...annotatedHosts(asker, settings), ...rules]
  const found = fromHosts(hosts, asker, (host, field) => pointHost(host, field, targets, asker))
  return withTargetTemplate(withPairs(found, asker, 'traefik-proxy', settings), asker, 'traefik-proxy', settings)
}

function ruleHosts({object}: AskingObject): readonly AskedHost[] {
  return listAt(object.spec, 'routes').flatMap((route, index) =>
    hostsInRule(textAt(route, 'match')).map((host) => ({host, field: `spec.routes[${index}].match`})),
  )
}
