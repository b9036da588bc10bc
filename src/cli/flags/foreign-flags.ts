import type {CliError} from '../../errors/cli-error.js'
import {suggestFor} from '../../errors/suggestion.js'
import {usageError} from '../usage-error.js'

/** Flags that external-dns has removed: the last release with the flag, and its replacement. */
const REMOVED_FLAGS = [
  {flag: /^(akamai|plural|transip)-|^pihole-api-version$/, last: 'v0.21'},
  {flag: /^cf-(api-endpoint|username|password)$|^digitalocean-api-page-size$/, last: 'v0.20'},
  {flag: /^rfc2136-create-ptr$/, last: 'v0.20', now: '--create-ptr'},
  {flag: /^traefik-disable-legacy$/, last: 'v0.18', now: '--traefik-enable-legacy, the other way round'},
  {flag: /^txt-new-format-only$/, last: 'v0.17', now: 'nothing: only the new format is written'},
  {flag: /^(ibmcloud|tencent-cloud)-/, last: 'v0.17'},
  {flag: /^(bluecat|dyn|infoblox)-|^rcodezero-txt-encrypt$/, last: 'v0.14'},
] as const

/** The first word of flags that external-dns has for other DNS providers, with the provider. */
const OTHER_PROVIDERS: Readonly<Record<string, string>> = {
  'alibaba-cloud': 'Alibaba Cloud',
  'aws-sd': 'AWS Cloud Map',
  azure: 'Azure',
  cloudflare: 'Cloudflare',
  coredns: 'CoreDNS',
  exoscale: 'Exoscale',
  godaddy: 'GoDaddy',
  google: 'Google Cloud DNS',
  inmemory: 'the in-memory provider',
  ns1: 'NS1',
  oci: 'Oracle Cloud',
  ovh: 'OVH',
  pdns: 'PowerDNS',
  pihole: 'Pi-hole',
  rfc2136: 'RFC 2136 servers',
  tls: 'PowerDNS and other providers behind TLS',
  webhook: 'webhook providers',
  'zone-name-filter': 'Azure',
}

/** What other tools call our flags, and what a flag of another command of ours is called here. */
const FLAG_SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  owner: ['txt-owner-id'],
  'owner-id': ['txt-owner-id'],
  target: ['only'],
  host: ['only'],
  'auto-approve': ['yes'],
  y: ['yes'],
  force: ['yes'],
  o: ['format'],
  output: ['format', 'out'],
  profile: ['aws-profile'],
  'role-arn': ['aws-assume-role'],
  zone: ['zone-id-filter'],
  'zone-id': ['zone-id-filter'],
  domain: ['domain-filter'],
  selector: ['label-filter'],
  v: ['verbose'],
  q: ['quiet'],
}

/** The error for a flag that we do not have: removed from external-dns, of another provider, mistyped, or unknown. */
export function unknownFlag(flag: string, known: readonly string[]): CliError {
  const name = flag.replace(/^--?(no-)?/, '')
  const removed = REMOVED_FLAGS.find((row) => row.flag.test(name))
  if (removed !== undefined) {
    const now = 'now' in removed ? removed.now : undefined
    return usageError(`external-dns has no ${flag} any more: ${removed.last} was the last release with it.`, [
      now === undefined
        ? `drop ${flag}`
        : now.startsWith('--')
          ? `use ${now}`
          : `drop ${flag}; in its place there is ${now}`,
    ])
  }
  const provider = Object.entries(OTHER_PROVIDERS).find(([prefix]) => name === prefix || name.startsWith(`${prefix}-`))
  if (provider !== undefined) {
    return usageError(`${flag} belongs to ${provider[1]}; this tool writes to AWS Route 53 only.`, [`drop ${flag}`])
  }
  if (name === 'version') return usageError(`${flag} stands alone.`, ['external-dns-ts --version'])
  const same = Object.hasOwn(FLAG_SYNONYMS, name) ? FLAG_SYNONYMS[name]?.find((one) => known.includes(one)) : undefined
  const near = same ?? (flag.startsWith('--') ? suggestFor(name, known) : undefined)
  return usageError(`There is no flag ${flag}.`, [
    near === undefined ? 'see --help for the flags' : `did you mean --${near}? See --help for all flags`,
  ])
}
