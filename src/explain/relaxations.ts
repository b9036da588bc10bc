import {shellWord} from '../errors/shell-word.js'
import type {Cluster, KubeObject} from '../kubernetes/objects.js'
import {DEFAULT_PREFIXES, LEGACY_PREFIX, withoutController} from '../sources/object/annotations.js'
import {EVERYTHING, type Selector} from '../sources/object/selector.js'
import type {SourceView} from '../sources/source.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {FilteredOut, HostRequest} from './explanation.js'
import {isRequest, objectKey, requestsOf, resultsOf} from './host-requests.js'

/** A filter that may exclude an object, and how to run without it. */
interface Relaxation {
  /** As the user may have written it: `--namespace=shop`. */
  readonly name: string
  readonly relax: (settings: SourceSettings) => SourceSettings
  /** Set when the object excludes itself, with its controller annotation. */
  readonly change?: (object: KubeObject) => KubeObject
}

/** All filters that are in force, in a fixed order. */
export function relaxations(settings: SourceSettings): readonly Relaxation[] {
  const filters: readonly (readonly [name: string | false, lifted: Partial<SourceSettings>])[] = [
    [valued('--namespace', textList(settings.namespace)), {namespace: ''}],
    [valued('--ingress-class', settings.ingressClasses), {ingressClasses: []}],
    [valued('--service-type-filter', settings.serviceTypeFilter), {serviceTypeFilter: []}],
    [valued('--gateway-name', textList(settings.gatewayName)), {gatewayName: ''}],
    [valued('--gateway-namespace', textList(settings.gatewayNamespace)), {gatewayNamespace: ''}],
    [valued('--openshift-router-name', textList(settings.openshiftRouterName)), {openshiftRouterName: ''}],
    [selects(settings.annotationFilter) && '--annotation-filter', {annotationFilter: EVERYTHING}],
    [selects(settings.labelFilter) && '--label-filter', {labelFilter: EVERYTHING}],
    [selects(settings.gatewayLabelFilter) && '--gateway-label-filter', {gatewayLabelFilter: EVERYTHING}],
    [settings.ignoresHostnameAnnotation && '--ignore-hostname-annotation', {ignoresHostnameAnnotation: false}],
    [settings.ignoresIngressTlsSpec && '--ignore-ingress-tls-spec', {ignoresIngressTlsSpec: false}],
    [settings.ignoresIngressRulesSpec && '--ignore-ingress-rules-spec', {ignoresIngressRulesSpec: false}],
    [settings.ignoresNonHostNetworkPods && '--ignore-non-host-network-pods', {ignoresNonHostNetworkPods: false}],
    [!settings.publishesInternalServices && 'no --publish-internal-services', {publishesInternalServices: true}],
    [hasUncombined(settings) && 'no --combine-fqdn-annotation', {combinesFqdnAnnotation: true}],
  ]
  return [
    ...filters.flatMap(([name, lifted]) => (name === false ? [] : [relaxation(name, lifted)])),
    ...prefixRelaxation(settings),
    controllerRelaxation(settings),
  ]
}

export function relaxAll(
  some: readonly Relaxation[],
  settings: SourceSettings,
  cluster: Cluster,
): {readonly settings: SourceSettings; readonly cluster: Cluster} {
  const changes = some.flatMap(({change}) => change ?? [])
  const changeAll = (object: KubeObject) => changes.reduce((changed, change) => change(changed), object)
  const list: Cluster['list'] = (resource) => cluster.list(resource).map(changeAll)
  return {
    settings: some.reduce((relaxed, {relax}) => relax(relaxed), settings),
    cluster: changes.length === 0 ? cluster : {...cluster, list},
  }
}

function textList(text: string): readonly string[] {
  return text === '' ? [] : [text]
}

/** The flag with its values; false without any. */
function valued(flag: string, values: readonly string[]): string | false {
  return values.length > 0 && values.map((value) => `${flag}=${value}`).join(' ')
}

function selects({requirements}: Selector): boolean {
  return requirements.length > 0
}

function relaxation(name: string, lifted: Partial<SourceSettings>): Relaxation {
  return {name, relax: (settings) => ({...settings, ...lifted})}
}

function hasUncombined({combinesFqdnAnnotation, fqdnTemplate, fqdnTargetTemplate}: SourceSettings): boolean {
  return !combinesFqdnAnnotation && (fqdnTemplate ?? fqdnTargetTemplate) !== undefined
}

/** The annotation prefixes that the flags leave out, the former and the present default. */
function prefixRelaxation({annotationPrefixes, copiesLegacyAnnotations}: SourceSettings): readonly Relaxation[] {
  const missing = DEFAULT_PREFIXES.filter((prefix) => !annotationPrefixes.includes(prefix))
  if (missing.length === 0) return []
  const given = annotationPrefixes.filter((prefix) => !copiesLegacyAnnotations || prefix !== LEGACY_PREFIX)
  const name = given.map((prefix) => `--annotation-prefix=${shellWord(prefix)}`).join(' ')
  return [relaxation(name, {annotationPrefixes: [...annotationPrefixes, ...missing]})]
}

function controllerRelaxation({annotationPrefixes}: SourceSettings): Relaxation {
  return {
    name: 'its annotation controller',
    relax: (settings) => settings,
    change: (object) => withoutController(object, [...annotationPrefixes, ...DEFAULT_PREFIXES]),
  }
}

export interface UnfilteredView extends SourceView {
  /** Undefined where the run has one cluster. */
  readonly context: string | undefined
}

/** Objects of which more would come without the filters; to blame is one that alone makes the difference. */
export function findFilteredOut(
  view: UnfilteredView,
  host: string,
  requests: readonly HostRequest[],
): readonly FilteredOut[] {
  const active = relaxations(view.settings)
  const widest = requestsWithout(active, view, host)
  const [most, present] = [outcomes(widest), outcomes(requests)]
  const missing = widest.filter(({origin}) => {
    const key = objectKey(origin)
    return present.get(key) !== REQUESTED && present.get(key) !== most.get(key)
  })
  if (missing.length === 0) return []
  const stays = active.map((one) => {
    const others = active.filter((other) => other !== one)
    return {name: one.name, found: outcomes(requestsWithout(others, view, host))}
  })
  return missing.map((request) => {
    const key = objectKey(request.origin)
    const by = stays.filter(({found}) => found.get(key) !== most.get(key)).map(({name}) => name)
    return {request, by: by.length === 0 ? active.map(({name}) => name) : by}
  })
}

const REQUESTED = 'requested'

/** By object: that it asks for the host, or why nothing comes of it. */
function outcomes(requests: readonly HostRequest[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const request of requests) {
    const {result, origin} = request
    const key = objectKey(origin)
    if (isRequest(request)) found.set(key, REQUESTED)
    else if (found.get(key) !== REQUESTED) found.set(key, `${found.get(key) ?? ''} ${JSON.stringify(result)}`)
  }
  return found
}

function requestsWithout(some: readonly Relaxation[], view: UnfilteredView, host: string): readonly HostRequest[] {
  const relaxed = {...view, ...relaxAll(some, view.settings, view.cluster)}
  return requestsOf(resultsOf(relaxed, view.context), host, (name) => name === host)
}
