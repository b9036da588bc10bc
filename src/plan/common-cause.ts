import type {ZonePlan} from './plan.js'

/** What the hosts that would be deleted have in common, as a phrase; undefined when nothing stands out. */
export function findCommonCause(zones: readonly ZonePlan[], wantedHosts: number): string | undefined {
  const gone = zones.flatMap((zone) => zone.hosts).filter((host) => host.action === 'delete')
  if (gone.length === 0) return undefined
  if (wantedHosts === 0) return 'no object asks for any host (a wrong context, namespace, annotation prefix or filter?)'
  const kinds = new Set(gone.flatMap((host) => host.formerResources.map((resource) => resource.split('/')[0] ?? '')))
  const namespaces = new Set(
    gone.flatMap((host) => host.formerResources.map((resource) => resource.split('/')[1] ?? '')),
  )
  const [kind] = kinds
  const [namespace] = namespaces
  if (namespaces.size === 1 && namespace !== undefined && namespace !== '') {
    return `all were asked for by objects of namespace ${namespace}`
  }
  if (kinds.size === 1 && kind !== undefined && kind !== '') return `all were asked for by objects of source ${kind}`
  return undefined
}
