import type {KubernetesObject} from '../kubernetes/object-store.js'
import type {CustomResource} from '../kubernetes/resource.js'
import type {ZoneInput} from '../route53/zone.js'

/** What the emulators start with. */
export interface Content {
  readonly objects: readonly KubernetesObject[]
  /** Custom resources that the objects need besides those that the emulator knows. */
  readonly resources: readonly CustomResource[]
  readonly zones: readonly ZoneInput[]
  /** Sentences for the user about what was not loaded. */
  readonly notices: readonly string[]
}

const ANNOTATION = 'external-dns.alpha.kubernetes.io/hostname'

/** Used when neither manifests nor zones are given. */
export const EXAMPLE: Content = {
  objects: [
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
  ],
  resources: [],
  zones: [
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
  ],
  notices: [],
}
