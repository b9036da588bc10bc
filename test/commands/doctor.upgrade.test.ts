import {type AddressInfo, createServer} from 'node:net'
import {describe, expect, it, onTestFinished} from 'vitest'
import {startDynamoDbEmulator} from '../emulators/dynamodb/emulator.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {gateway, ingress, owned, proxy, recordSet, route, service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, type StageOptions, stage, ZONE_ID} from './stage.js'

// Row by row, the table of docs/moving-from-external-dns.md: where a trap applies, doctor tells it; else it is silent.

interface Found {
  readonly area: string
  readonly check: string
  readonly verdict: string
  readonly detail: string
  readonly fix: readonly string[]
}

const PRESENT = 'external-dns.kubernetes.io/'
const LEGACY = 'external-dns.alpha.kubernetes.io/'
const SYNC = '--policy=sync'

async function upgrades(at: Stage, ...argv: readonly string[]) {
  const {stdout, stderr} = await at.run('doctor', AS_PROD, '--domain-filter=example.com', ...argv, '--json')
  expectNoWrite(at)
  const {findings} = JSON.parse(stdout === '' ? `{"findings": [], "stderr": ${JSON.stringify(stderr)}}` : stdout)
  return (findings as readonly Found[]).filter(({check}) => check === 'upgrade')
}

async function details(options: StageOptions, ...argv: readonly string[]): Promise<readonly string[]> {
  return (await upgrades(await stage(options), ...argv)).map(({detail}) => detail)
}

/** An ownership TXT under any name. */
function txt(name: string, owner = 'prod', resource = 'service/web/web'): RecordSet {
  const value = `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}"`
  return {Name: name, Type: 'TXT', TTL: 300, ResourceRecords: [{Value: value}]}
}

const ALIAS: RecordSet = {
  Name: 'www.example.com',
  Type: 'A',
  AliasTarget: {
    HostedZoneId: 'Z215JYRZR1TBD5',
    DNSName: 'lb-1.eu-central-1.elb.amazonaws.com.',
    EvaluateTargetHealth: true,
  },
}

describe('--migrate-from-txt-owner with --policy=sync', () => {
  const theirs = [...owned('theirs.example.com', undefined, 'old'), ...owned('mine.example.com', undefined, 'old')]
  const objects = [ingress('mine', 'mine.example.com')]
  const text = 'external-dns 0.23 deletes what old owns and this cluster does not want; not so here'

  it('is told with the records that nobody here wants', async () => {
    const [found, ...others] = await upgrades(
      await stage({objects, records: theirs}),
      '--migrate-from-txt-owner=old',
      SYNC,
    )
    expect(others).toEqual([])
    expect(found).toEqual({
      area: 'settings',
      check: 'upgrade',
      verdict: 'warning',
      detail: `${text}; 1 host: theirs.example.com`,
      fix: [expect.stringContaining('--policy=upsert-only')],
    })
  })

  it('is told by the flags alone where there is none now', async () => {
    expect(await details({objects}, '--migrate-from-txt-owner=old', SYNC)).toEqual([text])
  })

  it.each<[string, readonly RecordSet[], readonly string[]]>([
    [
      'outside the domain filters',
      owned('theirs.x.example.com', undefined, 'old'),
      ['--exclude-domains=x.example.com'],
    ],
    [
      'of a type that is not managed',
      [recordSet('spf.example.com', '"v=spf1 -all"', {Type: 'TXT'}), txt('txt-spf.example.com', 'old', 'crd/web/spf')],
      [],
    ],
  ])('names no record %s', async (_, records, flags) => {
    expect(await details({objects, records}, '--migrate-from-txt-owner=old', SYNC, ...flags)).toEqual([text])
  })

  it.each([[['--migrate-from-txt-owner=old', '--policy=upsert-only']], [[SYNC]]])(
    'is not told with %j',
    async (flags) => {
      expect(await details({objects, records: theirs}, ...flags)).toEqual([])
    },
  )
})

