import {randomBytes} from 'node:crypto'
import {type OwnerId, toOwnerId} from '../../registry/ownership.js'
import {makeEncryptingCodec, type OwnershipCodec, PLAIN_CODEC} from '../../registry/ownership-codec.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import {NONCE_OCTETS, parseEncryptionKey} from '../../registry/txt-encryption.js'
import type {FlagOrigins} from '../command-line/argv.js'
import type {SettingValues} from '../flags/setting-flags.js'
import {usageError} from '../usage-error.js'

const CRD_TRAP =
  'external-dns 0.23 with --registry=crd fails on every run unless --crd-registry-namespace names the namespace that 0.22 used: that of --namespace, else default'
const REGISTRIES = ['use --registry=txt, --registry=dynamodb or --registry=noop']

export function parseRegistrySettings(
  values: SettingValues,
  flagOrigins: FlagOrigins,
  notices: string[],
): RegistrySettings {
  switch (values.registry) {
    case 'noop':
      return {kind: 'noop'}
    case 'txt':
      return {kind: 'txt', ...parseOwnedSettings(values, flagOrigins, notices)}
    case 'dynamodb': {
      const table = parseTable(values['dynamodb-table'])
      const place = {kind: 'dynamodb', table, region: values['dynamodb-region']} as const
      return {kind: 'ledger', place, ...parseOwnedSettings(values, flagOrigins, notices)}
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

function parseOwnedSettings(values: SettingValues, flagOrigins: FlagOrigins, notices: string[]): OwnedSettings {
  const prefix = values['txt-prefix'].toLowerCase()
  const suffix = values['txt-suffix'].toLowerCase()
  if (prefix !== '' && suffix !== '') {
    throw usageError('--txt-prefix and --txt-suffix exclude each other.', ['keep the one that external-dns runs with'])
  }
  const fix = 'name the owner: --txt-owner-id=my-cluster'
  if (values['txt-owner-id'] === '') throw usageError('--txt-owner-id is empty.', [fix])
  const ownerId = parseOwnerId('txt-owner-id', values['txt-owner-id'])
  const ownerIsChosen = flagOrigins.has('txt-owner-id')
  const isAsThere = `the owner is "${ownerId}", as in external-dns`
  if (!ownerIsChosen) {
    notices.push(`no --txt-owner-id: ${isAsThere}; nothing is deleted without --txt-owner-id=${ownerId}`)
  }
  return {
    ownerId,
    owners: [ownerId],
    ownerIsChosen,
    prefix,
    suffix,
    wildcardReplacement: values['txt-wildcard-replacement'].toLowerCase(),
    migrateFrom: parseFormerOwner(values['migrate-from-txt-owner'], ownerId),
    createsPtr: values['create-ptr'],
    codec: parseCodec(values),
  }
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

function parseFormerOwner(text: string, ownerId: OwnerId): OwnerId | undefined {
  if (text === '') return undefined
  if (text === ownerId) {
    const fix = 'name the former owner in --migrate-from-txt-owner, the new one in --txt-owner-id'
    throw usageError(`--migrate-from-txt-owner and --txt-owner-id are both "${text}".`, [fix])
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
