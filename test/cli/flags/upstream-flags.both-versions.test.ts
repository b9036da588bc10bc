import {describe, expect, it} from 'vitest'
import {readFlagValues} from '../../../src/cli/command-line/flag-values.js'
import {defaultOf, type FlagRole, type FlagSpec} from '../../../src/cli/flags/flag-spec.js'
import {SETTING_FLAGS} from '../../../src/cli/flags/setting-flags.js'
import {UPSTREAM_FLAGS} from '../../../src/cli/flags/upstream-flags.js'
import {parseSettings} from '../../../src/cli/settings/parse-settings.js'
import type {CliError} from '../../../src/errors/cli-error.js'
import {readArgv} from '../read-argv.js'
import {usageProblem} from '../usage-problem.js'

/** Every flag of external-dns v0.22.0 and v0.23.0 but `--help` and `--version`, by what becomes of it here. */
const FLAGS: Readonly<Record<FlagRole | 'other provider', string>> = {
  acts: `
    server kubeconfig kube-api-request-timeout request-timeout namespace source annotation-filter annotation-prefix
    enable-legacy-annotation-prefix label-filter ingress-class service-type-filter gateway-name gateway-namespace
    gateway-label-filter gateway-listener-sets gloo-namespace skipper-routegroup-groupversion unstructured-resource
    openshift-router-name traefik-enable-legacy traefik-disable-new connector-source-server
    fqdn-template target-template fqdn-target-template combine-fqdn-annotation ignore-hostname-annotation
    ignore-ingress-tls-spec ignore-ingress-rules-spec ignore-non-host-network-pods pod-source-domain
    publish-internal-services publish-host-ip always-publish-not-ready-addresses
    resolve-service-load-balancer-hostname exclude-unschedulable expose-internal-ipv6 compatibility default-targets
    force-default-targets target-net-filter exclude-target-net nat64-networks create-ptr prefer-alias min-ttl
    policy dry-run events-emit domain-filter exclude-domains regex-domain-filter regex-domain-exclusion zone-id-filter
    managed-record-types exclude-record-types provider
    registry txt-owner-id txt-prefix txt-suffix txt-wildcard-replacement txt-encrypt-enabled txt-encrypt-aes-key
    migrate-from-txt-owner dynamodb-region dynamodb-table
    aws-zone-type aws-zone-tags aws-zone-match-parent aws-profile aws-assume-role aws-assume-role-external-id
    aws-batch-change-size aws-batch-change-size-bytes aws-batch-change-size-values aws-evaluate-target-health
    aws-api-retries aws-prefer-cname`,
  'no-meaning': `
    kube-api-qps kube-api-burst crd-source-apiversion crd-source-kind listen-endpoint-events interval
    min-event-sync-interval once events provider-cache-time batch-change-size batch-change-interval log-format log-level
    metrics-address txt-cache-interval aws-zones-cache-duration aws-batch-change-interval`,
  refused: 'crd-registry-namespace',
  'other provider': `
    aws-sd-service-cleanup aws-sd-create-tag webhook-provider-url webhook-provider-read-timeout
    webhook-provider-write-timeout webhook-provider-read-header-timeout webhook-provider-idle-timeout
    webhook-provider-max-body-size webhook-server zone-name-filter inmemory-zone
    alibaba-cloud-config-file alibaba-cloud-zone-type azure-config-file azure-resource-group azure-subscription-id
    azure-user-assigned-identity-client-id azure-zones-cache-duration azure-maxretries-count cloudflare-proxied
    cloudflare-custom-hostnames cloudflare-custom-hostnames-min-tls-version
    cloudflare-custom-hostnames-certificate-authority cloudflare-dns-records-per-page cloudflare-regional-services
    cloudflare-region-key cloudflare-record-comment coredns-prefix coredns-strictly-owned exoscale-apienv
    exoscale-apizone exoscale-apikey exoscale-apisecret exoscale-zones-cache-duration godaddy-api-key
    godaddy-api-secret godaddy-api-ttl godaddy-api-ote google-project google-batch-change-size google-batch-change-interval google-zone-visibility
    ns1-endpoint ns1-ignoressl ns1-min-ttl oci-config-file oci-compartment-ocid oci-zone-scope
    oci-auth-instance-principal oci-zones-cache-duration ovh-endpoint ovh-api-rate-limit ovh-enable-cname-relative
    pdns-server pdns-server-id pdns-api-key pdns-skip-tls-verify pihole-server pihole-password pihole-tls-skip-verify
    rfc2136-host rfc2136-port rfc2136-zone rfc2136-insecure rfc2136-tsig-keyname rfc2136-tsig-secret
    rfc2136-tsig-secret-alg rfc2136-tsig-axfr rfc2136-axfr rfc2136-min-ttl rfc2136-gss-tsig rfc2136-kerberos-username
    rfc2136-kerberos-password rfc2136-kerberos-realm rfc2136-batch-change-size rfc2136-use-tls rfc2136-skip-tls-verify
    rfc2136-load-balancing-strategy tls-ca tls-client-cert tls-client-cert-key`,
}