describe('the source connector', () => {
  const flags = ['--source=connector', '--migrate-from-txt-owner=old', SYNC]

  it('asks for hosts too, so a former owner does not lose them', async () => {
    const endpoint = {dnsName: 'theirs.example.com', recordType: 'A', targets: ['192.0.2.1']}
    const server = createServer((socket) => socket.end(`${JSON.stringify(endpoint)}\n`))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const peer = `--connector-source-server=127.0.0.1:${(server.address() as AddressInfo).port}`
    const records = ['theirs', 'others'].flatMap((name) => owned(`${name}.example.com`, undefined, 'old'))
    expect(await details({records}, ...flags, peer)).toEqual([expect.stringMatching(/; 1 host: others\.example\.com$/)])
  })

  it('that does not answer leaves only the flags to tell', async () => {
    const at = await stage({records: owned('theirs.example.com', undefined, 'old')})
    const found = await upgrades(at, ...flags, '--connector-source-server=127.0.0.1:1')
    expect(found.map(({verdict, detail}) => [verdict, detail])).toEqual([
      ['warning', expect.stringMatching(/not so here$/)],
      ['skipped', expect.stringContaining('127.0.0.1:1')],
    ])
  })
})

describe('a Gateway whose annotation controller names another', () => {
  const other = {[`${PRESENT}controller`]: 'other'}
  const www = route({}, ['www.example.com'])
  const flags = ['--source=gateway-httproute', SYNC]

  it.each([
    ['present', other],
    ['former', {[`${LEGACY}controller`]: 'other'}],
  ])('is told with the hosts of its Routes: %s prefix', async (_, annotations) => {
    const [found] = await upgrades(await stage({objects: [gateway(annotations), www]}), ...flags)
    expect(found).toMatchObject({area: 'kubernetes', verdict: 'warning', fix: [expect.stringContaining('annotation')]})
    expect(found?.detail).toMatch(
      /^since external-dns 0\.23 a Gateway .*; 1 host: www\.example\.com \(HTTPRoute web\/r\)$/,
    )
  })

  it('is told where another Gateway serves the host too, since a target goes', async () => {
    const parents = ['gw', 'second'].map((name) => ({...gateway(), name}))
    const both = {
      ...www,
      spec: {
        hostnames: ['www.example.com'],
        parentRefs: parents.map(({name}) => ({
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name,
          namespace: 'web',
        })),
      },
      status: {
        parents: parents.map(({name}) => ({
          parentRef: {group: 'gateway.networking.k8s.io', kind: 'Gateway', name, namespace: 'web'},
          conditions: [{type: 'Accepted', status: 'True'}],
        })),
      },
    }
    const second = {...gateway(other, 'second'), status: {addresses: [{type: 'IPAddress', value: '192.0.2.11'}]}}
    expect(await details({objects: [gateway(), second, both]}, ...flags)).toEqual([
      expect.stringContaining('1 host: www'),
    ])
  })

  it.each<[string, readonly KubernetesObject[]]>([
    ['it names external-dns', [gateway({[`${PRESENT}controller`]: 'dns-controller'}), www]],
    ['it names none', [gateway(), www]],
    ['no Route uses it', [gateway(other, 'unused'), gateway(), www]],
    ['the Route names another controller itself', [gateway(other), route(other, ['www.example.com'])]],
  ])('is not told where %s', async (_, objects) => {
    expect(await details({objects}, ...flags)).toEqual([])
  })

  it('is not told where no Routes are read', async () => {
    expect(await details({objects: [gateway(other), www]}, '--source=service')).toEqual([])
  })
})

describe('--fqdn-template and Routes with the annotation hostname', () => {
  const flags = ['--source=gateway-httproute', '--fqdn-template={{.Name}}.t.example.com']
  const annotated = {[`${PRESENT}hostname`]: 'ann.example.com'}
  const text = 'since external-dns 0.23 a Route with the annotation hostname loses the names of --fqdn-template'

  it('is told with the names of the template', async () => {
    const found = await upgrades(await stage({objects: [gateway(), route(annotated)]}), ...flags)
    expect(found).toEqual([
      {
        area: 'settings',
        check: 'upgrade',
        verdict: 'warning',
        detail: `${text}; 1 host: r.t.example.com (HTTPRoute web/r)`,
        fix: ['to keep them: --combine-fqdn-annotation'],
      },
    ])
  })

  it.each<[string, readonly KubernetesObject[], readonly string[]]>([
    ['the Route has hosts in its spec', [gateway(), route(annotated, ['www.example.com'])], flags],
    ['the Route has no annotation', [gateway(), route()], flags],
    ['both are combined', [gateway(), route(annotated)], [...flags, '--combine-fqdn-annotation']],
    ['there is no template', [gateway(), route(annotated)], flags.slice(0, 1)],
  ])('is not told where %s', async (_, objects, argv) => {
    expect(await details({objects}, ...argv)).toEqual([])
  })

  it('is told by the flags alone where the objects cannot be read', async () => {
    const at = await stage({objects: [gateway(), route(annotated)]})
    at.cluster.deny({resource: 'gateways'})
    expect((await upgrades(at, ...flags)).map(({detail}) => detail)).toEqual([text])
  })
})

