import {toPlanKey, trimDot} from '../dns/dns-name.js'
import type {Desired, Origin} from '../dns/endpoint.js'
import {compareText} from '../dns/record-set.js'
import type {Cluster} from '../kubernetes/objects.js'
import type {Source} from '../sources/source.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {Asking} from './explanation.js'

/** What one source wants of a cluster. */
export interface SourceWish {
  readonly source: string
  readonly desired: Desired
}

export function wishesOf(
  sources: readonly Source[],
  cluster: Cluster,
  settings: SourceSettings,
): readonly SourceWish[] {
  return sources.map((source) => ({source: source.name, desired: source.toEndpoints(cluster, settings)}))
}

/** Everything that is asked of names that fit; a problem of an object that names no host may concern any. */
export function askingsOf(
  wishes: readonly SourceWish[],
  host: string,
  fits: (name: string) => boolean,
): readonly Asking[] {
  const askings = wishes.flatMap(({source, desired}): Asking[] => [
    ...desired.endpoints
      .filter(({dnsName}) => fits(toPlanKey(dnsName)))
      .flatMap(({dnsName, setIdentifier, recordType, targets, ttlSeconds, origins}) =>
        origins.map((origin) => ({
          source,
          origin,
          writtenAs: writtenAs(dnsName, host),
          setIdentifier: setIdentifier === '' ? undefined : setIdentifier,
          wish: {kind: 'endpoint' as const, type: recordType, targets, ttlSeconds},
        })),
      ),
    ...desired.pending
      .filter(({dnsName}) => fits(toPlanKey(dnsName)))
      .map(({dnsName, setIdentifier, origin, reason}) => ({
        source,
        origin,
        writtenAs: writtenAs(dnsName, host),
        setIdentifier: setIdentifier === '' ? undefined : setIdentifier,
        wish: {kind: 'pending' as const, reason},
      })),
    ...desired.problems
      .filter(({dnsName}) => dnsName === undefined || fits(toPlanKey(dnsName)))
      .map(({origin, problem}) => ({
        source,
        origin,
        writtenAs: undefined,
        setIdentifier: undefined,
        wish: {kind: 'problem' as const, problem},
      })),
  ])
  return askings.toSorted((a, b) => compareText(keyOf(a), keyOf(b)))
}

/** Every name that is asked for. */
export function namesAsked(wishes: readonly SourceWish[]): readonly string[] {
  const names = wishes.flatMap(({desired}) => [...desired.endpoints, ...desired.pending].map(({dnsName}) => dnsName))
  return [...new Set(names.map(toPlanKey))].sort()
}

/** The object itself, whatever its field. */
export function objectKey({kind, namespace, name}: Origin): string {
  return `${kind} ${namespace}/${name}`
}

function writtenAs(dnsName: string, host: string): string | undefined {
  const written = trimDot(dnsName)
  return written === host ? undefined : written
}

function keyOf({origin, source, setIdentifier, wish}: Asking): string {
  return JSON.stringify([objectKey(origin), origin.field, source, setIdentifier ?? '', wish])
}
