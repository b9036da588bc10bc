import {setTimeout as sleep} from 'node:timers/promises'
import type {Environment} from '../../errors/environment.js'
import type {KubernetesSettings} from '../../kubernetes/kubernetes-settings.js'
import type {EventWriter, StatusWriter} from '../../kubernetes/objects.js'
import type {PlanPorts} from '../../pipeline/ports.js'
import type {DoctorPorts, DoctorSettings} from '../../pipeline/run-doctor.js'
import type {LedgerReader, LedgerWriter} from '../../registry/ledger.js'
import type {CallStatistics} from '../../route53/calls/client.js'
import type {Identity} from '../../route53/calls/identity.js'
import type {ChangeSubmitter, ChangeWatcher, ZoneReader} from '../../route53/ports.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import {optimizeLaterFor} from '../../start/optimizer.js'
import type {CommandLine} from '../command-line/read-line.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {settingsOfRegex} from '../iam-policy.js'
import type {Settings} from '../settings/settings.js'
import {makeZoneProgress} from '../terminal/progress.js'
import {openCluster, openClusters, type PortSession} from './open-cluster.js'
import {readConnector} from './read-connector.js'

/** The connection to Route 53, enough for a saved plan. */
export interface Route53Ports {
  readonly readPorts: Pick<PlanPorts, 'zones' | 'resolve' | 'history'>
  /** The AWS identities of the run, as far as STS tells them; empty when only an endpoint without STS is configured. */
  identities(): Promise<readonly Identity[]>
  /** Resolves once the first call has been sent. */
  readonly calling: Promise<void>
  statistics(): CallStatistics
  /** @param comment of every batch. */
  openSubmitter(comment: string): Promise<ChangeSubmitter>
  openWatcher(): Promise<ChangeWatcher>
  openLedger?(): LedgerWriter | undefined
}

/** The ports for planning, and the writers that an approved run opens. */
export interface OpenedPorts extends Route53Ports {
  readonly readPorts: PlanPorts
  readonly notices: readonly string[]
  /** @param index of the cluster among those of the run */
  openObjectWriter(index: number): Promise<EventWriter & StatusWriter>
}

const IDENTITY_TIMEOUT_MS = 5000
/** Long enough to sign a call, too short to fetch credentials. */
const HEAD_START_MS = 20
const STEP_MS = 5

/**
 * Opens the cluster, or the manifests, and Route 53. Both SDKs are loaded only here, so that help stays fast. Only the
 * listing of zones is sent already.
 * @throws CliError when it is unclear which cluster is meant, or a manifest is invalid.
 */
export async function openPorts(settings: Settings, run: PortSession): Promise<OpenedPorts> {
  const {environment, progress: host} = run
  const route53 = await openRoute53Ports(settings.route53, run)
  const zones = listAhead(route53.readPorts.zones)
  await Promise.race([route53.calling, idle(HEAD_START_MS)])
  const [{clusters, notices}, ledger] = await Promise.all([
    openClusters(settings, run),
    openLedger(settings, environment),
  ])
  return {
    ...route53,
    readPorts: {
      ...route53.readPorts,
      zones,
      clusters,
      // Only the reading method: a plan must not be able to write (docs/laws.md#1-a-plan-cannot-write).
      ledger: ledger && {readRows: () => ledger.readRows()},
    },
    openLedger: () => ledger,
    notices,
    openObjectWriter: async (index) => {
      const cluster = settings.clusters[index]
      if (cluster === undefined) throw new Error(`bug: the run has no cluster ${index}`)
      const {makeObjectWriter} = await import('../../kubernetes/object-writer.js')
      return makeObjectWriter(cluster.kubernetes, environment, {host})
    },
  }
}

/** So long without work: a step in which something is computed ends late, and the others come after it. */
async function idle(ms: number): Promise<void> {
  for (let step = 0; step < ms; step += STEP_MS) await sleep(STEP_MS)
}

/** Starts listing the zones while the modules for the cluster are loaded, which saves a quarter of a call. */
function listAhead(zones: ZoneReader): ZoneReader {
  const listed = zones.listZones()
  // The caller of `listZones` gets the error; here it must only not count as unhandled.
  listed.catch(() => {})
  return {...zones, listZones: () => listed}
}