const HOST = 'tlsa-web.example.com'
/** A host, the names of its TXT in the old format and in the present one, and the flags. */
const NAMINGS: readonly [string, string, string, readonly string[]][] = [
  ['no affix', 'tlsa-web.example.com', 'a-tlsa-web.example.com', []],
  ['a prefix', 'own-tlsa-web.example.com', 'own-a-tlsa-web.example.com', ['--txt-prefix=own-']],
  ['a suffix', 'tlsa-web-own.example.com', 'a-tlsa-web-own.example.com', ['--txt-suffix=-own']],
  [
    'the type in the prefix',
    'own-tlsa-web.example.com',
    'own-atlsa-web.example.com',
    ['--txt-prefix=own-%{record_type}'],
  ],
]

describe('a TXT in the old format of a host tlsa-…', () => {
  it.each(NAMINGS)('is told with %s', async (_, old, present, flags) => {
    const [found, ...others] = await upgrades(await stage({records: [recordSet(HOST), txt(old)]}), ...flags)
    expect(others).toEqual([])
    expect(found).toMatchObject({
      area: 'route53',
      verdict: 'warning',
      detail: expect.stringMatching(/^external-dns 0\.23 takes .*; 1 host: tlsa-web\.example\.com A \(Z0EXAMPLE\)$/),
      fix: ['before: external-dns-ts owners repair --upgrade-format'],
    })
    expect(await details({records: [recordSet(HOST), txt(old), txt(present)]}, ...flags)).toEqual([])
  })

  it('counts them, and names the first five', async () => {
    const hosts = [1, 2, 3, 4, 5, 6, 7].map((number) => `tlsa-${number}.example.com`)
    const records = hosts.flatMap((host) => [recordSet(host), txt(host)])
    expect(await details({records})).toEqual([
      expect.stringMatching(/; 7 hosts: tlsa-1\..*, tlsa-5\.[^,]*, and 2 more$/),
    ])
  })

  it('is told in the zone whose record it is', async () => {
    const zones = [
      {name: 'example.com', id: ZONE_ID, records: [recordSet(HOST)]},
      {name: 'example.com', id: 'Z2', private: true, records: [recordSet(HOST), txt(HOST)]},
    ]
    expect(await details({route53: {zones}})).toEqual([
      expect.stringMatching(/; 1 host: tlsa-web\.example\.com A \(Z2\)$/),
    ])
  })

  it.each<[string, readonly RecordSet[], readonly string[]]>([
    ['another owner has it', [recordSet(HOST), txt(HOST, 'other')], []],
    ['there is no such host', [txt(HOST)], []],
    ['it is of another host', [recordSet('web.example.com'), txt('web.example.com')], []],
    [
      'only its AAAA is there, which no such TXT speaks of',
      [recordSet(HOST, '2001:db8::1', {Type: 'AAAA'}), txt(HOST)],
      [],
    ],
    ['no ownership is kept', [recordSet(HOST), txt(HOST)], ['--registry=noop']],
    [
      'it is the TXT of a TLSA record',
      [recordSet('web.example.com', '3 1 1 ABCD', {Type: 'TLSA'}), txt(HOST, 'prod', 'crd/web/dane')],
      [],
    ],
  ])('is not told where %s', async (_, records, flags) => {
    expect(await details({records}, ...flags)).toEqual([])
  })

  it('is not isNamed where the ledger has the record', async () => {
    const database = await startDynamoDbEmulator()
    onTestFinished(database.close)
    const at = await stage({
      objects: [ingress('web', HOST, {annotations: {}})],
      records: [recordSet(HOST), txt(HOST)],
    })
    const environment = at.with({AWS_ENDPOINT_URL_DYNAMODB: database.url, AWS_REGION: 'eu-west-1'})
    const flags = [AS_PROD, '--domain-filter=example.com', '--registry=dynamodb']
    const isNamed = async () => (await at.runWith({environment}, 'doctor', ...flags)).stdout.includes('tlsa-web')
    expect(await isNamed()).toBe(true)
    expect((await at.runWith({environment}, 'apply', '--yes', ...flags)).exitCode).toBe(0)
    expect(await isNamed()).toBe(false)
  })
})

