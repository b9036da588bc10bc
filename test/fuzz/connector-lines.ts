import {createServer} from 'node:net'
import fc from 'fast-check'
import {readConnector} from '../../src/cli/ports/read-connector.js'
import {pagedZones} from '../pipeline/paged-zones.js'
import {SHOP, set, txt} from '../plan/builders.js'
import {cluster} from '../sources/builders.js'
import {brokenJson, type Json, toJsonText} from './broken-json.js'
import {brokenText} from './broken-text.js'
import {type FuzzInput, readAs} from './laws.js'
import {deletedNames, runWhole} from './whole-run.js'

const HOSTS = ['a', 'b', 'c']
const entryOf = (host: string): Json => ({
  dnsName: `${host}.shop.io`,
  recordType: 'A',
  recordTTL: 300,
  targets: ['192.0.2.1'],
  labels: {resource: `service/shop/${host}`},
  providerSpecific: [{name: 'aws/evaluate-target-health', value: 'true'}],
})
const LINES = HOSTS.map((host) => `${JSON.stringify(entryOf(host))}\n`).join('')

interface Lines {
  readonly text: string
}

const oneLine = (value: Json) => `${toJsonText(value).replaceAll('\n', '')}\n`

const documents: fc.Arbitrary<Lines> = fc
  .oneof(
    brokenText(fc.constant(LINES), ['\n', '[]\n', '{}\n', '[', ']', '{', '}', ',']),
    brokenJson(fc.constant<Json>(HOSTS.map(entryOf))).map(({value}) => oneLine(value)),
    brokenJson(fc.constant<Json>(HOSTS.map(entryOf))).map(({value}) =>
      Array.isArray(value) ? value.map(oneLine).join('') : oneLine(value),
    ),
  )
  .map((text) => ({text}))

export async function connectorLines(): Promise<FuzzInput<Lines>> {
  let current = ''
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(current)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('bug: a TCP server has a port')
  return {
    name: 'lines of a connector',
    documents,
    textOf: ({text}) => text,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    async read({text}) {
      current = text
      const stored = HOSTS.flatMap((host) => [
        set(host, 'A', '192.0.2.1'),
        txt(`a-${host}`, 'red', `service/shop/${host}`),
      ])
      const run = await runWhole({
        reader: {context: 'test', list: async (resource) => cluster([]).list(resource)},
        zones: pagedZones([[SHOP, stored]], 300),
        sources: {sources: ['connector'], connectorServer: `127.0.0.1:${address.port}`},
        connect: () => readConnector(`127.0.0.1:${address.port}`),
      })
      return readAs(run.plan, run.shown, wronglyGone(text, deletedNames(run)))
    },
  }
}

/** Hosts that go although an entry may be about them: one that names no host, or has targets of another type. */
function wronglyGone(text: string, gone: readonly string[]): readonly string[] {
  const entries = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : JSON.parse(line)))
  const odd = entries.filter(
    (entry) => !isText(entry?.dnsName) || !isText(entry.recordType) || !mayBeTexts(entry.targets),
  )
  const about = (name: string) => odd.some((entry) => !isText(entry?.dnsName) || entry.dnsName === name)
  return gone.flatMap((name) =>
    about(name) ? [`${name} is deleted, although an entry is odd that may be about it`] : [],
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function mayBeTexts(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.every(isText))
}
