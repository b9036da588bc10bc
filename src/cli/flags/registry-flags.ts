import {boolean, choice, duration, string, strings, withColumn} from './flag-spec.js'

/** Flags for how ownership is stored. docs/registries.md */
export const REGISTRY_FLAGS = withColumn({topic: 'Ownership'})({
  registry: choice('How ownership is kept: txt, dynamodb or noop', {
    default: 'txt',
    options: ['txt', 'noop', 'dynamodb', 'aws-sd', 'crd'],
  }),
  'txt-owner-id': strings(
    'Owner id in the ownership TXT; CONTEXT=ID, repeatable, where --context names several clusters',
    {default: ['default'], isMostlyOne: true},
  ),
  'txt-prefix': string('Prefix of the names of ownership TXT; may contain %{record_type}'),
  'txt-suffix': string('Suffix of the first label of the names of ownership TXT; not with --txt-prefix'),
  'txt-wildcard-replacement': string('Replaces * in the names of ownership TXT'),
  'migrate-from-txt-owner': string('Former owner id: hosts that are wanted here are taken over from it'),
  'txt-encrypt-enabled': boolean('Encrypt the ownership TXT that are written; needs --txt-encrypt-aes-key'),
  'txt-encrypt-aes-key': string('Key of encrypted ownership TXT: 32 bytes, or base64 of 32; alone it only decrypts'),
  'txt-cache-interval': duration('Cache of the registry', {default: '0s', role: 'no-meaning'}),
  'dynamodb-region': string('With --registry=dynamodb: region of the table; default: that of the environment'),
  'dynamodb-table': string('With --registry=dynamodb: name of the table', {default: 'external-dns'}),
  'crd-registry-namespace': string('Namespace of DNSRecords', {role: 'refused'}),
})
