import type {KubeObject} from '../../kubernetes/objects.js'
import {listAt, textsAt} from '../object-field.js'

/** The DNS name in `[namespace/]name` of a host list; empty for `*`, which stands for all names and is none. */
export function nameIn(host: string): string {
  const parts = host.split('/')
  const name = parts.length === 2 ? (parts[1] ?? '') : host
  return name === '*' ? '' : name
}

/**
 * True when the Gateway takes the host from the VirtualService: `exportTo` lets the Gateway see it, and one of the
 * Gateway's server hosts, `[namespace/]name`, is for its namespace and covers the host. Case counts.
 * Source: spec sources.md §3.8, "Binds".
 */
export function bindsHost(virtualService: KubeObject, gateway: KubeObject, host: string): boolean {
  const own = virtualService.metadata.namespace
  const served = gateway.metadata.namespace
  const exportTo = listAt(virtualService.spec, 'exportTo')
  const isVisible = exportTo.length === 0 || exportTo.some((to) => to === served || isNamespace(to, own, served))
  return isVisible && serverHosts(gateway).some((text) => takesHost(text, host, own, served))
}

function takesHost(text: string, host: string, own: string, served: string): boolean {
  const parts = text.split('/')
  if (parts.length > 2) return false
  const [namespace, name = ''] = parts.length === 2 ? parts : ['*', text]
  return (namespace === own || isNamespace(namespace, own, served)) && covers(name, host)
}

/** `*` is any namespace, `.` the one that both share. */
function isNamespace(text: unknown, own: string, served: string): boolean {
  return text === '*' || (text === '.' && own === served)
}

function covers(name: string, host: string): boolean {
  return name === '*' || name === host || (name.startsWith('*.') && host.endsWith(name.slice(1)))
}

function serverHosts(gateway: KubeObject): readonly string[] {
  return listAt(gateway.spec, 'servers').flatMap((server) => textsAt(server, 'hosts'))
}
