import {listAt, textAt} from './object-field.js'

/** One entry of a status list; a field that is missing is empty. */
export interface LoadBalancerEntry {
  readonly ip: string
  readonly hostname: string
}

/** `status.loadBalancer.ingress` of a Service or Ingress; a RouteGroup calls the list `routeGroup`. */
export function loadBalancerEntries(status: unknown, list = 'ingress'): readonly LoadBalancerEntry[] {
  return listAt(status, 'loadBalancer', list).map((entry) => ({
    ip: textAt(entry, 'ip'),
    hostname: textAt(entry, 'hostname'),
  }))
}

/** Of each entry the address and the host name, as far as it has them: what most kinds do (spec sources.md §3.0). */
export function bothTargets(entries: readonly LoadBalancerEntry[]): readonly string[] {
  return entries.flatMap(({ip, hostname}) => [ip, hostname]).filter((target) => target !== '')
}

/** Of each entry the address, or else the host name: what Istio and Gloo do with the status of other objects. */
export function eitherTargets(entries: readonly LoadBalancerEntry[]): readonly string[] {
  return entries.map(({ip, hostname}) => (ip === '' ? hostname : ip)).filter((target) => target !== '')
}
