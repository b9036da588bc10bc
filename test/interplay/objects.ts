import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'

/** The random decisions of a story. */
export type Dice = {
  one<T>(items: readonly T[]): T
  chance(part: number): boolean
  /** From 0 to `most`, both included. */
  upTo(most: number): number
}

type Annotations = Readonly<Record<string, string>>

const PREFIX = 'external-dns.alpha.kubernetes.io/'
const ADDRESSES = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.10', '2001:db8::1', '2001:db8::2']
const NAMES = [
  'lb.example.net',
  'edge.example.org',
  'k8s-1f2e.eu-west-1.elb.amazonaws.com',
  'net-9f8e.elb.us-east-1.amazonaws.com',
]

export function randomObjects(dice: Dice, hosts: readonly string[]): readonly KubernetesObject[] {
  return Array.from({length: 3 + dice.upTo(5)}, (_, index) => randomObject(dice, hosts, index))
}

/** Removes, adds and changes some objects. */
export function changeObjects(
  dice: Dice,
  hosts: readonly string[],
  objects: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const kept = objects
    .filter(() => !dice.chance(0.2))
    .map((object) => (dice.chance(0.35) ? changed(dice, object) : object))
  return dice.chance(0.5) ? [...kept, randomObject(dice, hosts, objects.length + kept.length)] : kept
}

function randomObject(dice: Dice, hosts: readonly string[], index: number): KubernetesObject {
  const kind = dice.one([
    'service',
    'service',
    'service',
    'ingress',
    'ingress',
    'ingress',
    'endpoint',
    'endpoint',
    'node',
  ])
  switch (kind) {
    case 'service':
      return service(dice, hosts, `s${index}`)
    case 'ingress':
      return ingress(dice, hosts, `i${index}`)
    case 'endpoint':
      return dnsEndpoint(dice, hosts, `e${index}`)
    default:
      return node(dice, hosts, `node${index}`)
  }
}

function service(dice: Dice, hosts: readonly string[], name: string): KubernetesObject {
  const type = dice.one(['LoadBalancer', 'LoadBalancer', 'LoadBalancer', 'ClusterIP', 'ExternalName', 'NodePort'])
  const wanted = {
    ...(dice.chance(0.9) ? {hostname: hostList(dice, hosts)} : {}),
    ...(dice.chance(0.1) ? {'internal-hostname': dice.one(hosts)} : {}),
    ...wantedEndpoints(dice),
  }
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(dice, name, wanted),
    spec: {
      type,
      clusterIP: '10.0.0.10',
      clusterIPs: ['10.0.0.10'],
      selector: {app: name},
      ports: [{name: 'http', protocol: 'TCP', port: 80, targetPort: 80, nodePort: 30_080}],
      ...(type === 'ExternalName' ? {externalName: dice.one(NAMES)} : {}),
      ...(dice.chance(0.1) ? {externalIPs: [dice.one(ADDRESSES)]} : {}),
    },
    status: type === 'LoadBalancer' ? loadBalancer(dice) : {loadBalancer: {}},
  }
}

function ingress(dice: Dice, hosts: readonly string[], name: string): KubernetesObject {
  const backend = {service: {name: 'b', port: {number: 80}}}
  const rule = () => ({host: dice.one(hosts), http: {paths: [{path: '/', pathType: 'Prefix', backend}]}})
  const wanted = {...(dice.chance(0.3) ? {hostname: hostList(dice, hosts)} : {}), ...wantedEndpoints(dice)}
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata(dice, name, wanted),
    spec: {
      rules: Array.from({length: 1 + dice.upTo(1)}, rule),
      ...(dice.chance(0.2) ? {tls: [{hosts: [dice.one(hosts)], secretName: 's'}]} : {}),
    },
    status: loadBalancer(dice),
  }
}

const RECORDS: readonly (readonly [type: string, targets: readonly string[]])[] = [
  ['A', ['203.0.113.20', '203.0.113.21']],
  ['A', ['203.0.113.22']],
  ['AAAA', ['2001:db8::20']],
  ['CNAME', ['target.example.net']],
  ['TXT', ['v=spf1 -all']],
  ['MX', ['10 mail.example.net']],
  ['SRV', ['0 5 443 web.example.net.']],
  ['NS', ['ns1.example.net']],
]

