import type {RecordSet} from '../../src/dns/record-set.js'
import type {HostPlan} from '../../src/plan/change.js'
import {
  aliases,
  blocked,
  changedTxt,
  create,
  host,
  lostTxt,
  newTxt,
  origin,
  ownershipText,
  plan,
  remove,
  removedText,
  set,
  update,
  weighted,
  zone,
  zonePlan,
} from './builders.js'

const ALB = 'k8s-api-9f2.elb.eu-west-1.amazonaws.com'
const bigAlb = 'k8s-checkout-frontend-0a1b2c3d4e-1234567890.eu-west-1.elb.amazonaws.com'
const longHost = 'pr-1234-checkout-frontend-preview.team-payments.staging.eu-west-1.example.com'
const dkim = `"v=DKIM1; k=rsa; p=${'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA'.repeat(5)}" "${'QIDAQAB7b3c'.repeat(6)}"`

export const longValues = plan({
  zones: [
    zonePlan([
      host('sel1._domainkey', 'update', {
        changes: [update(set('sel1._domainkey', 'TXT', ['"v=DKIM1; p="']), set('sel1._domainkey', 'TXT', [dkim]))],
        ownership: [changedTxt('txt-sel1._domainkey')],
        origins: [origin('DNSEndpoint mail/dkim', 'spec.endpoints[0]')],
        formerResources: ['crd/mail/dkim-2023'],
      }),
      host(longHost, 'create', {
        changes: aliases(longHost, bigAlb).map(create),
        ownership: [newTxt(`a-${longHost}`), newTxt(`aaaa-${longHost}`)],
      }),
      host('mx', 'create', {
        changes: [create(set('mx', 'MX', ['10 mail-1.example.net.', '20 mail-2.example.net.'], {ttl: 3600}))],
        ownership: [newTxt('mx-mx')],
        origins: [origin('DNSEndpoint mail/mx', 'spec.endpoints[1]')],
      }),
    ]),
  ],
})

export const routing = plan({
  zones: [
    zonePlan([
      host('geo', 'create', {
        setIdentifier: 'de',
        changes: [
          create(
            set('geo', 'A', ['192.0.2.1', '192.0.2.2'], {
              setIdentifier: 'de',
              healthCheckId: '2a7c0f1e-95d2-4a5e-8a83-000000000001',
              routing: {kind: 'geolocation', continentCode: undefined, countryCode: 'DE', subdivisionCode: undefined},
            }),
          ),
        ],
        ownership: [newTxt('a-geo')],
      }),
      host('pay', 'update', {
        setIdentifier: 'eu1',
        changes: [
          update(
            weighted('pay', 10),
            set('pay', 'A', ['192.0.2.1'], {
              setIdentifier: 'eu1',
              routing: {kind: 'latency', region: 'eu-west-1'},
              healthCheckId: 'hc-1',
            }),
            ['routing', 'health-check'],
          ),
        ],
      }),
      host('pay', 'update', {
        setIdentifier: 'us1',
        changes: [
          update(weighted('pay', 90, 'us1', 120), weighted('pay', 50, 'us1', 60), ['ttl', 'routing']),
          create(set('pay', 'AAAA', ['2001:db8::1'], {setIdentifier: 'us1', routing: {kind: 'weighted', weight: 50}})),
        ],
        ownership: [newTxt('aaaa-pay')],
      }),
      host('web', 'update', {
        changes: [
          update(set('web', 'A', [], {alias: bigAlb}), set('web', 'A', [], {alias: bigAlb, isHealthChecked: false}), [
            'health-evaluation',
          ]),
        ],
        notes: ['health evaluation off: CloudFront refuses it'],
      }),
      host('near', 'update', {
        setIdentifier: 'close',
        changes: [update(geoproximity(-10, '49.22'), geoproximity(25, '50.11'), ['routing'])],
      }),
      host('world', 'update', {
        setIdentifier: 'de',
        changes: [update(located('FR'), located('DE'), ['routing'])],
      }),
    ]),
  ],
})

function geoproximity(bias: number, latitude: string): RecordSet {
  const coordinates = {latitude, longitude: '8.68'}
  return set('near', 'A', ['192.0.2.4'], {
    setIdentifier: 'close',
    routing: {kind: 'geoproximity', region: undefined, localZoneGroup: undefined, coordinates, bias},
  })
}

function located(countryCode: string): RecordSet {
  return set('world', 'A', ['192.0.2.5'], {
    setIdentifier: 'de',
    routing: {kind: 'geolocation', continentCode: undefined, countryCode, subdivisionCode: undefined},
  })
}

