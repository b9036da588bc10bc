import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostOf, withNames} from './endpoints/combine.js'
import {annotatedTargets, type DrawnTargets, drawn, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {type AskingObject, labelAs, pendingHost, selectObjects} from './object/asking-object.js'
import {joinDesired} from './object/desired.js'
import {listAt, textAt} from './object/object-field.js'
import {ROUTES} from './object/resources.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** OpenShift Routes as a router admitted them: its host, not that of the spec, and its name (spec sources.md §3.11). */
export const openshiftRoute: Source = {
  name: 'openshift-route',
  needs: (settings) => [inNamespace(ROUTES, settings)],
  toEndpoints: (cluster, settings) => {
    const askers = selectObjects(cluster, ROUTES, settings, labelAs('route'))
    return finishSource(joinDesired(askers.map((asker) => fromRoute(asker, settings))))
  },
}

/** What a Route's status says, or why it says nothing. */
type Admission =
  | {readonly kind: 'admitted'; readonly host: string; readonly field: string; readonly router: string}
  /** By the router in question, or by any. */
  | {readonly kind: 'waiting'}
  /** Only routers that `--openshift-router-name` does not mean have a say. */
  | {readonly kind: 'elsewhere'}

function fromRoute(asker: AskingObject, settings: SourceSettings): Desired {
  const admission = admissionOf(asker, settings.openshiftRouterName)
  const targets = annotatedTargets(asker.annotations) ?? routerTarget(admission)
  const step = (host: string, field: string) => pointHost(host, field, targets, asker)
  const hosts = admission.kind === 'admitted' ? hostOf(admission.host, admission.field) : []
  const found = fromHosts([...hosts, ...annotatedHosts(asker, settings)], asker, step)
  const asked = joinDesired([admission.kind === 'waiting' ? waitingHost(asker) : joinDesired([]), found])
  return withNames(asked, asker, 'openshift-route', settings, step)
}

const NOT_ADMITTED = 'is not admitted by a router yet'

function routerTarget(admission: Admission): DrawnTargets {
  switch (admission.kind) {
    case 'admitted':
      return {kind: 'targets', targets: [admission.router]}
    case 'waiting':
      return drawn([], NOT_ADMITTED)
    default:
      return {kind: 'nothing'}
  }
}

/** The host that a router will confirm: its record stays while the status is empty, as after a restart of the router. */
function waitingHost(asker: AskingObject): Desired {
  return pendingHost(asker, textAt(asker.object.spec, 'host'), 'spec.host', NOT_ADMITTED)
}

function admissionOf({object}: AskingObject, routerName: string): Admission {
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
