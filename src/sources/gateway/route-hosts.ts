import type {Desired} from '../../dns/endpoint.js'
import {annotationOf} from '../annotations.js'
import {type AskedHost, annotatedHosts, hostsIn} from '../asked-hosts.js'
import {type AskingObject, objectProblem, originOf} from '../asking-object.js'
import {subjectOf} from '../combine.js'
import {desired, NOTHING} from '../desired.js'
import type {SourceSettings} from '../source-settings.js'
import {renderNames} from '../template/fqdn-template.js'
import type {RouteKind} from './route-kinds.js'

export interface RouteHosts {
  /** An empty one takes the name of each listener. */
  readonly hosts: readonly AskedHost[]
  readonly oddities: Desired
}

/**
 * The hosts of `spec.hostnames`, of the template and of the annotation, as far as `gateway-hostname-source` wants them.
 * Unlike elsewhere, a template stands in for `spec.hostnames` and for nothing else (spec sources.md §3.6).
 */
export function hostsOfRoute(asker: AskingObject, kind: RouteKind, settings: SourceSettings): RouteHosts {
  const wanted = annotationOf(asker.annotations, 'gateway-hostname-source')
  const annotated = annotatedHosts(asker, settings)
  const own = kind.hasHostnames ? hostsIn(asker.object.spec, ['hostnames'], (index) => `spec.hostnames[${index}]`) : []
  if (wanted?.toLowerCase() === 'annotation-only') return {hosts: annotated, oddities: NOTHING}
  const isTemplated = own.length === 0 || settings.combinesFqdnAnnotation
  const templated = isTemplated ? templateHosts(asker, kind, settings) : {hosts: [], oddities: NOTHING}
  const defined = [...own, ...templated.hosts]
  if (wanted?.toLowerCase() === 'defined-hosts-only') return {hosts: defined, oddities: templated.oddities}
  const ofListeners = own.length === 0 ? [{host: '', field: 'spec.parentRefs'}] : []
  const warnings = wanted === undefined ? [] : [notKnown(asker, wanted)]
  return {hosts: [...defined, ...ofListeners, ...annotated], oddities: {...templated.oddities, warnings}}
}

function templateHosts(asker: AskingObject, kind: RouteKind, {fqdnTemplate}: SourceSettings): RouteHosts {
  const field = 'fqdn template'
  const names = fqdnTemplate === undefined ? undefined : renderNames(fqdnTemplate, subjectOf(asker), kind.source)
  if (names === undefined) return {hosts: [], oddities: NOTHING}
  if (!names.ok) return {hosts: [], oddities: objectProblem(asker, undefined, field, names.problem)}
  return {hosts: names.value.map((host) => ({host, field})), oddities: desired({})}
}

function notKnown({object}: AskingObject, value: string) {
  return {
    origin: originOf(object, 'annotation gateway-hostname-source'),
    warning: `"${value}" is neither annotation-only nor defined-hosts-only, so it is ignored`,
  }
}
