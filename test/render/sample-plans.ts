import type {HostPlan} from '../../src/plan/change.js'
import type {Plan} from '../../src/plan/plan.js'
import {
  aliases,
  blocked,
  create,
  host,
  lostTxt,
  name,
  newTxt,
  origin,
  plan,
  remove,
  set,
  unused,
  update,
  weighted,
  zone,
  zonePlan,
} from './builders.js'
import {contested, idn, long, longValues, replaceHosts, routing, txtSharing} from './sample-oddities.js'

const ALB = 'k8s-api-9f2.elb.eu-west-1.amazonaws.com'
const OLD_ALB = 'dualstack.k8s-old.elb.amazonaws.com'

/** One host for each common change: the plan of the golden screen `design-screen`. */
export const designHosts: readonly HostPlan[] = [
  host('api', 'create', {changes: aliases('api', ALB).map(create), ownership: [newTxt('a-api'), newTxt('aaaa-api')]}),
  host('www', 'update', {
    changes: [update(set('www', 'A', ['192.0.2.11']), set('www', 'A', ['192.0.2.12'], {ttl: 60}), ['targets', 'ttl'])],
    origins: [origin('Service web/front', 'status.loadBalancer')],
    formerResources: ['service/web/front'],
  }),
  host('pay', 'update', {
    setIdentifier: 'eu1',
    changes: [update(weighted('pay', 10), weighted('pay', 50), ['routing'])],
    origins: [origin('Service shop/pay', 'annotation aws-weight')],
    formerResources: ['service/shop/pay'],
  }),
  host('old', 'replace', {
    changes: [remove(set('old', 'CNAME', ['shop-7.example.net'])), ...aliases('old', OLD_ALB).map(create)],
    ownership: [newTxt('a-old'), newTxt('aaaa-old'), lostTxt('cname-old')],
    origins: [origin('Ingress shop/old')],
    formerResources: ['ingress/shop/old'],
  }),
  host('gone', 'delete', {
    changes: [remove(set('gone', 'CNAME', ['shop-3.example.net']))],
    ownership: [lostTxt('cname-gone')],
    formerResources: ['ingress/shop/gone'],
  }),
  host('a-long-name-that-needs-a-line-of-its-own.reports.prod.example.com', 'create', {
    changes: [create(set('a-long-name-that-needs-a-line-of-its-own.reports.prod.example.com', 'A', ['192.0.2.77']))],
    ownership: [newTxt('a-a-long-name-that-needs-a-line-of-its-own.reports.prod.example.com')],
    origins: [origin('Ingress reports/generator')],
  }),
]

const designBlocked = [
  blocked('mail', 'unowned', {
    detail: '192.0.2.9, wanted 192.0.2.10 by Service mail/smtp',
    fix: 'owners adopt mail.example.com',
    origins: [origin('Service mail/smtp')],
  }),
  blocked('cart', 'owner-mismatch', {
    owner: 'prod-us1',
    detail: 'wanted by Ingress shop/cart',
    origins: [origin('Ingress shop/cart')],
  }),
  blocked('beta', 'pending-target', {
    detail: 'Ingress shop/beta has no address yet; record kept',
    origins: [origin('Ingress shop/beta')],
  }),
]

const longLabel = blocked('x', 'invalid-name', {
  detail: 'AAAA ownership TXT would need a label of 64 characters',
  origins: [origin('Ingress team-c/long')],
})

const filtered = Array.from({length: 21}, (_, index) =>
  blocked(`app-${index}.example.net`, 'filtered', {
    detail: 'left out by --domain-filter=example.com',
    origins: [origin(`Ingress team-d/app-${index}`)],
  }),
)

const otherZone = zonePlan([], {
  zone: zone('example.org', {id: 'Z0BBBB2222'}),
  ownedHosts: 0,
  unchangedHosts: 0,
})

const designScreen = plan({
  zones: [zonePlan(designHosts), otherZone],
  blocked: [longLabel, ...designBlocked, ...filtered],
})

const victims = Array.from({length: 12}, (_, index) => `app-${String(index + 1).padStart(2, '0')}`)

const refusal = plan({
  objects: 3,
  wantedHosts: 2,
  zones: [
    zonePlan(
      victims.map((label) =>
        host(label, 'delete', {
          changes: [remove(set(label, 'A', ['192.0.2.7']))],
          ownership: [lostTxt(`a-${label}`)],
          formerResources: [`ingress/shop/${label}`],
        }),
      ),
      {ownedHosts: 60, unchangedHosts: 48},
    ),
  ],
  doubts: ['source ingress yielded no host; all 12 deletes are of ingress/*'],
  refusal: {
    deletedHosts: 12,
    ownedHosts: 60,
    zones: [{zone: zone(), deletedHosts: 12, ownedHosts: 60}],
    victims: victims.slice(0, 10).map((label) => name(`${label}.example.com`)),
    commonCause: 'source ingress yielded no host; all 12 deletes are of ingress/*',
    limit: '10 hosts and 10 %',
    fix: '--max-deletes=12',
  },
})

const noop = plan({
  owner: undefined,
  zones: [
    zonePlan(
      [
        host('api', 'create', {changes: [create(set('api', 'A', ['192.0.2.1']))]}),
        host('gone', 'delete', {changes: [remove(set('gone', 'A', ['192.0.2.2']))]}),
      ],
      {ownedHosts: 20, unchangedHosts: 18},
    ),
  ],
})

const upsertOnly = plan({
  policy: 'upsert-only',
  zones: [
    zonePlan(designHosts.slice(0, 2), {reading: 'in-part', recordSets: 12}),
    zonePlan([], {...otherZone, reading: 'not-read', recordSets: 0}),
    zonePlan([], {
      zone: zone('example.org', {id: 'Z0CCCC3333', isPrivate: true}),
      ownedHosts: 1,
      unchangedHosts: 1,
      recordSets: 9,
    }),
  ],
  blocked: [
    blocked('gone.example.org', 'policy', {
      zone: zone('example.org', {id: 'Z0CCCC3333', isPrivate: true}),
      types: ['A', 'AAAA'],
      detail: 'no object asks for it any more; upsert-only does not delete',
      fix: 'prune --only gone.example.org',
    }),
  ],
})

const onlyBlocked = plan({zones: [zonePlan([], {unchangedHosts: 12})], blocked: designBlocked})

const refusing = 'no listener of Gateway infra/public allows Routes of namespace team-a-with-a-long-name'
const notUsed = plan({
  zones: [zonePlan(designHosts.slice(0, 1))],
  blocked: designBlocked.slice(0, 1),
  unused: [
    unused('a.example.com', 'HTTPRoute team-a/one', refusing),
    unused('b.example.com', 'HTTPRoute team-a/one', refusing),
    unused('old.example.com', 'Ingress shop/old', 'left out by --ingress-class'),
    unused('x.example.com', 'IngressRoute shop/x', 'the object has no target annotation'),
  ],
})

/** The plan of every golden screen, by file name. */
export const samplePlans = {
  'design-screen': designScreen,
  empty: plan({zones: [zonePlan([], {unchangedHosts: 12})]}),
  'only-blocked': onlyBlocked,
  'not-used': notUsed,
  replace: plan({zones: [zonePlan([...replaceHosts()])]}),
  routing,
  'txt-sharing': txtSharing,
  idn,
  contested,
  long,
  'long-values': longValues,
  refusal,
  noop,
  'upsert-only': upsertOnly,
} as const satisfies Readonly<Record<string, Plan>>
