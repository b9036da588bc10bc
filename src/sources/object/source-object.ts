import {toPlanKey, trimDot} from '../../dns/dns-name.js'
import type {Desired, Origin, Property, SourceWarning} from '../../dns/endpoint.js'
import type {Cluster, KubeObject, Resource} from '../../kubernetes/objects.js'
import type {SourceSettings} from '../source-settings.js'
import {
  type Annotations,
  annotationOf,
  parseTtl,
  readAnnotations,
  toProperties,
  toTargetList,
  withLegacyCopies,
} from './annotations.js'
import {desired, NOTHING, type RequestedHost} from './desired.js'
import {matchesSelector} from './selector.js'

/** An object as one source reads it, with the values that all its endpoints share. */
export interface SourceObject {
  readonly object: KubeObject
  readonly source: string
  readonly settings: SourceSettings
  readonly resource: string
  readonly annotations: Annotations
  readonly ttlSeconds: number | undefined
  /** Empty: none. */
  readonly setIdentifier: string
  readonly properties: readonly Property[]
  readonly warnings: readonly SourceWarning[]
}

export function toSourceObject(
  object: KubeObject,
  resource: string,
  source: string,
  settings: SourceSettings,
): SourceObject {
  const annotations = readAnnotations(object, settings.annotationPrefixes, settings.annotationFilter)
  const warnings: SourceWarning[] = []
  const warn = (field: string, warning: string) => warnings.push({origin: originOf(object, field), warning})
  for (const oddity of annotations.oddities) warn('annotations', oddity)
  const ttlText = annotationOf(annotations, 'ttl')
  const ttl = ttlText === undefined ? undefined : parseTtl(ttlText)
  if (ttl?.ok === false) warn('annotation ttl', `the TTL "${ttlText}" is ignored: ${ttl.problem}`)
  const alias = annotationOf(annotations, 'alias')
  if (alias !== undefined && alias !== 'true') {
    const advice = 'only "true" has one; --aws-prefer-cname makes CNAMEs, and a DNSEndpoint makes one for a single host'
    warn('annotation alias', `alias "${alias}" has no effect, ${advice}`)
  }
  return {
    object: withLegacyCopies(object, settings),
    source,
    settings,
    resource,
    annotations,
    ttlSeconds: ttl?.ok ? ttl.value : undefined,
    setIdentifier: annotationOf(annotations, 'set-identifier') ?? '',
    properties: toProperties(annotations),
    warnings,
  }
}

/** The object without set identifier and properties, for kinds that do not read them. */
export function withoutProperties(sourceObject: SourceObject): SourceObject {
  return {...sourceObject, setIdentifier: '', properties: []}
}

/** The object without anything its endpoints would share, for endpoints that take nothing from it. */
export function toPlain(sourceObject: SourceObject): SourceObject {
  return {...sourceObject, resource: '', ttlSeconds: undefined, setIdentifier: '', properties: []}
}

export function originOf(object: KubeObject, field: string): Origin {
  return {kind: object.kind, namespace: object.metadata.namespace, name: object.metadata.name, field}
}

/** Caches the parsed target list, which is needed once per host: an object may have thousands. */
const TARGETS = new WeakMap<Annotations, readonly string[]>()

/** The targets of the `target` annotation, empty if it names none; undefined without one. */
export function targetsOf(annotations: Annotations): readonly string[] | undefined {
  const text = annotationOf(annotations, 'target')
  if (text === undefined || text === '') return undefined
  const known = TARGETS.get(annotations) ?? toTargetList(text)
  TARGETS.set(annotations, known)
  return known
}

/** A pending host: the object asks for it and has no target yet. An empty or blank host is not held. */
export function pendingHost(sourceObject: SourceObject, {host, field}: RequestedHost, reason: string): Desired {
  if (toPlanKey(host) === '') return NOTHING
  const {object, setIdentifier, resource} = sourceObject
  const origin = originOf(object, field)
  return desired({pending: [{dnsName: trimDot(host), setIdentifier, resource, origin, reason}]})
}

/** A problem of the object, or of one of its hosts. An empty or blank host gives no problem. */
export function objectProblem(
  {object, resource}: SourceObject,
  {host, field}: {readonly host?: string | undefined; readonly field: string},
  problem: string,
): Desired {
  if (host !== undefined && toPlanKey(host) === '') return NOTHING
  const dnsName = host === undefined ? undefined : trimDot(host)
  return desired({problems: [{resource, origin: originOf(object, field), dnsName, problem}]})
}

/** What a source selects: the objects of a resource, but for exceptions from the usual rules. */
export interface ObjectKind {
  readonly source: string
  readonly resource: Resource
  /** The label `resource`, or its first word; by default the kind in lower case: `service/shop/cart`. */
  readonly label?: string | ((object: KubeObject) => string)
  /** Replaces `--namespace`. */
  readonly namespaces?: readonly string[]
  /** False: the controller annotation is not checked. */
  readonly checksController?: boolean
  /** The objects that are looked at; by default all. */
  readonly only?: (object: KubeObject) => boolean
  /** Why a flag of the kind leaves the object out, as a phrase; undefined when none does. */
  readonly leavesOut?: (sourceObject: SourceObject) => string | undefined
}

function labelOf(object: KubeObject, label: ObjectKind['label'] = object.kind.toLowerCase()): string {
  return typeof label === 'string' ? `${label}/${object.metadata.namespace}/${object.metadata.name}` : label(object)
}

export const noLabel = () => ''

/** The objects that `--namespace`, the filters and the controller annotation select. */
export function selectObjects(...args: Parameters<typeof lookAt>): readonly SourceObject[] {
  return [...lookAt(...args)].flatMap(({sourceObject, reason}) => (reason === undefined ? sourceObject : []))
}

/** Each object, and why it is left out if it is. What lies outside of `--namespace` is not even read. */
export function* lookAt(cluster: Cluster, settings: SourceSettings, kind: ObjectKind) {
  const {source, resource, namespaces = [settings.namespace], only = () => true} = kind
  for (const object of cluster.list(resource)) {
    if (!isIn(object, resource, namespaces) || !only(object)) continue
    const sourceObject = toSourceObject(object, labelOf(object, kind.label), source, settings)
    yield {sourceObject, reason: leftOutBy(sourceObject, kind)}
  }
}

function leftOutBy(sourceObject: SourceObject, {checksController = true, leavesOut}: ObjectKind): string | undefined {
  const {settings} = sourceObject
  const {annotations, labels} = sourceObject.object.metadata
  if (!matchesSelector(settings.annotationFilter, annotations)) return 'left out by --annotation-filter'
  if (!matchesSelector(settings.labelFilter, labels)) return 'left out by --label-filter'
  if (checksController && !isOurs(sourceObject)) return 'left out by the annotation controller of the object'
  return leavesOut?.(sourceObject)
}

/** True for an object without a namespace as well: the scope of a resource named by a flag is not known. */
function isIn({metadata: {namespace}}: KubeObject, resource: Resource, namespaces: readonly string[]): boolean {
  return !resource.isNamespaced || namespace === '' || namespaces.some((each) => each === '' || each === namespace)
}

/** True unless the controller annotation names another controller. An empty annotation is a mismatch. */
export function isOurs({annotations}: Pick<SourceObject, 'annotations'>): boolean {
  return (annotationOf(annotations, 'controller') ?? 'dns-controller') === 'dns-controller'
}
