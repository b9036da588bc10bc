import type {OwnersRow} from '../../src/render/owners-row.js'
import {zone} from './builders.js'

function row(host: string, parts: Partial<OwnersRow> = {}): OwnersRow {
  return {
    owner: 'prod-eu1',
    host: `${host}.example.com`,
    setIdentifier: undefined,
    type: 'A',
    targets: ['192.0.2.10'],
    ttlSeconds: 300,
    resource: `ingress/shop/${host}`,
    txtNames: [`a-${host}.example.com`],
    txtFormat: 'typed',
    zone: zone(),
    state: 'wanted',
    ...parts,
  }
}

export const sampleRows: readonly OwnersRow[] = [
  row('www', {
    targets: ['192.0.2.10', '192.0.2.11'],
    txtFormat: 'both',
    txtNames: ['a-www.example.com', 'www.example.com'],
  }),
  row('api', {
    targets: ['k8s-checkout-frontend-0a1b2c3d4e-1234567890.eu-west-1.elb.amazonaws.com'],
    ttlSeconds: undefined,
  }),
  row('gone', {type: 'CNAME', targets: ['shop-3.example.net'], state: 'unwanted'}),
  row('lost', {
    type: undefined,
    targets: [],
    ttlSeconds: undefined,
    resource: '',
    txtFormat: 'untyped',
    state: 'orphan',
  }),
  row('pay', {setIdentifier: 'us, "1"', owner: 'prod-us1', resource: 'service/shop/pay', state: 'foreign'}),
]
