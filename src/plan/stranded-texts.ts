import {toStoredName} from '../dns/dns-name.js'
import {isZoneFor} from '../dns/zone.js'
import {type OwnershipTxt, txtZoneFor} from '../registry/claim.js'
import {txtNamesOf} from '../registry/txt-name.js'
import {isManagedType} from './name-contexts.js'
import {isWhole, type PlanInput} from './plan-input.js'

/**
 * Which ownership texts without a record are the rest of a delete that was cut: the record's zone was written, the zone of
 * its text (a parent, as of a child zone's apex) was not. `sync` and `prune` finish that. Only where every zone that may
 * hold the host was read whole, and nobody asks for the set of which it spoke, or may ask for the host: else the text is
 * used again as it stands.
 */
export function makeIsStranded(input: PlanInput): (text: OwnershipTxt) => boolean {
  const {wish, registry, settings, manifests} = input
  const isDeleting = wish.kind === 'prune' || settings.policy === 'sync'
  if (!isDeleting || !(manifests === undefined || isWhole(manifests)) || registry.kind !== 'txt') return () => false
  const zones = input.zones.map(({zone}) => zone)
  const asked = new Set(input.candidates.map(({recordSet}) => askedKey(recordSet.name, recordSet)))
  const mayBeAsked = new Set<string>([
    ...input.pending.map(({dnsName}) => dnsName),
    ...input.unplaced.map(({host}) => host),
  ])
  // The text of an alias may say CNAME, and one in the old format says no type.
  const mayHaveGone = (type: string | undefined) =>
    type === undefined || isManagedType(settings, type) || (type === 'CNAME' && isManagedType(settings, 'A'))
  const isAsked = ({host, type, recordSet: {setIdentifier}}: OwnershipTxt) =>
    mayBeAsked.has(host) ||
    typesNamedBy(type, settings.managedTypes).some((each) => asked.has(askedKey(host, {type: each, setIdentifier})))
  return (text) => {
    const {host, type, zone, recordSet} = text
    if (host === '' || !mayHaveGone(type) || isAsked(text)) return false
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

function typesNamedBy(type: string | undefined, managed: readonly string[]): readonly string[] {
  if (type === undefined) return managed
  return type === 'CNAME' ? ['CNAME', 'A'] : [type]
}

function askedKey(
  host: string,
  {type, setIdentifier}: {readonly type: string; readonly setIdentifier: string | undefined},
): string {
  return `${host} ${type} ${setIdentifier ?? ''}`
}
