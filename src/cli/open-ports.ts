import type {PlanPorts} from '../pipeline/ports.js'
import {plural} from '../render/phrase.js'
import type {ChangeSubmitter} from '../route53/ports.js'
import type {Progress} from './progress.js'
import type {Settings} from './settings.js'

type Environment = Readonly<Record<string, string | undefined>>

/** The reading side for a plan, and for a run that was approved the one thing that writes. */
export interface OpenedPorts {
  readonly reading: PlanPorts
  openSubmitter(): Promise<ChangeSubmitter>
}

/**
 * Opens the cluster and Route 53; both SDKs are loaded here and not before, so that help stays quick. Nothing is sent
 * yet. @throws CliError when it is not clear which cluster is meant.
 */
export async function openPorts(
  settings: Settings,
  environment: Environment,
  progress: Progress,
): Promise<OpenedPorts> {
  const [{makeApiReader}, {openRoute53}, {makeZoneReader}] = await Promise.all([
    import('../kubernetes/api-reader.js'),
    import('../route53/client.js'),
    import('../route53/zone-reader.js'),
  ])
  const cluster = await makeApiReader(settings.kubernetes, environment, {
    onPage: ({resource, objects}) => progress.report(`reading ${resource.plural}`, plural(objects, 'object')),
  })
  const connection = openRoute53(settings.route53)
  const zones = makeZoneReader(connection, ({zone, recordSets}) => {
    if (zone !== undefined) progress.report(`reading zone ${zone.name}`, plural(recordSets ?? 0, 'record set'))
  })
  return {
    reading: {cluster, zones, resolve: resolveHost},
    openSubmitter: async () => {
      const {makeChangeSubmitter} = await import('../route53/change-submitter.js')
      return makeChangeSubmitter(connection)
    },
  }
}

async function resolveHost(host: string): Promise<readonly string[]> {
  const {lookup} = await import('node:dns/promises')
  return (await lookup(host, {all: true})).map((entry) => entry.address).sort()
}
