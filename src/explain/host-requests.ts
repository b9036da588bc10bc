import {toPlanKey, trimDot} from '../dns/dns-name.js'
import type {Desired, Endpoint, Origin} from '../dns/endpoint.js'
import {compareText} from '../dns/record-set.js'
import {adjustEndpoints} from '../route53/records/endpoint-adjustment.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import {CHAIN_STEPS} from '../sources/chain/chain.js'
import {inCluster, joinDesired} from '../sources/object/desired.js'
import type {SourceView} from '../sources/source.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {HostRequest, WrapperStep} from './explanation.js'

export interface SourceResult {
  readonly source: string
  readonly desired: Desired
}

/** @param context of the cluster; undefined where the run has one */
export function resultsOf(
  {sources, cluster, settings}: SourceView,
  context: string | undefined,
): readonly SourceResult[] {
  return sources.map((source) => {
    const desired = inCluster(source.toEndpoints(cluster, settings), context)
    return {source: source.name, desired}
  })
}

/** What objects make of matching hosts. `fits` gets undefined for a problem that may concern any host. */
export function requestsOf(
  results: readonly SourceResult[],
  host: string,
  fits: (name: string | undefined) => boolean,
): readonly HostRequest[] {
  const requests = results.flatMap(({source, desired: {endpoints, pending, problems, unused}}): HostRequest[] => {
    const request = (
      {dnsName, setIdentifier = ''}: {readonly dnsName: string | undefined; readonly setIdentifier?: string},
      origin: Origin,
      result: HostRequest['result'],
    ): readonly HostRequest[] => {
      if (!fits(dnsName === undefined ? undefined : toPlanKey(dnsName))) return []
      const written = trimDot(dnsName ?? host)
      const writtenAs = written === host ? undefined : written
      return [{source, origin, writtenAs, setIdentifier: setIdentifier === '' ? undefined : setIdentifier, result}]
    }
    return [
      ...endpoints.flatMap((one) => {
        const {recordType: type, targets, ttlSeconds} = one
        return one.origins.flatMap((origin) => request(one, origin, {kind: 'endpoint', type, targets, ttlSeconds}))
      }),
      ...pending.flatMap((one) => request(one, one.origin, {kind: 'pending', reason: one.reason})),
      ...problems.flatMap((one) => request(one, one.origin, {kind: 'problem', problem: one.problem})),
      ...unused.flatMap((one) => request(one, one.origin, {kind: 'unused', reason: one.reason})),
    ]
  })
  return requests.toSorted((a, b) => compareText(keyOf(a), keyOf(b)))
}

/** True for a request that counts: not for a host that cannot be converted, or of which nothing comes. */
export function isRequest({result: {kind}}: HostRequest): boolean {
  return kind === 'endpoint' || kind === 'pending'
}

export function namesRequested(results: readonly SourceResult[]): readonly string[] {
  const names = results.flatMap(({desired}) => [...desired.endpoints, ...desired.pending].map(({dnsName}) => dnsName))
  return [...new Set(names.map(toPlanKey))].sort()
}

/** A key of the object, whatever the field. */
export function objectKey({kind, namespace, name, cluster = ''}: Origin): string {
  return `${kind} ${namespace}/${name} ${cluster}`.trimEnd()
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
