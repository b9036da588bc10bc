import {toPlanKey} from '../../dns/dns-name.js'
import type {Desired} from '../../dns/endpoint.js'
import type {Cluster} from '../../kubernetes/objects.js'
import {joinDesired} from '../object/desired.js'
import type {Source} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import {dedup} from './dedup.js'
import {addPtr} from './ptr.js'
import {addNat64, applyDefaultTargets, filterTargets, postProcess} from './target-net-filter.js'

/**
 * The wrappers of external-dns in their fixed order, each with the flags that enable it. Order and rules:
 * docs/external-dns-behaviour.md#wrapper-chain.
 */
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

/** The requested endpoints of the chosen sources, after all wrappers. */
export function makeDesired(sources: readonly Source[], cluster: Cluster, settings: SourceSettings): Desired {
  const wanted = joinDesired(sources.map((source) => source.toEndpoints(cluster, settings)))
  return dropServed(CHAIN_STEPS.reduce((found, {step}) => step(found, settings), wanted))
}

/** Removes pending hosts for which another object has a target. */
function dropServed(found: Desired): Desired {
  const keyOf = (host: {readonly dnsName: string; readonly setIdentifier: string}) =>
    JSON.stringify([toPlanKey(host.dnsName), host.setIdentifier])
  const served = new Set(found.endpoints.filter(({targets}) => targets.length > 0).map(keyOf))
  return {...found, pending: found.pending.filter((host) => !served.has(keyOf(host)))}
}
