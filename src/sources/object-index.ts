import type {Cluster, KubeObject, Resource} from '../kubernetes/objects.js'

/** Finds an object by namespace and name. */
export type ObjectIndex = (namespace: string, name: string) => KubeObject | undefined

/** The resource is listed at the first question, so it has to be read only where somebody asks. */
export function indexObjects(cluster: Cluster, resource: Resource): ObjectIndex {
  let objects: ReadonlyMap<string, KubeObject> | undefined
  return (namespace, name) => {
    objects ??= new Map(
      cluster.list(resource).map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]),
    )
    return objects.get(`${namespace}/${name}`)
  }
}
