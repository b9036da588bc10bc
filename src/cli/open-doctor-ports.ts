import type {DoctorPorts, DoctorSettings} from '../pipeline/run-doctor.js'
import {SETTING_FLAGS} from './flags/setting-flags.js'
import {settingsOfRegex} from './iam-policy.js'
import type {CommandLine} from './line-command.js'
import {openLedger} from './open-ledger.js'
import {openRoute53Ports} from './open-ports.js'
import type {Progress} from './progress.js'
import type {Settings} from './settings.js'

/** What `doctor` asks, and what it has to know. Nothing is sent yet. */
export async function openDoctorPorts(
  line: CommandLine,
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  progress: Progress,
): Promise<{readonly settings: DoctorSettings; readonly ports: DoctorPorts}> {
  const route53 = await openRoute53Ports(settings.route53, environment, progress)
  const openProbe = async () => {
    const {openClusterProbe} = await import('../kubernetes/cluster-probe.js')
    return openClusterProbe(settings.kubernetes, environment)
  }
  return {
    settings: {
      ...settings,
      domainFilters: [...line.values(SETTING_FLAGS)['domain-filter'], ...settingsOfRegex(line)].filter(
        (text) => text !== '',
      ),
    },
    ports: {
      openProbe: settings.manifests === undefined ? openProbe : undefined,
      zones: route53.reading.zones,
      identities: async () => (await route53.identities()).map(({arn}) => arn),
      ledger: await openLedger(settings),
    },
  }
}
