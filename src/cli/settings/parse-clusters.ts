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

/** The clusters of a run, in the order in which they are named: at least one. @throws CliError USAGE */
export function nameClusters(
  values: SettingValues,
  flagOrigins: FlagOrigins,
  entries: readonly ClusterEntry[],
): readonly [NamedCluster, ...NamedCluster[]] {
  const named = entries.length > 0 ? entries.map(({context}) => context) : withoutEmpty(values.context)
  const twice = named.find((context, index) => named.indexOf(context) !== index)
  if (twice !== undefined) throw usageError(`The context ${twice} is named twice.`, ['name each cluster once'])
  const [first = '', ...others] = named
  if (others.length > 0) refuseForSeveral(values, flagOrigins)
  const owners = readOwners(values['txt-owner-id'], flagOrigins, named)
  const toCluster = (context: string, index: number): NamedCluster => {
    const {raw, flagOrigins: own} = collectSettings(entries[index]?.settings ?? [], CLUSTER_FLAGS)
    const table = Object.fromEntries(Object.entries(CLUSTER_FLAGS).filter(([name]) => own.has(name)))
    const {'txt-owner-id': owner = owners(context), ...rest} = readFlagValues(table, raw)
    return {
      context,
      owner: owner === undefined ? undefined : String(owner),
      values: {...values, ...rest},
      flagOrigins: own,
    }
  }
  return [toCluster(first, 0), ...others.map((context, index) => toCluster(context, index + 1))]
}

function refuseForSeveral(values: SettingValues, flagOrigins: FlagOrigins): void {
  const oneByOne = 'plan one cluster at a time: --context=NAME'
  if (flagOrigins.has('manifests')) {
    throw usageError('--manifests are one cluster, and --context names several.', [oneByOne, 'or drop --manifests'])
  }
  if (values.server !== '') {
    throw usageError('--server would lead every --context to one API server.', [
      'drop --server: each context has its own',
      oneByOne,
    ])
  }
}

/** Whose each context is, by `--txt-owner-id`. `CONTEXT=ID` is read only where several contexts are named. */
function readOwners(
  texts: readonly string[],
  flagOrigins: FlagOrigins,
  contexts: readonly string[],
): (context: string) => string | undefined {
  const [first, second] = texts
  if (!flagOrigins.has('txt-owner-id')) return () => undefined
  if (contexts.length < 2) {
    const [context = ''] = contexts
    if (context !== '' && first?.startsWith(`${context}=`)) {
      const fix = `write --txt-owner-id=${first.slice(context.length + 1)}`
      throw usageError(`--txt-owner-id=${first}: CONTEXT=ID is for several contexts, and this run has one.`, [fix])
    }
    if (second === undefined) return () => first
    const happened = `--txt-owner-id is given twice ("${first}" and "${second}") and takes one value.`
    throw usageError(happened, ['keep the one you mean', 'or name several clusters: --context=A --context=B'])
  }
  const owners = new Map<string, string>()
  const longestFirst = contexts.toSorted((a, b) => b.length - a.length)
  for (const text of texts) {
    const context = longestFirst.find((one) => text.startsWith(`${one}=`)) ?? ''
    if (context === '' && text.includes('=')) throw unknownContext(text, contexts)
    const earlier = owners.get(context)
    const owner = context === '' ? text : text.slice(context.length + 1)
    if (earlier !== undefined) {
      const whose = context === '' ? 'for all contexts' : `for ${context}`
      const happened = `--txt-owner-id is given twice ${whose}: "${earlier}" and "${owner}".`
      throw usageError(happened, ['keep the one you mean'])
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
