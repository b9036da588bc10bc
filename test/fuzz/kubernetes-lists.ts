import fc from 'fast-check'
import {makeApiReader} from '../../src/kubernetes/api-reader.js'
import type {ClusterReader, KubeObject} from '../../src/kubernetes/objects.js'
import {serveLoopback} from '../emulators/loopback-server.js'
import {brokenJson, type Json, toJsonText} from './broken-json.js'
import {brokenText} from './broken-text.js'
import {type FuzzInput, readAs} from './laws.js'
import {hostsOfObjects, KINDS, keeping, listOf, type Plural, plurals, wronglyGone, zoneOf} from './objects.js'
import {deletedNames, runWhole} from './whole-run.js'

interface List {
  readonly plural: Plural
  readonly hosts: readonly string[]
  readonly text: string
  /** Undefined where only the text is known. */
  readonly value: Json | undefined
  readonly status: number
}

const documents: fc.Arbitrary<List> = fc
  .record({
    plural: plurals,
    hosts: hostsOfObjects,
    isText: fc.nat({max: 3}),
    status: fc.constantFrom(200, 200, 200, 200, 200, 404, 422),
  })
  .chain(({plural, hosts, isText, status}): fc.Arbitrary<List> => {
    const valid = fc.constant(listOf(plural, hosts))
    const text = brokenText(valid.map(toJsonText), ['{', '}', '[', ']', '"a":', 'null,'])
    if (isText === 0) return text.map((one) => ({plural, hosts, text: one, value: undefined, status}))
    return brokenJson(valid).map(({value}) => ({plural, hosts, text: toJsonText(value), value, status}))
  })

/** More calls than this for one list of one page is work without bound. */
const MOST_CALLS = 50

/** An API server whose list is the document, whatever page is asked for. */
export async function kubernetesLists(): Promise<FuzzInput<List>> {
  let current: List | undefined
  let calls = 0
  const server = await serveLoopback(async ({path}) => {
    calls += 1
    const isIt = current !== undefined && path.endsWith(`/${current.plural}`)
    return {
      kind: 'answer',
      status: isIt ? (current?.status ?? 200) : 404,
      headers: {'content-type': 'application/json'},
      body: isIt ? (current?.text ?? '') : '404 page not found',
    }
  })
  const settings = {kubeconfig: '', context: '', server: server.url, impersonate: '', requestTimeoutMs: 20_000}
  let reader: Promise<ClusterReader> | undefined
  return {
    name: 'lists of Kubernetes objects',
    documents,
    textOf: ({text}) => text,
    close: server.close,
    async read(document) {
      current = document
      calls = 0
      reader ??= makeApiReader(settings, {}, {sleep: async () => {}, random: () => 0})
      const {plural, hosts, value} = document
      const objects: KubeObject[] = []
      const run = await runWhole({
        reader: keeping(await reader, objects),
        zones: zoneOf(plural, hosts),
        sources: {sources: [KINDS[plural].source]},
      }).finally(() => {
        if (calls > MOST_CALLS) throw new Error(`it takes ${calls} calls`)
      })
      const wrong = value === undefined ? [] : wronglyGone(listOf(plural, hosts), value, deletedNames(run))
      return readAs({plan: run.plan, objects}, run.shown, [
        ...wrong,
        ...(deletedNames(run).includes('hand.shop.io') ? ['a record of nobody goes'] : []),
      ])
    },
  }
}
