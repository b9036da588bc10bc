import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {beforeAll, describe, expect, it} from 'vitest'
import {parseAllDocuments} from 'yaml'
import {rbacYaml} from './rbac-yaml.js'
import {type SourceRow, sourceRows} from './source-rows.js'
import {sourceTable} from './source-table.js'

const RBAC = fileURLToPath(new URL('../../deploy/rbac.yaml', import.meta.url))
const PAGE = fileURLToPath(new URL('../../docs/sources.md', import.meta.url))
const TABLE = /(<!-- sources -->\n)[\s\S]*?(<!-- sourcesstop -->)/
const ACCEPT = 'to accept what the sources say now: npm run sources'
/** UPDATE_SOURCES=1 writes what is generated from the sources. */
const isUpdate = process.env.UPDATE_SOURCES === '1'

let rows: readonly SourceRow[] = []
beforeAll(async () => {
  rows = await sourceRows()
})

interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

/** The rules of a ClusterRole in the file. */
function rulesOf(role: string): readonly Rule[] {
  const documents = parseAllDocuments(readFileSync(RBAC, 'utf8')).map((document) => document.toJS())
  return documents.find(({kind, metadata}) => kind === 'ClusterRole' && metadata.name === role)?.rules ?? []
}

describe('deploy/rbac.yaml', () => {
  it('is what the sources make of it', () => {
    const text = rbacYaml(rows)
    if (isUpdate) writeFileSync(RBAC, text)
    expect(readFileSync(RBAC, 'utf8'), ACCEPT).toBe(text)
  })

  it('covers every list that a source may need', () => {
    const rules = rulesOf('external-dns-ts')
    for (const {name, asks, dependsOn} of rows) {
      for (const {group, plural} of [...asks, ...dependsOn]) {
        const isCovered = rules.some(
          ({apiGroups, resources, verbs}) =>
            apiGroups.includes(group) && resources.includes(plural) && verbs.includes('list'),
        )
        expect(isCovered, `${name} lists ${plural} of "${group}"`).toBe(true)
      }
    }
  })

  it('allows nothing but to list, unless somebody opts in', () => {
    expect(new Set(rulesOf('external-dns-ts').flatMap(({verbs}) => verbs))).toEqual(new Set(['list']))
    expect(rulesOf('external-dns-ts-dnsendpoints-status')).toEqual([
      {apiGroups: ['externaldns.k8s.io'], resources: ['dnsendpoints/status'], verbs: ['update']},
    ])
  })
})

describe('the table of docs/sources.md', () => {
  it('is what the sources make of it', () => {
    const page = readFileSync(PAGE, 'utf8')
    const written = page.replace(TABLE, (_, before, after) => `${before}\n${sourceTable(rows)}\n${after}`)
    if (isUpdate) writeFileSync(PAGE, written)
    expect(page, 'there are markers').toMatch(TABLE)
    if (!isUpdate) expect(page, ACCEPT).toBe(written)
  })
})
