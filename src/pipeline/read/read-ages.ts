import {hostKey, type Zone} from '../../dns/zone.js'
import type {AgeLimit} from '../../plan/plan-input.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {ChangeHistory} from '../../route53/ports.js'
import {txtHostsOf} from './names-to-read.js'

/**
 * Adds what change histories say that reach back far enough and lack no change. In such a zone a host is old enough if
 * neither its records and ownership were changed, nor a receipt says so.
 */
export async function heedHistory(
  age: AgeLimit,
  zones: readonly Zone[],
  history: ChangeHistory,
  registry: RegistrySettings,
): Promise<AgeLimit> {
  const {since} = age
  const changedHosts = new Map<string, ReadonlySet<string>>()
  for (const zone of since === undefined ? [] : zones) {
    const batches = await history.listBatches(zone, {since})
    if (!batches.ok || !batches.reachesBack) continue
    const changes = await history.listChanges(zone, {since})
    const total = batches.value.reduce((sum, {changeCount}) => sum + changeCount, 0)
    if (!changes.ok || !changes.reachesBack || changes.value.length < total) continue
    const keys = changes.value.flatMap(({recordSet: {name, setIdentifier}}) => {
      const names = registry.kind === 'noop' ? [name] : [name, ...txtHostsOf(registry, [name])]
      return names.map((each) => hostKey({zone, name: each, setIdentifier}))
    })
    changedHosts.set(zone.id, new Set(keys))
  }
  return {
    ...age,
    isOldEnough(host) {
      const byReceipt = age.isOldEnough(host)
      const changed = changedHosts.get(host.zone.id)
      return changed === undefined ? byReceipt : !changed.has(hostKey(host)) && byReceipt !== false
    },
  }
}
