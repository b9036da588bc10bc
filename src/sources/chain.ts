import {toPlanKey} from '../dns/dns-name.js'
import type {Desired} from '../dns/endpoint.js'
import type {Cluster} from '../kubernetes/objects.js'
import {dedup} from './chain/dedup.js'
import {applyDefaultTargets} from './chain/default-targets.js'
import {addNat64} from './chain/nat64.js'
import {postProcess} from './chain/post-process.js'
import {addPtr} from './chain/ptr.js'
import {filterTargets} from './chain/target-net-filter.js'
import {joinDesired} from './desired.js'
import type {Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** What the chosen sources want of DNS, after external-dns's wrappers in their fixed order (spec sources.md §4). */
export function makeDesired(sources: readonly Source[], cluster: Cluster, settings: SourceSettings): Desired {
  const wanted = joinDesired(sources.map((source) => source.toEndpoints(cluster, settings)))
  const steps = [applyDefaultTargets, dedup, addNat64, filterTargets, addPtr, postProcess]
  return dropServed(steps.reduce((found, step) => step(found, settings), wanted))
}

/** A host with a target from any object is not pending. */
function dropServed(found: Desired): Desired {
  const keyOf = (host: {readonly dnsName: string; readonly setIdentifier: string}) =>
    JSON.stringify([toPlanKey(host.dnsName), host.setIdentifier])
  const served = new Set(found.endpoints.filter(({targets}) => targets.length > 0).map(keyOf))
  return {...found, pending: found.pending.filter((host) => !served.has(keyOf(host)))}
}
