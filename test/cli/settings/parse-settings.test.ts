import {describe, expect, it} from 'vitest'
import {readCommandLine} from '../../../src/cli/command-line/argv.js'
import {readFlagValues} from '../../../src/cli/command-line/flag-values.js'
import {defaultOf, type FlagSpec} from '../../../src/cli/flags/flag-spec.js'
import {SETTING_FLAGS} from '../../../src/cli/flags/setting-flags.js'
import {parseSettings} from '../../../src/cli/settings/parse-settings.js'
import {readArgv} from '../read-argv.js'
import {usageProblem} from '../usage-problem.js'

function parse(typed: readonly string[] = [], environment: Record<string, string> = {}) {
  const {raw, flagOrigins} = readArgv(SETTING_FLAGS, typed, environment)
  return parseSettings(readFlagValues(SETTING_FLAGS, raw), flagOrigins)
}

/** With what is said of the one cluster. */
function settings(...given: Parameters<typeof parse>) {
  const made = parse(...given)
  const [first] = made.clusters
  if (first === undefined) throw new Error('a run has a cluster')
  return {...made, ...first}
}

describe('without flags', () => {
  it('has the documented defaults', () => {
    const {sources, kubernetes, registry, plan, route53, notices} = settings()
    expect(sources.sources).toEqual(['service', 'ingress'])
    expect(sources.annotationPrefixes).toEqual(['external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/'])
    expect(sources.excludesUnschedulable).toBe(true)
    expect(sources.managedRecordTypes).toEqual(['A', 'AAAA', 'CNAME'])
    expect(kubernetes).toEqual({kubeconfig: '', context: '', server: '', impersonate: '', requestTimeoutMs: 30_000})
    expect(registry).toMatchObject({kind: 'txt', ownerId: 'default', ownerIsChosen: false, prefix: '', suffix: ''})
    expect(plan).toMatchObject({
      policy: 'upsert-only',
      onMissingTarget: 'hold',
      deleteLimit: {kind: 'default'},
      only: [],
    })
    expect(plan.managedTypes).toEqual(['A', 'AAAA', 'CNAME'])
    expect(plan.domainFilter.matches('any.example.com')).toBe(true)
    expect(route53).toMatchObject({
      batchChangeSize: 1000,
      batchChangeSizeBytes: 32_000,
      batchChangeSizeValues: 1000,
      evaluatesTargetHealth: true,
      apiRetries: 10,
      callsPerSecond: 0,
    })
    expect(notices).toEqual([
      'no --txt-owner-id: the owner is "default", as in external-dns; nothing is deleted without --txt-owner-id=default',
    ])
  })

  it('cannot be changed any more', () => {
    const made = parse()
    expect(Object.isFrozen(made)).toBe(true)
    expect(made.clusters.every(Object.isFrozen)).toBe(true)
    expect(Object.isFrozen(made.plan)).toBe(true)
  })
})

describe('the arguments of a Deployment of external-dns', () => {
  it('work verbatim', () => {
    const made = settings([
      '--source=service',
      '--source=ingress',
      '--domain-filter=example.com',
      '--provider=aws',
      '--policy=upsert-only',
      '--registry=txt',
      '--txt-owner-id=my-identifier',
      '--aws-zone-type=public',
      '--interval=1m',
      '--log-level=debug',
      '--events',
      '--no-aws-evaluate-target-health',
    ])
    expect(made.registry).toMatchObject({ownerId: 'my-identifier', ownerIsChosen: true})
    expect(made.plan.domainFilter.matches('a.example.com')).toBe(true)
    expect(made.plan.domainFilter.matches('example.net')).toBe(false)
    expect(made.route53).toMatchObject({zoneType: 'public', evaluatesTargetHealth: false})
    expect(made.notes).toEqual(['ignored, because this program runs once and ends: --interval, --events, --log-level'])
  })

  it('may come from the environment', () => {
    const made = settings([], {
      EXTERNAL_DNS_TXT_OWNER_ID: 'default',
      EXTERNAL_DNS_SOURCE: 'ingress',
      EXTERNAL_DNS_AWS_PROFILE: 'a\nb',
      EXTERNAL_DNS_EXCLUDE_UNSCHEDULABLE: 'false',
      EXTERNAL_DNS_ONCE: 'true',
    })
    expect(made.registry).toMatchObject({ownerId: 'default', ownerIsChosen: true})
    expect(made.sources.sources).toEqual(['ingress'])
    expect(made.sources.excludesUnschedulable).toBe(false)
    expect(made.route53.profiles).toEqual(['a', 'b'])
    expect(made.notes).toEqual(['ignored, because this program runs once and ends: --once'])
  })
})

