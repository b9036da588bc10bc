import {suggestFor} from '../../errors/suggestion.js'
import {collectSettings, type FlagOrigins} from '../command-line/argv.js'
import {readFlagValues} from '../command-line/flag-values.js'
import type {ClusterEntry} from '../config/cluster-entries.js'
import {CLUSTER_FLAGS} from '../flags/cluster-flags.js'
import type {SettingValues} from '../flags/setting-flags.js'
import {usageError} from '../usage-error.js'
import {withoutEmpty} from './parse-plan-settings.js'

/** A cluster of the run before its settings are parsed. */
export interface NamedCluster {
  /** Empty: the current context. */
  readonly context: string
  /** Its owner id as written; undefined where none is given. */
  readonly owner: string | undefined
  /** The values of the run with what the config file sets for this cluster. */
  readonly values: SettingValues
  /** Of what the config file sets for it. */
  readonly flagOrigins: FlagOrigins
}

/** The clusters of a run, in the order in which they are named: at least one. */
export type NamedClusters = readonly [NamedCluster, ...NamedCluster[]]

/** @throws CliError USAGE */
export function nameClusters(
  values: SettingValues,
  flagOrigins: FlagOrigins,
  entries: readonly ClusterEntry[],
): NamedClusters {
  const named = entries.length > 0 ? entries.map(({context}) => context) : withoutEmpty(values.context)
  const twice = named.find((context, index) => named.indexOf(context) !== index)
  if (twice !== undefined) throw usageError(`The context ${twice} is named twice.`, ['name each cluster once'])
  const [first = '', ...others] = named
  if (others.length > 0 && flagOrigins.has('manifests')) {
    const fix = ['plan one cluster at a time: --context=NAME', 'or drop --manifests']
    throw usageError('--manifests are one cluster, and --context names several.', fix)
  }
  const ownerOf = flagOrigins.has('txt-owner-id') ? readOwners(values['txt-owner-id'], named) : () => undefined
  const toCluster = (context: string): NamedCluster => {
    const entry = entries.find((one) => one.context === context)
    const {raw, flagOrigins: own} = collectSettings(entry?.settings ?? [], CLUSTER_FLAGS)
    const table = Object.fromEntries(Object.entries(CLUSTER_FLAGS).filter(([name]) => own.has(name)))
    const {'txt-owner-id': owner = ownerOf(context), ...rest} = readFlagValues(table, raw)
    return {context, owner: owner?.toString(), values: {...values, ...rest}, flagOrigins: own}
  }
  return [toCluster(first), ...others.map(toCluster)]
}

/** Whose each context is, by `--txt-owner-id`. `CONTEXT=ID` is read only where several contexts are named. */
function readOwners(texts: readonly string[], contexts: readonly string[]): (context: string) => string | undefined {
  const isJoint = contexts.length > 1
  const owners = new Map<string, string>()
  const longestFirst = contexts.toSorted((a, b) => b.length - a.length)
  for (const text of texts) {
    const context = longestFirst.find((one) => text.startsWith(`${one}=`)) ?? ''
    const owner = context === '' ? text : text.slice(context.length + 1)
    if (context !== '' && !isJoint) {
      const fix = `write --txt-owner-id=${owner}`
      throw usageError(`--txt-owner-id=${text}: CONTEXT=ID is for several contexts, and this run has one.`, [fix])
    }
    if (context === '' && isJoint && text.includes('=')) throw unknownContext(text, contexts)
    const earlier = owners.get(context)
    if (earlier !== undefined) {
      const whose = context === '' ? '' : ` for ${context}`
      const happened = `--txt-owner-id is given twice${whose} ("${earlier}" and "${owner}") and takes one value.`
      throw usageError(happened, ['keep the one you mean', 'or name clusters: --context=A --txt-owner-id=A=ID'])
    }
    owners.set(context, owner)
  }
  return (context) => owners.get(context) ?? owners.get('')
}

function unknownContext(text: string, contexts: readonly string[]) {
  const context = text.replace(/=.*$/, '')
  const near = suggestFor(context, contexts)
  return usageError(`--txt-owner-id=${text}: this run has no context ${context}.`, [
    near === undefined ? `name one of ${contexts.join(', ')}` : `did you mean --txt-owner-id=${near}=…?`,
  ])
}
