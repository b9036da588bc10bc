import {type ApiReaderOptions, makeApiReader} from '../../src/kubernetes/api-reader.js'
import type {KubernetesSettings} from '../../src/kubernetes/kubernetes-settings.js'
import type {ClusterReader, Resource} from '../../src/kubernetes/objects.js'
import {kubeconfig, temporaryFolder, writeFile} from './kubeconfig-file.js'
import {type Answer, type ScriptedApi, scriptedApi} from './scripted-api.js'

export const SERVICES: Resource = {group: '', version: 'v1', plural: 'services', kind: 'Service', isNamespaced: true}
interface Setup {
  readonly api: ScriptedApi
  readonly reader: ClusterReader
  /** How long the reader waited each time, in milliseconds. */
  readonly pauses: number[]
}

/** A reader of an API server with these answers. Its waits take no time. */
export async function readFrom(
  answers: readonly Answer[],
  settings: Partial<KubernetesSettings> = {},
  options: ApiReaderOptions = {},
): Promise<Setup> {
  const api = await scriptedApi(answers)
  const file = writeFile(temporaryFolder(), 'config', kubeconfig('dev', api.url))
  const pauses: number[] = []
  const sleep = (milliseconds: number) => {
    pauses.push(milliseconds)
    return Promise.resolve()
  }
  const all = {kubeconfig: file, context: '', server: '', impersonate: '', requestTimeoutMs: 5000, ...settings}
  return {api, reader: await makeApiReader(all, {}, {sleep, random: () => 0.5, ...options}), pauses}
}