function dnsEndpoint(dice: Dice, hosts: readonly string[], name: string): KubernetesObject {
  const endpoints = Array.from({length: 1 + dice.upTo(1)}, () => {
    const [recordType, targets] = dice.one(RECORDS)
    const routing = dice.chance(0.3)
      ? {setIdentifier: dice.one(['one', 'two']), providerSpecific: routingOf(dice, 'aws/')}
      : {}
    return {
      dnsName: dice.one(hosts),
      recordType,
      targets,
      ...(dice.chance(0.5) ? {recordTTL: dice.one([60, 300])} : {}),
      ...routing,
    }
  })
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: {name, namespace: 'default', generation: 1},
    spec: {endpoints},
  }
}

function node(dice: Dice, hosts: readonly string[], name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name, annotations: dice.chance(0.5) ? prefixed({hostname: dice.one(hosts)}) : {}},
    spec: {},
    status: {
      addresses: [
        {type: 'InternalIP', address: '10.0.0.5'},
        {type: 'ExternalIP', address: dice.one(['203.0.113.30', '203.0.113.31'])},
        {type: 'Hostname', address: name},
      ],
      conditions: [{type: 'Ready', status: 'True'}],
    },
  }
}

function changed(dice: Dice, object: KubernetesObject): KubernetesObject {
  const {metadata: meta, ...rest} = object
  const annotations = {...(meta.annotations as Annotations | undefined), ...prefixed(wantedEndpoints(dice))}
  if (dice.chance(0.4) && object.status !== undefined && object.kind !== 'Node') {
    return {...rest, metadata: meta, status: loadBalancer(dice)} as KubernetesObject
  }
  return {...rest, metadata: {...meta, annotations}} as KubernetesObject
}

function wantedEndpoints(dice: Dice): Annotations {
  return {
    ...(dice.chance(0.3) ? {ttl: dice.one(['60', '120', '1m', 'x', '0', '-5'])} : {}),
    ...(dice.chance(0.12) ? {target: dice.one([...ADDRESSES, ...NAMES])} : {}),
    ...(dice.chance(0.05) ? {controller: dice.one(['dns-controller', 'none'])} : {}),
    ...(dice.chance(0.08) ? {alias: dice.one(['true', 'false'])} : {}),
    ...(dice.chance(0.05) ? {'aws-evaluate-target-health': dice.one(['true', 'false'])} : {}),
    ...(dice.chance(0.2)
      ? {
          'set-identifier': dice.one(['one', 'two']),
          ...Object.fromEntries(routingOf(dice, 'aws-').map(({name, value}) => [name, value])),
        }
      : {}),
  }
}

function routingOf(dice: Dice, prefix: string): {name: string; value: string}[] {
  const kind = dice.one(['weight', 'weight', 'weight', 'region', 'multi', 'continent', 'failover', 'none'])
  switch (kind) {
    case 'weight':
      return [{name: `${prefix}weight`, value: dice.one(['0', '10', '50'])}]
    case 'region':
      return [{name: `${prefix}region`, value: dice.one(['eu-west-1', 'us-east-1'])}]
    case 'multi':
      return [{name: `${prefix}multi-value-answer`, value: 'true'}]
    case 'continent':
      return [{name: `${prefix}geolocation-continent-code`, value: dice.one(['EU', 'NA'])}]
    case 'failover':
      return [{name: `${prefix}failover`, value: dice.one(['PRIMARY', 'SECONDARY'])}]
    default:
      return []
  }
}

/** A status that is never empty: a host without a target is held here, where external-dns would delete it. */
function loadBalancer(dice: Dice): object {
  const entry = () => (dice.chance(0.6) ? {ip: dice.one(ADDRESSES)} : {hostname: dice.one(NAMES)})
  return {loadBalancer: {ingress: Array.from({length: 1 + dice.upTo(1)}, entry)}}
}

function hostList(dice: Dice, hosts: readonly string[]): string {
  return Array.from({length: 1 + dice.upTo(1)}, () => dice.one(hosts)).join(',')
}

function metadata(dice: Dice, name: string, annotations: Annotations) {
  return {name, namespace: dice.one(['default', 'default', 'shop']), annotations: prefixed(annotations)}
}

function prefixed(annotations: Annotations): Annotations {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${PREFIX}${key}`, value]))
}
