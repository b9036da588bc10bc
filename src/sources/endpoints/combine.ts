import type {Desired} from '../../dns/endpoint.js'
import type {Parsed} from '../../dns/parsed.js'
import {suitableType} from '../../dns/target.js'
import {joinDesired, NOTHING, type RequestedHost, withWarnings} from '../object/desired.js'
import {listAt, textAt} from '../object/object-field.js'
import {objectProblem, type SourceObject, toPlain} from '../object/source-object.js'
import {renderNames, renderPairs, type Template, type TemplateObject} from '../template/fqdn-template.js'
import {joinBounded, withoutRepetitions} from './bounded.js'
import {mergeEndpoints} from './merge-endpoints.js'
import {endpointFor, endpointsForHost, resolvedTargets} from './resolved-targets.js'
import {writtenHosts} from './unused-hosts.js'

/** Makes the endpoints of one host. */
export type HostStep = (request: RequestedHost) => Desired

/** Adds what templates yield to what the object asks for: docs/external-dns-behaviour.md#combine. */
export type Templates = (found: Desired, sourceObject: SourceObject, step: HostStep) => Desired

/** The names of `--fqdn-template`, at the targets of the object. */
export const withNames: Templates = (found, sourceObject, step) =>
  combine(found, sourceObject, () => namesStep(sourceObject, step))

/** First the pairs of `--fqdn-target-template`, then those names. */
export const withPairsAndNames: Templates = (found, sourceObject, step) =>
  withNames(withPairs(found, sourceObject), sourceObject, step)

/** First the pairs, then the names with every target of `--target-template`, which take nothing from the object. */
export function withPairsAndTargets(found: Desired, sourceObject: SourceObject): Desired {
  return combine(withPairs(found, sourceObject), sourceObject, () => namesAndTargets(sourceObject))
}

function withPairs(found: Desired, sourceObject: SourceObject): Desired {
  return combine(found, sourceObject, () => pairsStep(sourceObject))
}

/** The found endpoints and, where the rules allow the step, those that it adds. */
function combine(found: Desired, {settings}: SourceObject, step: () => Desired): Desired {
  if (!settings.combinesFqdnAnnotation && found.endpoints.length > 0) return found
  const rendered = step()
  // Once the object's own hosts have a target no template runs, so template names are not requested now either.
  const isFallback = !settings.combinesFqdnAnnotation && found.pending.length > 0
  return joinDesired([found, isFallback ? {...rendered, pending: []} : rendered])
}

const NAMES_FIELD = 'fqdn template'

function namesStep(sourceObject: SourceObject, step: HostStep): Desired {
  const {fqdnTemplate} = sourceObject.settings
  if (fqdnTemplate === undefined) return NOTHING
  const names = namesFor(sourceObject, fqdnTemplate)
  if (!names.ok) return objectProblem(sourceObject, {field: NAMES_FIELD}, names.problem)
  return joinBounded(names.value, sourceObject, NAMES_FIELD, (host) => step({host, field: NAMES_FIELD}))
}

/** Pairs bring their own targets and take nothing from the object: no TTL, properties, set identifier or label. */
function pairsStep(sourceObject: SourceObject): Desired {
  const {fqdnTargetTemplate} = sourceObject.settings
  if (fqdnTargetTemplate === undefined) return NOTHING
  const field = 'fqdn-target template'
  const plain = toPlain(sourceObject)
  const pairs = renderPairs(fqdnTargetTemplate, subjectOf(sourceObject), sourceObject.source)
  if (!pairs.ok) return objectProblem(plain, {field}, pairs.problem)
  const found = joinBounded(pairs.value, plain, field, ({name, target}) =>
    endpointFor({host: name, field}, suitableType(target), [target], plain),
  )
  return {...found, endpoints: mergeEndpoints(found.endpoints)}
}

export function namesFor(sourceObject: SourceObject, template: Template): Parsed<readonly string[]> {
  return renderNames(template, subjectOf(sourceObject), sourceObject.source)
}

function subjectOf({object}: SourceObject): TemplateObject {
  return {kind: object.kind, apiVersion: object.apiVersion, object}
}

/** The hosts of the `hostname` annotation, empty ones included; none under `--ignore-hostname-annotation`. */
export function annotatedHosts(sourceObject: SourceObject): readonly RequestedHost[] {
  if (sourceObject.settings.ignoresHostnameAnnotation) return []
  return writtenHosts(sourceObject)
}

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
  const found = joinBounded(withoutRepetitions(hosts), sourceObject, hosts[0]?.field ?? '', step)
  return withWarnings(sourceObject.warnings, found)
}

function namesAndTargets(sourceObject: SourceObject): Desired {
  const {fqdnTemplate, targetTemplate} = sourceObject.settings
  if (fqdnTemplate === undefined) return NOTHING
  // Records without a `resource` label are held by problems without one.
  const plain = toPlain(sourceObject)
  const hosts = namesFor(sourceObject, fqdnTemplate)
  if (!hosts.ok) return objectProblem(plain, {field: NAMES_FIELD}, hosts.problem)
  if (targetTemplate === undefined) return NOTHING
  const targets = namesFor(sourceObject, targetTemplate)
  if (!targets.ok) return objectProblem(plain, {field: 'target template'}, targets.problem)
  const to = resolvedTargets(targets.value, 'has nothing that --target-template could print yet')
  return joinBounded(hosts.value, plain, NAMES_FIELD, (host) => endpointsForHost({host, field: NAMES_FIELD}, to, plain))
}

/** The hosts of `spec.rules`, as Ingresses of Kubernetes and of Kong have them. */
export function hostsOfRules({object}: SourceObject): readonly RequestedHost[] {
  const read = (rule: unknown) => textAt(rule, 'host')
  return hostsIn(object.spec, ['rules'], (index) => `spec.rules[${index}].host`, read)
}

export function hostsOfTls({object}: SourceObject): readonly RequestedHost[] {
  return listAt(object.spec, 'tls').flatMap((entry, index) =>
    hostsIn(entry, ['hosts'], (at) => `spec.tls[${index}].hosts[${at}]`),
  )
}
