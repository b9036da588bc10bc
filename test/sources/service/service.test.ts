import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import {makeDesired} from '../../../src/sources/chain/chain.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {balanced, cluster, desiredOf, service, settings, show, showUnused, sourcesOf, template} from '../builders.js'

function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(desiredOf(objects, changes).endpoints).map((line) => line.replace(' (service/shop/web)', ''))
}

const HOST = {hostname: 'a.example.org'}

describe('a LoadBalancer Service', () => {
  it('gives addresses and host names of every entry', () => {
    const entries = [{ip: '192.0.2.1', hostname: 'lb.example.net.'}, {hostname: 'lb2.example.net'}]
    expect(shown([balanced(entries, {annotations: HOST})])).toEqual([
      'a.example.org A 0 192.0.2.1',
      'a.example.org CNAME 0 lb.example.net;lb2.example.net',
    ])
  })

  it('does not read spec.loadBalancerIP', () => {
    const spec = {type: 'LoadBalancer', loadBalancerIP: '192.0.2.9'}
    expect(shown([service({spec, annotations: HOST})])).toEqual([])
  })

  it('has no internal name without a cluster IP', () => {
    const annotations = {'internal-hostname': 'i.example.org'}
    const found = desiredOf([
      balanced([{ip: '192.0.2.1'}], {annotations, spec: {type: 'LoadBalancer', clusterIP: 'None'}}),
    ])
    expect(found).toMatchObject({endpoints: [], pending: [], problems: [], warnings: []})
    expect(showUnused(found)).toEqual(['i.example.org: a Service without cluster IP has no internal address'])
  })

  describe('whose host name is to be resolved', () => {
    const web = balanced([{hostname: 'lb.example.net'}, {ip: '192.0.2.1'}, {hostname: 'gone.example.net'}], {
      annotations: HOST,
    })
    const resolving = settings({resolvesLoadBalancerHostname: true})
    const addresses = {'lb.example.net': ['192.0.2.7', '2001:db8::7']}

    it('gets the addresses, and tells which name had none', () => {
      const found = makeDesired(sourcesOf(resolving), cluster([web], {addresses}), resolving)
      expect(show(found.endpoints)).toEqual([
        'a.example.org A 0 192.0.2.1;192.0.2.7 (service/shop/web)',
        'a.example.org AAAA 0 2001:db8::7 (service/shop/web)',
      ])
      expect(found.warnings.map(({warning}) => warning)).toEqual([
        "the load balancer's host name gone.example.net has no address in DNS",
      ])
    })

    it('keeps the host name without the flag', () => {
      expect(shown([web])).toContain('a.example.org CNAME 0 gone.example.net;lb.example.net')
    })
  })
})

describe('every type of Service', () => {
  it.each(['LoadBalancer', 'ClusterIP', 'NodePort', 'ExternalName', '', 'Other'])(
    '%s takes the target annotation instead of its own rules',
    (type) => {
      const web = service({spec: {type, ports: [{nodePort: 30000}]}, annotations: {...HOST, target: 'lb.example.net'}})
      expect(shown([web])).toEqual(['a.example.org CNAME 0 lb.example.net'])
    },
  )

  it.each(['', 'Other'])('type "%s" gives nothing', (type) => {
    const found = desiredOf([service({spec: {type, clusterIP: '10.0.0.1'}, annotations: HOST})])
    expect(found).toMatchObject({endpoints: [], pending: [], problems: [], warnings: []})
    expect(showUnused(found)).toEqual([`a.example.org: a Service of type "${type}" has no targets`])
  })

  it.each([
    [[], true],
    [['LoadBalancer'], true],
    [['ClusterIP', ''], true],
    [['ClusterIP'], false],
  ])('--service-type-filter %j lets a load balancer through: %s', (serviceTypeFilter, passes) => {
    const found = desiredOf([balanced([{ip: '192.0.2.1'}], {annotations: HOST})], {serviceTypeFilter})
    expect(found.endpoints.length === 1).toBe(passes)
    expect(desiredOf([balanced([], {annotations: HOST})], {serviceTypeFilter}).pending.length === 1).toBe(passes)
  })

  it.each([
    [{externalName: '192.0.2.5'}, 'a.example.org A 0 192.0.2.5'],
    [{externalName: '2001:db8::5'}, 'a.example.org AAAA 0 2001:db8::5'],
    [{externalName: 'x.example.net', externalIPs: ['192.0.2.6']}, 'a.example.org A 0 192.0.2.6'],
  ])('ExternalName with %j gives %s', (spec, expected) => {
    expect(shown([service({spec: {type: 'ExternalName', ...spec}, annotations: HOST})])).toEqual([expected])
  })
})

describe('several Services with one host', () => {
  it('keep CNAMEs with different targets apart', () => {
    const of = (name: string) => balanced([{hostname: `${name}.example.net`}], {name, annotations: HOST})
    expect(show(desiredOf([of('b'), of('a')]).endpoints)).toEqual([
      'a.example.org CNAME 0 a.example.net (service/shop/a)',
      'a.example.org CNAME 0 b.example.net (service/shop/b)',
    ])
  })

  it('keep names that differ in case apart', () => {
    const of = (name: string, hostname: string) => balanced([{ip: '192.0.2.1'}], {name, annotations: {hostname}})
    expect(desiredOf([of('a', 'A.example.org'), of('b', 'a.example.org')]).endpoints).toHaveLength(2)
  })

  it('give each endpoint its own list of properties', () => {
    const web = balanced([{ip: '192.0.2.1'}], {
      annotations: {
        hostname: 'a.example.org,b.example.org,c.example.org',
        'aws-weight': '1',
        'scw-x': 'y',
        'record-type': 'ptr',
      },
    })
    const lines = shown([web], {managedRecordTypes: ['A', 'PTR']})
    expect(lines).toEqual([
      '1.2.0.192.in-addr.arpa PTR 0 a.example.org;b.example.org;c.example.org',
      'a.example.org A 0 192.0.2.1 [aws/weight=1]',
      'b.example.org A 0 192.0.2.1 [aws/weight=1]',
      'c.example.org A 0 192.0.2.1 [aws/weight=1]',
    ])
  })
})

it('without hostname annotations only the template counts', () => {
  const web = balanced([{ip: '192.0.2.1'}], {annotations: HOST})
  const changes = {ignoresHostnameAnnotation: true, fqdnTemplate: template('{{.Name}}.t.example.org')}
  expect(shown([web], changes)).toEqual(['web.t.example.org A 0 192.0.2.1'])
})
