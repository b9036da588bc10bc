import {describe, expect, it} from 'vitest'
import type {KubeObject, Resource} from '../../src/kubernetes/objects.js'
import {neededLists} from '../../src/sources/chosen-sources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {desiredOf, type ObjectParts, object, settings, show, showUnused, sourcesOf, template} from './builders.js'

const MACHINES: Resource = {group: 'vm.example.org', version: 'v1', plural: 'machines', kind: '', isNamespaced: true}
const CONFIG_MAPS: Resource = {group: '', version: 'v1', plural: 'configmaps', kind: '', isNamespaced: true}
const machine = (parts: ObjectParts = {}) =>
  object('vm.example.org/v1', 'Machine', {name: 'm', namespace: 'd', ...parts})
const ANNOTATED = {hostname: 'b.example.org,a.example.org', target: '192.0.2.2,lb.example.net,192.0.2.1', ttl: '60'}

const found = (objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) =>
  desiredOf(objects, {sources: ['unstructured'], unstructuredResources: [MACHINES], ...changes})
const shown = (objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) =>
  show(found(objects, changes).endpoints)

describe('an object of a kind that only the cluster knows', () => {
  it('points every annotated host at every annotated target', () => {
    expect(shown([machine({annotations: ANNOTATED})], {ignoresHostnameAnnotation: true})).toEqual(
      ['a', 'b'].flatMap((host) => [
        `${host}.example.org A 60 192.0.2.1;192.0.2.2 (machine/d/m)`,
        `${host}.example.org CNAME 60 lb.example.net (machine/d/m)`,
      ]),
    )
  })

  it('wants nothing without a target, and holds nothing', () => {
    const read = found([machine({annotations: {hostname: 'a.example.org'}})])
    expect(read).toMatchObject({endpoints: [], pending: [], problems: [], warnings: []})
    expect(showUnused(read)).toEqual(['a.example.org: the object has no target annotation'])
  })

  it('gives what templates make of it its label and its TTL', () => {
    const annotations = {ttl: '60', 'set-identifier': 'x', 'aws-weight': '1'}
    const one = machine({
      annotations,
      spec: {dnsNames: ['x.example.org']},
      status: {interfaces: [{ipAddress: '192.0.2.7'}]},
    })
    expect(
      shown([one], {
        fqdnTemplate: template('{{index .Spec.DNSNames 0}}'),
        targetTemplate: template('{{(index .Status.interfaces 0).ipAddress}}'),
      }),
    ).toEqual(['x.example.org A 60 192.0.2.7 (machine/d/m)'])
    const fqdnTargetTemplate = template('{{range .Status.interfaces}}{{$.Name}}.example.org:{{.ipAddress}},{{end}}')
    expect(shown([one], {fqdnTargetTemplate})).toEqual(['m.example.org A 60 192.0.2.7 (machine/d/m)'])
  })

  it('is named as the cause when a template fails on it', () => {
    const {problems} = found([machine()], {fqdnTargetTemplate: template('{{index .Spec 1}}')})
    expect(problems.map(({resource}) => resource)).toEqual(['machine/d/m'])
  })

  it('has no namespace in its label when it is cluster-scoped, and passes --namespace', () => {
    const one = machine({namespace: '', annotations: {hostname: 'a.example.org', target: '192.0.2.1'}})
    expect(shown([one], {namespace: 'd'})).toEqual(['a.example.org A 0 192.0.2.1 (machine//m)'])
  })

  it('is not seen in another namespace or for another controller', () => {
    expect(shown([machine({annotations: ANNOTATED})], {namespace: 'x'})).toEqual([])
    expect(shown([machine({annotations: {...ANNOTATED, controller: 'x'}})])).toEqual([])
  })

  it('shares records with others of its resource, not with those of another one', () => {
    const annotations = (target: string) => ({hostname: 'a.example.org', target})
    const objects = [
      machine({name: 'm1', annotations: annotations('192.0.2.1')}),
      machine({name: 'm2', annotations: annotations('192.0.2.2')}),
      object('v1', 'ConfigMap', {name: 'c', namespace: 'd', annotations: annotations('192.0.2.3')}),
    ]
    expect(shown(objects, {unstructuredResources: [MACHINES, CONFIG_MAPS]})).toEqual([
      'a.example.org A 0 192.0.2.1;192.0.2.2 (machine/d/m1)',
      'a.example.org A 0 192.0.2.3 (configmap/d/c)',
    ])
  })

  it('is listed in the namespace of --namespace', () => {
    const flags = settings({sources: ['unstructured'], unstructuredResources: [MACHINES], namespace: 'd'})
    expect(neededLists(sourcesOf(flags), flags)).toEqual([{resource: MACHINES, namespace: 'd'}])
  })
})
