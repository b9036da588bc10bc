import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {
  balanced,
  desiredOf,
  ingress,
  node,
  type ObjectParts,
  pod,
  service,
  show,
  showPending,
  slice,
  template,
} from './builders.js'

/** Endpoints of some objects as lines, see `show`. */
function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(desiredOf(objects, changes).endpoints)
}

const E1_STATUS = [{ip: '203.0.113.9'}, {ip: '2001:db8::9'}, {ip: '203.0.113.4'}]
const E1_ANNOTATIONS = {hostname: 'a.example.org., b.example.org', ttl: '2m'}
const NODES = [
  node('n1', [
    ['InternalIP', '10.0.0.1'],
    ['ExternalIP', '192.0.2.1'],
  ]),
  node('n2', [['InternalIP', '10.0.0.2']]),
  node('n3', [['ExternalIP', '192.0.2.3']], {spec: {unschedulable: true}}),
]

describe('the worked examples of sources', () => {
  it('E1: a load balancer gives A and AAAA for each host, with its TTL', () => {
    expect(shown([balanced(E1_STATUS, {annotations: E1_ANNOTATIONS})])).toEqual([
      'a.example.org A 120 203.0.113.4;203.0.113.9 (service/shop/web)',
      'a.example.org AAAA 120 2001:db8::9 (service/shop/web)',
      'b.example.org A 120 203.0.113.4;203.0.113.9 (service/shop/web)',
      'b.example.org AAAA 120 2001:db8::9 (service/shop/web)',
    ])
  })

  it('E2: external IPs beat the status, the internal host gets the cluster IP', () => {
    const web = balanced(E1_STATUS, {
      annotations: {hostname: 'x.example.org', 'internal-hostname': 'x.int.example.org'},
      spec: {type: 'LoadBalancer', clusterIP: '10.96.0.7', externalIPs: ['198.51.100.1']},
    })
    expect(shown([web])).toEqual([
      'x.example.org A 0 198.51.100.1 (service/shop/web)',
      'x.int.example.org A 0 10.96.0.7 (service/shop/web)',
    ])
  })

  it('E3: a ClusterIP is published only with the flag or for an internal host', () => {
    const spec = {type: 'ClusterIP', clusterIP: '10.96.1.1'}
    const annotated = service({spec, annotations: {hostname: 'c.example.org'}})
    expect(shown([annotated])).toEqual([])
    expect(showPending(desiredOf([annotated]))).toEqual([])
    expect(shown([annotated], {publishesInternalServices: true})).toEqual([
      'c.example.org A 0 10.96.1.1 (service/shop/web)',
    ])
    const internal = service({spec, annotations: {'internal-hostname': 'c.example.org'}})
    expect(shown([internal])).toEqual(['c.example.org A 0 10.96.1.1 (service/shop/web)'])
  })

  describe('E4: a NodePort Service', () => {
    const game = (annotations: Record<string, string>) =>
      service({
        name: 'game',
        namespace: 'd',
        annotations: {hostname: 'g.example.org', ...annotations},
        spec: {
          type: 'NodePort',
          ports: [
            {port: 7, protocol: 'UDP', nodePort: 30007},
            {port: 8, nodePort: 30008},
          ],
        },
      })
    const srv = [
      '_game._tcp.g.example.org SRV 0 "0 50 30008 g.example.org." (service/d/game)',
      '_game._udp.g.example.org SRV 0 "0 50 30007 g.example.org." (service/d/game)',
    ]

    it('gets the external addresses of nodes that are not cordoned, and SRV', () => {
      expect(shown([game({}), ...NODES])).toEqual([...srv, 'g.example.org A 0 192.0.2.1 (service/d/game)'])
    })

    it('gets the internal addresses with access: private', () => {
      const expected = [...srv, 'g.example.org A 0 10.0.0.1;10.0.0.2 (service/d/game)']
      expect(shown([game({access: 'private'}), ...NODES])).toEqual(expected)
    })
  })

  describe('E5: a headless Service', () => {
    const db = (spec: object) =>
      service({
        name: 'db',
        namespace: 'd',
        annotations: {hostname: 'db.example.org'},
        spec: {type: 'ClusterIP', clusterIP: 'None', selector: {app: 'db'}, ...spec},
      })
    const member = (name: string) => pod(name, {namespace: 'd', labels: {app: 'db'}, spec: {hostname: name}})
    const around = [
      member('db-0'),
      member('db-1'),
      slice(
        'db',
        [
          {pod: 'db-0', address: '10.1.0.5', isReady: true},
          {pod: 'db-1', address: '10.1.0.6', isReady: false},
        ],
        {namespace: 'd'},
      ),
    ]

    it('gets its ready pods, and a name for each pod with a hostname', () => {
      expect(shown([db({}), ...around])).toEqual([
        'db-0.db.example.org A 0 10.1.0.5 (service/d/db)',
        'db.example.org A 0 10.1.0.5 (service/d/db)',
      ])
    })

    it('gets all pods when it publishes what is not ready', () => {
      expect(shown([db({publishNotReadyAddresses: true}), ...around])).toEqual([
        'db-0.db.example.org A 0 10.1.0.5 (service/d/db)',
        'db-1.db.example.org A 0 10.1.0.6 (service/d/db)',
        'db.example.org A 0 10.1.0.5;10.1.0.6 (service/d/db)',
      ])
    })
  })

  it('E6: ExternalName gives a CNAME without the trailing dot', () => {
    const files = service({
      annotations: {hostname: 'f.example.org'},
      spec: {type: 'ExternalName', externalName: 'files.example.net.'},
    })
    expect(shown([files])).toEqual(['f.example.org CNAME 0 files.example.net (service/shop/web)'])
  })

  describe('E7 and E8: an Ingress with rules, TLS and annotation', () => {
    const i = (annotations: Record<string, string>): KubeObject => {
      const parts: ObjectParts = {
        name: 'i',
        namespace: 'd',
        annotations: {hostname: 'extra.example.org', 'aws-weight': '10', 'set-identifier': 'blue', ...annotations},
        spec: {rules: [{host: 'i.example.org'}, {}], tls: [{hosts: ['i.example.org', 't.example.org']}]},
        status: {loadBalancer: {ingress: [{hostname: 'lb.example.net'}]}},
      }
      return ingress(parts)
    }
    const expected = ['extra', 'i', 't'].map(
      (name) => `${name}.example.org CNAME 0 lb.example.net {blue} [aws/weight=10] (ingress/d/i)`,
    )

    it('gives each host once, with its properties', () => {
      expect(shown([i({})])).toEqual(expected)
    })

    it('keeps the properties whole when another provider has one too', () => {
      expect(shown([i({'scw-x': 'y'})])).toEqual(expected)
    })

    it('reads only the annotation when told so, and nothing when told what it does not know', () => {
      expect(shown([i({'ingress-hostname-source': 'Annotation-Only'})])).toEqual(expected.slice(0, 1))
      expect(shown([i({'ingress-hostname-source': 'foo'})])).toEqual([])
    })

    it('E8: takes the targets of the annotation, one type each', () => {
      expect(shown([i({target: '192.0.2.10,alt.example.net.'})])).toEqual(
        ['extra', 'i', 't'].flatMap((name) => [
          `${name}.example.org A 0 192.0.2.10 {blue} [aws/weight=10] (ingress/d/i)`,
          `${name}.example.org CNAME 0 alt.example.net {blue} [aws/weight=10] (ingress/d/i)`,
        ]),
      )
    })
  })

  it('E9: a template is a fallback, unless combined', () => {
    const fqdnTemplate = template('{{.Name}}.{{.Namespace}}.example.org')
    expect(shown([balanced(E1_STATUS)], {fqdnTemplate})).toEqual([
      'web.shop.example.org A 0 203.0.113.4;203.0.113.9 (service/shop/web)',
      'web.shop.example.org AAAA 0 2001:db8::9 (service/shop/web)',
    ])
    const annotated = balanced(E1_STATUS, {annotations: E1_ANNOTATIONS})
    expect(shown([annotated], {fqdnTemplate})).toEqual(shown([annotated]))
    expect(shown([annotated], {fqdnTemplate, combinesFqdnAnnotation: true})).toEqual([
      ...shown([annotated]),
      'web.shop.example.org A 120 203.0.113.4;203.0.113.9 (service/shop/web)',
      'web.shop.example.org AAAA 120 2001:db8::9 (service/shop/web)',
    ])
  })

  it('E16: a pair template brings its own targets and no label', () => {
    const pairs =
      'a.example.org:192.0.2.1,a.example.org:192.0.2.2,b.example.org:2001:db8::1,c.example.org:lb.example.net.,junk'
    expect(shown([service()], {fqdnTargetTemplate: template(pairs)})).toEqual([
      'a.example.org A 0 192.0.2.1;192.0.2.2',
      'b.example.org AAAA 0 2001:db8::1',
      'c.example.org CNAME 0 lb.example.net',
    ])
  })

  it('E17: NAT64, PTR and the minimum TTL follow one another', () => {
    const web = balanced([{ip: '64:ff9b::c000:201'}], {annotations: {hostname: 'a.example.org'}})
    const changes = {
      nat64Networks: ['64:ff9b::/96'],
      managedRecordTypes: ['A', 'AAAA', 'PTR'],
      createsPtr: true,
      minTtlSeconds: 300,
    }
    expect(shown([web], changes)).toEqual([
      '1.0.2.0.0.0.0.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.b.9.f.f.4.6.0.0.ip6.arpa PTR 300 a.example.org',
      '1.2.0.192.in-addr.arpa PTR 300 a.example.org',
      'a.example.org A 300 192.0.2.1 (service/shop/web)',
      'a.example.org AAAA 300 64:ff9b::c000:201 (service/shop/web)',
    ])
  })

  describe('E18: two objects, one name, two TTLs', () => {
    const annotations = (ttl: string) => ({hostname: 's.example.org', ttl})

    it('become one endpoint of the first Service by label, and the other one is told', () => {
      const b = balanced([{ip: '192.0.2.2'}], {name: 'b', namespace: 'd', annotations: annotations('60')})
      const a = balanced([{ip: '192.0.2.1'}], {name: 'a', namespace: 'd', annotations: annotations('300')})
      const found = desiredOf([b, a])
      expect(show(found.endpoints)).toEqual(['s.example.org A 300 192.0.2.1;192.0.2.2 (service/d/a)'])
      expect(found.endpoints[0]?.origins.map(({name}) => name)).toEqual(['a', 'b'])
      expect(found.warnings).toEqual([
        {
          origin: {kind: 'Service', namespace: 'd', name: 'b', field: 'annotation hostname'},
          warning: 'its TTL is not used for s.example.org A: Service d/a asks for the same record and comes first',
        },
      ])
    })

    it('stay two endpoints when they are Ingresses', () => {
      const i = (name: string, ttl: string, ip: string) =>
        ingress({name, annotations: annotations(ttl), status: {loadBalancer: {ingress: [{ip}]}}})
      expect(shown([i('b', '60', '192.0.2.2'), i('a', '300', '192.0.2.1')])).toEqual([
        's.example.org A 300 192.0.2.1 (ingress/shop/a)',
        's.example.org A 60 192.0.2.2 (ingress/shop/b)',
      ])
    })
  })
})