export async function openRoute53Ports(settings: Route53Settings, run: PortSession): Promise<Route53Ports> {
  const {environment, progress, stopping} = run
  const [{openRoute53}, {makeZoneReader}, {makeChangeHistory}] = await Promise.all([
    import('../../route53/calls/client.js'),
    import('../../route53/read/zone-reader.js'),
    import('../../route53/read/change-history.js'),
  ])
  let tellOfCall = () => {}
  const calling = new Promise<void>((resolve) => {
    // The call has left once the sockets have had their turn, which the first may come too early for.
    tellOfCall = () => setImmediate(() => setImmediate(resolve))
  })
  const connection = openRoute53(settings, {environment, onCall: tellOfCall, stopping})
  const zoneProgress = makeZoneProgress(progress, () => performance.now())
  const zones = makeZoneReader(connection, (event) => {
    optimizeLaterFor(event.recordSets ?? 0)
    zoneProgress(event)
  })
  return {
    readPorts: {zones, resolve: resolveHost, history: makeChangeHistory(connection)},
    identities: async () => (knowsSts(environment) ? connection.identities(IDENTITY_TIMEOUT_MS) : []),
    calling,
    statistics: () => connection.statistics(),
    openSubmitter: async (comment) => {
      const {makeChangeSubmitter} = await import('../../route53/write/change-submitter.js')
      return makeChangeSubmitter(connection, comment)
    },
    openWatcher: async () => {
      const {makeChangeWatcher} = await import('../../route53/write/change-submitter.js')
      return makeChangeWatcher(connection)
    },
  }
}

/** False when only AWS_ENDPOINT_URL is set: it points to an emulator or a proxy for Route 53, not to STS. */
function knowsSts({AWS_ENDPOINT_URL: all = '', AWS_ENDPOINT_URL_STS: sts = ''}: Environment): boolean {
  return all === '' || sts !== ''
}

async function resolveHost(host: string): Promise<readonly string[]> {
  const {lookup} = await import('node:dns/promises')
  return (await lookup(host, {all: true})).map((entry) => entry.address).sort()
}

/** Opens what `doctor` needs, without sending anything. */
export async function openDoctorPorts(
  line: CommandLine,
  settings: Settings,
  run: PortSession,
): Promise<{readonly settings: DoctorSettings; readonly ports: DoctorPorts}> {
  const {environment, progress: host} = run
  const route53 = await openRoute53Ports(settings.route53, run)
  const filters = [...line.values(SETTING_FLAGS)['domain-filter'], ...settingsOfRegex(line)]
  const openProbe = async (kubernetes: KubernetesSettings) => {
    const {openClusterProbe} = await import('../../kubernetes/cluster-probe.js')
    return openClusterProbe(kubernetes, environment, {host})
  }
  return {
    settings: {
      ...settings,
      domainFilters: filters.filter((text) => text !== ''),
      policyIsChosen: line.flagOrigins.has('policy'),
    },
    ports: {
      clusters: settings.clusters.map((one) => ({
        label: settings.clusters.length > 1 ? one.kubernetes.context : undefined,
        settings: one.sources,
        openProbe: settings.manifests === undefined ? () => openProbe(one.kubernetes) : undefined,
        openReader: async () => (await openCluster(one, settings, run)).cluster,
        connect: () => readConnector(one.sources.connectorServer),
      })),
      resolve: resolveHost,
      zones: route53.readPorts.zones,
      identities: async () => (await route53.identities()).map(({arn}) => arn),
      ledger: await openLedger(settings, environment),
    },
  }
}

/** Opens the ledger of the settings and loads its SDK; undefined when there is none. Sends nothing. */
async function openLedger(
  {registry, route53}: Pick<Settings, 'registry' | 'route53'>,
  environment: Environment,
): Promise<(LedgerReader & LedgerWriter) | undefined> {
  if (registry.kind !== 'ledger') return undefined
  const [{openTable}, {openSession}] = await Promise.all([
    import('../../registry/dynamodb/table.js'),
    import('../../aws/sign-in/session.js'),
  ])
  const {apiRetries: retries, callTimeoutMs, assumeRole: roleArn, assumeRoleExternalId} = route53
  // As external-dns: the default chain or the role, and not a profile, since the zones may need several.
  const session = await openSession({environment, profile: undefined, requestTimeoutMs: callTimeoutMs})
  const role = {roleArn, externalId: assumeRoleExternalId === '' ? undefined : assumeRoleExternalId}
  const credentials = roleArn === '' ? session.credentials : session.assume(role)
  return openTable(registry.place, {session: {...session, credentials}, retries, callTimeoutMs})
}
