import {zonesFor} from '../dns/zone.js'
import {CliError} from '../errors/cli-error.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import {toTxtName} from '../registry/txt-name.js'
import {type Deal, dealZones, rootNames, type Shard} from '../route53/shard.js'
import type {SelectedZones} from './read-zones.js'

const TYPES = ['A', 'AAAA', 'CNAME'] as const

/** The zones of this shard. @throws CliError when ownership would lie in a zone of another one. */
export function dealSelection(
  selection: SelectedZones,
  shard: Shard,
  registry: RegistrySettings,
): {readonly selection: SelectedZones; readonly deal: Deal} {
  const {zones} = selection
  if (registry.kind !== 'noop') {
    const roots = rootNames(zones)
    for (const zone of zones) {
      // Below its apex a zone holds its own TXT, whatever the prefix.
      const stray = TYPES.map((type) => toTxtName(registry, zone.name, type)).find((name) =>
        zonesFor(name, zones).some((other) => roots.get(other.name) !== roots.get(zone.name)),
      )
      if (stray !== undefined) {
        throw new CliError({
          code: 'USAGE',
          doing: 'deal the zones to shards',
          happened: `The ownership TXT of ${zone.name} would be ${stray}, which lies in a zone that another shard may have.`,
          fix: ['choose another --txt-prefix or --txt-suffix', 'or run without --shard-count'],
        })
      }
    }
  }
  const deal = dealZones(zones, shard)
  return {selection: {...selection, zones: deal.zones}, deal}
}
