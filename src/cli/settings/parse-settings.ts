import type {Environment} from '../../errors/environment.js'
import type {KubernetesSettings, ManifestSettings} from '../../kubernetes/kubernetes-settings.js'
import {EVENT_REASONS, type EventReason} from '../../kubernetes/objects.js'
import type {Shard} from '../../route53/read/shard.js'
import type {FlagOrigins} from '../command-line/argv.js'
import {isDefaultValue} from '../command-line/flag-values.js'
import type {ClusterEntry} from '../config/cluster-entries.js'
import {withPlaces} from '../config/find-config.js'
import type {FlagRole, FlagSpec} from '../flags/flag-spec.js'
import {SETTING_FLAGS, type SettingValues} from '../flags/setting-flags.js'
import {usageError} from '../usage-error.js'
import {type NamedCluster, nameClusters} from './parse-clusters.js'
import {parsePlanSettings, withoutEmpty} from './parse-plan-settings.js'
import {ownerOf, parseRegistrySettings} from './parse-registry-settings.js'
import {parseRoute53Settings, refuseNegative} from './parse-route53-settings.js'
import {parseSourceSettings} from './parse-source-settings.js'
import type {ClusterSettings, Settings} from './settings.js'

/**
 * Parses the flags into one frozen value.
 * @param entries the clusters that a config file lists.
 * @throws CliError USAGE for the first invalid flag.
 */
export function parseSettings(
  values: SettingValues,
  flagOrigins: FlagOrigins,
  environment: Environment = {},
  entries: readonly ClusterEntry[] = [],
) {
  refuseUnsupported(values)
  const notices: string[] = []
  const named = nameClusters(values, flagOrigins, entries)
  const clusters = named.map((cluster) => parseCluster(cluster, flagOrigins, notices))
  const settings: Settings = {
    clusters: Object.freeze(clusters),
    manifests: parseManifestSettings(values, flagOrigins, notices),
    registry: Object.freeze(parseRegistrySettings(values, named, notices)),
    plan: Object.freeze(parsePlanSettings(values)),
    route53: Object.freeze(parseRoute53Settings(values, notices, environment)),
    events: parseEvents(values['events-emit']),
    shard: parseShard(values, flagOrigins, environment),
    timeoutMs: parseTimeout(values.timeout),
    notices: [...new Set(notices)],
    notes: roleNotes(flagOrigins),
  }
  return Object.freeze(settings)
}

/** @throws CliError USAGE, with the line of a config file that lists the cluster */
function parseCluster(cluster: NamedCluster, ofRun: FlagOrigins, notices: string[]): ClusterSettings {
  const {values, flagOrigins, context} = cluster
  try {
    return Object.freeze({
      sources: Object.freeze(parseSourceSettings(values, new Map([...ofRun, ...flagOrigins]))),
      kubernetes: Object.freeze(parseKubernetesSettings(values, context, notices)),
      owner: values.registry === 'noop' ? undefined : ownerOf(cluster),
    })
  } catch (error) {
    throw error instanceof Error ? withPlaces(error, flagOrigins) : error
  }
}

function parseEvents(texts: readonly string[]): ReadonlySet<EventReason> {
  const reasons = withoutEmpty(texts).map((text) => {
    const reason = EVENT_REASONS.find((one) => one === text)
    if (reason !== undefined) return reason
    throw usageError(`--events-emit=${text} is not a kind of Event.`, [`write one of ${EVENT_REASONS.join(', ')}`])
  })
  return new Set(reasons)
}