describe('a TXT in the old format of a host txt-… or dname-…', () => {
  it.each(['txt-web.example.com', 'dname-web.example.com'])('is told: %s', async (host) => {
    const [found] = await upgrades(await stage({records: [recordSet(host), txt(host)]}))
    expect(found?.detail).toMatch(
      new RegExp(`^external-dns since 0\\.22, and this program, .*; 1 host: ${host} A \\(Z0EXAMPLE\\)$`),
    )
    expect(found?.fix).toEqual(['external-dns-ts owners adopt HOST'])
    expect(await details({records: [recordSet(host), txt(host), txt(`a-${host}`)]})).toEqual([])
  })

  it('is not told of the TXT of a TXT record', async () => {
    const set = recordSet('web.example.com', '"v=spf1 -all"', {Type: 'TXT'})
    expect(await details({records: [set, txt('txt-web.example.com', 'prod', 'crd/web/spf')]})).toEqual([])
  })
})

describe('an A alias that has a TXT cname-… only', () => {
  it('is told', async () => {
    const [found, ...others] = await upgrades(await stage({records: [ALIAS, txt('cname-www.example.com')]}))
    expect(others).toEqual([])
    expect(found?.detail).toMatch(/^external-dns since 0\.22 looks for .*; 1 host: www\.example\.com A \(Z0EXAMPLE\)$/)
    expect(found?.fix).toEqual([expect.stringContaining('owners repair --upgrade-format')])
  })

  it.each<[string, readonly RecordSet[]]>([
    ['it has the other too', [ALIAS, txt('cname-www.example.com'), txt('a-www.example.com')]],
    ['another owner has it', [ALIAS, txt('cname-www.example.com', 'other')]],
    ['it is a CNAME', [recordSet('www.example.com', 'lb.example.net', {Type: 'CNAME'}), txt('cname-www.example.com')]],
  ])('is not told where %s', async (_, records) => {
    expect(await details({records})).toEqual([])
  })
})

describe('annotations under the former prefix', () => {
  const former = service('mine', 'mine.example.com')
  const present = {
    ...former,
    metadata: {name: 'mine', namespace: 'web', annotations: {[`${PRESENT}hostname`]: 'mine.example.com'}},
  }
  const text =
    /^external-dns since 0\.22 does not read annotations below external-dns\.alpha\.kubernetes\.io\/.*; 1 host: mine\.example\.com \(Service web\/mine\)$/

  it('are told, with both ways out', async () => {
    const [found, ...others] = await upgrades(await stage({objects: [former]}))
    expect(others).toEqual([])
    expect(found).toMatchObject({area: 'kubernetes', verdict: 'warning', detail: expect.stringMatching(text)})
    expect(found?.fix.join()).toMatch(/--enable-legacy-annotation-prefix, or --annotation-prefix=external-dns\.alpha/)
  })

  it('are told where they only change a record', async () => {
    const objects = [ingress('mine', 'mine.example.com', {annotations: {[`${LEGACY}ttl`]: '60'}})]
    expect(await details({objects})).toEqual([expect.stringContaining('1 host: mine.example.com (Ingress web/mine)')])
  })

  it('are told while the object has no address yet', async () => {
    expect(await details({objects: [service('mine', 'mine.example.com', {ips: []})]})).toHaveLength(1)
  })

  it('are told where only the present prefix is in use', async () => {
    expect(await details({objects: [former]}, `--annotation-prefix=${PRESENT}`)).toEqual([expect.stringMatching(text)])
  })

  it('are told under a prefix of one’s own only where records of this owner depend on them', async () => {
    const records = owned('mine.example.com')
    const flag = '--annotation-prefix=my.org/'
    expect(await details({objects: [former], records}, flag)).toEqual([expect.stringMatching(text)])
    expect(await details({objects: [former], records: owned('mine.example.com', undefined, 'other')}, flag)).toEqual([])
    expect(await details({objects: [former]}, flag)).toEqual([])
  })

  it.each<[string, KubernetesObject, readonly string[]]>([
    [
      'the present ones say the same',
      {
        ...former,
        metadata: {
          ...present.metadata,
          annotations: {...present.metadata.annotations, [`${LEGACY}hostname`]: 'mine.example.com'},
        },
      },
      [],
    ],
    ['there are none', present, []],
    ['--enable-legacy-annotation-prefix is set', former, ['--enable-legacy-annotation-prefix']],
    ['it is the prefix in use', former, [`--annotation-prefix=${LEGACY}`]],
    ['a filter leaves the object out', former, ['--label-filter=dns=yes']],
  ])('are not told where %s', async (_, object, flags) => {
    expect(await details({objects: [object]}, ...flags)).toEqual([])
  })
})

