import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {desiredOf, ingress, type ObjectParts, show, showPending, template} from './builders.js'

const STATUS = {loadBalancer: {ingress: [{ip: '192.0.2.1'}]}}

function web(parts: ObjectParts = {}): KubeObject {
  return ingress({
    spec: {rules: [{host: 'r.example.org'}], tls: [{hosts: ['t.example.org']}]},
    annotations: {hostname: 'a.example.org'},
    status: STATUS,
    ...parts,
  })
}

function hosts(object: KubeObject, changes: Partial<SourceSettings> = {}): readonly string[] {
  return desiredOf([object], changes).endpoints.map(({dnsName}) => dnsName)
}

describe('the hosts of an Ingress', () => {
  it.each([
    [{}, ['r', 't', 'a']],
    [{ignoresIngressRulesSpec: true}, ['t', 'a']],
    [{ignoresIngressTlsSpec: true}, ['r', 'a']],
    [{ignoresHostnameAnnotation: true}, ['r', 't']],
  ])('with %j are %j', (changes, expected) => {
    expect(hosts(web(), changes)).toEqual(expected.map((name) => `${name}.example.org`))
  })

  it.each([
    ['annotation-only', ['a']],
    ['Defined-Hosts-Only', ['r', 't']],
    ['', []],
    ['both', []],
  ])('with ingress-hostname-source %s are %j', (source, expected) => {
    const object = web({annotations: {hostname: 'a.example.org', 'ingress-hostname-source': source}})
    expect(hosts(object)).toEqual(expected.map((name) => `${name}.example.org`))
    expect(desiredOf([object]).warnings).toHaveLength(expected.length === 0 ? 1 : 0)
  })

  it('say where they were asked for', () => {
    const tls = [{hosts: ['t.example.org', 'r.example.org']}]
    const object = web({spec: {rules: [{}, {host: 'r.example.org'}], tls}})
    expect(
      desiredOf([object]).endpoints.map(({dnsName, origins}) => [dnsName, origins.map(({field}) => field)]),
    ).toEqual([
      ['r.example.org', ['spec.rules[1].host', 'spec.tls[0].hosts[1]']],
      ['t.example.org', ['spec.tls[0].hosts[0]']],
      ['a.example.org', ['annotation hostname']],
    ])
  })

  it('come from the template when it has none', () => {
    const fqdnTemplate = template('{{.Name}}.t.example.org')
    const found = desiredOf([web({spec: {}, annotations: {}})], {fqdnTemplate})
    expect(show(found.endpoints)).toEqual(['web.t.example.org A 0 192.0.2.1 (ingress/shop/web)'])
    expect(found.endpoints[0]?.origins).toEqual([
      {kind: 'Ingress', namespace: 'shop', name: 'web', field: 'fqdn template'},
    ])
  })

  it('do not run the pair template', () => {
    const changes = {fqdnTargetTemplate: template('p.example.org:192.0.2.9')}
    expect(hosts(web({spec: {}, annotations: {}}), changes)).toEqual([])
  })
})

describe('--ingress-class', () => {
  const legacy = 'kubernetes.io/ingress.class'

  it.each([
    [{spec: {ingressClassName: 'nginx'}}, true],
    [{spec: {ingressClassName: 'other'}}, false],
    [{annotations: {[legacy]: 'nginx'}}, true],
    [{annotations: {[legacy]: 'other'}}, false],
    [{spec: {ingressClassName: 'other'}, annotations: {[legacy]: 'nginx'}}, false],
    [{spec: {ingressClassName: ''}, annotations: {[legacy]: 'nginx'}}, true],
    [{}, false],
  ])('nginx or alb lets %j through: %s', (parts, passes) => {
    const {spec = {}, annotations = {}}: ObjectParts = parts
    const object = web({
      spec: {rules: [{host: 'r.example.org'}], ...(spec as object)},
      annotations,
    })
    expect(hosts(object, {ingressClasses: ['nginx', 'alb']})).toHaveLength(passes ? 1 : 0)
    expect(hosts(object)).toHaveLength(1)
  })

  it.each([
    [{}, false],
    [{spec: {ingressClassName: ''}}, false],
    [{annotations: {[legacy]: ''}}, true],
    [{annotations: {[legacy]: 'nginx'}}, false],
    [{spec: {ingressClassName: 'nginx'}, annotations: {[legacy]: ''}}, false],
  ])('that is empty lets %j through: %s', (parts, passes) => {
    const {spec = {}, annotations = {}}: ObjectParts = parts
    const object = web({spec: {rules: [{host: 'r.example.org'}], ...(spec as object)}, annotations})
    expect(hosts(object, {ingressClasses: ['']})).toHaveLength(passes ? 1 : 0)
  })

  it('that is not there holds nothing', () => {
    expect(showPending(desiredOf([web({status: {}})], {ingressClasses: ['nginx']}))).toEqual([])
  })
})
