import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {furtherLists} from '../../src/sources/chosen-sources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {
  cluster,
  desiredOf,
  type ObjectParts,
  object,
  service,
  settings,
  show,
  showPending,
  sourcesOf,
  template,
} from './builders.js'

const SOURCE = {sources: ['ambassador-host']}
const LABEL = '(host/d/h)'
const KEY = 'external-dns.ambassador-service'

/** A Host with the annotation, which unlike the others has no prefix. */
function host(named: string | undefined, {annotations = {}, ...parts}: ObjectParts = {}): KubeObject {
  const made = object('getambassador.io/v3alpha1', 'Host', {
    name: 'h',
    namespace: 'd',
    spec: {hostname: 'a.example.org'},
    annotations,
    ...parts,
  })
  const all = {...made.metadata.annotations, ...(named === undefined ? {} : {[KEY]: named})}
  return {...made, metadata: {...made.metadata, annotations: all}}
}

function ambassador(namespace: string, parts: ObjectParts = {}): KubeObject {
  return service({
    name: 'amb',
    namespace,
    spec: {type: 'ClusterIP'},
    status: {loadBalancer: {ingress: [{ip: '192.0.2.1', hostname: 'lb.example.net'}]}},
    ...parts,
  })
}

function found(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) {
  return desiredOf(objects, {...SOURCE, ...changes})
}

describe('an Ambassador Host', () => {
  it.each([
    ['emissary/amb', 'emissary'],
    ['amb.emissary', 'emissary'],
    ['amb.a.b', 'a.b'],
    ['amb', 'default'],
  ])('publishes its hostname at the Service %s, of any type', (named, namespace) => {
    expect(show(found([host(named), ambassador(namespace), ambassador('other')]).endpoints)).toEqual([
      `a.example.org A 0 192.0.2.1 ${LABEL}`,
      `a.example.org CNAME 0 lb.example.net ${LABEL}`,
    ])
  })

  it('prefers external IPs of the Service, and before all its own target', () => {
    const external = ambassador('default', {spec: {externalIPs: ['192.0.2.8']}})
    expect(show(found([host('amb'), external]).endpoints)).toEqual([`a.example.org A 0 192.0.2.8 ${LABEL}`])
    const annotations = {
      target: '192.0.2.9',
      ttl: '60',
      'aws-weight': '1',
      'set-identifier': 's',
      hostname: 'no.example.org',
    }
    expect(show(found([host('a/b/c', {annotations}), external]).endpoints)).toEqual([
      `a.example.org A 60 192.0.2.9 {s} [aws/weight=1] ${LABEL}`,
    ])
  })

  it('is ours only with the annotation, whatever the controller annotation says', () => {
    expect(found([host(undefined), ambassador('default')]).endpoints).toEqual([])
    expect(found([host('amb', {annotations: {controller: 'other'}}), ambassador('default')]).endpoints).toHaveLength(2)
  })

  it('without a hostname asks for nothing, and no template is run', () => {
    const fqdnTemplate = template('{{.Name}}.t.example.org')
    expect(found([host('amb', {spec: {}}), ambassador('default')], {fqdnTemplate}).endpoints).toEqual([])
  })

  it('waits for its Service', () => {
    expect(showPending(found([host('amb')]))).toEqual(['a.example.org: uses Service default/amb, which does not exist'])
    expect(showPending(found([host('amb'), ambassador('default', {status: {}})]))).toEqual([
      'a.example.org: uses Service default/amb, which has no address yet',
    ])
  })

  it.each([
    ['a/b/c', '"a/b/c" is neither namespace/name nor name.namespace'],
    ['', '"" names no Service'],
    ['a/', '"a/" names no Service'],
    ['.x', '".x" names no Service'],
  ])('that names the Service %j is a problem', (named, problem) => {
    const result = found([host(named)])
    expect(result.problems.map((one) => [one.resource, one.dnsName, one.origin.field, one.problem])).toEqual([
      ['host/d/h', 'a.example.org', `annotation ${KEY}`, problem],
    ])
  })
})

describe('besides Hosts', () => {
  it.each<[string, readonly KubeObject[], Partial<SourceSettings>, readonly string[]]>([
    [
      'the Services of the named namespaces are read',
      [host('x/amb'), host('y/amb', {name: 'i'}), host('x/b', {name: 'j'})],
      {},
      ['services x', 'services y'],
    ],
    ['they are read whatever --namespace says', [host('x/amb')], {namespace: 'd'}, ['services x']],
    ['nothing is read for a target', [host('x/amb', {annotations: {target: 'x.net'}})], {}, []],
    ['nothing is read without a hostname', [host('x/amb', {spec: {}})], {}, []],
    ['nothing is read for a name that is none', [host('a/b/c')], {}, []],
    ['nothing is read without the annotation', [host(undefined)], {}, []],
  ])('%s', (_, objects, changes, expected) => {
    const flags = settings({...SOURCE, ...changes})
    const more = furtherLists({sources: sourcesOf(flags), cluster: cluster(objects), settings: flags})
    expect(more.map(({resource, namespace}) => `${resource.plural} ${namespace}`)).toEqual(expected)
  })
})
