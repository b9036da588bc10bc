import {groupBy} from '../../dns/group.js'
import {type HostPlan, type OwnershipChange, txtNameOf} from '../change.js'
import {isRemoval} from './ownership-writer.js'

/** The hosts of one name in a zone, and with a wildcard the host with which it exchanges a text; in their order. */
export function groupIntoRequests(hosts: readonly HostPlan[]): readonly (readonly HostPlan[])[] {
  const byName = groupBy(hosts, ({zone, name}) => `${zone.id} ${name}`)
  return join(hosts, [...byName.values(), ...exchangesOf(hosts)])
}

/** As above, but hosts of one name apart where nothing but the name holds them together. */
export function groupByExchange(hosts: readonly HostPlan[]): readonly (readonly HostPlan[])[] {
  return join(hosts, exchangesOf(hosts))
}

/**
 * A wildcard and its namesake share texts, as `*` and `star`: a run that ended between them could leave one unowned.
 */
function exchangesOf(hosts: readonly HostPlan[]): readonly (readonly HostPlan[])[] {
  const wildcards = hosts.filter(({name, ownership}) => name.startsWith('*.') && !ownership.some(isUnderOwnName))
  if (wildcards.length === 0) return []
  const byParent = groupBy(hosts, ({zone, name}) => `${zone.id} ${parentOf(name)}`)
  return wildcards.map((wildcard) => {
    const {zone, name, ownership} = wildcard
    const siblings = byParent.get(`${zone.id} ${parentOf(name)}`) ?? []
    const txtNames = ownership.map(txtNameOf)
    // More than the namesake may be found, as `a` in `a-star`: what goes together needlessly does no harm.
    const isNamesake = (host: HostPlan) =>
      txtNames.some((txtName) => txtName.includes(labelOf(host.name))) || (goes(wildcard) && takesOverText(host))
    const isExchange = (host: HostPlan) => (comes(wildcard) && goes(host)) || (goes(wildcard) && comes(host))
    return [wildcard, ...siblings.filter((host) => isExchange(host) && isNamesake(host))]
  })
}

/** Its TXT name has the `*` itself: there is no replacement. */
function isUnderOwnName(change: OwnershipChange): boolean {
  return txtNameOf(change).includes('*')
}

function comes({changes}: HostPlan): boolean {
  return changes.some(({kind}) => kind === 'create')
}

function goes({changes}: HostPlan): boolean {
  return changes.some(({kind}) => kind === 'delete')
}

function takesOverText(host: HostPlan): boolean {
  return comes(host) && host.ownership.some((change) => change.kind === 'update' && !isRemoval(change))
}

function labelOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}

function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1)
}

function join(hosts: readonly HostPlan[], groups: readonly (readonly HostPlan[])[]): readonly (readonly HostPlan[])[] {
  const heads = new Map<HostPlan, HostPlan>()
  const headOf = (host: HostPlan): HostPlan => {
    let head = host
    for (let next = heads.get(head); next !== undefined; next = heads.get(head)) head = next
    return head
  }
  for (const [first, ...others] of groups) {
    for (const other of others) {
      if (first !== undefined && headOf(other) !== headOf(first)) heads.set(headOf(other), headOf(first))
    }
  }
  return [...groupBy(hosts, headOf).values()]
}
