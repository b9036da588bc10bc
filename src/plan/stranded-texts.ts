import {toStoredName} from '../dns/dns-name.js'
import {isZoneFor} from '../dns/zone.js'
import {type OwnershipTxt, txtZoneFor} from '../registry/claim.js'
import {txtNamesOf} from '../registry/txt-name.js'
import {isManagedType} from './name-contexts.js'
import {isWhole, type PlanInput} from './plan-input.js'

/**
 * Which ownership texts without a record are the rest of a delete that was cut: the record's zone was written, the zone of
 * its text (a parent, as of a child zone's apex) was not. `sync` finishes that. Only where every zone that may hold the
 * host was read whole, and nobody asks for the host: else the text is used again as it stands.
 */
export function makeIsStranded(input: PlanInput): (text: OwnershipTxt) => boolean {
  const {wish, registry, settings, manifests} = input
  const isSync = wish.kind === 'apply' && settings.policy === 'sync' && (manifests === undefined || isWhole(manifests))
  if (!isSync || registry.kind !== 'txt') return () => false
  const zones = input.zones.map(({zone}) => zone)
  const asked = new Set<string>([
    ...input.candidates.map(({recordSet}) => recordSet.name),
    ...input.pending.map(({dnsName}) => dnsName),
    ...input.unplaced.map(({host}) => host),
  ])
  // The text of an alias may say CNAME, and one in the old format says no type.
  const mayHaveGone = (type: string | undefined) =>
    type === undefined || isManagedType(settings, type) || (type === 'CNAME' && isManagedType(settings, 'A'))
  return ({host, type, zone, recordSet}) => {
    if (host === '' || !mayHaveGone(type) || asked.has(host)) return false
    const txtName = recordSet.name
    const names = txtNamesOf(registry, toStoredName(host), type === undefined ? [] : [type])
    const homes = input.zones.filter((one) => isZoneFor(one.zone, host, zones))
    return (
      names.includes(txtName) &&
      homes.every(({reading}) => reading === 'whole') &&
      homes.some((home) => home.zone !== zone && txtZoneFor(home.zone, txtName, zones) === zone)
    )
  }
}