describe('--label-filter for sources that did not heed it', () => {
  const flags = ['--source=service', '--source=contour-httpproxy', '--label-filter=dns=yes']
  const text = 'since external-dns 0.22 objects without the label of --label-filter are unwanted: contour-httpproxy'

  it('is told with the hosts of objects without the label', async () => {
    const objects = [proxy('with', {dns: 'yes'}), proxy('without'), service('plain', 'plain.example.com')]
    const found = await upgrades(await stage({objects}), ...flags)
    expect(found.map(({area, detail}) => [area, detail])).toEqual([
      ['settings', `${text}; 1 host: without.example.com (HTTPProxy web/without)`],
    ])
  })

  it.each<[string, readonly KubernetesObject[], readonly string[]]>([
    ['every object has the label', [proxy('with', {dns: 'yes'})], flags],
    ['there is no filter', [proxy('without')], flags.slice(0, 2)],
    [
      'the source heeded it before',
      [service('plain', 'plain.example.com')],
      ['--source=service', '--label-filter=dns=yes'],
    ],
  ])('is not told where %s', async (_, objects, argv) => {
    expect(await details({objects}, ...argv)).toEqual([])
  })
})

describe('a template that counts the keys of an unstructured object', () => {
  const flags = ['--source=unstructured', '--unstructured-resource=widgets.v1.example.org']

  it('is told', async () => {
    expect(await details({}, ...flags, '--fqdn-template={{len .Spec}}.x')).toEqual([
      'since external-dns 0.23 len and range of .Spec see most keys twice',
    ])
  })

  it.each([
    [[...flags, '--fqdn-template={{range .Spec.hosts}}{{.}}{{end}}']],
    [['--source=service', '--fqdn-template={{len .Spec}}.x']],
  ])('is not told with %j', async (argv) => {
    expect(await details({}, ...argv)).toEqual([])
  })
})

describe('what makes external-dns fail at the start', () => {
  const find = async (at: Stage, check: string, ...argv: readonly string[]) => {
    const {stdout} = await at.run('doctor', AS_PROD, ...argv, '--json')
    return (JSON.parse(stdout).findings as readonly Found[]).find((one) => one.check === check)
  }

  it('is told of the policy where none is given', async () => {
    const at = await stage()
    expect((await find(at, 'policy'))?.detail).toContain(
      'external-dns up to 0.21 takes sync, and since 0.22 needs the flag',
    )
    expect((await find(at, 'policy', SYNC))?.detail).toBe('sync: creates, updates and deletes')
    const {stdout} = await at.runWith({environment: at.with({EXTERNAL_DNS_POLICY: 'sync'})}, 'doctor', AS_PROD)
    expect(stdout).not.toContain('needs the flag')
  })

  it('is told of Hosts of Ambassador in the former version only', async () => {
    const check = (at: Stage) => find(at, 'list hosts', '--source=ambassador-host')
    expect(await check(await stage())).toMatchObject({verdict: 'ok'})
    expect(await check(await stage({served: []}))).toMatchObject({
      fix: [expect.stringContaining('install'), expect.anything()],
    })
    const annotations = {'external-dns.ambassador-service': 'web/edge'}
    const metadata = {name: 'h', namespace: 'web', annotations}
    const host = {apiVersion: 'getambassador.io/v2', kind: 'Host', metadata, spec: {hostname: 'h.example.com'}}
    const at = await stage({objects: [host, service('edge', 'edge.example.com')]})
    at.cluster.addFault({times: Number.POSITIVE_INFINITY, action: {rewrite: withoutPresentHosts}})
    expect((await at.run('plan', AS_PROD, '--source=ambassador-host')).stdout).toContain('+ h.example.com')
    expect(await check(at)).toMatchObject({
      verdict: 'warning',
      detail:
        'allowed everywhere (source ambassador-host); external-dns fails since 0.22: it needs v3alpha1, served is v2',
      fix: ['upgrade the CRD of Host'],
    })
  })

  it.each([
    ['--registry=crd', 'unless --crd-registry-namespace names the namespace that 0.22 used'],
    ['--provider=gandi', '--provider=gandi'],
    ['--akamai-client-token=x', '--akamai-client-token'],
    ['--pihole-api-version=6', '--pihole-api-version'],
  ])('is told of %s by an error', async (flag, text) => {
    const {stderr, exitCode} = await (await stage()).run('doctor', flag)
    expect(stderr.replace(/\s+/g, ' ')).toContain(text)
    expect(exitCode).toBe(1)
  })
})

