import {type Answer, type Delegation, type ServerAnswer, verdictOf} from '../../src/dns/answer.js'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {RecordedChange} from '../../src/dns/recorded-change.js'
import type {HostExplanation, HostRequest} from '../../src/explain/explanation.js'
import type {Claim, OwnershipRecord} from '../../src/registry/claim.js'
import {
  blocked,
  create,
  host,
  name,
  newTxt,
  origin,
  owner,
  ownershipText,
  plan,
  set,
  zone,
  zonePlan,
} from './builders.js'

const shop = zone('shop.example.com', {id: 'Z0BBBB2222'})
const parent = zone('example.com')

function request(
  text: string,
  field: string,
  result: HostRequest['result'],
  parts: Partial<HostRequest> = {},
): HostRequest {
  const source = text.startsWith('Ingress') ? 'ingress' : 'service'
  return {source, origin: origin(text, field), writtenAs: undefined, setIdentifier: undefined, result, ...parts}
}

function ownershipRecord(label: string, ownerId: string, type: string | undefined): OwnershipRecord {
  return {
    zone: parent,
    recordSet: set(label, 'TXT', [ownershipText(ownerId)]),
    host: 'pay.example.com',
    type,
    owner: owner(ownerId),
    resource: 'ingress/shop/pay',
    labels: {},
    isUnreadable: false,
  }
}

const foreign: Claim = {
  kind: 'foreign',
  zone: parent,
  recordSet: set('pay', 'A', ['192.0.2.7']),
  ownershipRecords: {
    typed: ownershipRecord('a-pay', 'prod-us1', 'A'),
    legacyAlias: undefined,
    untyped: ownershipRecord('pay', 'prod-us1', undefined),
  },
  owner: owner('prod-us1'),
  resource: 'ingress/shop/pay',
}

function neighbour(wildcard: string): HostExplanation['neighbours'][number] {
  const recordSet = set(wildcard, 'A', ['192.0.2.77'])
  const claim: Claim = {...foreign, kind: 'foreign', recordSet, owner: owner('prod-us1'), resource: 'ingress/shop/all'}
  return {kind: 'wildcard', zone: shop, recordSet, claim, hiddenBy: undefined}
}

function answered(server: string, answer: Answer): ServerAnswer {
  return {server, answer, verdict: verdictOf({kind: 'nothing'}, answer)}
}

function delegated(...values: readonly string[]): Delegation {
  return {zone: parent, own: ['ns-1.awsdns.net', 'ns-2.awsdns.net'], parent: 'com', answer: {kind: 'values', values}}
}

const NOTHING: HostExplanation = {
  host: name('www.example.com'),
  verdict: 'nothing',
  sources: {read: ['service', 'ingress'], notRead: ['node', 'crd', 'gateway-httproute', 'istio-virtualservice']},
  requests: [],
  covering: [],
  filteredOut: [],
  nearestName: undefined,
  passesDomainFilters: true,
  steps: [],
  zones: [],
  stored: [],
  ownershipOf: [],
  orphans: [],
  neighbours: [],
  gaps: [],
  lastChanges: [],
  verified: undefined,
  plan: plan(),
}

function changed(submittedAt: string, submittedBy: string | undefined, recordSet: RecordSet): RecordedChange {
  const origin = {zone: shop, operation: 'ChangeResourceRecordSets', submittedAt: Date.parse(submittedAt), submittedBy}
  return {...origin, changeId: 'C0123456789ABCDEFGHIJ', comment: undefined, action: 'UPSERT', recordSet}
}

const chosen = {isChosen: true, rule: 'the longest selected public zone'}

