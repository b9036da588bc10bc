import {type FlagRows, withColumn} from './flag-spec.js'

/** Flags for how ownership is stored. docs/registries.md */
export const REGISTRY_FLAGS = withColumn({topic: 'Ownership'})({
  registry: {
    kind: 'enum',
    default: 'txt',
    options: ['txt', 'noop', 'dynamodb', 'aws-sd', 'crd'],
    summary: 'How ownership is kept: txt, dynamodb or noop',
  },
  'txt-owner-id': {
    kind: 'strings',
    default: ['default'],
    isMostlyOne: true,
    summary: 'Owner id in the ownership TXT; CONTEXT=ID, repeatable, where --context names several clusters',
  },
  'txt-prefix': {kind: 'string', summary: 'Prefix of the names of ownership TXT; may contain %{record_type}'},
  'txt-suffix': {
    kind: 'string',
    summary: 'Suffix of the first label of the names of ownership TXT; not with --txt-prefix',
  },
  'txt-wildcard-replacement': {kind: 'string', summary: 'Replaces * in the names of ownership TXT'},
  'migrate-from-txt-owner': {
    kind: 'string',
    summary: 'Former owner id: hosts that are wanted here are taken over from it',
  },
  'txt-encrypt-enabled': {
    kind: 'boolean',
    summary: 'Encrypt the ownership TXT that are written; needs --txt-encrypt-aes-key',
  },
  'txt-encrypt-aes-key': {
    kind: 'string',
    summary: 'Key of encrypted ownership TXT: 32 bytes, or base64 of 32; alone it only decrypts',
  },
  'txt-cache-interval': {kind: 'duration', default: '0s', role: 'no-meaning', summary: 'Cache of the registry'},
  'dynamodb-region': {
    kind: 'string',
    summary: 'With --registry=dynamodb: region of the table; default: that of the environment',
  },
  'dynamodb-table': {kind: 'string', default: 'external-dns', summary: 'With --registry=dynamodb: name of the table'},
  'crd-registry-namespace': {kind: 'string', role: 'refused', summary: 'Namespace of DNSRecords'},
} as const satisfies FlagRows)
