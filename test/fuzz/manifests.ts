import fc from 'fast-check'
import {stringify} from 'yaml'
import {makeManifestReader} from '../../src/kubernetes/manifest-reader.js'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {brokenJson, type Json, toJsonText} from './broken-json.js'
import {brokenText} from './broken-text.js'
import {type FuzzInput, readAs} from './laws.js'
import {hostsOfObjects, KINDS, keeping, listOf, type Plural, plurals, wronglyGone, zoneOf} from './objects.js'
import {deletedNames, runWhole} from './whole-run.js'

interface Manifests {
  readonly plural: Plural
  readonly hosts: readonly string[]
  readonly text: string
  /** Undefined where only the text is known. */
  readonly value: Json | undefined
}

/** What only YAML makes of a text: anchors, tags, merges, block scalars, and aliases that multiply. */
const OWN = [
  '---\n',
  '...\n',
  '&a ',
  '*a',
  '!!binary ',
  '!!set ',
  '!!js/function ',
  '<<: *a\n',
  '? ',
  '|\n',
  '>-\n',
  '# ',
  '\t',
  '- ',
  ': ',
  '%YAML 1.1\n---\n',
  '{a: [',
  aliasesOf(8),
  'a: &a [*a]\n',
  'a: &a {<<: *a}\n',
  '__proto__: {polluted: yes}\n',
]

const documents: fc.Arbitrary<Manifests> = fc
  .record({plural: plurals, hosts: hostsOfObjects, form: fc.nat({max: 6}), levels: fc.nat({max: 8})})
  .chain(({plural, hosts, form, levels}): fc.Arbitrary<Manifests> => {
    const valid = listOf(plural, hosts)
    const broken = (text: fc.Arbitrary<string>) => text.map((one) => ({plural, hosts, text: one, value: undefined}))
    if (form === 0) return broken(brokenText(fc.constant(toJsonText(valid)), ['{', '}', '[', ']', '\n']))
    if (form === 1) return broken(brokenText(fc.constant(stringify(valid)), OWN))
    if (form === 2) return broken(brokenText(fc.constant(streamOf(valid)), OWN))
    if (form === 3) return broken(fc.constant(streamOf(valid) + aliasesOf(levels)))
    return brokenJson(fc.constant(valid)).map(({value}) => ({
      plural,
      hosts,
      text: form === 4 && !isDeep(value) ? stringify(value) : toJsonText(value),
      value,
    }))
  })

/** Nine times as much on each line as on the line before. */
function aliasesOf(levels: number): string {
  const names = [...'abcdefghi'].slice(1, levels + 1)
  const line = (name: string, index: number) =>
    `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]\n`
  return `a: &a [x, x, x, x, x, x, x, x, x]\n${names.map(line).join('')}`
}

/** One document an object, as files of Git are. */
function streamOf(list: Json): string {
  const {kind, apiVersion, items} = list as {kind: string; apiVersion: string; items: {[key: string]: Json}[]}
  return items.map((item) => `---\n${stringify({apiVersion, kind: kind.replace('List', ''), ...item})}`).join('')
}

/** The writer of YAML exhausts the stack long before the reader is asked. */
function isDeep(value: Json): boolean {
  return /[[{]\n"?a?"?:? ?[[{]\n"?a?"?:? ?[[{]\n"?a?"?:? ?[[{]/.test(toJsonText(value))
}

export async function manifests(): Promise<FuzzInput<Manifests>> {
  return {
    name: 'manifests',
    documents,
    textOf: ({text}) => text,
    async read({plural, hosts, text, value}) {
      const reader = await makeManifestReader({
        paths: ['-'],
        namespace: '',
        readStdin: async () => text,
        hasLiveStatus: false,
      })
      const objects: KubeObject[] = []
      const run = await runWhole({
        reader: keeping(reader, objects),
        zones: zoneOf(plural, hosts),
        sources: {sources: [KINDS[plural].source]},
        manifests: {isComplete: true, hasLiveStatus: false} as Parameters<typeof runWhole>[0]['manifests'],
      })
      const gone = deletedNames(run)
      const wrong = value === undefined ? [] : wronglyGone(listOf(plural, hosts), value, gone)
      return readAs(
        {plan: run.plan, objects},
        [...run.shown, ...reader.notices],
        [...wrong, ...(gone.includes('hand.shop.io') ? ['a record of nobody goes'] : [])],
      )
    },
  }
}