describe('values', () => {
  it('lower-cases what ownership names are made of', () => {
    const {registry} = settings(['--txt-prefix=XDNS-%{RECORD_TYPE}-', '--txt-wildcard-replacement=Star'])
    expect(registry).toMatchObject({prefix: 'xdns-%{record_type}-', wildcardReplacement: 'star'})
  })

  it('reads the deprecated timeout, which wins when it is set, as in external-dns', () => {
    const made = settings(['--request-timeout=5s', '--kube-api-request-timeout=10s', '--txt-owner-id=a'])
    expect(made.kubernetes.requestTimeoutMs).toBe(5000)
    expect(made.notices).toEqual(['--request-timeout is deprecated: use --kube-api-request-timeout'])
  })

  it.each([
    ['7', {kind: 'count', hosts: 7}],
    ['0', {kind: 'count', hosts: 0}],
    ['12.5%', {kind: 'percent', percent: 12.5}],
    ['100%', {kind: 'percent', percent: 100}],
  ])('reads --max-deletes=%s', (text, deleteLimit) => {
    expect(settings([`--max-deletes=${text}`]).plan.deleteLimit).toEqual(deleteLimit)
  })

  it('removes excluded types from the managed ones', () => {
    const {plan, sources} = settings([
      '--managed-record-types=A',
      '--managed-record-types=TXT',
      '--exclude-record-types=TXT',
    ])
    expect(plan.managedTypes).toEqual(['A'])
    expect(plan.excludedTypes).toEqual(['TXT'])
    expect(sources.managedRecordTypes).toEqual(['A', 'TXT'])
  })

  it('replaces the pair of annotation prefixes', () => {
    const {sources} = settings(['--annotation-prefix=a.example.com/', '--annotation-prefix=b.example.com/'])
    expect(sources.annotationPrefixes).toEqual(['a.example.com/', 'b.example.com/'])
  })

  it('drops empty items of lists, and takes all Service types for an empty one', () => {
    const made = settings([
      '--domain-filter=',
      '--zone-id-filter=',
      '--service-type-filter=',
      '--service-type-filter=NodePort',
    ])
    expect(made.plan.domainFilter.matches('x.example.net')).toBe(true)
    expect(made.route53.zoneIdFilter).toEqual([])
    expect(made.sources.serviceTypeFilter).toEqual([])
  })

  it('reads the flags of the kinds that ingress controllers bring', () => {
    expect(settings().sources).toMatchObject({
      openshiftRouterName: '',
      traefikGroups: ['traefik.io'],
      glooNamespaces: ['gloo-system'],
      routeGroupVersion: 'zalando.org/v1',
    })
    const typed = ['--traefik-enable-legacy', '--gloo-namespace=a', '--gloo-namespace=b', '--openshift-router-name=r']
    expect(settings([...typed, '--skipper-routegroup-groupversion=']).sources).toMatchObject({
      openshiftRouterName: 'r',
      traefikGroups: ['traefik.io', 'traefik.containo.us'],
      glooNamespaces: ['a', 'b'],
      routeGroupVersion: 'zalando.org/v1',
    })
    const legacy = settings([
      '--traefik-enable-legacy',
      '--traefik-disable-new',
      '--skipper-routegroup-groupversion=x.io/v2',
    ])
    expect(legacy.sources).toMatchObject({traefikGroups: ['traefik.containo.us'], routeGroupVersion: 'x.io/v2'})
  })

  it('lets the args of a Deployment without the source ingress name the class twice', () => {
    const typed = ['--ingress-class=nginx', '--annotation-filter=kubernetes.io/ingress.class=nginx']
    expect(settings(['--source=contour-httpproxy', ...typed]).sources.ingressClasses).toEqual(['nginx'])
  })

  it('keeps an empty class, which no Ingress without a class has', () => {
    expect(settings(['--ingress-class=']).sources.ingressClasses).toEqual([''])
    expect(settings().sources.ingressClasses).toEqual([])
  })

  it('reads TTLs in whole seconds', () => {
    expect(settings(['--min-ttl=1m30.9s']).sources.minTtlSeconds).toBe(90)
  })

  it('lets -A overrule the namespace of the environment', () => {
    expect(settings(['-A'], {EXTERNAL_DNS_NAMESPACE: 'shop'}).sources.namespace).toBe('')
  })

  it('lowers batch sizes to what Route 53 takes, and says so', () => {
    const made = settings(['--aws-batch-change-size=4000', '--txt-owner-id=a'])
    expect(made.route53.batchChangeSize).toBe(1000)
    expect(made.notices).toEqual(['--aws-batch-change-size=4000 is more than Route 53 allows: 1000 is used'])
  })

  it('narrows to hosts and patterns in the form that the plan compares', () => {
    expect(settings(['--only=API.example.com.', '--only=*.BÜCHER.example.com.']).plan.only).toEqual([
      {name: 'api.example.com', isBelow: false},
      {name: 'xn--bcher-kva.example.com', isBelow: true},
    ])
  })

  it('parses templates and selectors', () => {
    const {sources} = settings([
      '--fqdn-template={{.Name}}.example.com',
      '-l',
      'tier=front',
      '--ignore-hostname-annotation',
    ])
    expect(sources.fqdnTemplate).toBeDefined()
    expect(sources.labelFilter.requirements).toHaveLength(1)
    expect(sources.ignoresHostnameAnnotation).toBe(true)
  })
})

