import type {DnsName} from '../dns/dns-name.js'
import {CliError} from '../errors/cli-error.js'
import {wishesOf} from '../explain/askings.js'
import {explainHost} from '../explain/explain-host.js'
import type {HostExplanation} from '../explain/explanation.js'
import type {WideView} from '../explain/loosenings.js'
import {loosenAll, loosenings} from '../explain/loosenings.js'
import {namesAbove} from '../explain/stored.js'
import type {Cluster, ClusterReader, KubeObject} from '../kubernetes/objects.js'
import {claimRecordSets} from '../registry/claim.js'
import {txtNamesOf} from '../registry/txt-name.js'
import {loadSources} from '../sources/chosen-sources.js'
import {resourceKey} from '../sources/object/resources.js'
import type {Source} from '../sources/source.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {PlanPorts} from './ports.js'
import {decidePlan, type RunSettings, readBothSides} from './read/plan-run.js'
import {readCluster} from './read/read-cluster.js'

/** Makes the plan, of which it tells one host, and looks besides at what the flags leave out. Reads only. */
export async function explain(given: RunSettings, givenPorts: PlanPorts, host: DnsName): Promise<HostExplanation> {
  const ports = {...givenPorts, cluster: rememberLists(givenPorts.cluster)}
  const sources = await loadSources(given.sources)
  const settings: RunSettings = {...given, plan: {...given.plan, only: []}}
  const wish = {mayDelete: false, lookedAt: [host], besides: new Set(namesBesides(settings, host))}
  const gaps: string[] = []
  const [reading, wide] = await Promise.all([
    readBothSides(settings, ports, wish),
    readWidely(sources, given.sources, ports, gaps),
  ])
  return explainHost({
    host,
    settings,
    wishes: wishesOf(sources, reading.cluster, settings.sources),
    candidates: reading.placed.candidates,
    wide,
    zones: {
      listed: reading.selection.listed,
      selected: reading.selection.zones,
      tags: reading.selection.tags,
      otherShard: reading.deal?.takes(host) === false ? reading.deal.indexOf(host) : undefined,
    },
    snapshots: reading.snapshots,
    claims: claimRecordSets(reading.snapshots, settings.registry, reading.ledger),
    gaps: [...new Set(gaps)].sort(),
    plan: decidePlan(settings, ports.cluster.context, reading, {kind: 'apply'}),
  })
}

/** Types of which a text without its record is looked for. */
const USUAL_TYPES = ['A', 'AAAA', 'CNAME']

function namesBesides({registry}: RunSettings, host: DnsName): readonly DnsName[] {
  const above = namesAbove(host)
  return registry.kind === 'noop' ? above : [...above, ...txtNamesOf(registry, host, USUAL_TYPES)]
}

/** The cluster as it would be without the flags that leave objects out; what may not be read is told and missing. */
async function readWidely(
  sources: readonly Source[],
  settings: SourceSettings,
  ports: PlanPorts,
  gaps: string[],
): Promise<WideView> {
  const nothing: Cluster = {list: () => [], addresses: new Map()}
  const wide = loosenAll(loosenings(settings), settings, nothing).settings
  const cluster = forgive(ports.cluster, settings, gaps)
  const reading = await readCluster({...ports, cluster}, sources, wide)
  return {sources, settings, cluster: bearAbsence(reading.cluster)}
}

const NOT_TO_BE_HAD: ReadonlySet<string> = new Set(['KUBERNETES_KIND_MISSING', 'KUBERNETES_FORBIDDEN'])

/** What cannot be listed everywhere is what the plan reads: the namespace of the flag. */
function forgive(reader: ClusterReader, {namespace: own}: SourceSettings, gaps: string[]): ClusterReader {
  return {
    ...reader,
    async list(resource, namespace) {
      try {
        return await reader.list(resource, namespace)
      } catch (error) {
        if (!(error instanceof CliError) || !NOT_TO_BE_HAD.has(error.code)) throw error
        gaps.push(`${resource.plural} may not be listed everywhere: what they would ask for there is not known`)
        return own === namespace ? [] : reader.list(resource, own).catch(() => [])
      }
    },
  }
}

/** With some flags lifted and others not, a source may ask for lists that neither the one run nor the other needs. */
function bearAbsence(cluster: Cluster): Cluster {
  return {
    ...cluster,
    list(resource) {
      try {
        return cluster.list(resource)
      } catch {
        return []
      }
    },
  }
}

/** Each list is read once, whoever asks. */
function rememberLists(reader: ClusterReader): ClusterReader {
  const lists = new Map<string, Promise<readonly KubeObject[]>>()
  return {
    ...reader,
    list(resource, namespace) {
      const key = `${resourceKey(resource)} ${namespace}`
      const known = lists.get(key) ?? reader.list(resource, namespace)
      lists.set(key, known)
      return known
    },
  }
}