/** As a cluster answers to discovery that has only the former version of Ambassador's Hosts. */
function withoutPresentHosts(answer: object): object {
  const {groupVersion, resources = []} = answer as {groupVersion?: string; resources?: readonly {name: string}[]}
  if (groupVersion !== 'getambassador.io/v3alpha1') return answer
  return {...answer, resources: resources.filter(({name}) => name !== 'hosts')}
}

describe('what external-dns does not touch with these flags is not told', () => {
  const all = ['--annotation-prefix=external-dns.kubernetes.io/', '--source=gateway-httproute', '--source=service']
  const flags = [...all, '--source=contour-httpproxy', '--label-filter=dns!=no']
  const former = (host: string) => service('mine', host)
  const objects = (domain: string) => [
    gateway({[`${PRESENT}controller`]: 'other'}),
    route({}, [`www.${domain}`]),
    former(`mine.${domain}`),
  ]

  it.each<[string, string, readonly string[]]>([
    ['outside the domain filters', 'example.net', []],
    ['in an excluded domain', 'x.example.com', ['--exclude-domains=x.example.com']],
    ['in no hosted zone', 'example.net', ['--domain-filter=example.net']],
  ])('hosts %s', async (_, domain, more) => {
    expect(await details({objects: objects('example.com')}, ...flags, ...more)).toHaveLength(2)
    expect(await details({objects: objects(domain)}, ...flags, ...more)).toEqual([])
  })

  it.each([HOST, 'txt-web.example.com'])('the ownership of %s where it is excluded, or its type', async (host) => {
    const records = [recordSet(host), txt(host)]
    expect(await details({records})).toHaveLength(1)
    expect(await details({records}, `--exclude-domains=${host}`)).toEqual([])
    expect(await details({records}, '--managed-record-types=CNAME')).toEqual([])
  })
})

describe('what cannot be read', () => {
  it('is said of zones', async () => {
    const at = await stage({objects: [ingress('mine', 'mine.example.com')]})
    at.route53.putRecordSet(ZONE_ID, recordSet('a.example.com'))
    at.route53.addFault({operation: 'ListResourceRecordSets', action: 'accessDenied', times: Number.POSITIVE_INFINITY})
    expect(await upgrades(at)).toMatchObject([
      {area: 'route53', verdict: 'skipped', detail: expect.stringContaining('not known')},
    ])
  })

  it('stops nothing else', async () => {
    const at = await stage({objects: [service('mine', 'mine.example.com')], records: [recordSet(HOST), txt(HOST)]})
    at.cluster.deny({resource: 'services'})
    expect((await upgrades(at)).map(({area}) => area)).toEqual(['route53'])
  })

  it('is read from files with --manifests', async () => {
    const at = await stage()
    const {writeFile} = await import('node:fs/promises')
    const path = `${at.folder}/web.json`
    await writeFile(path, JSON.stringify(service('mine', 'mine.example.com')))
    expect((await upgrades(at, `--manifests=${path}`)).map(({detail}) => detail)).toEqual([
      expect.stringContaining('1 host: mine.example.com (Service web/mine)'),
    ])
    expect(at.cluster.calls.total()).toBe(0)
  })
})
