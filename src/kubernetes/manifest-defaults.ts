import {isJson, type Json} from './manifest-objects.js'

/**
 * What the API server fills in and sources rely on: without `spec.type` a Service would be of no type at all.
 * Sources: the Kubernetes API reference (Service v1) and the schemas of the Gateway API.
 */
export function withApiDefaults(group: string, kind: string, content: Json): Json {
  const spec = isJson(content.spec) ? content.spec : undefined
  if (spec === undefined) return content
  if (group === '' && kind === 'Service') return {...content, spec: serviceSpec(spec)}
  if (group !== 'gateway.networking.k8s.io') return content
  if (kind === 'Gateway' || kind === 'ListenerSet') {
    return {...content, spec: {...spec, ...mapped(spec, 'listeners', listener), ...parent(spec)}}
  }
  return kind.endsWith('Route') ? {...content, spec: {...spec, ...mapped(spec, 'parentRefs', gatewayRef)}} : content
}

function serviceSpec(spec: Json): Json {
  const port = (entry: Json) => ({...entry, protocol: textOr(entry.protocol, 'TCP')})
  return {...spec, type: textOr(spec.type, 'ClusterIP'), ...mapped(spec, 'ports', port)}
}

/** Without a rule of its own a listener takes routes of its own namespace. */
function listener(entry: Json): Json {
  const allowed = isJson(entry.allowedRoutes) ? entry.allowedRoutes : {}
  const namespaces = isJson(allowed.namespaces) ? allowed.namespaces : {}
  return {...entry, allowedRoutes: {...allowed, namespaces: {...namespaces, from: textOr(namespaces.from, 'Same')}}}
}

function parent(spec: Json): Json {
  return isJson(spec.parentRef) ? {parentRef: gatewayRef(spec.parentRef)} : {}
}

function gatewayRef(entry: Json): Json {
  const group = typeof entry.group === 'string' ? entry.group : 'gateway.networking.k8s.io'
  return {...entry, group, kind: textOr(entry.kind, 'Gateway')}
}

/** The list under `field` with each object in it changed; nothing where there is no list. */
function mapped(spec: Json, field: string, change: (entry: Json) => Json): Json {
  const list: unknown = spec[field]
  if (!Array.isArray(list)) return {}
  return {[field]: list.map((entry: unknown) => (isJson(entry) ? change(entry) : entry))}
}

function textOr(value: unknown, otherwise: string): unknown {
  return value === undefined || value === null || value === '' ? otherwise : value
}