function flagsThat(fate: keyof typeof FLAGS): readonly string[] {
  return FLAGS[fate].trim().split(/\s+/)
}

const OWN = ['acts', 'no-meaning', 'refused'] as const

function settings(typed: readonly string[], environment: Record<string, string> = {}) {
  const {raw, flagOrigins} = readArgv(SETTING_FLAGS, typed, environment)
  const made = parseSettings(readFlagValues(SETTING_FLAGS, raw), flagOrigins)
  const [first] = made.clusters
  if (first === undefined) throw new Error('a run has a cluster')
  return {...made, ...first}
}

function specOf(name: string): FlagSpec {
  const spec = Object.entries<FlagSpec>(UPSTREAM_FLAGS).find(([known]) => known === name)?.[1]
  if (spec === undefined) throw new Error(`--${name} has no row`)
  return spec
}

function typedForm(name: string): string {
  const spec = specOf(name)
  const value = spec.kind === 'enum' ? spec.options[0] : String(defaultOf(spec)) || 'x'
  return spec.kind === 'boolean' ? `--${name}` : `--${name}=${value}`
}

describe('the flags of external-dns v0.22.0 and v0.23.0', () => {
  it('are those of our table, and nothing else is in it', () => {
    expect(Object.keys(UPSTREAM_FLAGS).sort()).toEqual(OWN.flatMap(flagsThat).sort())
  })

  it.each(OWN.flatMap((fate) => flagsThat(fate).map((name) => [name, fate] as const)))('--%s: %s', (name, fate) => {
    expect(specOf(name).role ?? 'acts').toBe(fate)
  })

  it.each(flagsThat('no-meaning'))('--%s is accepted, with a note', (name) => {
    expect(settings([typedForm(name)]).notes).toEqual([`ignored, because this program runs once and ends: --${name}`])
  })

  it('--crd-registry-namespace is refused like --registry=crd, unless it is empty', () => {
    const problem = (typed: string): CliError => usageProblem(() => settings([typed]))
    expect(problem('--crd-registry-namespace=dns').happened).toBe('--crd-registry-namespace is not supported yet.')
    expect(problem('--registry=crd').happened).toBe('--registry=crd is not supported yet.')
    expect(() => settings(['--crd-registry-namespace='])).not.toThrow()
  })

  it.each(flagsThat('other provider'))('--%s belongs to another provider, and the error says so', (name) => {
    for (const typed of [`--${name}=x`, `--${name}`, `--no-${name}`]) {
      expect(usageProblem(() => settings([typed])).happened).toMatch(
        /^--\S+ belongs to .+; this tool writes to AWS Route 53 only\.$/,
      )
    }
  })
})

describe('the arguments of a v0.23 Deployment', () => {
  const ARGS = [
    '--log-level=info',
    '--log-format=text',
    '--interval=1m',
    '--source=service',
    '--source=ingress',
    '--source=gateway-httproute',
    '--policy=upsert-only',
    '--registry=txt',
    '--txt-owner-id=prod-eu1',
    '--domain-filter=example.com',
    '--provider=aws',
    '--aws-zone-type=public',
    '--managed-record-types=A',
    '--managed-record-types=TLSA',
    '--annotation-prefix=external-dns.kubernetes.io/',
    '--enable-legacy-annotation-prefix',
  ]
  const BOTH = ['external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/']

  it('work verbatim', () => {
    const made = settings(ARGS)
    expect(made.sources.annotationPrefixes).toEqual(BOTH)
    expect(made.plan.managedTypes).toEqual(['A', 'TLSA'])
    expect(made.notices).toEqual([])
    expect(made.notes).toEqual([
      'ignored, because this program runs once and ends: --interval, --log-format, --log-level',
    ])
  })

  it('may set the legacy prefix by its variable', () => {
    const environment = {EXTERNAL_DNS_ENABLE_LEGACY_ANNOTATION_PREFIX: 'true'}
    const made = settings(['--annotation-prefix=my.org/'], environment)
    // The default prefix is not among them, as in external-dns.
    expect(made.sources.annotationPrefixes).toEqual(['my.org/', 'external-dns.alpha.kubernetes.io/'])
    expect(settings([], environment).sources.annotationPrefixes).toEqual(BOTH)
    expect(settings(['--annotation-prefix=my.org/']).sources.annotationPrefixes).toEqual(['my.org/'])
  })

  it.each(['external-dns.alpha.kubernetes.io/', 'external-dns.alpha.kubernetes.io/x/'])(
    'cannot have the legacy prefix twice: %s',
    (prefix) => {
      const typed = [`--annotation-prefix=${prefix}`, '--enable-legacy-annotation-prefix']
      expect(usageProblem(() => settings(typed)).happened).toBe(
        `--enable-legacy-annotation-prefix cannot be used with --annotation-prefix=${prefix}.`,
      )
      expect(() => settings(typed.slice(0, 1))).not.toThrow()
    },
  )
})
