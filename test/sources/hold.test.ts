import {describe, expect, it} from 'vitest'
import {
  balanced,
  desiredOf,
  ingress,
  node,
  pod,
  service,
  show,
  showPending,
  showUnused,
  slice,
  template,
} from './builders.js'

const HOST = {hostname: 'a.example.org'}
const HEADLESS = {type: 'ClusterIP', clusterIP: 'None', selector: {app: 'w'}}

describe('a host is held while its object has no target yet:', () => {
  it.each([
    [
      'a load balancer without status',
      [service({spec: {type: 'LoadBalancer'}, annotations: HOST})],
      'has no address yet',
    ],
    ['a load balancer with an empty entry', [balanced([{}], {annotations: HOST})], 'has no address yet'],
    [
      'an internal host before the cluster IP is there',
      [service({spec: {type: 'LoadBalancer'}, annotations: {'internal-hostname': 'a.example.org'}})],
      'has no cluster IP yet',
    ],
    ['an Ingress without status', [ingress({spec: {rules: [{host: 'a.example.org'}]}})], 'has no address yet'],
    [
      'a headless Service without pods',
      [service({spec: HEADLESS, annotations: HOST})],
      'has no ready pod with an address yet',
    ],
    [
      'a NodePort Service without nodes',
      [service({spec: {type: 'NodePort'}, annotations: HOST})],
      'has no node with a fitting address yet',
    ],
    [
      'a NodePort Service whose nodes are all cordoned',
      [
        service({spec: {type: 'NodePort'}, annotations: HOST}),
        node('n', [['ExternalIP', '192.0.2.1']], {spec: {unschedulable: true}}),
      ],
      'has no node with a fitting address yet',
    ],
    [
      'a local NodePort Service without running pods',
      [
        service({spec: {type: 'NodePort', externalTrafficPolicy: 'Local'}, annotations: HOST}),
        node('n', [['ExternalIP', '192.0.2.1']]),
      ],
      'has no node with a fitting address yet',
    ],
  ])('%s', (_, objects, reason) => {
    const found = desiredOf(objects)
    expect(showPending(found)).toEqual([`a.example.org: ${reason}`])
    expect(found.endpoints).toEqual([])
    expect(found.problems).toEqual([])
  })

  it('a load balancer whose name does not resolve', () => {
    const web = balanced([{hostname: 'lb.example.net'}], {annotations: HOST})
    const found = desiredOf([web], {resolvesLoadBalancerHostname: true})
    expect(showPending(found)).toEqual(['a.example.org: has a load balancer whose name lb.example.net has no address'])
  })

  it('the name of a pod that is not ready', () => {
    const objects = [
      service({spec: HEADLESS, annotations: HOST}),
      pod('p1', {labels: {app: 'w'}, spec: {hostname: 'p1'}}),
      pod('p2', {labels: {app: 'w'}, spec: {hostname: 'p2'}}),
      slice('web', [
        {pod: 'p1', address: '10.1.0.1'},
        {pod: 'p2', address: '10.1.0.2', isReady: false},
      ]),
    ]
    const found = desiredOf(objects)
    expect(found.endpoints.map(({dnsName}) => dnsName)).toEqual(['a.example.org', 'p1.a.example.org'])
    expect(showPending(found)).toEqual(['p2.a.example.org: has no ready pod with an address yet'])
  })

  it('with its set identifier, object and field', () => {
    const web = ingress({
      spec: {rules: [{host: 'a.example.org'}], tls: [{hosts: ['a.example.org']}]},
      annotations: {'set-identifier': 'blue'},
    })
    expect(desiredOf([web]).pending).toEqual([
      {
        dnsName: 'a.example.org',
        setIdentifier: 'blue',
        resource: 'ingress/shop/web',
        origin: {kind: 'Ingress', namespace: 'shop', name: 'web', field: 'spec.rules[0].host'},
        reason: 'has no address yet',
      },
    ])
  })

  it('the name of a template, when the object has no host of its own', () => {
    const fqdnTemplate = template('{{.Name}}.t.example.org')
    expect(showPending(desiredOf([balanced([])], {fqdnTemplate}))).toEqual(['web.t.example.org: has no address yet'])
    const annotated = balanced([], {annotations: HOST})
    expect(showPending(desiredOf([annotated], {fqdnTemplate}))).toEqual(['a.example.org: has no address yet'])
    expect(showPending(desiredOf([annotated], {fqdnTemplate, combinesFqdnAnnotation: true}))).toEqual([
      'a.example.org: has no address yet',
      'web.t.example.org: has no address yet',
    ])
  })
})

