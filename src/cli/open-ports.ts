import type {StatusWriter} from '../kubernetes/objects.js'
import type {PlanPorts} from '../pipeline/ports.js'
import type {CallStatistics} from '../route53/call-counter.js'
import type {Identity} from '../route53/identity.js'
import type {ChangeSubmitter, ChangeWatcher} from '../route53/ports.js'
import {openCluster} from './open-cluster.js'
import type {Progress} from './progress.js'
import {readConnector} from './read-connector.js'
import type {Settings} from './settings.js'
import {makeZoneProgress} from './zone-progress.js'

type Environment = Readonly<Record<string, string | undefined>>

/** The reading side for a plan, and for a run that was approved the one thing that writes. */
export interface OpenedPorts {
  readonly reading: PlanPorts
  /** Remarks about what is read from, each a sentence without a full stop. */
  readonly notices: readonly string[]
  /** Who we are to AWS, best effort; empty where only an endpoint that is not STS is known. */
  identities(): Promise<readonly Identity[]>
  /** What was asked of Route 53 so far. */
  statistics(): CallStatistics
  openSubmitter(): Promise<ChangeSubmitter>
  openWatcher(): Promise<ChangeWatcher>
  openStatusWriter(): Promise<StatusWriter>
}

const IDENTITY_TIMEOUT_MS = 5000

/**
 * Opens the cluster, or the manifests in its place, and Route 53; both SDKs are loaded here and not before, so that help
 * stays quick. Nothing is sent yet. @throws CliError when it is not clear which cluster is meant, or a manifest is broken.
 */
export async function openPorts(
  settings: Settings,
  environment: Environment,
  progress: Progress,
  stopping?: AbortSignal,
): Promise<OpenedPorts> {
  const [{cluster, notices}, {openRoute53}, {makeZoneReader}] = await Promise.all([
    openCluster(settings, environment, progress),
    import('../route53/client.js'),
    import('../route53/zone-reader.js'),
  ])
  const connection = openRoute53(settings.route53, stopping === undefined ? {} : {stopping})
  const zones = makeZoneReader(
    connection,
    makeZoneProgress(progress, () => performance.now()),
  )
  return {
    reading: {cluster, zones, resolve: resolveHost, connect: () => readConnector(settings.sources.connectorServer)},
    notices,
    identities: async () => (knowsSts(environment) ? connection.identities(IDENTITY_TIMEOUT_MS) : []),
    statistics: () => connection.statistics(),
    openSubmitter: async () => {
      const {makeChangeSubmitter} = await import('../route53/change-submitter.js')
      return makeChangeSubmitter(connection)
    },
    openWatcher: async () => {
      const {makeChangeWatcher} = await import('../route53/change-watcher.js')
      return makeChangeWatcher(connection)
    },
    openStatusWriter: async () => {
      const {makeStatusWriter} = await import('../kubernetes/status-writer.js')
      return makeStatusWriter(settings.kubernetes, environment)
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
