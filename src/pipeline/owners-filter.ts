import {namespaceOf, type OwnersRow, type OwnersState} from '../render/owners-row.js'

/** What of the list is shown; an empty list lets everything through. */
export interface OwnersFilter {
  readonly owners: readonly string[]
  /** Zone names or ids. */
  readonly zones: readonly string[]
  readonly hosts: readonly HostPattern[]
  /** Namespaces of the resources. */
  readonly namespaces: readonly string[]
  readonly states: readonly OwnersState[]
}

/** A host, or with `isBelow` all hosts below a name. */
export interface HostPattern {
  readonly name: string
  readonly isBelow: boolean
}

export function matchesOwnersFilter(row: OwnersRow, filter: OwnersFilter): boolean {
  const {owners, zones, hosts, namespaces, states} = filter
  return (
    (owners.length === 0 || owners.includes(row.owner)) &&
    (zones.length === 0 || zones.includes(row.zone.name) || zones.includes(row.zone.id)) &&
    (hosts.length === 0 || hosts.some((pattern) => matchesHost(row.host, pattern))) &&
    (namespaces.length === 0 || namespaces.includes(namespaceOf(row))) &&
    (states.length === 0 || states.includes(row.state))
  )
}

function matchesHost(host: string, {name, isBelow}: HostPattern): boolean {
  return isBelow ? host.endsWith(`.${name}`) : host === name
}
