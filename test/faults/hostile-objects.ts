import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'

const PREFIX = 'external-dns.alpha.kubernetes.io/'
/** Kubernetes' limit for all annotations of an object, less some room for the keys. */
const ANNOTATION_BYTES = 262_000

/** An object that any user of a cluster may write, and that must not break the run for the others. */
export type HostileObject = {
  readonly name: string
  readonly objects: readonly KubernetesObject[]
  /** In addition to `--source=service --source=ingress --source=crd`. */
  readonly flags?: readonly string[]
  /** Runs `apply` with every host of the object refused by Route 53; without it, `plan`. */
  readonly isRefused?: true
}

/** Measured by `npm run soak -- --hostile`; the results are in hostile-costs.ts. */
export const HOSTILE_OBJECTS: readonly HostileObject[] = [
  {name: 'none, only the good neighbours', objects: []},
  {name: '262,000 commas in `hostname`', objects: [annotated({hostname: ','.repeat(ANNOTATION_BYTES)})]},
  {
    name: 'three times 262,000 commas',
    objects: ['a', 'b', 'c'].map((name) => annotated({hostname: ','.repeat(ANNOTATION_BYTES)}, name)),
  },
  {name: '262,000 commas in `internal-hostname`', objects: [annotated({'internal-hostname': ','.repeat(262_000)})]},
  {name: '131,000 times one name in `hostname`', objects: [annotated({hostname: 'a,'.repeat(ANNOTATION_BYTES / 2)})]},
  {
    name: '131,000 blanks that are no spaces in `hostname`',
    objects: [annotated({hostname: '\t,'.repeat(ANNOTATION_BYTES / 2)})],
  },
  {
    name: '13,000 good names in `hostname`',
    objects: [annotated({hostname: names(13_000, (n) => `h${n}.example.com`).join(',')})],
  },
  {
    name: '6,500 names and 8,700 targets in annotations',
    objects: [
      annotated({
        hostname: names(6500, (n) => `h${n}.example.com`).join(','),
        target: names(8700, (n) => `10.0.${n >> 8}.${n & 255}`).join(','),
      }),
    ],
  },
  {
    name: '131,000 commas in `target`, 9,000 names',
    objects: [annotated({target: ','.repeat(131_000), hostname: names(9000, (n) => `h${n}.example.com`).join(',')})],
  },
  {
    name: '40,000 rules of an Ingress',
    objects: [ingress({rules: names(40_000, (n) => ({host: `h${n}.example.com`}))})],
  },
  {
    name: '100,000 equal TLS hosts of an Ingress',
    objects: [ingress({tls: [{hosts: names(100_000, () => 'h.example.com')}]})],
  },
  {
    name: '`--fqdn-template` over 200,000 commas of a label',
    objects: [annotated({note: ','.repeat(200_000)})],
    flags: [`--fqdn-template={{ index .Annotations "${PREFIX}note" }}`],
  },
  {
    name: 'a TXT record of 50,000 texts',
    objects: [
      endpoints([
        txt(
          't.example.com',
          names(50_000, (n) => `"v=${n}"`),
        ),
      ]),
    ],
    flags: TXT(),
  },
  {
    name: '10,000 TXT records',
    objects: [endpoints(names(10_000, (n) => txt(`t${n}.example.com`, [`"v=${n}"`])))],
    flags: TXT(),
  },
  {name: '300 weighted sets at one name', objects: [endpoints(names(300, weighted))]},
  {name: '1,600 weighted sets at one name', objects: [endpoints(names(1600, weighted))]},
  {name: '10,000 weighted sets at one name', objects: [endpoints(names(10_000, weighted))]},
  {name: '800 sets of mixed policies at one name', objects: [endpoints(names(800, mixed))]},
  {name: 'a chain of 800 aliases', objects: [endpoints(chain(800, '192.0.2.1'))]},
  {name: 'a chain of 800 aliases that leads nowhere', objects: [endpoints(chain(800, undefined))]},
  {
    name: '10,000 CNAMEs to each other',
    objects: [
      endpoints(names(10_000, (n) => entry(`c${n}.example.com`, 'CNAME', [`c${(n + 1) % 10_000}.example.com`]))),
    ],
  },
  {
    name: '2,000 objects that want one name',
    objects: names(2000, (n) =>
      annotated({hostname: 'one.example.com', target: `10.1.${n >> 8}.${n & 255}`}, `one-${n}`),
    ),
  },
  {
    name: '1,000 wildcards and their literal namesakes',
    objects: [
      endpoints(names(2000, (n) => entry(`${n % 2 === 0 ? '*' : 'any'}.w${n >> 1}.example.com`, 'A', ['192.0.2.1']))),
    ],
    flags: ['--txt-wildcard-replacement=any'],
  },
  {
    name: '3,000 hosts that Route 53 refuses',
    objects: [endpoints(names(3000, (n) => entry(`bad${n}.example.com`, 'A', ['192.0.2.1'])))],
    isRefused: true,
  },
]

