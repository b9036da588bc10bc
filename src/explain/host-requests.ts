import {toPlanKey, trimDot} from '../dns/dns-name.js'
import type {Desired, Endpoint, Origin} from '../dns/endpoint.js'
import {compareText} from '../dns/record-set.js'
import type {Cluster} from '../kubernetes/objects.js'
import {adjustEndpoints} from '../route53/records/endpoint-adjustment.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import {CHAIN_STEPS} from '../sources/chain/chain.js'
import {joinDesired} from '../sources/object/desired.js'
import type {Source} from '../sources/source.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {HostRequest, WrapperStep} from './explanation.js'

/** The requests of one source. */
export interface SourceResult {
  readonly source: string
  readonly desired: Desired
}

export function resultsOf(
  sources: readonly Source[],
  cluster: Cluster,
  settings: SourceSettings,
): readonly SourceResult[] {
  return sources.map((source) => ({source: source.name, desired: source.toEndpoints(cluster, settings)}))
}

/** Every request for a matching name. A problem that names no host may concern any host. */
export function requestsOf(
  results: readonly SourceResult[],
  host: string,
  fits: (name: string) => boolean,
): readonly HostRequest[] {
  const requests = results.flatMap(({source, desired}): HostRequest[] => [
    ...desired.endpoints
      .filter(({dnsName}) => fits(toPlanKey(dnsName)))
      .flatMap(({dnsName, setIdentifier, recordType, targets, ttlSeconds, origins}) =>
        origins.map((origin) => ({
          source,
          origin,
          writtenAs: writtenAs(dnsName, host),
          setIdentifier: setIdentifier === '' ? undefined : setIdentifier,
          result: {kind: 'endpoint' as const, type: recordType, targets, ttlSeconds},
        })),
      ),
    ...desired.pending
      .filter(({dnsName}) => fits(toPlanKey(dnsName)))
      .map(({dnsName, setIdentifier, origin, reason}) => ({
        source,
        origin,
        writtenAs: writtenAs(dnsName, host),
        setIdentifier: setIdentifier === '' ? undefined : setIdentifier,
        result: {kind: 'pending' as const, reason},
      })),
    ...desired.problems
      .filter(({dnsName}) => dnsName === undefined || fits(toPlanKey(dnsName)))
      .map(({origin, problem}) => ({
        source,
        origin,
        writtenAs: undefined,
        setIdentifier: undefined,
        result: {kind: 'problem' as const, problem},
      })),
  ])
  return requests.toSorted((a, b) => compareText(keyOf(a), keyOf(b)))
}

/** Every requested name. */
export function namesRequested(results: readonly SourceResult[]): readonly string[] {
  const names = results.flatMap(({desired}) => [...desired.endpoints, ...desired.pending].map(({dnsName}) => dnsName))
  return [...new Set(names.map(toPlanKey))].sort()
}

/** A key of the object, whatever the field. */
export function objectKey({kind, namespace, name}: Origin): string {
  return `${kind} ${namespace}/${name}`
}

function writtenAs(dnsName: string, host: string): string | undefined {
  const written = trimDot(dnsName)
  return written === host ? undefined : written
}

function keyOf({origin, source, setIdentifier, result}: HostRequest): string {
  return JSON.stringify([objectKey(origin), origin.field, source, setIdentifier ?? '', result])
}

/** The changes to what is requested for the host on its way to the plan; steps that change nothing are left out. */
export function wrapperSteps(
  results: readonly SourceResult[],
  host: string,
  settings: {readonly sources: SourceSettings; readonly route53: Route53Settings},
): readonly WrapperStep[] {
  const steps: WrapperStep[] = []
  let found = joinDesired(results.map(({desired}) => desired))
  let before = textsOf(found.endpoints, host)
  const compare = (name: string, endpoints: readonly Endpoint[]) => {
    const after = textsOf(endpoints, host)
    if (after.join('\n') !== before.join('\n')) steps.push({name, before, after})
    before = after
  }
  for (const {name, step} of CHAIN_STEPS) {
    found = step(found, settings.sources)
    compare(name, found.endpoints)
  }
  compare('Route 53', adjustEndpoints(found.endpoints, settings.route53).endpoints)
  return steps
}

/** `CNAME lb.example.net ttl 60 alias=true`: all that a step may change, on one line. */
function textsOf(endpoints: readonly Endpoint[], host: string): readonly string[] {
  return endpoints
    .filter(({dnsName}) => toPlanKey(dnsName) === host)
    .map(({recordType, targets, ttlSeconds, setIdentifier, properties}) =>
      [
        recordType,
        targets.join(' '),
        ...(ttlSeconds === undefined ? [] : [`ttl ${ttlSeconds}`]),
        ...(setIdentifier === '' ? [] : [`set "${setIdentifier}"`]),
        ...properties.map(({name, value}) => `${name}=${value}`),
      ].join(' '),
    )
    .sort()
}
