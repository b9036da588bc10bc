import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {CliError} from '../../src/errors/cli-error.js'
import {INGRESSES, NAMESPACES, NODES, namespaced, SERVICES} from '../../src/sources/object/resources.js'
import {folderOf, openReader, readerOf, SHOP} from './manifest-folder.js'

const HTTP_ROUTES = {
  ...namespaced('gateway.networking.k8s.io/v1', 'httproutes', 'HTTPRoute'),
  olderVersions: ['v1beta1'],
}

function serviceText(name: string, rest = ''): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n${rest}`
}

describe('the manifest reader', () => {
  it('reads a folder with what is below it, Lists and JSON too, sorted by namespace and name', async () => {
    const reader = await openReader({paths: [SHOP]})
    const services = await reader.list(SERVICES, '')
    expect(services.map(({metadata}) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      'default/inner',
      'shop/cart',
      'web/front',
    ])
    const ingresses = await reader.list(INGRESSES, '')
    expect(ingresses.map(({metadata}) => metadata.name)).toEqual(['api', 'cart'])
    expect(reader.context).toBe('manifests')
  })

  it('drops what kubectl and the API server add for themselves', async () => {
    const reader = await readerOf(
      `{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "managedFields": [{}],
        "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "x": "y"}}}`,
    )
    const [service] = await reader.list(SERVICES, '')
    expect(service?.metadata).toEqual({name: 'a', namespace: 'default', labels: {}, annotations: {x: 'y'}})
  })

  it('fills in what the API server would: the type of a Service and the protocol of its ports', async () => {
    const reader = await readerOf(serviceText('a', 'spec: {ports: [{port: 80}, {port: 53, protocol: UDP}]}\n'))
    const [service] = await reader.list(SERVICES, '')
    expect(service?.spec).toEqual({
      type: 'ClusterIP',
      ports: [
        {port: 80, protocol: 'TCP'},
        {port: 53, protocol: 'UDP'},
      ],
    })
  })

  it('fills in what the Gateway API leaves to its schema', async () => {
    const reader = await readerOf(`
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a}
spec: {parentRefs: [{name: g}, {name: s, kind: ListenerSet}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {listeners: [{name: web, port: 80}, {name: x, allowedRoutes: {namespaces: {from: All}}}]}
`)
    const [route] = await reader.list(HTTP_ROUTES, '')
    const group = 'gateway.networking.k8s.io'
    expect(route?.spec).toEqual({
      parentRefs: [
        {name: 'g', group, kind: 'Gateway'},
        {name: 's', group, kind: 'ListenerSet'},
      ],
    })
    const [gateway] = await reader.list(namespaced(`${group}/v1`, 'gateways', 'Gateway'), '')
    expect(gateway?.spec).toEqual({
      listeners: [
        {name: 'web', port: 80, allowedRoutes: {namespaces: {from: 'Same'}}},
        {name: 'x', allowedRoutes: {namespaces: {from: 'All'}}},
      ],
    })
  })

  it('gives objects without a namespace the one of --namespace, else default, and cluster-wide ones none', async () => {
    const text = `${serviceText('a')}---\napiVersion: v1\nkind: Node\nmetadata: {name: n, namespace: x}\n`
    expect((await (await readerOf(text)).list(SERVICES, ''))[0]?.metadata.namespace).toBe('default')
    const reader = await readerOf(text, {namespace: 'shop'})
    expect((await reader.list(SERVICES, 'shop'))[0]?.metadata.namespace).toBe('shop')
    expect((await reader.list(NODES, 'shop'))[0]?.metadata.namespace).toBe('')
  })

  it('lists one namespace when it is asked to', async () => {
    const reader = await openReader({paths: [SHOP]})
    expect((await reader.list(SERVICES, 'shop')).map(({metadata}) => metadata.name)).toEqual(['cart'])
  })

  it('ignores kinds that nobody asks for, whatever is wrong with them', async () => {
    const reader = await readerOf(
      `${serviceText('a')}---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n`,
    )
    expect(await reader.list(SERVICES, '')).toHaveLength(1)
  })

  it('takes an object of another version of its group, as the API server would convert it', async () => {
    const route = (name: string, version: string) =>
      `---\napiVersion: gateway.networking.k8s.io/${version}\nkind: HTTPRoute\nmetadata: {name: ${name}}\n`
    const reader = await readerOf(route('a', 'v1') + route('b', 'v1beta1') + route('c', 'v1alpha2'))
    const routes = await reader.list(HTTP_ROUTES, '')
    expect(routes.map(({apiVersion}) => apiVersion.split('/')[1])).toEqual(['v1', 'v1beta1', 'v1'])
  })

  it('finds a resource of which only the plural is known, by its CRD or by the rule for plurals', async () => {
    const unknown = (plural: string) => ({group: 'x.org', version: 'v1', plural, kind: '', isNamespaced: true})
    const reader = await readerOf(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: oxen.x.org}
spec: {group: x.org, scope: Cluster, names: {plural: oxen, kind: Ox}}
---
apiVersion: x.org/v1
kind: Ox
metadata: {name: bob}
---
apiVersion: x.org/v1
kind: Policy
metadata: {name: a}
`)
    expect((await reader.list(unknown('oxen'), '')).map(({kind, metadata}) => [kind, metadata.namespace])).toEqual([
      ['Ox', ''],
    ])
    expect((await reader.list(unknown('policies'), '')).map(({metadata}) => metadata.namespace)).toEqual(['default'])
  })

  it('knows that the namespaces in use will be there', async () => {
    const reader = await readerOf(`
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: a}}
---
apiVersion: v1
kind: Service
metadata: {name: a, namespace: web}
---
apiVersion: v1
kind: Service
metadata: {name: b, namespace: shop}
`)
    const namespaces = await reader.list(NAMESPACES, '')
    expect(namespaces.map(({metadata}) => [metadata.name, metadata.labels])).toEqual([
      ['default', {'kubernetes.io/metadata.name': 'default'}],
      ['shop', {team: 'a', 'kubernetes.io/metadata.name': 'shop'}],
      ['web', {'kubernetes.io/metadata.name': 'web'}],
    ])
  })

  it('reads a file once that is named twice', async () => {
    const reader = await openReader({paths: [SHOP, join(SHOP, 'front.yaml'), join(SHOP, 'overlay')]})
    expect(await reader.list(SERVICES, '')).toHaveLength(3)
  })

  it('leaves out entries that begin with a dot, and a kustomization, which it mentions', async () => {
    const folder = folderOf({
      'a.yaml': serviceText('a'),
      '.github/workflows/ci.yml': 'on: push\n',
      'base/kustomization.yaml': 'resources: [../a.yaml]\n',
    })
    const reader = await openReader({paths: [folder]})
    expect(await reader.list(SERVICES, '')).toHaveLength(1)
    expect(reader.notices).toEqual([
      `${folder}/base/kustomization.yaml is left out, together with the changes that it makes: kubectl kustomize ${folder}/base | … --manifests=-`,
    ])
  })

  it('says that the status in a file is as old as the file, unless a live one takes its place', async () => {
    const notice =
      '1 object of the manifests brings its own load-balancer status, which is used; --status-from-cluster uses the live status'
    expect((await openReader({paths: [SHOP]})).notices).toEqual([notice])
    expect((await openReader({paths: [SHOP], hasLiveStatus: true})).notices).toEqual([])
  })
})

describe('what the manifest reader refuses', () => {
  it.each<[string, string, string]>([
    [
      'a document that is not an object',
      'a: 1\n---\njust words\n',
      'stdin, document 1 (line 1) is not a Kubernetes object: it has no apiVersion',
    ],
    ['a text', 'just words\n', 'stdin, document 1 (line 1) is not a Kubernetes object: it is a text'],
    ['a list', '- apiVersion: v1\n  kind: Service\n', 'is not a Kubernetes object: it is a list'],
    [
      'an object without a kind',
      '# c\napiVersion: v1\nkindd: Service\n',
      'stdin, document 1 (line 2) is not a Kubernetes object: it has no kind',
    ],
    [
      'an item without a kind',
      'apiVersion: v1\nkind: List\nitems:\n- kind: Service\n',
      'stdin, document 1 (item 1 of the List at line 1) is not a Kubernetes object: it has no apiVersion',
    ],
    ['nothing at all', '---\n# nothing\n', 'stdin holds no object'],
    ['an empty List', 'apiVersion: v1\nkind: List\nitems: []\n', 'stdin holds no object'],
  ])('%s', async (_, text, expected) => {
    await expect(readerOf(text)).rejects.toThrow(CliError)
    await expect(readerOf(text)).rejects.toThrow(expected)
  })

  it.each<[string, string, string]>([
    [
      'an object without a name',
      'apiVersion: v1\nkind: Service\nmetadata: {}\n',
      'The Service in stdin, document 1 (line 1) has no metadata.name',
    ],
    [
      'a namespace that is not text',
      serviceText('a').replace('{name: a}', '{name: a, namespace: 7}'),
      'namespace in metadata of the Service in stdin, document 1 (line 1) is a number, not text',
    ],
    [
      'an annotation that is not text',
      serviceText('a').replace('{name: a}', '{name: a, annotations: {ttl: 60}}'),
      'ttl in metadata.annotations of the Service in stdin, document 1 (line 1) is a number, not text',
    ],
    [
      'two objects of one name',
      `${serviceText('a')}---\n${serviceText('a').replace('a}', 'a, namespace: default}')}`,
      'Service default/a is both in stdin, document 1 (line 1) and in stdin, document 2 (line 5)',
    ],
  ])('%s', async (_, text, expected) => {
    const reader = await readerOf(text)
    await expect(reader.list(SERVICES, '')).rejects.toThrow(expected)
    expect(await reader.list(INGRESSES, '')).toEqual([])
  })

  it('names both files of a duplicate', async () => {
    const folder = folderOf({'a.yaml': serviceText('x'), 'b/c.yml': `# x\n${serviceText('x')}`})
    const reader = await openReader({paths: [folder]})
    await expect(reader.list(SERVICES, '')).rejects.toThrow(
      `Service default/x is both in ${folder}/a.yaml, document 1 (line 1) and in ${folder}/b/c.yml, document 1 (line 2)`,
    )
  })

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['a folder without manifests', {'a/README.md': '# x\n'}, 'a holds no *.yaml, *.yml, *.json'],
    ['a folder of empty files', {'a/b.yaml': '# x\n'}, 'a holds no object'],
    ['a path that is not there', {}, 'There is no '],
  ])('%s', async (_, files, expected) => {
    await expect(openReader({paths: [join(folderOf(files), 'a')]})).rejects.toThrow(expected)
  })
})