/** Parses the shard. Without an index, that of a Kubernetes Indexed Job is used. @throws CliError USAGE */
function parseShard(values: SettingValues, flagOrigins: FlagOrigins, environment: Environment): Shard | undefined {
  const count = values['shard-count']
  if (count < 1) throw usageError('--shard-count is less than 1.', ['write how many runs share the zones'])
  const isGiven = flagOrigins.has('shard-index')
  if (count === 1 && !isGiven) return undefined
  const completion = environment.JOB_COMPLETION_INDEX
  if (!isGiven && completion === undefined) {
    throw usageError('--shard-count is set without --shard-index, and JOB_COMPLETION_INDEX is not set either.', [
      `write --shard-index=0 to --shard-index=${count - 1}`,
      'or run as an Indexed Job, which sets JOB_COMPLETION_INDEX',
    ])
  }
  const text = isGiven ? values['shard-index'] : String(completion)
  if (/^\d+$/.test(text) && Number(text) < count) return {index: Number(text), count}
  const name = isGiven ? `--shard-index=${text}` : `JOB_COMPLETION_INDEX=${completion}`
  const fix = 'raise --shard-count, or the completions of the Job'
  throw usageError(`${name} is out of range: of ${count} shards the last has index ${count - 1}.`, [fix])
}

function parseKubernetesSettings(values: SettingValues, context: string, notices: string[]): KubernetesSettings {
  const former = values['request-timeout']
  const isFormerSet = former !== 30_000
  if (isFormerSet) notices.push('--request-timeout is deprecated: use --kube-api-request-timeout')
  const requestTimeoutMs = isFormerSet ? former : values['kube-api-request-timeout']
  refuseNegative('kube-api-request-timeout', requestTimeoutMs)
  const {kubeconfig, server, as: impersonate} = values
  return {kubeconfig, context, server, impersonate, requestTimeoutMs}
}

/** The longest timer that Node supports. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

export function parseTimeout(ms: number): number {
  refuseNegative('timeout', ms, 'write a duration such as 10m, or 0s for no limit')
  return Math.min(ms, LONGEST_TIMEOUT_MS)
}

function refuseUnsupported(values: SettingValues): void {
  for (const [name, spec] of rowsWithRole('refused')) {
    if (isDefaultValue(name, spec, Object.entries(values).find(([key]) => key === name)?.[1])) continue
    const fix = `drop --${name}, or leave these records to external-dns for now`
    throw usageError(`--${name} is not supported yet.`, [fix])
  }
}

function roleNotes(flagOrigins: FlagOrigins): readonly string[] {
  const meaningless = rowsWithRole('no-meaning').flatMap(([name]) => (flagOrigins.has(name) ? [`--${name}`] : []))
  return meaningless.length === 0 ? [] : [`ignored, because this program runs once and ends: ${meaningless.join(', ')}`]
}

function rowsWithRole(role: FlagRole): [string, FlagSpec][] {
  return Object.entries<FlagSpec>(SETTING_FLAGS).filter(([, spec]) => spec.role === role)
}

const CONNECTION_FLAGS = ['kubeconfig', 'context', 'server', 'as']

/** Undefined without `--manifests`. @throws CliError USAGE */
function parseManifestSettings(
  values: SettingValues,
  flagOrigins: FlagOrigins,
  notices: string[],
): ManifestSettings | undefined {
  const paths = withoutEmpty(values.manifests)
  const hasLiveStatus = values['status-from-cluster']
  const isComplete = values['manifests-are-complete']
  if (paths.length === 0) {
    // The flag may come from an empty variable in a script: reading the cluster instead would be a surprise.
    if (flagOrigins.has('manifests')) {
      throw usageError('--manifests is empty.', ['name a file, a folder, or - for stdin'])
    }
    const alone = ['status-from-cluster', 'manifests-are-complete'].find((flag) => flagOrigins.has(flag))
    if (alone === undefined) return undefined
    throw usageError(`--${alone} is set without --manifests.`, ['drop it, or add --manifests=PATH'])
  }
  const unused = hasLiveStatus ? [] : CONNECTION_FLAGS.filter((flag) => flagOrigins.get(flag) === 'command line')
  const named = unused.map((flag) => `--${flag}`).join(', ')
  if (named !== '') notices.push(`ignored with --manifests, unless --status-from-cluster is given: ${named}`)
  return Object.freeze({paths, isComplete, hasLiveStatus})
}
