import {toPlanKey} from '../../dns/dns-name.js'
import type {Desired, Endpoint} from '../../dns/endpoint.js'
import type {Cluster} from '../../kubernetes/objects.js'
import {desired, joinDesired, NOTHING} from '../object/desired.js'
import type {Source} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import {dedup} from './dedup.js'
import {addPtr} from './ptr.js'
import {addNat64, applyDefaultTargets, filterTargets, postProcess} from './target-net-filter.js'

/** The wrappers of external-dns in their fixed order: docs/external-dns-behaviour.md#wrapper-chain. */
export const CHAIN_STEPS: readonly {
  readonly name: string
  readonly step: (found: Desired, settings: SourceSettings) => Desired
}[] = [
  {name: '--default-targets', step: applyDefaultTargets},
  {name: 'duplicate or invalid', step: dedup},
  {name: '--nat64-networks', step: addNat64},
  {name: '--target-net-filter', step: filterTargets},
  {name: '--create-ptr', step: addPtr},
  {name: '--min-ttl, --prefer-alias', step: postProcess},
]

export function makeDesired(sources: readonly Source[], cluster: Cluster, settings: SourceSettings): Desired {
  let found = joinDesired(sources.map((source) => source.toEndpoints(cluster, settings)))
  const stages = [found.endpoints]
  for (const {step} of CHAIN_STEPS) {
    found = step(found, settings)
    stages.push(found.endpoints)
  }
  return dropServed(joinDesired([found, lostHosts(stages, found)]))
}

/** The hosts of which a wrapper leaves nothing, by any of their endpoints. */
function lostHosts(stages: readonly (readonly Endpoint[])[], found: Desired): Desired {
  const all = [...found.endpoints, ...found.pending, ...found.problems]
  const written = new Set(all.map(({dnsName}) => dnsName))
  const missing = (stages[0] ?? []).filter(({dnsName}) => !written.has(dnsName))
  if (missing.length === 0) return NOTHING
  const accounted = new Set(all.map(({dnsName}) => toPlanKey(dnsName ?? '')))
  const lost = missing.filter(({dnsName}) => !accounted.has(toPlanKey(dnsName)))
  if (lost.length === 0) return NOTHING
  const names = stages.map((endpoints) => new Set(endpoints.map(({dnsName}) => dnsName)))
  const unused = lost.flatMap(({dnsName, resource, origins}) => {
    const by = CHAIN_STEPS[names.findIndex((stage) => !stage.has(dnsName)) - 1]
    const isFiltered = by?.step === filterTargets
    const how = isFiltered ? 'by --target-net-filter or --exclude-target-net' : 'as invalid: see its warning'
    return origins.map((origin) => ({dnsName, resource, origin, reason: `left out ${how}`}))
  })
  return desired({unused})
}

function dropServed(found: Desired): Desired {
  if (found.pending.length === 0) return found
  const keyOf = (host: {readonly dnsName: string; readonly setIdentifier: string}) =>
    JSON.stringify([toPlanKey(host.dnsName), host.setIdentifier])
  const served = new Set(found.endpoints.filter(({targets}) => targets.length > 0).map(keyOf))
  return {...found, pending: found.pending.filter((host) => !served.has(keyOf(host)))}
}
