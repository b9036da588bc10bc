import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {ZoneInput} from '../emulators/route53/zone.js'

/** The cluster and the zone for the README's screens and command lines. */

const HOSTNAME = 'external-dns.kubernetes.io/hostname'
const LOAD_BALANCER = 'k8s-shop-9f2.eu-west-1.elb.amazonaws.com'
const ALIAS_ZONE = 'Z32O12XQLNTSW2'

export const SCENE_OBJECTS: readonly KubernetesObject[] = [
  ingress('shop', 'api', 'api.example.com', [{hostname: LOAD_BALANCER}]),
  ingress('shop', 'cart', 'cart.example.com', [{hostname: LOAD_BALANCER}]),
  ingress('shop', 'old', 'old.example.com', [{hostname: LOAD_BALANCER}]),
  ingress('shop', 'beta', 'beta.example.com', []),
  service('web', 'front', {[HOSTNAME]: 'www.example.com', 'external-dns.kubernetes.io/ttl': '60'}, [
    {ip: '192.0.2.10'},
    {ip: '192.0.2.12'},
  ]),
  service('mail', 'smtp', {[HOSTNAME]: 'mail.example.com'}, [{ip: '192.0.2.25'}]),
  service(
    'shop',
    'pay',
    {
      [HOSTNAME]: 'pay.example.com',
      'external-dns.kubernetes.io/aws-weight': '50',
      'external-dns.kubernetes.io/set-identifier': 'eu1',
    },
    [{ip: '192.0.2.30'}],
  ),
]

export const SCENE_ZONES: readonly ZoneInput[] = [
  {
    name: 'example.com',
    id: 'Z0AAAA1111',
    records: [
      values('www', 'A', ['192.0.2.10', '192.0.2.11']),
      text('a-www', 'prod-eu1', 'service/web/front'),
      {...values('pay', 'A', ['192.0.2.30']), SetIdentifier: 'eu1', Weight: 10},
      {...text('a-pay', 'prod-eu1', 'service/shop/pay'), SetIdentifier: 'eu1', Weight: 10},
      values('old', 'CNAME', ['shop-7.example.net']),
      text('cname-old', 'prod-eu1', 'ingress/shop/old'),
      values('gone', 'CNAME', ['shop-3.example.net']),
      text('cname-gone', 'prod-eu1', 'ingress/shop/gone'),
      values('beta', 'A', ['192.0.2.40']),
      text('a-beta', 'prod-eu1', 'ingress/shop/beta'),
      alias('cart', 'A'),
      text('a-cart', 'prod-us1', 'ingress/shop/cart'),
      values('mail', 'A', ['192.0.2.25']),
    ],
  },
]

/** Two clusters that share a zone: the shop moves to us1, and both ask for the login. */
export const FLEET_OBJECTS: Readonly<Record<'eu1' | 'us1', readonly KubernetesObject[]>> = {
  eu1: [
    service('web', 'front', {[HOSTNAME]: 'www.example.com'}, [{ip: '192.0.2.10'}]),
    ingress('login', 'main', 'login.example.com', [{ip: '192.0.2.20'}]),
  ],
  us1: [
    ingress('shop', 'main', 'shop.example.com', [{ip: '198.51.100.10'}]),
    ingress('shop', 'api', 'api.example.com', [{ip: '198.51.100.10'}]),
    ingress('login', 'main', 'login.example.com', [{ip: '198.51.100.20'}]),
  ],
}

export const FLEET_ZONES: readonly ZoneInput[] = [
  {
    name: 'example.com',
    id: 'Z0BBBB2222',
    records: [
      values('www', 'A', ['192.0.2.10']),
      text('a-www', 'prod-eu1', 'service/web/front'),
      values('login', 'A', ['192.0.2.20']),
      text('a-login', 'prod-eu1', 'ingress/login/main'),
      values('shop', 'A', ['192.0.2.30']),
      text('a-shop', 'prod-eu1', 'ingress/shop/main'),
      values('old', 'A', ['198.51.100.40']),
      text('a-old', 'prod-us1', 'ingress/shop/old'),
    ],
  },
]

function ingress(namespace: string, name: string, host: string, entries: readonly object[]): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name, namespace},
    spec: {rules: [{host}]},
    status: {loadBalancer: {ingress: entries}},
  }
}

function service(
  namespace: string,
  name: string,
  annotations: Record<string, string>,
  entries: readonly object[],
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace, annotations},
    spec: {type: 'LoadBalancer', clusterIP: '10.0.0.7'},
    status: {loadBalancer: {ingress: entries}},
  }
}

function values(host: string, Type: string, list: readonly string[]) {
  return {Name: `${host}.example.com`, Type, TTL: 300, ResourceRecords: list.map((Value) => ({Value}))}
}

function alias(host: string, Type: string) {
  const AliasTarget = {HostedZoneId: ALIAS_ZONE, DNSName: `dualstack.${LOAD_BALANCER}`, EvaluateTargetHealth: true}
  return {Name: `${host}.example.com`, Type, AliasTarget}
}

function text(host: string, owner: string, resource: string) {
  const value = `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}"`
  return values(host, 'TXT', [value])
}
