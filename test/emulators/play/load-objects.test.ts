import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {loadObjects} from './load-objects.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-objects-'))
})
afterEach(() => rmSync(folder, {recursive: true}))

function load(content: string) {
  writeFileSync(join(folder, 'objects.yaml'), content)
  return loadObjects(['objects.yaml'], folder)
}

describe('loadObjects', () => {
  it('reads a folder with everything below it, several documents, Lists and JSON', async () => {
    mkdirSync(join(folder, 'below'))
    writeFileSync(
      join(folder, 'a.yaml'),
      'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: b}\n',
    )
    const list = {apiVersion: 'v1', kind: 'PodList', items: [{metadata: {name: 'c', namespace: 'web'}}]}
    writeFileSync(join(folder, 'below', 'c.json'), JSON.stringify(list))
    const {objects, notices} = await loadObjects(['.'], folder)
    expect(objects).toEqual([
      {apiVersion: 'v1', kind: 'Service', metadata: {name: 'a', namespace: 'default'}, spec: {type: 'ClusterIP'}},
      {apiVersion: 'v1', kind: 'Node', metadata: {name: 'b'}},
      {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'c', namespace: 'web'}},
    ])
    expect(notices).toEqual([])
  })

  it('knows the kinds of a CustomResourceDefinition beside them', async () => {
    const {objects, resources, notices} = await load(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec: {group: example.org, scope: Cluster, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true}]}
---
{apiVersion: example.org/v1, kind: Widget, metadata: {name: w}}
---
{apiVersion: example.org/v2, kind: Widget, metadata: {name: w}}
`)
    expect(objects.map(({kind, metadata}) => [kind, metadata.namespace])).toEqual([
      ['CustomResourceDefinition', undefined],
      ['Widget', undefined],
    ])
    expect(resources).toEqual([
      {group: 'example.org', versions: ['v1'], kind: 'Widget', plural: 'widgets', isNamespaced: false},
    ])
    expect(notices).toEqual(['Left out, as no source reads it: Widget (example.org/v2).'])
  })

  it.each([
    ['broken YAML', 'a: [', /objects\.yaml, line \d+ \(document 1\) is not valid YAML: [^\n]+$/],
    ['a text', 'hello', /is not a Kubernetes object: it is a text$/],
    ['no name', 'apiVersion: v1\nkind: Service\n', /objects\.yaml.*: this Service has no name$/],
  ])('refuses %s', async (_what, content, message) => {
    await expect(load(content)).rejects.toThrow(message)
  })

  it('refuses a path that does not exist, and a folder without manifests', async () => {
    await expect(loadObjects(['nothing'], folder)).rejects.toThrow(/^There is no .*nothing$/)
    await expect(loadObjects(['.'], folder)).rejects.toThrow(/holds no \*\.yaml, \*\.yml, \*\.json$/)
  })
})
