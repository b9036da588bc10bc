import {toPlanKey} from '../dns/dns-name.js'
import {objectText} from '../dns/phrase.js'
import type {Cluster, KubeObject, Resource} from '../kubernetes/objects.js'
import type {Source} from '../sources/source.js'
import type {SourceSettings} from '../sources/source-settings.js'

/** The chosen sources and the objects that they read. */
export interface Objects {
  readonly sources: readonly Source[]
  readonly cluster: Cluster
  /** False for a host that gets no record, whatever is asked for. */
  readonly isReached: (host: string) => boolean
}

/** Only some sources, and the objects as `see` has them. */
export function narrow(
  {sources, cluster, isReached}: Objects,
  chosen: RegExp,
  see: (object: KubeObject) => KubeObject | readonly KubeObject[] = (object) => object,
): Objects {
  const list = (resource: Resource) => cluster.list(resource).flatMap(see)
  return {sources: sources.filter(({name}) => chosen.test(name)), cluster: {...cluster, list}, isReached}
}

/** By host, all that is asked for as a text, and an object that asks. */
export function askedHosts({sources, cluster, isReached}: Objects, settings: SourceSettings) {
  const found = new Map<string, {readonly text: string; readonly by: string}>()
  for (const {endpoints, pending} of sources.map((source) => source.toEndpoints(cluster, settings))) {
    const asked = endpoints.map(({origins, ...rest}) => ({...rest, by: origins[0]}))
    for (const {by, ...one} of [...asked, ...pending.map(({origin, ...rest}) => ({...rest, by: origin}))]) {
      const host = toPlanKey(one.dnsName)
      if (!isReached(host)) continue
      const known = found.get(host) ?? {text: '', by: by === undefined ? '' : ` (${objectText(by)})`}
      found.set(host, {...known, text: known.text + JSON.stringify(one)})
    }
  }
  return found
}

type Reading = Parameters<typeof askedHosts>

/** The hosts that are asked for in another way later, or not any more, each with an object that asks. */
export function changingHosts(before: Reading, later: Reading, isMeant = (_host: string) => true): readonly string[] {
  const after = askedHosts(...later)
  return [...askedHosts(...before)].flatMap(([host, {text, by}]) =>
    after.get(host)?.text !== text && isMeant(host) ? `${host}${by}` : [],
  )
}
