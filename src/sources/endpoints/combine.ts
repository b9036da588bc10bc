import type {Desired} from '../../dns/endpoint.js'
import {suitableType} from '../../dns/target.js'
import {desired, joinDesired} from '../object/desired.js'
import {listAt, textAt} from '../object/object-field.js'
import {hostsOf, objectProblem, originOf, pendingHost, type SourceObject, toPlain} from '../object/source-object.js'
import type {SourceSettings} from '../source-settings.js'
import {renderNames, renderPairs, type TemplateObject} from '../template/fqdn-template.js'
import {joinBounded, withoutRepetitions} from './bounded.js'
import {mergeEndpoints, newEndpoint} from './merge-endpoints.js'
import {endpointsFor} from './resolved-targets.js'

/** Makes the endpoints of one host that a template rendered; `field` goes into their origin. */
type HostStep = (host: string, field: string) => Desired

/**
 * Adds what templates yield to what the object itself asks for: first the pairs of `--fqdn-target-template`, then the
 * names of `--fqdn-template`. Without `--combine-fqdn-annotation` a step runs only while nothing was found. Rules:
 * docs/external-dns-behaviour.md#combine.
 */
export function withPairsAndNames(
  found: Desired,
  sourceObject: SourceObject,
  sourceName: string,
  settings: SourceSettings,
  step: HostStep,
): Desired {
  return withNames(withPairs(found, sourceObject, sourceName, settings), sourceObject, sourceName, settings, step)
}

/**
 * Adds pairs only, for kinds that take the targets of template names from `--target-template`: see
 * `withTargetTemplate`.
 */
export function withPairs(
  found: Desired,
  sourceObject: SourceObject,
  sourceName: string,
  settings: SourceSettings,
): Desired {
  return combine(found, settings, () => pairsStep(sourceObject, sourceName, settings))
}

/** As `withPairsAndNames`, for kinds without pairs. */
export function withNames(
  found: Desired,
  sourceObject: SourceObject,
  sourceName: string,
  settings: SourceSettings,
  step: HostStep,
): Desired {
  return combine(found, settings, () => namesStep(sourceObject, sourceName, settings, step))
}

/** The found endpoints and, where the rules allow the step, those that it adds. */
function combine(found: Desired, settings: SourceSettings, step: () => Desired): Desired {
  if (!settings.combinesFqdnAnnotation && found.endpoints.length > 0) return found
  const rendered = step()
  // The object's own hosts only lack a target. Once they have one no template runs, so template names are not
  // requested now either.
  const isFallback = !settings.combinesFqdnAnnotation && found.pending.length > 0
  return joinDesired([found, isFallback ? {...rendered, pending: []} : rendered])
}

function namesStep(sourceObject: SourceObject, sourceName: string, settings: SourceSettings, step: HostStep): Desired {
  if (settings.fqdnTemplate === undefined) return desired({})
  const names = renderNames(settings.fqdnTemplate, subjectOf(sourceObject), sourceName)
  if (!names.ok) return objectProblem(sourceObject, undefined, 'fqdn template', names.problem)
  return joinBounded(names.value, sourceObject, 'fqdn template', (name) => step(name, 'fqdn template'))
}

/** Pairs bring their own targets and take nothing from the object: no TTL, properties, set identifier or label. */
function pairsStep(sourceObject: SourceObject, sourceName: string, settings: SourceSettings): Desired {
  if (settings.fqdnTargetTemplate === undefined) return desired({})
  const field = 'fqdn-target template'
  const plain = toPlain(sourceObject)
  const pairs = renderPairs(settings.fqdnTargetTemplate, subjectOf(sourceObject), sourceName)
  if (!pairs.ok) return objectProblem(plain, undefined, field, pairs.problem)
  const found = joinBounded(pairs.value, plain, field, ({name, target}) => {
    const endpoint = newEndpoint({
      dnsName: name,
      recordType: suitableType(target),
      targets: [target],
      ttlSeconds: undefined,
      setIdentifier: '',
      resource: '',
      labels: {},
      properties: [],
      origins: [originOf(sourceObject.object, field)],
    })
    return endpoint.ok ? desired({endpoints: [endpoint.value]}) : objectProblem(plain, name, field, endpoint.problem)
  })
  return {...found, endpoints: mergeEndpoints(found.endpoints)}
}

