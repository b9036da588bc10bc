import type {Desired} from '../../dns/endpoint.js'
import {once} from '../../dns/once.js'
import type {Cluster, Resource} from '../../kubernetes/objects.js'
import {joinDesired, NOTHING, type RequestedHost} from '../object/desired.js'
import {type ObjectKind, type SourceObject, withoutProperties} from '../object/source-object.js'
import {inNamespace, type Source} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import {fromHosts, type Templates} from './combine.js'
import {finishSource} from './merge-endpoints.js'
import {endpointsForHost, ownTargets, type ResolvedTargets} from './resolved-targets.js'
import {IGNORED, type ObjectReading, readObjects} from './unused-hosts.js'

/** A kind of object that asks for hosts, all of which get the same targets. */
interface HostKind extends Omit<ObjectKind, 'source' | 'resource'>, Partial<Pick<ObjectReading, 'why'>> {
  readonly name: string
  readonly resources: (settings: SourceSettings) => readonly Resource[]
  readonly hosts: (sourceObject: SourceObject) => readonly RequestedHost[]
  /** Every host that stands in the object; by default `hosts` without `--ignore-hostname-annotation`. */
  readonly written?: ObjectReading['hosts']
  /** By default the `target` annotation, else the status of the object. Called for objects with hosts only. */
  readonly targets?: (cluster: Cluster, settings: SourceSettings) => (sourceObject: SourceObject) => ResolvedTargets
  /** False: of the annotations only `target` and `ttl` are read. */
  readonly readsProperties?: boolean
  readonly besides?: (sourceObject: SourceObject) => Desired
  readonly templates?: Templates
  readonly finish?: (found: Desired, sourceObject: SourceObject) => Desired
}

export function hostSource(kind: HostKind): Source {
  const {name, resources, hosts, written = withFlagOff(hosts), targets = () => ownTargets, why = () => IGNORED} = kind
  const {readsProperties = true, besides = () => NOTHING, templates = asFound, finish = asFound} = kind
  return {
    name,
    needs: (settings) => resources(settings).map((resource) => inNamespace(resource, settings)),
    toEndpoints: (cluster, settings) => {
      const targetsOf = targets(cluster, settings)
      const read = (selected: SourceObject) => {
        const sourceObject = readsProperties ? selected : withoutProperties(selected)
        const known = once(() => targetsOf(sourceObject))
        const step = (request: RequestedHost) => endpointsForHost(request, known(), sourceObject)
        const own = joinDesired([besides(sourceObject), fromHosts(hosts(sourceObject), sourceObject, step)])
        return finish(templates(own, sourceObject, step), sourceObject)
      }
      const found = resources(settings).map((resource) =>
        readObjects(cluster, settings, {...kind, source: name, resource}, {read, hosts: written, why}),
      )
      return finishSource(joinDesired(found))
    },
  }
}

function withFlagOff(hosts: HostKind['hosts']): ObjectReading['hosts'] {
  return (one) => hosts({...one, settings: {...one.settings, ignoresHostnameAnnotation: false}})
}

function asFound(found: Desired): Desired {
  return found
}
