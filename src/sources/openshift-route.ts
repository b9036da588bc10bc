import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostOf, hostsIn, type RequestedHost, withNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {
  annotatedTargets,
  endpointsForHost,
  type ResolvedTargets,
  resolvedTargets,
} from './endpoints/resolved-targets.js'
import {readObjects, unlessIgnored, writtenHosts} from './endpoints/unused-hosts.js'
import {joinDesired} from './object/desired.js'
import {listAt, textAt} from './object/object-field.js'
import {ROUTES} from './object/resources.js'
import {divideObjects, labelAs, pendingHost, type SourceObject} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Source of OpenShift Routes as a router admitted them: host and target come from the status, not from the spec. */
export const openshiftRoute: Source = {
  name: 'openshift-route',
  needs: (settings) => [inNamespace(ROUTES, settings)],
  toEndpoints: (cluster, settings) => {
    const routes = divideObjects(cluster, ROUTES, settings, labelAs('route'))
    return finishSource(
      readObjects(routes, {
        read: (sourceObject) => fromRoute(sourceObject, settings),
        hosts: (sourceObject) => [...writtenHosts(sourceObject), ...hostsOfRoute(sourceObject)],
        why: (request, sourceObject) =>
          unlessIgnored(request, settings, whyUnused(admissionOf(sourceObject, settings.openshiftRouterName))),
      }),
    )
  },
}

/** The router that admitted a Route, or why there is none. */
type Admission =
  | {readonly kind: 'admitted'; readonly host: string; readonly field: string; readonly router: string}
  /** Not admitted yet, by the selected router or by any. */
  | {readonly kind: 'waiting'}
  /** `--openshift-router-name` selects none of the routers in the status. */
  | {readonly kind: 'elsewhere'}

function fromRoute(sourceObject: SourceObject, settings: SourceSettings): Desired {
  const admission = admissionOf(sourceObject, settings.openshiftRouterName)
  const targets = annotatedTargets(sourceObject.annotations) ?? routerTarget(admission)
  const step = (host: string, field: string) => endpointsForHost(host, field, targets, sourceObject)
  const hosts = admission.kind === 'admitted' ? hostOf(admission.host, admission.field) : []
  const found = fromHosts([...hosts, ...annotatedHosts(sourceObject, settings)], sourceObject, step)
  const request = joinDesired([admission.kind === 'waiting' ? waitingHost(sourceObject) : joinDesired([]), found])
  return withNames(request, sourceObject, 'openshift-route', settings, step)
}

/** The host of the spec, and those of all routers in the status. */
function hostsOfRoute({object}: SourceObject): readonly RequestedHost[] {
  const ofRouters = hostsIn(
    object.status,
    ['ingress'],
    (index) => `status.ingress[${index}].host`,
    (entry) => textAt(entry, 'host'),
  )
  return [...hostOf(textAt(object.spec, 'host'), 'spec.host'), ...ofRouters]
}

function whyUnused({kind}: Admission): string {
  switch (kind) {
    case 'admitted':
      return 'a router admitted the Route under another name'
    case 'elsewhere':
      return 'left out by --openshift-router-name'
    default:
      return 'no router admitted the Route under this name'
  }
}

const NOT_ADMITTED = 'is not admitted by a router yet'

function routerTarget(admission: Admission): ResolvedTargets {
  switch (admission.kind) {
    case 'admitted':
      return {kind: 'targets', targets: [admission.router]}
    case 'waiting':
      return resolvedTargets([], NOT_ADMITTED)
    default:
      return {kind: 'nothing'}
  }
}

/**
 * The host that a router will confirm. Its record is kept while the status is empty, for example after a router
 * restart.
 */
function waitingHost(sourceObject: SourceObject): Desired {
  return pendingHost(sourceObject, textAt(sourceObject.object.spec, 'host'), 'spec.host', NOT_ADMITTED)
}

function admissionOf({object}: SourceObject, routerName: string): Admission {
  const all = listAt(object.status, 'ingress')
  const entries = all.map((entry, index) => ({entry, index}))
  const meant = entries.filter(({entry}) => routerName === '' || textAt(entry, 'routerName') === routerName)
  const first = meant.find(({entry}) => isAdmitted(entry) && textAt(entry, 'routerCanonicalHostname') !== '')
  if (first !== undefined) {
    const {entry, index} = first
    const field = `status.ingress[${index}].host`
    return {kind: 'admitted', host: textAt(entry, 'host'), field, router: textAt(entry, 'routerCanonicalHostname')}
  }
  return {kind: all.length > 0 && meant.length === 0 ? 'elsewhere' : 'waiting'}
}

function isAdmitted(entry: unknown): boolean {
  const condition = listAt(entry, 'conditions').find((one) => textAt(one, 'type') === 'Admitted')
  return textAt(condition, 'status') === 'True'
}