/** Each contains something that the others do not. */
export const sampleExplanations: Readonly<Record<string, HostExplanation>> = {
  change: {
    ...NOTHING,
    host: name('cart.shop.example.com'),
    verdict: 'change',
    requests: [
      request('Ingress shop/cart', 'spec.rules[0].host', {
        kind: 'endpoint',
        type: 'CNAME',
        targets: ['k8s-cart-9f2c71d0aa.elb.eu-west-1.amazonaws.com'],
        ttlSeconds: undefined,
      }),
      request(
        'Service shop/old-cart',
        'annotation hostname',
        {kind: 'endpoint', type: 'A', targets: ['192.0.2.10', '192.0.2.11'], ttlSeconds: 60},
        {writtenAs: 'Cart.Shop.example.com', setIdentifier: 'eu1'},
      ),
      request('Service shop/next-cart', 'annotation hostname', {kind: 'pending', reason: 'has no address yet'}),
      request('Ingress shop/broken', 'fqdn template', {kind: 'problem', problem: 'the template has no field .Nme'}),
    ],
    covering: [
      request(
        'Ingress shop/all',
        'spec.rules[1].host',
        {kind: 'endpoint', type: 'A', targets: ['192.0.2.1'], ttlSeconds: undefined},
        {writtenAs: '*.shop.example.com'},
      ),
    ],
    filteredOut: [
      {
        request: request('Ingress other/cart', 'spec.rules[0].host', {
          kind: 'endpoint',
          type: 'A',
          targets: ['192.0.2.1'],
          ttlSeconds: undefined,
        }),
        by: ['--namespace=shop', '--label-filter'],
      },
    ],
    steps: [
      {
        name: 'Route 53',
        before: ['CNAME k8s-cart-9f2c71d0aa.elb.eu-west-1.amazonaws.com'],
        after: ['A k8s-cart-9f2c71d0aa.elb.eu-west-1.amazonaws.com alias=true'],
      },
    ],
    zones: [
      {zone: parent, isChosen: false, rule: 'not used: shop.example.com is the longer name'},
      {zone: shop, ...chosen},
    ],
    neighbours: [neighbour('*.shop.example.com'), {...neighbour('*.example.com'), hiddenBy: shop.name}],
    plan: plan({
      zones: [
        zonePlan(
          [
            host('cart.shop.example.com', 'create', {
              zone: shop,
              changes: [
                create(
                  set('cart.shop.example.com', 'A', [], {alias: 'k8s-cart-9f2c71d0aa.elb.eu-west-1.amazonaws.com'}),
                ),
              ],
              ownership: [newTxt('a-cart.shop.example.com', shop)],
              origins: [origin('Ingress shop/cart')],
            }),
          ],
          {zone: shop},
        ),
      ],
      blocked: [
        blocked('cart.shop.example.com', 'conflict-lost', {
          zone: shop,
          origins: [origin('Service shop/old-cart', 'annotation hostname')],
          detail: 'Ingress shop/cart holds the name and keeps it',
        }),
      ],
      warnings: [{text: 'the TTL "soon" is ignored: it is not a number', origin: origin('Ingress shop/cart')}],
    }),
  },
  foreign: {
    ...NOTHING,
    host: name('pay.example.com'),
    verdict: 'not-ours',
    nearestName: 'play.example.com',
    zones: [{zone: parent, ...chosen}],
    stored: [foreign],
    lastChanges: [
      changed('2026-11-30T06:00:00Z', 'arn:aws:iam::111122223333:user/ops/alice', foreign.recordSet),
      changed('2026-11-29T18:30:00Z', undefined, {
        ...foreign.recordSet,
        setIdentifier: 'blue',
        routing: {kind: 'weighted', weight: 10},
      }),
    ],
    orphans: [ownershipRecord('aaaa-pay', 'prod-eu1', 'AAAA')],
    gaps: ['services may not be listed in every namespace: what they ask for there is not known'],
  },
  nowhere: {...NOTHING, host: name('bücher.example.net'), passesDomainFilters: false},
  named: {
    ...NOTHING,
    host: name('www.apps.example.com'),
    filteredOut: [
      {
        request: request('HTTPRoute web/far', 'spec.hostnames[0]', {
          kind: 'unused',
          reason: 'no listener of Gateway infra/public has a host name that fits',
        }),
        by: ['--namespace=shop'],
      },
    ],
    zones: [{zone: parent, ...chosen}],
    neighbours: [neighbour('*.apps.example.com')],
    plan: plan({
      unused: [
        {
          dnsName: 'www.apps.example.com',
          resource: 'httproute/shop/near',
          origin: origin('HTTPRoute shop/near', 'spec.hostnames[0]'),
          reason: 'no listener of Gateway infra/public allows Routes of namespace shop',
        },
      ],
    }),
    verified: {
      verifications: [
        {
          zone: parent,
          host: 'www.apps.example.com',
          type: 'A',
          wanted: {kind: 'nothing'},
          answers: [
            answered('ns-1.awsdns.net', {kind: 'wildcard', wildcard: '*.apps.example.com', values: ['192.0.2.77']}),
            answered('ns-2.awsdns.net', {kind: 'none', happened: 'does not answer'}),
          ],
          obstacle: undefined,
        },
      ],
      delegations: [delegated('ns-1.awsdns.net', 'ns-9.awsdns.org')],
    },
  },
  'ownership-txt': {
    ...NOTHING,
    host: name('a-pay.example.com'),
    verdict: 'ownership-txt',
    zones: [{zone: parent, ...chosen}],
    ownershipOf: [{text: ownershipRecord('a-pay', 'prod-us1', 'A'), claims: [foreign]}],
    verified: {verifications: [], delegations: [delegated('ns-8.awsdns.org', 'ns-9.awsdns.org')]},
  },
}
