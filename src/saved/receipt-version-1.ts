import {asObject} from '../codec/codec.js'

/** Version 1 had one owner and cluster for all, and told a host done in one zone as `not-started`. @throws Malformed */
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
