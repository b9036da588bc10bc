import {toPlanKey, trimDot} from '../../dns/dns-name.js'
import type {Desired} from '../../dns/endpoint.js'
import type {Cluster} from '../../kubernetes/objects.js'
import {annotationOf, toHostList} from '../object/annotations.js'
import {desired, joinDesired, NOTHING, type RequestedHost} from '../object/desired.js'
import {misshapenField} from '../object/misshapen.js'
import {lookAt, type ObjectKind, objectProblem, originOf, type SourceObject} from '../object/source-object.js'
import type {SourceSettings} from '../source-settings.js'

export interface ObjectReading {
  readonly read: (sourceObject: SourceObject) => Desired
  /** Every host that stands in an object, whatever the flags make of it. Blank ones do not matter. */
  readonly hosts: (sourceObject: SourceObject) => readonly RequestedHost[]
  /** Why nothing comes of a host of a selected object, as a phrase; undefined where it comes under another name. */
  readonly why: (request: RequestedHost, sourceObject: SourceObject) => string | undefined
}

/** What comes of the selected objects, and a line for each host, in any object, of which nothing comes. */
export function readObjects(
  cluster: Cluster,
  settings: SourceSettings,
  kind: ObjectKind,
  {read, hosts, why}: ObjectReading,
): Desired {
  const [ofSelected, ofOthers]: [Desired[], Desired[]] = [[], []]
  for (const {sourceObject, reason} of lookAt(cluster, settings, kind)) {
    const written = hosts(sourceObject)
    const odd = kind.source === 'unstructured' ? undefined : misshapenField(sourceObject.object)
    const found = () =>
      odd === undefined
        ? read(sourceObject)
        : joinDesired([read(sourceObject), objectProblem(sourceObject, odd, odd.problem)])
    if (reason !== undefined) ofOthers.push(tellUnused(NOTHING, written, sourceObject, () => reason))
    else ofSelected.push(tellUnused(found(), written, sourceObject, (one) => why(one, sourceObject)))
  }
  return joinDesired([...ofSelected, ...ofOthers])
}

/** Adds a line for each host of which the object has neither endpoint nor pending host nor problem. */
function tellUnused(
  found: Desired,
  hosts: readonly RequestedHost[],
  sourceObject: SourceObject,
  why: (request: RequestedHost) => string | undefined,
): Desired {
  // A problem of the object as a whole is one of each of its hosts.
  if (hosts.length === 0 || found.problems.some(({dnsName}) => dnsName === undefined)) return found
  const {endpoints, pending, problems, unused} = found
  if (hosts.length === 1 && endpoints.some(({dnsName}) => dnsName === hosts[0]?.host)) return found
  const known = [...endpoints, ...pending, ...problems, ...unused].map(({dnsName = ''}) => toPlanKey(dnsName))
  const accounted = new Set(known)
  const others = hosts.filter(({host}) => !accounted.has(toPlanKey(host)))
  const lines = others.map((request) => {
    const reason = why(request)
    return reason === undefined ? NOTHING : unusedHost(request, sourceObject, reason)
  })
  return joinDesired([found, ...lines])
}

/** A line for a host of which nothing comes; none for a blank one. */
export function unusedHost({host, field}: RequestedHost, {object, resource}: SourceObject, reason: string): Desired {
  if (toPlanKey(host) === '') return NOTHING
  return desired({unused: [{dnsName: trimDot(host), resource, origin: originOf(object, field), reason}]})
}

/** The hosts of an annotation, empty ones included; those of `hostname` also under `--ignore-hostname-annotation`. */
export function writtenHosts({annotations}: SourceObject, annotation = 'hostname'): readonly RequestedHost[] {
  const text = annotationOf(annotations, annotation)
  return text === undefined ? [] : toHostList(text).map((host) => ({host, field: `annotation ${annotation}`}))
}

export const IGNORED = 'left out by --ignore-hostname-annotation'

/** Why nothing comes of a host of the annotation, or else `otherwise`. */
export function unlessIgnored({field}: RequestedHost, {settings}: SourceObject, otherwise: string): string {
  const isAnnotated = field === 'annotation hostname' || field === 'annotation internal-hostname'
  return settings.ignoresHostnameAnnotation && isAnnotated ? IGNORED : otherwise
}
