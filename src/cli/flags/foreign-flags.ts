import type {CliError} from '../../errors/cli-error.js'
import {type Synonyms, suggestFor, wordFor} from '../../errors/suggestion.js'
import {usageError} from '../usage-error.js'

interface RemovedFlag {
  readonly flag: RegExp
  /** The last release with the flag. */
  readonly last: string
  readonly use?: string
  readonly instead?: string
}

/** Flags that external-dns has removed. */
const REMOVED_FLAGS: readonly RemovedFlag[] = [
  {flag: /^(akamai|plural|transip)-|^pihole-api-version$/, last: 'v0.21'},
  {flag: /^cf-(api-endpoint|username|password)$|^digitalocean-api-page-size$/, last: 'v0.20'},
  {flag: /^rfc2136-create-ptr$/, last: 'v0.20', use: '--create-ptr'},
  {flag: /^traefik-disable-legacy$/, last: 'v0.18', use: '--traefik-enable-legacy, the other way round'},
  {flag: /^txt-new-format-only$/, last: 'v0.17', instead: 'nothing: only the new format is written'},
  {flag: /^(ibmcloud|tencent-cloud)-/, last: 'v0.17'},
  {flag: /^(bluecat|dyn|infoblox)-|^rcodezero-txt-encrypt$/, last: 'v0.14'},
]

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
const FLAG_SYNONYMS: Synonyms = {
  'txt-owner-id': 'owner owner-id',
  only: 'target host',
  yes: 'auto-approve y force',
  format: 'o output',
  out: 'output',
  'aws-profile': 'profile',
  'aws-assume-role': 'role-arn',
  'zone-id-filter': 'zone zone-id',
  'domain-filter': 'domain',
  'label-filter': 'selector',
  verbose: 'v',
  quiet: 'q',
}

/** The error for a flag that we do not have: removed from external-dns, of another provider, mistyped, or unknown. */
export function unknownFlag(flag: string, known: readonly string[]): CliError {
  const name = flag.replace(/^--?(no-)?/, '')
  const removed = REMOVED_FLAGS.find((row) => row.flag.test(name))
  if (removed !== undefined) {
    const {last, use, instead} = removed
    const drop = instead === undefined ? `drop ${flag}` : `drop ${flag}; in its place there is ${instead}`
    const happened = `external-dns has no ${flag} any more: ${last} was the last release with it.`
    return usageError(happened, [use === undefined ? drop : `use ${use}`])
  }
  const provider = Object.entries(OTHER_PROVIDERS).find(([prefix]) => name === prefix || name.startsWith(`${prefix}-`))
  if (provider !== undefined) {
    return usageError(`${flag} belongs to ${provider[1]}; this tool writes to AWS Route 53 only.`, [`drop ${flag}`])
  }
  if (name === 'version') return usageError(`${flag} stands alone.`, ['external-dns-ts --version'])
  const near = wordFor(name, FLAG_SYNONYMS, known) ?? (flag.startsWith('--') ? suggestFor(name, known) : undefined)
  const fix = near === undefined ? 'see --help for the flags' : `did you mean --${near}? See --help for all flags`
  return usageError(`There is no flag ${flag}.`, [fix])
}
