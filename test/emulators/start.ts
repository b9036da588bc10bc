import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {startKubernetesEmulator} from './kubernetes/emulator.js'
import type {KubernetesObject} from './kubernetes/object-store.js'
import {startRoute53Emulator} from './route53/emulator.js'
import type {ZoneInput} from './route53/zone.js'

// Starts the emulators with some content and prints the environment variables to export, so that the program, kubectl
// or
// the AWS CLI can be tried by hand: npm run emulators, then paste the lines into another shell. Ctrl-C ends them.

const ANNOTATION = 'external-dns.alpha.kubernetes.io/hostname'

const ZONES: readonly ZoneInput[] = [
  {
    name: 'example.com',
    id: 'Z0EXAMPLECOM',
    tags: {team: 'web'},
    records: [
      {Name: 'mail.example.com', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.25'}]},
      {Name: 'gone.example.com', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.99'}]},
      {
        Name: 'a-gone.example.com',
        Type: 'TXT',
        TTL: 300,
        ResourceRecords: [
          {Value: '"heritage=external-dns,external-dns/owner=default,external-dns/resource=service/web/gone"'},
        ],
      },
    ],
  },
  {name: 'example.com', id: 'Z0EXAMPLECOMPRIVATE', private: true},
]

const OBJECTS: readonly KubernetesObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'front', namespace: 'web', annotations: {[ANNOTATION]: 'www.example.com'}},
    spec: {type: 'LoadBalancer'},
    status: {loadBalancer: {ingress: [{ip: '192.0.2.10'}]}},
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name: 'api', namespace: 'shop'},
    spec: {rules: [{host: 'api.example.com'}]},
    status: {loadBalancer: {ingress: [{hostname: 'k8s-api-9f2.eu-west-1.elb.amazonaws.com'}]}},
  },
]

const route53 = await startRoute53Emulator({zones: ZONES})
const kubernetes = await startKubernetesEmulator({objects: OBJECTS})
const folder = await mkdtemp(join(tmpdir(), 'emulators-'))
const kubeconfig = join(folder, 'kubeconfig')
await kubernetes.writeKubeconfig(kubeconfig)

const environment = {
  KUBECONFIG: kubeconfig,
  AWS_ENDPOINT_URL: route53.url,
  AWS_ENDPOINT_URL_ROUTE_53: route53.url,
  AWS_ACCESS_KEY_ID: 'emulator',
  AWS_SECRET_ACCESS_KEY: 'emulator',
  AWS_REGION: 'us-east-1',
}
for (const [name, value] of Object.entries(environment)) console.log(`export ${name}=${value}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all([route53.close(), kubernetes.close(), rm(folder, {recursive: true})]).then(() => process.exit(0))
  })
}