/** Two objects ask for a host that a third one already has. */
export const contested = plan({
  zones: [
    zonePlan([
      host('shop', 'update', {
        changes: [update(set('shop', 'A', ['192.0.2.1']), set('shop', 'A', ['192.0.2.2']))],
        origins: [origin('Ingress shop/shop')],
      }),
    ]),
  ],
  blocked: ['Service shop/front', 'Ingress other/shop'].map((who, index) =>
    blocked('shop', 'conflict-lost', {
      origins: [origin(who, index === 0 ? 'annotation hostname' : 'spec.rules[2].host')],
      detail: 'Ingress shop/shop holds the name and keeps it',
    }),
  ),
})

/** More hosts than fit on a screen, including deletes and replacements. */
export const long = plan({
  wantedHosts: 66,
  zones: [
    zonePlan(
      Array.from({length: 72}, (_, index) => longHostPlan(index)),
      {ownedHosts: 400, unchangedHosts: 330},
    ),
  ],
  blocked: Array.from({length: 3}, (_, index) =>
    blocked(`kept-${index}`, 'policy', {
      detail: 'no object asks for it any more; policy upsert-only keeps it',
      fix: 'external-dns-ts prune',
    }),
  ),
})

function longHostPlan(index: number): HostPlan {
  const label = `app-${String(index).padStart(2, '0')}`
  const old = set(label, 'A', ['192.0.2.1'])
  if (index % 20 === 7) {
    const cname = set(label, 'CNAME', ['lb.example.net'])
    return host(label, 'replace', {changes: [remove(old), create(cname)], ownership: [newTxt(`cname-${label}`)]})
  }
  if (index % 12 === 5) return host(label, 'delete', {changes: [remove(old)], ownership: [lostTxt(`a-${label}`)]})
  return host(label, 'update', {changes: [update(old, set(label, 'A', ['192.0.2.2']))]})
}

export const txtSharing = plan({
  zones: [
    zonePlan([
      host('gone', 'delete', {
        changes: [remove(set('gone', 'A', ['192.0.2.7']))],
        ownership: [removedText('a-gone', '"google-site-verification=abc"'), lostTxt('gone', {isUntyped: true})],
        formerResources: ['service/shop/gone'],
      }),
      host('moved', 'adopt', {ownership: [changedTxt('a-moved', 'prod-us1')]}),
      host('shared', 'adopt', {ownership: [newTxt('a-shared')], notes: ['was unowned, same value']}),
      host('split', 'update', {
        changes: [
          remove(set('split', 'AAAA', ['2001:db8::7'])),
          update(set('split', 'A', ['192.0.2.1']), set('split', 'A', [], {alias: ALB}), ['targets', 'alias']),
        ],
        ownership: [lostTxt('aaaa-split')],
      }),
      host('example.com', 'create', {
        changes: [create(set('example.com', 'A', ['192.0.2.9']))],
        ownership: [newTxt('a-example.com', zone('com', {id: 'Z0PARENT'}))],
      }),
    ]),
  ],
})

export const idn = plan({
  zones: [
    zonePlan([
      host('xn--bcher-kva', 'create', {
        changes: [create(set('xn--bcher-kva', 'A', ['192.0.2.1']))],
        ownership: [newTxt('a-xn--bcher-kva')],
        notes: ['asked for as bücher.example.com'],
      }),
    ]),
  ],
  blocked: [
    blocked('x', 'invalid-name', {
      host: `日本語ホスト.${'a'.repeat(64)}.example.com`,
      zone: undefined,
      types: [],
      detail: `the label "${'a'.repeat(64)}" has 64 octets, DNS allows 63`,
      origins: [origin('Ingress shop/long')],
    }),
    blocked('y', 'object-problem', {
      host: 'red\u001b[31malert.example.com',
      types: [],
      detail: 'the template of Service web/evil yields a name with a line\nfeed',
      origins: [origin('Service web/evil')],
    }),
  ],
  warnings: [
    {text: 'the TTL "soon" is none, ignored', origin: origin('Service web/front', 'annotation ttl')},
    {text: '--txt-owner-id was not given, default is assumed', origin: undefined},
  ],
})

export function replaceHosts(): readonly HostPlan[] {
  return [
    host('alias', 'replace', {
      changes: [
        remove(set('alias', 'CNAME', ['a.example.net'])),
        create(set('alias', 'A', ['192.0.2.1', '192.0.2.2'])),
      ],
      ownership: [newTxt('a-alias'), lostTxt('cname-alias')],
      formerResources: ['service/shop/alias'],
    }),
    host('long', 'replace', {
      changes: [remove(set('long', 'CNAME', [bigAlb], {ttl: 60})), ...aliases('long', bigAlb).map(create)],
      ownership: [newTxt('a-long'), newTxt('aaaa-long'), lostTxt('cname-long')],
    }),
    host('policy', 'replace', {
      setIdentifier: 'eu1',
      changes: [create(weighted('policy', 10)), remove(set('policy', 'A', ['192.0.2.1']))],
      ownership: [newTxt('a-policy'), changedTxt('policy', 'prod-eu1', [ownershipText()])],
    }),
  ]
}
