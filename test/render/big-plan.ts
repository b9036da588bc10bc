import type {HostPlan} from '../../src/plan/change.js'
import {
  aliases,
  blocked,
  create,
  host,
  lostTxt,
  newTxt,
  origin,
  plan,
  remove,
  set,
  update,
  zone,
  zonePlan,
} from './builders.js'

const KINDS = ['create', 'update', 'update', 'update', 'replace', 'delete'] as const

/** A plan for a large cluster: many hosts in several zones, with changes of every kind. */
export function bigPlan(hosts: number, zones = 4) {
  const planned = Array.from({length: hosts}, (_, index) => bigHost(index, zones))
  return plan({
    objects: hosts,
    wantedHosts: hosts,
    zones: Array.from({length: zones}, (_, index) =>
      zonePlan(
        planned.filter(({zone: own}) => own.id === zoneAt(index).id),
        {zone: zoneAt(index), ownedHosts: hosts, unchangedHosts: 10},
      ),
    ),
    blocked: Array.from({length: Math.floor(hosts / 10)}, (_, index) =>
      blocked(`kept-${index}`, index % 3 === 0 ? 'object-problem' : 'policy', {
        detail: 'no object asks for it any more; policy upsert-only keeps it',
        fix: 'external-dns-ts prune',
      }),
    ),
  })
}

function zoneAt(index: number) {
  return zone(`z${index}.example.com`, {id: `Z0000${index}`})
}

function bigHost(index: number, zones: number): HostPlan {
  const own = zoneAt(index % zones)
  const name = `app-${index}.${own.name}`
  const action = KINDS[index % KINDS.length] ?? 'update'
  const [old, next] = [set(name, 'A', ['192.0.2.1']), set(name, 'A', ['192.0.2.2'], {ttl: 60})]
  const changes = {
    create: [create(next)],
    update: [update(old, next)],
    replace: [remove(old), ...aliases(name, `lb-${index}.example.net`).map(create)],
    delete: [remove(old)],
  }[action]
  return host(name, action, {
    zone: own,
    changes,
    ownership: action === 'delete' ? [lostTxt(`a-${name}`)] : [newTxt(`a-${name}`)],
    origins: action === 'delete' ? [] : [origin(`Ingress team-${index % 20}/app-${index}`)],
    formerResources: [`ingress/team-${index % 20}/app-${index}`],
  })
}
