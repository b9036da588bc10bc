import {isWithin} from '../../dns/dns-name.js'
import {hostKey, type Zone} from '../../dns/zone.js'
import type {AgeLimit} from '../../plan/plan-input.js'
import {txtZoneFor} from '../../registry/claim.js'
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
  const known = new Set<Zone['id']>()
  const changed = new Set<string>()
  for (const zone of since === undefined ? [] : zones) {
    const batches = await history.listBatches(zone, {since})
    if (!batches.ok || !batches.reachesBack) continue
    const changes = await history.listChanges(zone, {since})
    const total = batches.value.reduce((sum, {changeCount}) => sum + changeCount, 0)
    if (!changes.ok || !changes.reachesBack || changes.value.length < total) continue
    known.add(zone.id)
    for (const {name, setIdentifier} of changes.value.map(({recordSet}) => recordSet)) {
      changed.add(hostKey({zone, name, setIdentifier}))
      for (const host of registry.kind === 'noop' ? [] : txtHostsOf(registry, [name])) {
        // The TXT of a child zone's apex is in the parent zone.
        const isHome = (one: Zone) => isWithin(host, one.name) && txtZoneFor(one, name, zones) === zone
        for (const home of zones.filter((one) => one === zone || isHome(one))) {
          changed.add(hostKey({zone: home, name: host, setIdentifier}))
        }
      }
    }
  }
  return {
    ...age,
    isOldEnough(host) {
      const byReceipt = age.isOldEnough(host)
      return known.has(host.zone.id) ? !changed.has(hostKey(host)) && byReceipt !== false : byReceipt
    },
  }
}
