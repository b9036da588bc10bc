import {asObject} from '../codec/codec.js'

/**
 * The content of a receipt of version 1 as one of version 2. It had one owner and one cluster for all hosts, and told a
 * host of which one zone's part was done as `not-started`: of those the zones tell.
 *
 * @throws Malformed where it is no such content
 */
export function upgradeReceipt(content: unknown): unknown {
  const receipt = asObject(content, '')
  const saved = asObject(receipt.saved, 'saved')
  const plan = asObject(saved.plan, 'saved.plan')
  const {owner, context: cluster} = plan
  const zones = itemsOf(plan.zones).map((zone) => ({
    ...zone,
    hosts: itemsOf(zone.hosts).map((host) => ({...host, owner, cluster})),
  }))
  const hosts = itemsOf(receipt.hosts).map((host) => ({
    ...host,
    outcome: host.outcome === 'not-started' ? 'unknown' : host.outcome,
  }))
  const owners = owner === null ? [] : [owner]
  return {...receipt, saved: {...saved, plan: {...plan, zones, owners}, registryPlace: null}, hosts}
}

function itemsOf(items: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(items) ? items.map((item) => asObject(item, '')) : []
}