describe('a host is not held', () => {
  it.each([
    [
      'without the flag that publishes its type',
      service({spec: {type: 'ClusterIP', clusterIP: ''}, annotations: HOST}),
      'a Service of type ClusterIP, published only with --publish-internal-services',
    ],
    [
      'of another controller',
      balanced([], {annotations: {...HOST, controller: 'other'}}),
      'left out by the annotation controller of the object',
    ],
    [
      'that a load balancer without cluster IP wants inside',
      balanced([], {
        annotations: {'internal-hostname': 'a.example.org'},
        spec: {type: 'LoadBalancer', clusterIP: 'None'},
      }),
      'a Service without cluster IP has no internal address',
    ],
  ])('%s', (_, object, reason) => {
    const found = desiredOf([object])
    expect(found).toMatchObject({endpoints: [], pending: [], problems: [], warnings: []})
    expect(showUnused(found)).toEqual([`a.example.org: ${reason}`])
  })

  it('that has a target from another object', () => {
    const waiting = ingress({spec: {rules: [{host: 'A.example.org'}, {host: 'b.example.org'}]}})
    const served = balanced([{ip: '192.0.2.1'}], {annotations: HOST})
    expect(showPending(desiredOf([waiting, served]))).toEqual(['b.example.org: has no address yet'])
  })
})

describe('an object that cannot be converted is a problem, and the rest goes on:', () => {
  const good = balanced([{ip: '192.0.2.1'}], {name: 'good', annotations: {hostname: 'good.example.org'}})
  const served = ['good.example.org A 0 192.0.2.1 (service/shop/good)']

  it('a label over 63 octets', () => {
    const long = `${'ü'.repeat(32)}.example.org`
    const found = desiredOf([balanced([{ip: '192.0.2.2'}], {annotations: {hostname: long}}), good])
    expect(show(found.endpoints)).toEqual(served)
    expect(found.problems).toEqual([
      {
        resource: 'service/shop/web',
        origin: {kind: 'Service', namespace: 'shop', name: 'web', field: 'annotation hostname'},
        dnsName: long,
        problem: `the label "${'ü'.repeat(32)}" has 64 octets, DNS allows 63`,
      },
    ])
  })

  it('a template that fails on it', () => {
    const fqdnTemplate = template('{{if eq .Name "web"}}{{.Spec.NoSuchField}}{{end}}{{.Name}}.t.example.org')
    const found = desiredOf([balanced([{ip: '192.0.2.2'}]), good], {fqdnTemplate})
    expect(show(found.endpoints)).toEqual(served)
    expect(found.problems.map(({resource, dnsName, origin}) => [resource, dnsName, origin.field])).toEqual([
      ['service/shop/web', undefined, 'fqdn template'],
    ])
  })

  it('a pair template that fails on it', () => {
    const fqdnTargetTemplate = template('{{if eq .Name "web"}}{{.Spec.NoSuchField}}{{end}}p.example.org:192.0.2.3')
    const found = desiredOf([service(), good], {fqdnTargetTemplate, combinesFqdnAnnotation: true})
    expect(show(found.endpoints)).toEqual([...served, 'p.example.org A 0 192.0.2.3'])
    expect(found.problems.map(({origin}) => origin.field)).toEqual(['fqdn-target template'])
  })

  it('a target annotation that names no target', () => {
    const empty = balanced([{ip: '192.0.2.2'}], {annotations: {...HOST, target: ' ,'}})
    const found = desiredOf([empty, good])
    expect(show(found.endpoints)).toEqual(served)
    expect(found.problems.map(({dnsName, problem}) => [dnsName, problem])).toEqual([
      ['a.example.org', 'the target annotation names no target'],
    ])
  })

  it('an ExternalName without a name', () => {
    const found = desiredOf([service({spec: {type: 'ExternalName'}, annotations: HOST}), good])
    expect(show(found.endpoints)).toEqual(served)
    expect(found.problems).toHaveLength(1)
  })

  it('while a name that DNS cannot hold is left to the plan', () => {
    const odd = balanced([{ip: '192.0.2.2'}], {annotations: {hostname: 'a..example.org,b\\c.example.org'}})
    const found = desiredOf([odd])
    expect(found.problems).toEqual([])
    expect(found.endpoints.map(({dnsName}) => dnsName)).toEqual(['a..example.org', 'b\\c.example.org'])
  })
})