/** Objects of other users, which must be served whatever the hostile one asks for. */
export const NEIGHBOURS: readonly KubernetesObject[] = names(50, (n) =>
  annotated({hostname: `good${n}.example.com`, target: '192.0.2.7'}, `zz-good-${n}`),
)

function names<T>(count: number, make: (n: number) => T): readonly T[] {
  return Array.from({length: count}, (_each, n) => make(n))
}

function annotated(annotations: Readonly<Record<string, string>>, name = 'hostile'): KubernetesObject {
  const own = Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${PREFIX}${key}`, value]))
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: 'web', annotations: own},
    spec: {type: 'LoadBalancer', clusterIP: '10.0.0.1'},
    status: {loadBalancer: {ingress: [{ip: '192.0.2.10'}]}},
  }
}

function ingress(spec: Readonly<Record<string, unknown>>): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name: 'hostile', namespace: 'web'},
    spec,
    status: {loadBalancer: {ingress: [{ip: '192.0.2.10'}]}},
  }
}

function endpoints(entries: readonly unknown[]): KubernetesObject {
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: {name: 'hostile', namespace: 'web', generation: 1},
    spec: {endpoints: entries},
  }
}

function entry(dnsName: string, recordType: string, targets: readonly string[], more = {}): unknown {
  return {dnsName, recordType, targets, ...more}
}

function txt(dnsName: string, targets: readonly string[]): unknown {
  return entry(dnsName, 'TXT', targets)
}

function TXT(): readonly string[] {
  return ['A', 'AAAA', 'CNAME', 'TXT'].map((type) => `--managed-record-types=${type}`)
}

function weighted(n: number): unknown {
  return routed(n, 'aws/weight', '1')
}

function mixed(n: number): unknown {
  const policies = [
    ['aws/weight', '1'],
    ['aws/region', 'eu-west-1'],
    ['aws/failover', 'PRIMARY'],
    ['aws/multi-value-answer', 'true'],
    ['aws/geolocation-country-code', 'DE'],
  ] as const
  const [name, value] = policies[n % policies.length] ?? policies[0]
  return routed(n, name, value)
}

function routed(n: number, name: string, value: string): unknown {
  const more = {setIdentifier: `s${n}`, providerSpecific: [{name, value}]}
  return entry('one.example.com', 'A', [`192.0.2.${n % 250}`], more)
}

/** A chain of aliases (A and AAAA), whose last one points to an address or to nothing. */
function chain(length: number, end: string | undefined): readonly unknown[] {
  const links = names(length, (n) =>
    entry(`l${n}.example.com`, 'CNAME', [`l${n + 1}.example.com`], {
      providerSpecific: [{name: 'alias', value: 'true'}],
    }),
  )
  return end === undefined ? links : [...links, entry(`l${length}.example.com`, 'A', [end])]
}