describe('what is invalid', () => {
  it.each([
    {typed: ['--txt-prefix=a', '--txt-suffix=b'], happened: '--txt-prefix and --txt-suffix exclude each other.'},
    {typed: ['--txt-owner-id='], happened: '--txt-owner-id is empty.'},
    {typed: ['--txt-owner-id=a,b'], happened: /^--txt-owner-id is "a,b": an ownership TXT cannot hold/},
    {
      typed: ['--migrate-from-txt-owner=default'],
      happened: '--migrate-from-txt-owner and --txt-owner-id are both "default".',
    },
    {typed: ['--ignore-hostname-annotation'], happened: /^--ignore-hostname-annotation is set without --fqdn-template/},
    {typed: ['--create-ptr'], happened: '--create-ptr is set, but PTR is not among --managed-record-types.'},
    {
      typed: ['--annotation-prefix=example.com'],
      happened: '--annotation-prefix is "example.com", which does not end in a slash.',
    },
    {typed: ['--annotation-prefix='], happened: '--annotation-prefix is "", which does not end in a slash.'},
    {typed: ['--label-filter=a in'], happened: /^--label-filter: the selector "a in" is invalid/},
    {
      typed: ['--ingress-class=nginx', '--annotation-filter=kubernetes.io/ingress.class=nginx'],
      happened: /^--ingress-class is set, and --annotation-filter asks for/,
    },
    {typed: ['--annotation-filter=a!=b'], happened: /^--annotation-filter: != cannot be used/},
    {typed: ['--gateway-label-filter=a!=b'], happened: /^--gateway-label-filter: != cannot be used/},
    {typed: ['--regex-domain-filter=(?=a)'], happened: /^The domain filter cannot be used: /},
    {
      typed: ['--fqdn-template={{.Name'],
      happened: /^--fqdn-template is not a valid template: .* \(column \d+ of "\{\{\.Name"\)\.$/,
    },
    {
      typed: ['--nat64-networks=64:ff9b::/64'],
      happened: '--nat64-networks=64:ff9b::/64 is not an IPv6 network of 96 bits.',
    },
    {
      typed: ['--source=traefik-proxy', '--traefik-disable-new'],
      happened: '--traefik-disable-new leaves the source traefik-proxy nothing to read.',
    },
    {
      typed: ['--source=gloo-proxy', '--gloo-namespace='],
      happened: '--gloo-namespace is empty, which leaves the source gloo-proxy nothing to read.',
    },
    {
      typed: ['--skipper-routegroup-groupversion=zalando.org'],
      happened: '--skipper-routegroup-groupversion=zalando.org is not a group and version.',
    },
    {typed: ['--service-type-filter=Loadbalancer'], happened: /^--service-type-filter=Loadbalancer is not one of/},
    {typed: ['--source='], happened: '--source is empty.'},
    {typed: ['--source=servcie'], happened: '--source=servcie is not a kind of source.'},
    {typed: ['--source=service,ingress'], happened: '--source=service,ingress is not a kind of source.'},
    {typed: ['--source=unstructured'], happened: /^--source=unstructured is set without --unstructured-resource/},
    {typed: ['--provider=cloudflare'], happened: '--provider=cloudflare: this tool writes to AWS Route 53 only.'},
    {
      typed: ['--registry=aws-sd'],
      happened: '--registry=aws-sd belongs to AWS Cloud Map; this tool writes to AWS Route 53 only.',
    },
    {typed: ['--provider=aws-sd'], happened: '--provider=aws-sd: this tool writes to AWS Route 53 only.'},
    {typed: ['--registry=dynamodb', '--dynamodb-table='], happened: '--dynamodb-table is empty.'},
    {typed: ['--txt-encrypt-enabled'], happened: '--txt-encrypt-enabled needs a key in --txt-encrypt-aes-key.'},
    {
      typed: ['--txt-encrypt-aes-key=hush hush'],
      happened: '--txt-encrypt-aes-key is neither 32 bytes long nor standard base64 of 32 bytes.',
    },
    {typed: ['--max-deletes=many'], happened: /^--max-deletes is "many"/},
    {typed: ['--max-deletes=101%'], happened: /^--max-deletes is "101%"/},
    {typed: ['--max-deletes=1.5'], happened: /^--max-deletes is "1\.5"/},
    {typed: ['--min-ttl=60'], happened: /^--min-ttl: "60" is not a duration/},
    {typed: ['--min-ttl=-1s'], happened: '--min-ttl is negative.'},
    {typed: ['--aws-api-retries=many'], happened: '--aws-api-retries is "many", which is not a whole number.'},
    {typed: ['--aws-batch-change-size=0'], happened: '--aws-batch-change-size is 0: a request holds at least 1.'},
    {typed: ['--aws-qps=fast'], happened: '--aws-qps is "fast", which is not a number of calls.'},
    {typed: ['--only=a..b'], happened: '--only=a..b is not a host name: the name has an empty label.'},
    {
      typed: ['--only=https://a.example.com/x'],
      happened: '--only=https://a.example.com/x is not a host name: it is a URL.',
    },
    {typed: ['-A', '-n', 'shop'], happened: '--all-namespaces and --namespace=shop exclude each other.'},
  ])('refuses $typed', ({typed, happened}) => {
    const problem = usageProblem(() => settings(typed))
    if (typeof happened === 'string') expect(problem.happened).toBe(happened)
    else expect(problem.happened).toMatch(happened)
    expect(problem.fix.length).toBeGreaterThan(0)
  })

  it('accepts an unsupported flag with its default value', () => {
    expect(() =>
      settings(['--dynamodb-table=external-dns', '--no-txt-encrypt-enabled', '--crd-registry-namespace=']),
    ).not.toThrow()
  })
})

describe('every flag of the table', () => {
  it('can be given in its plainest form', () => {
    for (const [name, spec] of Object.entries<FlagSpec>(SETTING_FLAGS)) {
      const value = spec.kind === 'enum' ? spec.options[0] : String(defaultOf(spec)) || 'x'
      const typed = spec.kind === 'boolean' ? `--${name}` : `--${name}=${value}`
      expect(() => readCommandLine([typed], readArgv.contextOf(SETTING_FLAGS))).not.toThrow()
    }
  })
})
