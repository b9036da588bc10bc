import {setTimeout as sleep} from 'node:timers/promises'
import type {EventWriter, StatusWriter} from '../kubernetes/objects.js'
import type {PlanPorts} from '../pipeline/ports.js'
import type {LedgerWriter} from '../registry/ledger-ports.js'
import type {CallStatistics} from '../route53/call-counter.js'
import type {Identity} from '../route53/identity.js'
import type {ChangeSubmitter, ChangeWatcher, ZoneReader} from '../route53/ports.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import {openCluster} from './open-cluster.js'
import {openLedger} from './open-ledger.js'
import type {Progress} from './progress.js'
import {readConnector} from './read-connector.js'
import type {Settings} from './settings.js'
import {makeZoneProgress} from './zone-progress.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Route 53 alone, which is all that a saved plan needs. */
export interface Route53Ports {
  readonly reading: Pick<PlanPorts, 'zones' | 'resolve'>
  /** Who we are to AWS, best effort; empty where only an endpoint that is not STS is known. */
  identities(): Promise<readonly Identity[]>
  /** Fulfilled when the first call leaves. */
  readonly calling: Promise<void>
  /** What was asked of Route 53 so far. */
  statistics(): CallStatistics
  openSubmitter(): Promise<ChangeSubmitter>
  openWatcher(): Promise<ChangeWatcher>
  /** Undefined where ownership is not kept in a ledger. */
  openLedger?(): LedgerWriter | undefined
}

/** The reading side for a plan, and for a run that was approved the one thing that writes. */
export interface OpenedPorts extends Route53Ports {
  readonly reading: PlanPorts
  /** Remarks about what is read from, each a sentence without a full stop. */
  readonly notices: readonly string[]
  openStatusWriter(): Promise<StatusWriter>
  openEventWriter(): Promise<EventWriter>
}

const IDENTITY_TIMEOUT_MS = 5000
/** Longer than it takes to sign a call, but not to fetch credentials. */
const HEAD_START_MS = 20

/**
 * Opens the cluster, or the manifests in its place, and Route 53; both SDKs are loaded here and not before, so that help
 * stays quick. Only the zones are asked for already. @throws CliError when it is not clear which cluster is meant, or a manifest is broken.
 */
export async function openPorts(
  settings: Settings,
  environment: Environment,
  progress: Progress,
  stopping?: AbortSignal,
): Promise<OpenedPorts> {
  const route53 = await openRoute53Ports(settings.route53, environment, progress, stopping)
  const zones = listAhead(route53.reading.zones)
  await Promise.race([route53.calling, sleep(HEAD_START_MS)])
  const [{cluster, notices}, ledger] = await Promise.all([
    openCluster(settings, environment, progress),
    openLedger(settings),
  ])
  return {
    ...route53,
    reading: {
      ...route53.reading,
      zones,
      cluster,
      connect: () => readConnector(settings.sources.connectorServer),
      // Law 1: without what writes.
      ledger: ledger && {readRows: () => ledger.readRows()},
    },
    openLedger: () => ledger,
    notices,
    openEventWriter: async () => {
      const {makeEventWriter} = await import('../kubernetes/event-writer.js')
      return makeEventWriter(settings.kubernetes, environment)
    },
    openStatusWriter: async () => {
      const {makeStatusWriter} = await import('../kubernetes/status-writer.js')
      return makeStatusWriter(settings.kubernetes, environment)
    },
  }
}

/** The listing of the zones is under way while the modules that read a cluster are loaded, which takes a quarter of a call. */
function listAhead(zones: ZoneReader): ZoneReader {
  const listed = zones.listZones()
  // Whoever asks for it is told.
  listed.catch(() => {})
  return {...zones, listZones: () => listed}
}

/** As above, without a cluster. */
export async function openRoute53Ports(
  settings: Route53Settings,
  environment: Environment,
  progress: Progress,
  stopping?: AbortSignal,
): Promise<Route53Ports> {
  const [{openRoute53}, {makeZoneReader}] = await Promise.all([
    import('../route53/client.js'),
    import('../route53/zone-reader.js'),
  ])
  let tellOfCall = () => {}
  const calling = new Promise<void>((resolve) => {
    // It has left when the sockets have had their turn.
    tellOfCall = () => setImmediate(resolve)
  })
  const connection = openRoute53(settings, {onCall: tellOfCall, ...(stopping !== undefined && {stopping})})
  const zones = makeZoneReader(
    connection,
    makeZoneProgress(progress, () => performance.now()),
  )
  return {
    reading: {zones, resolve: resolveHost},
    identities: async () => (knowsSts(environment) ? connection.identities(IDENTITY_TIMEOUT_MS) : []),
    calling,
    statistics: () => connection.statistics(),
    openSubmitter: async () => {
      const {makeChangeSubmitter} = await import('../route53/change-submitter.js')
      return makeChangeSubmitter(connection)
    },
    openWatcher: async () => {
      const {makeChangeWatcher} = await import('../route53/change-watcher.js')
      return makeChangeWatcher(connection)
    },
  }
}

/** An AWS_ENDPOINT_URL alone leads to an emulator or a proxy for Route 53, which is no STS. */
function knowsSts({AWS_ENDPOINT_URL: all = '', AWS_ENDPOINT_URL_STS: sts = ''}: Environment): boolean {
  return all === '' || sts !== ''
}

async function resolveHost(host: string): Promise<readonly string[]> {
  const {lookup} = await import('node:dns/promises')
  return (await lookup(host, {all: true})).map((entry) => entry.address).sort()
}
