import type {Verified} from '../dns/answer.js'
import type {DnsName} from '../dns/dns-name.js'
import {ADDRESS_TYPES} from '../dns/record-set.js'
import {newestFirst} from '../dns/recorded-change.js'
import {CliError} from '../errors/cli-error.js'
import {explainHost} from '../explain/explain-host.js'
import type {HostExplanation} from '../explain/explanation.js'
import {resultsOf} from '../explain/host-requests.js'
import {relaxAll, relaxations, type UnfilteredView} from '../explain/relaxations.js'
import {namesAbove} from '../explain/stored.js'
import type {Cluster, ClusterReader, KubeObject} from '../kubernetes/objects.js'
import {claimRecordSets} from '../registry/claim.js'
import {txtNamesOf} from '../registry/txt-name.js'
import type {ChangeHistory} from '../route53/ports.js'
import {loadSources} from '../sources/chosen-sources.js'
import {resourceKey} from '../sources/object/resources.js'
import type {SourceSettings} from '../sources/source-settings.js'
import {SOURCE_NAMES} from '../sources/sources.js'
import type {PlanPorts, RunCluster} from './ports.js'
import {txtHostsOf} from './read/names-to-read.js'
import {decidePlan, type RunSettings, readBothSides} from './read/plan-run.js'
import {ABOUT_A_KIND, readCluster} from './read/read-cluster.js'
import {EMPTY_CLUSTER, isUnreachable} from './read/read-clusters.js'
import {readChanges} from './read/read-history.js'
import {heedProtections} from './read/read-protections.js'
import {type VerifyPorts, verifyStored} from './verify-hosts.js'

/** Explains one host: makes the plan and also reads what the flags leave out. Does not write. */
export async function explain(
  requested: RunSettings,
  requestedPorts: PlanPorts,
  host: DnsName,
  verifying?: VerifyPorts,
): Promise<HostExplanation> {
  const clusters = requestedPorts.clusters.map((cluster) => ({...cluster, reader: rememberLists(cluster.reader)}))
  const ports = {...requestedPorts, clusters}
  const settings: RunSettings = {...requested, plan: {...requested.plan, only: []}}
  const scope = {mayDelete: false, lookedAt: hostsAt(settings, host), besides: new Set(namesBesides(settings, host))}
  const gaps: string[] = []
  const [readResult, wide] = await Promise.all([
    readBothSides(settings, ports, scope),
    Promise.all(clusters.map((cluster) => readWidely(cluster, ports, gaps))),
  ])
  const {plan, snapshots} = await heedProtections(readResult.snapshots, ports.zones, (some) =>
    decidePlan(settings, {...readResult, snapshots: some}, {kind: 'apply'}),
  )
  const {selection, deal} = readResult
  const read = [...new Set(clusters.flatMap((cluster) => cluster.settings.sources))]
  const explanation = explainHost({
    host,
    settings,
    clusters: readResult.clusters.map(({sources, cluster, settings: own, unreachable, label: context}, index) => {
      const results = unreachable === undefined ? resultsOf({sources, cluster, settings: own}, context) : []
      return {context, settings: own, results, wide: wide[index]}
    }),
    candidates: readResult.placed.candidates,
    zones: {
      listed: selection.listed,
      selected: selection.zones,
      tags: selection.tags,
      otherShard: deal?.takes(host) === false ? deal.indexOf(host) : undefined,
    },
    snapshots,
    claims: claimRecordSets(readResult.snapshots, settings.registry, readResult.ledger),
    gaps: [...new Set(gaps)].sort(),
    sources: {read, notRead: SOURCE_NAMES.filter((name) => ![...read, 'fake', 'empty'].includes(name))},
    plan,
  })
  const [lastChanges, verified] = await Promise.all([
    readLastChanges(explanation, settings, ports.history),
    verifying && verify(explanation, verifying),
  ])
  return {...explanation, lastChanges, verified}
}

const MOST_LAST_CHANGES = 3

async function readLastChanges({host, zones, stored}: HostExplanation, {plan}: RunSettings, history: ChangeHistory) {
  const types = [...new Set([...plan.managedTypes, ...stored.map(({recordSet}) => recordSet.type)])]
  const query = {name: host, most: MOST_LAST_CHANGES}
  const asked = zones.filter(({isChosen}) => isChosen)
  const answers = await Promise.all(asked.map(({zone}) => readChanges(history, zone, query, types)))
  return newestFirst(answers.flatMap((answer) => (answer.ok ? answer.value : []))).slice(0, MOST_LAST_CHANGES)
}

function verify({host, zones, stored, ownershipOf}: HostExplanation, ports: VerifyPorts): Promise<Verified> {
  const found = [...stored, ...ownershipOf.map(({text}) => text)]
  const chosen = zones.flatMap(({zone, isChosen}) => (isChosen ? [zone] : []))
  const asked = [...new Set([...chosen, ...found.map(({zone}) => zone)])].map((zone) => ({
    zone,
    recordSets: found.filter((one) => one.zone === zone).map(({recordSet}) => recordSet),
  }))
  return verifyStored(host, asked, ports)
}

/** The host, and those that it names if it is the name of an ownership TXT. */
function hostsAt({registry}: RunSettings, host: DnsName): readonly DnsName[] {
  return registry.kind === 'noop' ? [host] : [...new Set([host, ...txtHostsOf(registry, [host])])]
}

function namesBesides({registry}: RunSettings, host: DnsName): readonly DnsName[] {
  const above = namesAbove(host)
  if (registry.kind === 'noop') return above
  const owned = [host, ...above.filter((name) => name.startsWith('*.'))]
  return [...above, ...owned.flatMap((name) => txtNamesOf(registry, name, ADDRESS_TYPES))]
}

/**
 * Reads the cluster without the flags that leave objects out. What may not be listed is in `gaps`, and empty; undefined
 * for a cluster that cannot be reached.
 */
async function readWidely(cluster: RunCluster, ports: PlanPorts, gaps: string[]): Promise<UnfilteredView | undefined> {
  const {settings, reader} = cluster
  const wide = relaxAll(relaxations(settings), settings, EMPTY_CLUSTER).settings
  try {
    const sources = await loadSources(settings)
    const wider = {...cluster, reader: skipForbidden(reader, settings, gaps), resolve: ports.resolve}
    const readResult = await readCluster(wider, sources, wide)
    return {sources, settings, context: cluster.label, cluster: treatMissingAsEmpty(readResult.cluster)}
  } catch (error) {
    if (!isUnreachable(error, cluster)) throw error
    gaps.push(`context ${reader.context} cannot be reached: what its objects ask for is not known`)
    return undefined
  }
}

/** Falls back to the namespace of the flag, which the plan reads too, when a resource cannot be listed everywhere. */
function skipForbidden(reader: ClusterReader, {namespace: own}: SourceSettings, gaps: string[]): ClusterReader {
  return {
    ...reader,
    async list(resource, namespace) {
      try {
        return await reader.list(resource, namespace)
      } catch (error) {
        if (!(error instanceof CliError) || !ABOUT_A_KIND.has(error.code)) throw error
        gaps.push(`${resource.plural} may not be listed in every namespace: what they ask for there is not known`)
        return own === namespace ? [] : reader.list(resource, own).catch(() => [])
      }
    },
  }
}

/** With only some flags lifted, a source may use lists that neither of the two runs has read. */
function treatMissingAsEmpty(cluster: Cluster): Cluster {
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

/** Caches lists, so that each is read once. */
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
