import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {parse, stringify} from 'yaml'
import {connect, listContexts} from '../../src/kubernetes/kubeconfig/connect.js'
import {temporaryFolder} from '../conformance/program.js'
import {brokenJson, type Json, toJsonText} from './broken-json.js'
import {brokenText} from './broken-text.js'
import {type FuzzInput, readAs} from './laws.js'

const VALID: Json = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'dev',
  preferences: {},
  clusters: [
    {
      name: 'dev-cluster',
      cluster: {
        server: 'https://10.0.0.1:6443',
        'certificate-authority-data': 'LS0tLS1CRUdJTg==',
        'tls-server-name': 'kubernetes',
        'proxy-url': 'http://127.0.0.1:3128',
      },
    },
    {name: 'other', cluster: {server: 'http://10.0.0.2', 'insecure-skip-tls-verify': true}},
  ],
  contexts: [
    {name: 'dev', context: {cluster: 'dev-cluster', user: 'dev-user', namespace: 'shop'}},
    {name: 'other', context: {cluster: 'other', user: 'token'}},
  ],
  users: [
    {
      name: 'dev-user',
      user: {
        'client-certificate-data': 'LS0tLS1CRUdJTg==',
        'client-key-data': 'LS0tLS1CRUdJTg==',
        as: 'x',
        'as-groups': ['y'],
        'as-user-extra': {reason: ['z']},
      },
    },
    {name: 'token', user: {token: 'secret'}},
  ],
}
const OWN = ['&a ', '*a', '<<: *a\n', '!!binary ', '---\n', '- ', ': ', '? ', '|\n', '\t', '{', '[', 'a: &a [*a]\n']

interface Kubeconfig {
  readonly text: string
  readonly context: string
}

const documents: fc.Arbitrary<Kubeconfig> = fc.record({
  context: fc.constantFrom('', '', 'other', 'dev', '__proto__', 'constructor'),
  text: fc.oneof(
    brokenText(fc.constant(stringify(VALID)), OWN),
    brokenText(fc.constant(toJsonText(VALID)), ['{', '}', '[', ']']),
    brokenJson(fc.constant(VALID)).map(({value}) => toJsonText(value)),
    brokenJson(fc.constant(VALID)).map(({value}) => toJsonText(value)),
  ),
})

/** Without credential plugins, which a broken file would make run anything. */
export async function kubeconfigs(): Promise<FuzzInput<Kubeconfig>> {
  const folder = temporaryFolder('kubeconfigs')
  const file = join(folder, 'config')
  const settings = {kubeconfig: file, server: '', impersonate: '', requestTimeoutMs: 0}
  return {
    name: 'kubeconfigs',
    documents,
    textOf: ({text}) => text,
    close: async () => rmSync(folder, {recursive: true, force: true}),
    async read({text, context}) {
      writeFileSync(file, text)
      const contexts = listContexts(file, {})
      const connection = connect({...settings, context}, {})
      const signedIn = await connection.authorize()
      const {server, proxy} = connection
      const wrong = notNamed(text, proxy === undefined ? [server] : [server, proxy.url.href])
      return readAs({contexts, server, headers: signedIn.headers}, [connection.context, server], wrong)
    },
  }
}

/** A server or proxy that the file does not name: the run would speak with somebody else. */
function notNamed(text: string, addresses: readonly string[]): readonly string[] {
  const named = new Set(textsIn(parse(text.replace(/^\ufeff/, ''), {merge: true})).map(hrefOf))
  return addresses.flatMap((address) => (named.has(hrefOf(address)) ? [] : [`it speaks with ${address}`]))
}

function hrefOf(text: string): string {
  const address = /^\w+:\/\//.test(text) ? text : `https://${text}`
  return URL.canParse(address) ? new URL(address).href.replace(/\/+$/, '') : text
}

function textsIn(value: unknown): readonly string[] {
  const found: string[] = []
  const pending = [value]
  while (pending.length > 0) {
    const next = pending.pop()
    if (typeof next === 'string' || typeof next === 'number') found.push(String(next))
    else if (typeof next === 'object' && next !== null) pending.push(...Object.values(next))
  }
  return found
}
