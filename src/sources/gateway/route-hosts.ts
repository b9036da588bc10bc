import {isIP} from 'node:net'
import type {Desired} from '../../dns/endpoint.js'
import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import type {Resource} from '../../kubernetes/objects.js'
import {annotatedHosts, hostsIn, namesFor} from '../endpoints/combine.js'
import {IGNORED, writtenHosts} from '../endpoints/unused-hosts.js'
import {annotationOf} from '../object/annotations.js'
import {NOTHING, type RequestedHost} from '../object/desired.js'
import {objectProblem, originOf, type SourceObject} from '../object/source-object.js'

export interface RouteKind {
  readonly resource: Resource
  /** The protocol that a listener must have; HTTPS is the same as HTTP. */
  readonly protocol: 'HTTP' | 'TLS' | 'TCP' | 'UDP'
  readonly hasHostnames: boolean
}

export interface RouteHosts {
  /** An empty host stands for the host name of each listener. */
  readonly hosts: readonly RequestedHost[]
  readonly oddities: Desired
}

/** What `gateway-hostname-source` selects, by the rules of v0.23: docs/external-dns-behaviour.md#gateway-routes. */
export function hostsOfRoute(sourceObject: SourceObject, kind: RouteKind): RouteHosts {
  const wanted = annotationOf(sourceObject.annotations, 'gateway-hostname-source')
  const isOnly = wanted?.toLowerCase()
  const annotated = annotatedHosts(sourceObject).filter(({host}) => host !== '')
  if (isOnly === 'annotation-only') return {hosts: annotated, oddities: NOTHING}
  const own = hostsOfSpec(sourceObject, kind)
  const defined = isOnly === 'defined-hosts-only' ? own : [...own, ...annotated]
  const isTemplated = defined.length === 0 || sourceObject.settings.combinesFqdnAnnotation
  const templated = isTemplated ? templateHosts(sourceObject) : {hosts: [], oddities: NOTHING}
  const hosts = [...defined, ...templated.hosts]
  if (isOnly === 'defined-hosts-only') return {hosts, oddities: templated.oddities}
  const ofListeners = own.length === 0 ? [{host: '', field: 'spec.parentRefs'}] : []
  const warnings = wanted === undefined ? [] : [notKnown(sourceObject, wanted)]
  return {hosts: [...hosts, ...ofListeners], oddities: {...templated.oddities, warnings}}
}

function hostsOfSpec({object}: SourceObject, {hasHostnames}: RouteKind): readonly RequestedHost[] {
  return hasHostnames ? hostsIn(object.spec, ['hostnames'], (index) => `spec.hostnames[${index}]`) : []
}

/** Every host that stands in a Route, whatever the annotations and flags make of it. */
export function writtenHostsOf(sourceObject: SourceObject, kind: RouteKind): readonly RequestedHost[] {
  return [...hostsOfSpec(sourceObject, kind), ...writtenHosts(sourceObject)]
}

/** Why a host that stands in a Route is not asked of any listener; undefined when it is, perhaps as a narrower name. */
export function whyNotRead(request: RequestedHost, sourceObject: SourceObject): string | undefined {
  const isOnly = annotationOf(sourceObject.annotations, 'gateway-hostname-source')?.toLowerCase()
  const isDefined = request.field.startsWith('spec.')
  if (isDefined ? isOnly === 'annotation-only' : isOnly === 'defined-hosts-only') {
    return 'left out by the annotation gateway-hostname-source of the Route'
  }
  return isDefined || !sourceObject.settings.ignoresHostnameAnnotation ? undefined : IGNORED
}

function templateHosts(sourceObject: SourceObject): RouteHosts {
  const field = 'fqdn template'
  const {fqdnTemplate} = sourceObject.settings
  if (fqdnTemplate === undefined) return {hosts: [], oddities: NOTHING}
  const names = namesFor(sourceObject, fqdnTemplate)
  if (!names.ok) return {hosts: [], oddities: objectProblem(sourceObject, {field}, names.problem)}
  return {hosts: names.value.map((host) => ({host, field})), oddities: NOTHING}
}

function notKnown({object}: SourceObject, value: string) {
  return {
    origin: originOf(object, 'annotation gateway-hostname-source'),
    warning: `"${value}" is neither annotation-only nor defined-hosts-only, so it is ignored`,
  }
}

const MAX_HOST_OCTETS = 255
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

/** An RFC 1123 name in lower case, with its leading `*.` and trailing dot. Empty stays empty and matches any host. */
export function canonicalHost(text: string): Parsed<string> {
  if (text === '') return parsed('')
  if (isIP(text) !== 0) return problem(`"${text}" is an IP address, which no listener accepts as a host name`)
  const name = text.startsWith('*.') ? text.slice(2) : text
  const labels = (name.endsWith('.') ? name.slice(0, -1) : name).split('.')
  if (name.length > MAX_HOST_OCTETS || !labels.every((label) => LABEL.test(label))) {
    return problem(`"${text}" is not a host name by RFC 1123, so it fits no listener`)
  }
  return parsed(text.toLowerCase())
}

/** The more specific of two matching hosts: `*.example.com` matches `x.y.example.com`, but not `example.com`. */
export function commonHost(a: string, b: string): string | undefined {
  if (a === '') return b
  if (b === '' || a === b) return a
  const isOrdered = a.length < b.length || (a.length === b.length && !b.startsWith('*.'))
  const [general, specific] = isOrdered ? [a, b] : [b, a]
  return general.startsWith('*.') && specific.endsWith(general.slice(1)) ? specific : undefined
}