/** The object as templates see it. */
export function subjectOf({object}: SourceObject): TemplateObject {
  return {kind: object.kind, apiVersion: object.apiVersion, object}
}

/** A host and the field that asks for it. */
export interface RequestedHost {
  readonly host: string
  readonly field: string
}

/** The hosts of the `hostname` annotation, empty ones included; none under `--ignore-hostname-annotation`. */
export function annotatedHosts(sourceObject: SourceObject, settings: SourceSettings): readonly RequestedHost[] {
  if (settings.ignoresHostnameAnnotation) return []
  return hostsOf(sourceObject, 'hostname').map((host) => ({host, field: 'annotation hostname'}))
}

/** The host of one field, if it has any. */
export function hostOf(host: string, field: string): readonly RequestedHost[] {
  return host === '' ? [] : [{host, field}]
}

/** The hosts of a list: its texts, or the text that `read` finds in each item. Empty ones are left out. */
export function hostsIn(
  value: unknown,
  path: readonly string[],
  field: (index: number) => string,
  read: (item: unknown) => unknown = (item) => item,
): readonly RequestedHost[] {
  return listAt(value, ...path).flatMap((item, index) => {
    const host = read(item)
    return typeof host === 'string' ? hostOf(host, field(index)) : []
  })
}

/** Runs the step for each host and adds the warnings about the object. */
export function fromHosts(hosts: readonly RequestedHost[], sourceObject: SourceObject, step: HostStep): Desired {
  const [first] = hosts
  const found = joinBounded(withoutRepetitions(hosts), sourceObject, first?.field ?? '', ({host, field}) =>
    step(host, field),
  )
  return joinDesired([desired({warnings: sourceObject.warnings}), found])
}

/**
 * Adds the names of `--fqdn-template`, each with every target of `--target-template`, under the rules of `combine`.
 * Kinds with pairs take those first: `withTargetTemplate(withPairs(found, …), …)`. The endpoints take nothing from the
 * object: no TTL, properties, set identifier or label.
 */
export function withTargetTemplate(
  found: Desired,
  sourceObject: SourceObject,
  sourceName: string,
  settings: SourceSettings,
): Desired {
  return combine(found, settings, () => hostsAndTargets(sourceObject, sourceName, settings))
}

const FIELD = 'fqdn template'

function hostsAndTargets(sourceObject: SourceObject, sourceName: string, settings: SourceSettings): Desired {
  const {fqdnTemplate, targetTemplate} = settings
  if (fqdnTemplate === undefined) return desired({})
  // Records without a `resource` label are held by problems without one.
  const plain = toPlain(sourceObject)
  const hosts = renderNames(fqdnTemplate, subjectOf(sourceObject), sourceName)
  if (!hosts.ok) return objectProblem(plain, undefined, FIELD, hosts.problem)
  if (targetTemplate === undefined) return desired({})
  const targets = renderNames(targetTemplate, subjectOf(sourceObject), sourceName)
  if (!targets.ok) return objectProblem(plain, undefined, 'target template', targets.problem)
  return joinBounded(hosts.value, plain, FIELD, (host) =>
    targets.value.length > 0
      ? endpointsFor(host, targets.value, plain, FIELD)
      : pendingHost(plain, host, FIELD, 'has nothing that --target-template could print yet'),
  )
}

/** The hosts of `spec.rules`, as Ingresses of Kubernetes and of Kong have them. */
export function hostsOfRules({object}: SourceObject): readonly RequestedHost[] {
  return hostsIn(
    object.spec,
    ['rules'],
    (index) => `spec.rules[${index}].host`,
    (rule) => textAt(rule, 'host'),
  )
}

/** The hosts of `spec.tls`, likewise. */
export function hostsOfTls({object}: SourceObject): readonly RequestedHost[] {
  return listAt(object.spec, 'tls').flatMap((entry, index) =>
    hostsIn(entry, ['hosts'], (at) => `spec.tls[${index}].hosts[${at}]`),
  )
}
