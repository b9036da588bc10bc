import {randomBytes} from 'node:crypto'
import {type OwnerId, toOwnerId} from '../../registry/ownership.js'
import {makeEncryptingCodec, type OwnershipCodec, PLAIN_CODEC} from '../../registry/ownership-codec.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import {NONCE_OCTETS, parseEncryptionKey} from '../../registry/txt-encryption.js'
import {defaultOf} from '../flags/flag-spec.js'
import {SETTING_FLAGS, type SettingValues} from '../flags/setting-flags.js'
import {usageError} from '../usage-error.js'
import type {NamedCluster, NamedClusters} from './parse-clusters.js'

const CRD_TRAP =
  'external-dns 0.23 with --registry=crd fails on every run unless --crd-registry-namespace names the namespace that 0.22 used: that of --namespace, else default'
const REGISTRIES = ['use --registry=txt, --registry=dynamodb or --registry=noop']

/** The owners are in the order of the clusters. @throws CliError USAGE */
export function parseRegistrySettings(
  values: SettingValues,
  clusters: NamedClusters,
  notices: string[],
): RegistrySettings {
  switch (values.registry) {
    case 'noop':
      return {kind: 'noop'}
    case 'txt':
      return {kind: 'txt', ...parseOwnedSettings(values, clusters, notices)}
    case 'dynamodb': {
      const table = parseTable(values['dynamodb-table'])
      const place = {kind: 'dynamodb', table, region: values['dynamodb-region']} as const
      const owned = parseOwnedSettings(values, clusters, notices)
      if (owned.owners.length === 1) return {kind: 'ledger', place, ...owned}
      // A row has one owner, and stands for the name in every zone.
      const fix = ['plan one cluster at a time: --context=NAME', 'or give all of them one --txt-owner-id']
      throw usageError('--registry=dynamodb is for one owner at a time, and the clusters have several.', fix)
    }
    case 'aws-sd':
      throw usageError('--registry=aws-sd belongs to AWS Cloud Map; this tool writes to AWS Route 53 only.', REGISTRIES)
    default:
      throw usageError(`--registry=${values.registry} is not supported yet.`, [...REGISTRIES, CRD_TRAP])
  }
}

function parseTable(table: string): string {
  if (table !== '') return table
  throw usageError('--dynamodb-table is empty.', ['name the table: --dynamodb-table=external-dns'])
}

type OwnedSettings = Omit<Extract<RegistrySettings, {kind: 'txt'}>, 'kind'>

function parseOwnedSettings(values: SettingValues, clusters: NamedClusters, notices: string[]): OwnedSettings {
  const prefix = values['txt-prefix'].toLowerCase()
  const suffix = values['txt-suffix'].toLowerCase()
  if (prefix !== '' && suffix !== '') {
    throw usageError('--txt-prefix and --txt-suffix exclude each other.', ['keep the one that external-dns runs with'])
  }
  const owners = [...new Set(clusters.map(ownerOf))]
  const ownerIsChosen = clusters.every(({owner}) => owner !== undefined)
  if (!ownerIsChosen) noteAssumed(clusters, notices)
  return {
    ownerId: ownerOf(clusters[0]),
    owners,
    ownerIsChosen,
    prefix,
    suffix,
    wildcardReplacement: values['txt-wildcard-replacement'].toLowerCase(),
    migrateFrom: parseFormerOwner(values['migrate-from-txt-owner'], owners),
    createsPtr: values['create-ptr'],
    codec: parseCodec(values),
  }
}

const ASSUMED = String(defaultOf(SETTING_FLAGS['txt-owner-id']))

/** Whose the hosts of a cluster become. @throws CliError USAGE */
export function ownerOf({owner = ASSUMED}: NamedCluster): OwnerId {
  if (owner !== '') return parseOwnerId('txt-owner-id', owner)
  throw usageError('--txt-owner-id is empty.', ['name the owner: --txt-owner-id=my-cluster'])
}

/** @throws CliError USAGE where some clusters have an owner id and others have none */
function noteAssumed(clusters: readonly NamedCluster[], notices: string[]): void {
  const without = clusters.filter(({owner}) => owner === undefined).map(({context}) => context)
  if (without.length < clusters.length) {
    const fix = without.map((context) => `name it: --txt-owner-id=${context}=ID`)
    throw usageError(`--txt-owner-id names no owner for ${without.join(' and ')}, only for the others.`, fix)
  }
  const whose = clusters.length === 1 ? 'the owner' : `the owner of all ${clusters.length} clusters`
  const isAsThere = `${whose} is "${ASSUMED}", as in external-dns`
  notices.push(`no --txt-owner-id: ${isAsThere}; nothing is deleted without --txt-owner-id=${ASSUMED}`)
}

/**
 * Builds the codec of TXT values. With a key but without `--txt-encrypt-enabled`, values are decrypted but written in
 * plain text. Errors never show the key.
 */
function parseCodec(values: SettingValues): OwnershipCodec {
  const text = values['txt-encrypt-aes-key']
  const isEnabled = values['txt-encrypt-enabled']
  const fix = ['make one with: openssl rand -base64 32']
  if (text === '') {
    if (isEnabled) throw usageError('--txt-encrypt-enabled needs a key in --txt-encrypt-aes-key.', fix)
    return PLAIN_CODEC
  }
  const key = parseEncryptionKey(text)
  if (!key.ok) throw usageError(`--txt-encrypt-aes-key ${key.problem}.`, fix)
  return makeEncryptingCodec({key: key.value, isEnabled, makeNonce: () => randomBytes(NONCE_OCTETS)})
}

function parseFormerOwner(text: string, owners: readonly OwnerId[]): OwnerId | undefined {
  if (text === '') return undefined
  if (owners.some((owner) => owner === text)) {
    const fix = 'name the former owner in --migrate-from-txt-owner, the new one in --txt-owner-id'
    const what = owners.length === 1 ? 'are both' : 'both name'
    throw usageError(`--migrate-from-txt-owner and --txt-owner-id ${what} "${text}".`, [fix])
  }
  return parseOwnerId('migrate-from-txt-owner', text)
}

/**
 * @throws CliError USAGE for an id with a comma or quotes: reading the TXT ends at the comma and drops quotes, so the
 * records would look foreign.
 */
export function parseOwnerId(flag: string, text: string): OwnerId {
  if (!/[,"\\]|[^ -~]/.test(text)) return toOwnerId(text)
  const why = 'an ownership TXT cannot hold commas, quotes, backslashes or characters outside ASCII'
  throw usageError(`--${flag} is "${text}": ${why}.`, ['use letters, digits, hyphens and dots'])
}
