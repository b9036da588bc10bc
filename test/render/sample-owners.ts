import type {OwnershipEntry, OwnersText} from '../../src/pipeline/ownership-entry.js'
import {zone} from './builders.js'

function text(name: string, format: OwnersText['format'] = 'typed', isEncrypted = false): OwnersText {
  return {name: `${name}.example.com`, format, isEncrypted}
}

function row(host: string, parts: Partial<OwnershipEntry> = {}): OwnershipEntry {
  return {
    owner: 'prod-eu1',
    host: `${host}.example.com`,
    setIdentifier: undefined,
    type: 'A',
    targets: ['192.0.2.10'],
    ttlSeconds: 300,
    resource: `ingress/shop/${host}`,
    texts: [text(`a-${host}`)],
    zone: zone(),
    state: 'wanted',
    isWanted: true,
    ...parts,
  }
}

export const sampleRows: readonly OwnershipEntry[] = [
  row('www', {
    targets: ['192.0.2.10', '192.0.2.11'],
    texts: [text('a-www'), text('www', 'untyped')],
  }),
  row('api', {
    targets: ['k8s-checkout-frontend-0a1b2c3d4e-1234567890.eu-west-1.elb.amazonaws.com'],
    ttlSeconds: undefined,
  }),
  row('gone', {type: 'CNAME', targets: ['shop-3.example.net'], state: 'unwanted', isWanted: false}),
  row('lost', {
    type: undefined,
    targets: [],
    ttlSeconds: undefined,
    resource: '',
    texts: [text('lost', 'untyped')],
    state: 'orphan',
    isWanted: undefined,
  }),
  row('pay', {
    setIdentifier: 'us, "1"',
    owner: 'prod-us1',
    resource: 'service/shop/pay',
    state: 'foreign',
    isWanted: false,
  }),
]

/** All states and formats, two zones with the same name, several namespaces. */
export const mixedRows: readonly OwnershipEntry[] = [
  ...sampleRows,
  row('old', {
    targets: ['k8s-old-1234567890.eu-west-1.elb.amazonaws.com'],
    ttlSeconds: undefined,
    texts: [{name: 'cname-old.example.com', format: 'alias', isEncrypted: false}],
    state: 'obsolete-format',
  }),
  row('mail', {owner: '', resource: 'service/mail/smtp', texts: [], state: 'unmarked'}),
  row('secret', {
    owner: '',
    resource: '',
    texts: [text('a-secret', 'typed', true)],
    state: 'unreadable',
    isWanted: false,
  }),
  row('münchen', {
    zone: zone('example.com', {id: 'Z0PRIVATE', isPrivate: true}),
    texts: [text('a-txt.münchen', 'template')],
    resource: 'node/worker-1',
    state: 'unknown',
    isWanted: undefined,
  }),
]
