import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, hostOf, hostsIn, withNames} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {annotatedTargets, type ResolvedTargets} from './endpoints/resolved-targets.js'
import {unlessIgnored, writtenHosts} from './endpoints/unused-hosts.js'
import {NOTHING, type RequestedHost} from './object/desired.js'
import {conditionOf, listAt, textAt} from './object/object-field.js'
import {ROUTES} from './object/resources.js'
import {pendingHost, type SourceObject} from './object/source-object.js'

/** Source of OpenShift Routes as a router admitted them: host and target come from the status, not from the spec. */
export const openshiftRoute = hostSource({
  name: 'openshift-route',
  resources: () => [ROUTES],
  hosts: (sourceObject) => {
    const admission = admissionOf(sourceObject)
    const own = admission.kind === 'admitted' ? hostOf(admission.host, admission.field) : []
    return [...own, ...annotatedHosts(sourceObject)]
  },
  written: (sourceObject) => [...writtenHosts(sourceObject), ...hostsOfRoute(sourceObject)],
  targets: () => (sourceObject) =>
    annotatedTargets(sourceObject.annotations) ?? routerTarget(admissionOf(sourceObject)),
  besides: waitingHost,
  templates: withNames,
  why: (request, sourceObject) => unlessIgnored(request, sourceObject, WHY_UNUSED[admissionOf(sourceObject).kind]),
})

/** The router that admitted a Route, or why there is none. */
type Admission =
  | {readonly kind: 'admitted'; readonly host: string; readonly field: string; readonly router: string}
  /** Not admitted yet, by the selected router or by any. */
  | {readonly kind: 'waiting'}
  /** `--openshift-router-name` selects none of the routers in the status. */
  | {readonly kind: 'elsewhere'}

/** The host of the spec, and those of all routers in the status. */
function hostsOfRoute({object}: SourceObject): readonly RequestedHost[] {
  const read = (entry: unknown) => textAt(entry, 'host')
  const ofRouters = hostsIn(object.status, ['ingress'], (index) => `status.ingress[${index}].host`, read)
  return [...hostOf(textAt(object.spec, 'host'), 'spec.host'), ...ofRouters]
}

const WHY_UNUSED: Readonly<Record<Admission['kind'], string>> = {
  admitted: 'a router admitted the Route under another name',
  elsewhere: 'left out by --openshift-router-name',
  waiting: 'no router admitted the Route under this name',
}

const NOT_ADMITTED = 'is not admitted by a router yet'

function routerTarget(admission: Admission): ResolvedTargets {
  if (admission.kind === 'admitted') return {kind: 'targets', targets: [admission.router]}
  return admission.kind === 'waiting' ? {kind: 'pending', reason: NOT_ADMITTED} : {kind: 'nothing'}
}

/** The host that a router will confirm: kept while the status is empty, for example after a router restart. */
function waitingHost(sourceObject: SourceObject): Desired {
  if (admissionOf(sourceObject).kind !== 'waiting') return NOTHING
  const request = {host: textAt(sourceObject.object.spec, 'host'), field: 'spec.host'}
  return pendingHost(sourceObject, request, NOT_ADMITTED)
}

function admissionOf({object, settings: {openshiftRouterName: routerName}}: SourceObject): Admission {
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
  return textAt(conditionOf(entry, 'Admitted'), 'status') === 'True'
}
