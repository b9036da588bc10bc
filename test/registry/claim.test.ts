import {describe, expect, it} from 'vitest'
import {toStoredName} from '../../src/dns/dns-name.js'
import {type RecordSet, recordSetKey} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {asForeign, claimRecordSets, resourceOf, textUsers} from '../../src/registry/claim.js'
import type {LedgerRow} from '../../src/registry/ledger.js'
import {formatOwnership, formerSetLabels, toOwnerId, typedLabels} from '../../src/registry/ownership.js'
import type {RegistrySettings} from '../../src/registry/registry-settings.js'
import {toTxtName} from '../../src/registry/txt-name.js'
import {alias, dnsName, ownershipText, SHOP, set, txt, txtRegistry, weighted, zone} from '../plan/builders.js'

const EU = zone('eu.shop.io', {id: 'Z2'})
const TWIN = zone('shop.io', {id: 'Z3', isPrivate: true})

/** `web.shop.io A: owned by red (service/shop/web)`; ownership TXT are left out. */
function read(
  contents: readonly (readonly [Zone, readonly RecordSet[]])[],
  registry: RegistrySettings = txtRegistry(),
): readonly string[] {
  const zones = contents.map(([each, recordSets]) => ({zone: each, recordSets}))
  return claimRecordSets(zones, registry).claims.map((claim) => {
    const owner = claim.kind === 'foreign' ? ` by ${claim.owner}` : ''
    return `${contents.length > 1 ? `${claim.zone.id} ` : ''}${recordSetKey(claim.recordSet).trim()}: ${claim.kind}${owner}`
  })
}

const inShop = (...sets: readonly RecordSet[]) => [[SHOP, sets]] as const

describe('a record set', () => {
  const web = set('web', 'A', '192.0.2.1')

  it.each<readonly [string, readonly RecordSet[], string]>([
    ['is ours by its typed TXT', [web, txt('a-web')], 'web.shop.io A: owned'],
    ['is ours by a TXT in the old format', [web, txt('web')], 'web.shop.io A: owned'],
    [
      'is ours when the typed one says so and the old one does not',
      [web, txt('a-web'), txt('web', 'blue')],
      'web.shop.io A: owned',
    ],
    [
      'is foreign when the typed one says so and the old one does not',
      [web, txt('a-web', 'blue'), txt('web')],
      'web.shop.io A: foreign by blue',
    ],
    ['has no owner without a TXT', [web], 'web.shop.io A: unowned'],
    ['has no owner by the TXT of another type', [web, txt('aaaa-web')], 'web.shop.io A: unowned'],
    ['has no owner by the cname- TXT of a plain record', [web, txt('cname-web')], 'web.shop.io A: unowned'],
    ['is ours by the cname- TXT of an alias', [alias('web', 'A'), txt('cname-web')], 'web.shop.io A: owned'],
    [
      'AAAA has no owner by the cname- TXT of an alias',
      [alias('web', 'AAAA'), txt('cname-web')],
      'web.shop.io AAAA: unowned',
    ],
    [
      'is foreign by a- although cname- says ours',
      [alias('web', 'A'), txt('cname-web'), txt('a-web', 'blue')],
      'web.shop.io A: foreign by blue',
    ],
    ['AAAA does not read the old format', [set('web', 'AAAA', '2001:db8::1'), txt('web')], 'web.shop.io AAAA: unowned'],
    [
      'MX reads the old format of its name that names a DNSEndpoint',
      [set('web', 'MX', '10 m.example.net'), txt('web', 'red', 'crd/shop/mail')],
      'web.shop.io MX: owned',
    ],
    [
      'with an identifier reads the TXT with the same one',
      [
        set('web', 'A', '192.0.2.1', {id: 'v1', routing: weighted(1)}),
        txt('a-web', 'red', 'x', {id: 'v1', routing: weighted(1)}),
      ],
      'web.shop.io A v1: owned',
    ],
    [
      'with an identifier does not read the TXT without',
      [set('web', 'A', '192.0.2.1', {id: 'v1', routing: weighted(1)}), txt('a-web')],
      'web.shop.io A v1: unowned',
    ],
    ['is ours by an empty owner never', [web, txt('a-web', '')], 'web.shop.io A: foreign by '],
    [
      'reads the text of its own name of today before one that only reads like it',
      [web, txt('a-web', 'blue')],
      'web.shop.io A: foreign by blue',
    ],
  ])('%s', (_title, sets, expected) => {
    expect(read(inShop(...sets))).toEqual([expected])
  })

  it('is ours by the first value of a TXT set only', () => {
    const second = set('a-web', 'TXT', ['"v=spf1 -all"', ownershipText()])
    expect(read(inShop(web, second))).toEqual(['web.shop.io A: unowned', 'a-web.shop.io TXT: unowned'])
    const first = set('a-web', 'TXT', [ownershipText(), '"v=spf1 -all"'])
    expect(read(inShop(web, first))).toEqual(['web.shop.io A: owned'])
  })

  it('of a traffic policy, and the NS and SOA of the zone, belong to Route 53', () => {
    const ofPolicy = {...web, trafficPolicyInstanceId: 'p-1'}
    const sets = [
      set('@', 'NS', 'ns.example.net'),
      set('@', 'SOA', 'ns.example.net a. 1 2 3 4 5'),
      ofPolicy,
      txt('a-web'),
      txt('@'),
    ]
    for (const registry of [txtRegistry(), {kind: 'noop'} as const]) {
      const claims = read(inShop(...sets), registry).filter((claim) => !claim.includes('TXT'))
      expect(claims).toEqual(['shop.io NS: unowned', 'shop.io SOA: unowned', 'web.shop.io A: unowned'])
    }
  })

  it('is anybody’s with registry noop', () => {
    expect(read(inShop(web, txt('a-web', 'blue')), {kind: 'noop'})).toEqual([
      'web.shop.io A: owned',
      'a-web.shop.io TXT: owned',
    ])
    expect(claimRecordSets([{zone: SHOP, recordSets: [web]}], {kind: 'noop'})).toEqual({
      claims: [
        {
          kind: 'owned',
          zone: SHOP,
          recordSet: web,
          owner: undefined,
          resource: '',
          ownershipRecords: {typed: undefined, legacyAlias: undefined, untyped: undefined},
        },
      ],
      ownershipRecords: [],
      orphans: [],
      rows: new Map(),
    })
  })

  it('names the object in its text, and none without an owner', () => {
    const recordSets = [web, txt('a-web'), set('api', 'A', '192.0.2.2')]
    expect(claimRecordSets([{zone: SHOP, recordSets}], txtRegistry()).claims.map(resourceOf)).toEqual([
      'service/shop/web',
      '',
    ])
  })

  it('of one owner of the run is foreign to another, and to none without a registry', () => {
    const claimed = (registry: RegistrySettings) => {
      const [claim] = claimRecordSets([{zone: SHOP, recordSets: [web, txt('a-web')]}], registry).claims
      if (claim?.kind !== 'owned') throw new Error('it is ours')
      return claim
    }
    const owned = claimed(txtRegistry())
    expect(asForeign(owned)).toEqual({...owned, kind: 'foreign'})
    expect(() => asForeign(claimed({kind: 'noop'}))).toThrow('without a registry')
  })
})

describe('names with a prefix that runs into them', () => {
  it('prefer the TXT name that is written today over another with the same meaning', () => {
    const registry = txtRegistry({prefix: 'own-%{record_type}-'})
    // The old-format name of `a-web` is `own--a-web`, which can also be read as typed.
    const texts = [txt('own--a-web', 'blue'), txt('own-a-web')]
    for (const inOrder of [texts, [...texts].reverse()]) {
      expect(read(inShop(set('web', 'A', '192.0.2.1'), ...inOrder), registry)).toEqual(['web.shop.io A: owned'])
    }
  })
})

describe('a name that reads as that of two hosts', () => {
  it('belongs to the first type in the order of external-dns', () => {
    const registry = txtRegistry({prefix: 'x%{record_type}'})
    const sets = [set('web', 'AAAA', '2001:db8::1'), txt('xaaaaweb')]
    expect(read(inShop(...sets), registry)).toEqual(['web.shop.io AAAA: unowned'])
    expect(read(inShop(...sets, set('aaaweb', 'A', '192.0.2.1')), registry)).toEqual([
      'web.shop.io AAAA: unowned',
      'aaaweb.shop.io A: owned',
    ])
  })
})

describe('texts that all cover an identifier which has none of its own', () => {
  it('are read by their last one, where none has the name of today', () => {
    const part = (id: string) => ({id, routing: weighted(1)})
    const text = (id: string) => {
      const value = formatOwnership({owner: toOwnerId(id), resource: '', labels: formerSetLabels(['x'])})
      return set('own--a-web', 'TXT', value, part(id))
    }
    const sets = [set('web', 'A', '192.0.2.1', part('x')), ...['v1', 'v2', 'v3'].map(text)]
    expect(read(inShop(...sets), txtRegistry({prefix: 'own-%{record_type}-'}))).toEqual([
      'web.shop.io A x: foreign by v3',
    ])
  })
})

describe('with a wildcard replacement', () => {
  const registry = txtRegistry({wildcardReplacement: 'star'})
  const wildcard = set('*', 'A', '192.0.2.1')
  const literal = set('star', 'A', '192.0.2.2')

  it('the TXT of the replacement belongs to the wildcard', () => {
    expect(read(inShop(wildcard, txt('a-star')), registry)).toEqual(['*.shop.io A: owned'])
  })

  it('a wildcard without a TXT is nobody’s', () => {
    expect(read(inShop(wildcard), registry)).toEqual(['*.shop.io A: unowned'])
  })

  it('the TXT of the replacement belongs to the host with that name when there is no wildcard', () => {
    expect(read(inShop(literal, txt('a-star')), registry)).toEqual(['star.shop.io A: owned'])
  })

  it('one TXT never belongs to both', () => {
    expect(read(inShop(literal, wildcard, txt('a-star')), registry)).toEqual([
      'star.shop.io A: unowned',
      '*.shop.io A: owned',
    ])
  })

  it('a TXT of a third owner belongs to the host with that name, unless it decides of the wildcard', () => {
    expect(read(inShop(literal, wildcard, txt('a-star'), txt('star', 'blue')), registry)).toEqual([
      'star.shop.io A: foreign by blue',
      '*.shop.io A: owned',
    ])
    expect(read(inShop(literal, wildcard, txt('a-star', 'blue')), registry)).toEqual([
      'star.shop.io A: unowned',
      '*.shop.io A: foreign by blue',
    ])
  })
})

describe('a zone’s apex', () => {
  const apex = set('@', 'A', '192.0.2.1')
  const own = (types: string) =>
    set('@', 'TXT', `"heritage=external-dns,external-dns/owner=red,external-dns/txt=own-name+${types}"`)

  it('is ours by a TXT at its own name, for the types that the TXT lists', () => {
    const sets = [apex, set('@', 'AAAA', '2001:db8::1'), set('@', 'MX', '10 m.example.net')]
    expect(read(inShop(...sets, own('a+aaaa')))).toEqual([
      'shop.io A: owned',
      'shop.io AAAA: owned',
      'shop.io MX: unowned',
    ])
    expect(read(inShop(...sets, own('a')))).toEqual([
      'shop.io A: owned',
      'shop.io AAAA: unowned',
      'shop.io MX: unowned',
    ])
  })

  it('is ours by such a TXT under another naming only where no zone can hold a name of its own', () => {
    expect(read(inShop(apex, own('a')), txtRegistry({prefix: 'x-'}))).toEqual(['shop.io A: owned'])
    expect(read(inShop(apex, own('a')), txtRegistry({prefix: 'own-%{record_type}.'}))).toEqual(['shop.io A: unowned'])
  })

  it('is ours by an old-format TXT without that list, for the types that its object can ask for', () => {
    const sets = [
      apex,
      set('@', 'AAAA', '2001:db8::1'),
      set('@', 'MX', '10 m.example.net'),
      set('@', 'CAA', '0 issue "x"'),
    ]
    const asRead = (resource: string) => read(inShop(...sets, txt('@', 'red', resource)))
    expect(asRead('ingress/shop/p')).toEqual([
      'shop.io A: owned',
      'shop.io AAAA: unowned',
      'shop.io MX: unowned',
      'shop.io CAA: unowned',
    ])
    expect(asRead('crd/shop/p')).toEqual([
      'shop.io A: owned',
      'shop.io AAAA: unowned',
      'shop.io MX: owned',
      'shop.io CAA: owned',
    ])
  })

  it.each([{prefix: 'x-'}, {suffix: '-x'}, {prefix: '%{record_type}-'}])(
    "is nobody's by a text at the name itself that says no types, with %j",
    (naming) => {
      const texts = [txt('@'), txt('@', 'blue'), txt('@', 'red', 'crd/shop/p')]
      for (const text of texts) expect(read(inShop(apex, text), txtRegistry(naming))).toEqual(['shop.io A: unowned'])
    },
  )

  it('is not ours by the typed TXT of a name above it', () => {
    const zone1 = zone('a-shop.io')
    expect(read([[zone1, [set('a-shop.io.', 'A', '192.0.2.1'), txt('a-shop.io.')]]])).toEqual(['a-shop.io A: unowned'])
  })

  it('is ours by a dotted prefix with the type', () => {
    const registry = txtRegistry({prefix: 'own-%{record_type}.'})
    expect(read(inShop(apex, txt('own-a')), registry)).toEqual(['shop.io A: owned'])
    // At this name the old format belongs to no host.
    expect(read(inShop(apex, txt('@')), registry)).toEqual(['shop.io A: unowned'])
  })

  it('is ours by its TXT in the parent zone, where that is selected', () => {
    const apexOfEu = set('eu', 'A', '192.0.2.1')
    expect(
      read([
        [SHOP, [txt('a-eu')]],
        [EU, [apexOfEu]],
      ]),
    ).toEqual(['Z2 eu.shop.io A: owned'])
  })

  it('is not ours by the parent’s TXT when it has its own', () => {
    const contents = [
      [SHOP, [txt('a-eu')]],
      [EU, [set('eu', 'A', '192.0.2.1')]],
    ] as const
    const registry = txtRegistry({prefix: 'own-%{record_type}.'})
    expect(read(contents, registry)).toEqual(['Z2 eu.shop.io A: unowned'])
  })
})

describe('zones that hold the same name', () => {
  const web = set('web', 'A', '192.0.2.1')

  it('each have their own TXT: that of a public record does not make the private record ours', () => {
    expect(
      read([
        [SHOP, [web, txt('a-web')]],
        [TWIN, [web]],
      ]),
    ).toEqual(['Z1 web.shop.io A: owned', 'Z3 web.shop.io A: unowned'])
    expect(
      read([
        [SHOP, [web]],
        [TWIN, [web, txt('a-web')]],
      ]),
    ).toEqual(['Z1 web.shop.io A: unowned', 'Z3 web.shop.io A: owned'])
    expect(
      read([
        [SHOP, [web, txt('a-web')]],
        [TWIN, [web, txt('a-web', 'blue')]],
      ]),
    ).toEqual(['Z1 web.shop.io A: owned', 'Z3 web.shop.io A: foreign by blue'])
  })

  it('give no ownership to what a child zone hides', () => {
    const hidden = set('x.eu', 'A', '192.0.2.1')
    expect(
      read([
        [SHOP, [hidden]],
        [EU, [hidden, txt('a-x.eu')]],
      ]),
    ).toEqual(['Z1 x.eu.shop.io A: unowned', 'Z2 x.eu.shop.io A: owned'])
    expect(
      read([
        [SHOP, [hidden, txt('a-x.eu')]],
        [EU, []],
      ]),
    ).toEqual(['Z1 x.eu.shop.io A: owned'])
  })

  it('count a TXT in the own zone before one of today’s name in another', () => {
    const registry = txtRegistry({prefix: 'own-%{record_type}-'})
    const child = zone('own-a-web.shop.io', {id: 'Z4'})
    const contents = [
      [SHOP, [web, txt('own--a-web')]],
      [child, [txt('own-a-web', 'blue')]],
    ] as const
    expect(read(contents, registry)).toEqual(['Z1 web.shop.io A: owned'])
    expect(read([contents[1], contents[0]], registry)).toEqual(['Z1 web.shop.io A: owned'])
  })

  it('may be two public ones of one name, each with its own TXT', () => {
    const second = zone('shop.io', {id: 'Z9'})
    expect(
      read([
        [SHOP, [web]],
        [second, [web, txt('a-web')]],
      ]),
    ).toEqual(['Z1 web.shop.io A: unowned', 'Z9 web.shop.io A: owned'])
  })
})

describe('an ownership TXT without a record set', () => {
  it('is an orphan, whoever wrote it', () => {
    const sets = [set('web', 'A', '192.0.2.1'), txt('a-web'), txt('aaaa-web'), txt('a-mail', 'blue')]
    const {orphans} = claimRecordSets([{zone: SHOP, recordSets: sets}], txtRegistry())
    expect(orphans.map((orphan) => `${orphan.recordSet.name} ${orphan.owner} ${orphan.host} ${orphan.type}`)).toEqual([
      'aaaa-web.shop.io red web.shop.io AAAA',
      'a-mail.shop.io blue mail.shop.io A',
    ])
  })

  it('is an orphan although a set of another identifier is there', () => {
    const recordSets = [set('web', 'A', '192.0.2.1'), txt('a-web', 'red', 'x', {id: 'v1', routing: weighted(1)})]
    const {orphans} = claimRecordSets([{zone: SHOP, recordSets}], txtRegistry())
    expect(orphans.map(({recordSet}) => recordSet.setIdentifier)).toEqual(['v1'])
  })

  it('has no host when its name has another prefix', () => {
    const {orphans} = claimRecordSets([{zone: SHOP, recordSets: [txt('a-web')]}], txtRegistry({prefix: 'own-'}))
    expect(orphans.map(({host}) => host)).toEqual([''])
  })
})

describe('a text that may be encrypted', () => {
  const sealed = (name: string) => set(name, 'TXT', `"${Buffer.alloc(90, 7).toString('base64')}"`)
  const web = set('web', 'A', '192.0.2.1')

  it('is ownership of nobody whom we know, under a name that says host and type', () => {
    const {orphans} = claimRecordSets([{zone: SHOP, recordSets: [sealed('a-web'), sealed('web')]}], txtRegistry())
    expect(orphans.map(({recordSet, owner, resource}) => [recordSet.name, owner, resource])).toEqual([
      ['a-web.shop.io', '', ''],
    ])
    expect(read(inShop(web, sealed('a-web')))).toEqual(['web.shop.io A: foreign by '])
  })

  it('claims no other that may be encrypted', () => {
    expect(read(inShop(sealed('a-web'), sealed('txt-a-web')))).toEqual([])
  })

  it('is a record under any other name, and where a text that can be read claims it', () => {
    expect(read(inShop(web, sealed('a-web')), txtRegistry({prefix: 'own-'}))).toEqual([
      'web.shop.io A: unowned',
      'a-web.shop.io TXT: unowned',
    ])
    expect(read(inShop(sealed('a-web'), txt('txt-a-web'), web))).toEqual([
      'web.shop.io A: unowned',
      'a-web.shop.io TXT: owned',
    ])
  })
})

describe('a text that is not known whole', () => {
  it('proves nothing', () => {
    const strange = {...txt('a-web'), unknownElements: ['Colour']}
    expect(read(inShop(set('web', 'A', '192.0.2.1'), strange))).toEqual([
      'web.shop.io A: unowned',
      'a-web.shop.io TXT: unowned',
    ])
  })
})

describe('an ownership text in a set of another type', () => {
  it('is a value like any other', () => {
    expect(read(inShop(set('web', 'A', '192.0.2.1'), set('a-web', 'SPF', ownershipText())))).toEqual([
      'web.shop.io A: unowned',
      'a-web.shop.io SPF: unowned',
    ])
  })
})

describe('a text of several record sets', () => {
  it('has them all as users', () => {
    const mail = [set('web', 'MX', '10 m.example.net'), set('web', 'A', '192.0.2.1')]
    const recordSets = [...mail, set('api', 'A', '192.0.2.2'), txt('web', 'red', 'crd/shop/mail'), txt('a-gone')]
    const users = textUsers(claimRecordSets([{zone: SHOP, recordSets}], txtRegistry()).claims)
    expect([...users].map(([text, claims]) => [text.recordSet.name, claims.map(({recordSet}) => recordSet)])).toEqual([
      ['web.shop.io', mail],
    ])
  })
})

describe('a type that TXT names do not determine', () => {
  const types = ['CAA', 'DS', 'TLSA', 'SSHFP', 'SVCB', 'HTTPS'] as const
  const affixes = [
    {prefix: '', suffix: ''},
    {prefix: 'own-', suffix: ''},
    {prefix: '', suffix: '-own'},
    {prefix: '%{record_type}-own.', suffix: ''},
    {prefix: 'own-%{record_type}-', suffix: ''},
    {prefix: '', suffix: '-%{record_type}-own'},
    {prefix: '', suffix: '.%{record_type}.own'},
  ]

  it.each(
    affixes.flatMap((affix) => types.map((type) => [affix.prefix || '-', affix.suffix || '-', type, affix] as const)),
  )('is ours by its labelled text, prefix %s, suffix %s: %s', (_prefix, _suffix, type, affix) => {
    const registry = txtRegistry(affix)
    const name = toTxtName({...affix, wildcardReplacement: ''}, toStoredName('web.shop.io'), type)
    const value = formatOwnership({owner: toOwnerId('red'), resource: 'crd/a/b', labels: typedLabels(type)})
    const text: RecordSet = {...set('x', 'TXT', value), name}
    expect(read(inShop(set('web', type, 'x'), text), registry)).toEqual([`web.shop.io ${type}: owned`])
  })
})

describe('an old-format TXT covers the types that its object can ask for', () => {
  const VALUES = {
    A: '192.0.2.1',
    AAAA: '2001:db8::1',
    CNAME: 'x.example.net',
    MX: '10 m.example.net',
    SRV: '0 0 443 m.example.net',
    NS: 'ns.example.net',
    NAPTR: '1 1 "u" "x" "" .',
    CAA: '0 issue "x"',
    PTR: 'x.example.net',
    TXT: '"hello"',
  } as const
  const TYPES = Object.keys(VALUES) as readonly (keyof typeof VALUES)[]

  const cases: readonly (readonly [string, readonly string[], boolean?])[] = [
    ['ingress/shop/p', ['A', 'CNAME']],
    ['service/shop/p', ['A', 'CNAME', 'SRV']],
    ['node/n1', ['A', 'CNAME']],
    ['httproute/shop/p', ['A', 'CNAME']],
    ['HTTPProxy/shop/p', ['A', 'CNAME']],
    ['virtualservice/shop/p', ['A', 'CNAME']],
    ['', ['A', 'CNAME']],
    ['p', ['A', 'CNAME']],
    ['crds', ['A', 'CNAME']],
    ['crd/shop/p', ['A', 'CNAME', 'MX', 'SRV', 'NS', 'NAPTR', 'CAA', 'PTR', 'TXT']],
    ['machine/shop/p', ['A', 'CNAME', 'MX', 'SRV', 'NS', 'NAPTR', 'CAA', 'PTR', 'TXT']],
    ['ingress/shop/p', ['A', 'CNAME', 'PTR'], true],
    ['service/shop/p', ['A', 'CNAME', 'SRV', 'PTR'], true],
    ['', ['A', 'CNAME', 'PTR'], true],
  ]

  it.each(cases.map(([resource, expected, createsPtr = false]) => ({resource, expected, createsPtr})))(
    'by "$resource", with --create-ptr $createsPtr: $expected',
    ({resource, expected, createsPtr}) => {
      const registry = txtRegistry({prefix: 'x-', ...(createsPtr ? {createsPtr} : {})})
      const owned = TYPES.filter(
        (type) =>
          read(inShop(set('web', type, VALUES[type]), txt('x-web', 'red', resource)), registry)[0] ===
          `web.shop.io ${type}: owned`,
      )
      expect(owned).toEqual(expected)
    },
  )

  it('and an alias, but not its AAAA', () => {
    expect(read(inShop(alias('web', 'A'), alias('web', 'AAAA'), txt('web', 'red', 'crd/shop/p')))).toEqual([
      'web.shop.io A: owned',
      'web.shop.io AAAA: unowned',
    ])
  })
})

describe('a TXT name with a type that external-dns does not recognise in names, or only since v0.23', () => {
  const CRD = 'crd/shop/p'
  const VALUES = {
    TLSA: '3 1 1 ABCD',
    CAA: '0 issue "x"',
    DS: '12345 13 2 ABCD',
    HTTPS: '1 . alpn="h2"',
    SPF: '"v=spf1 -all"',
    SSHFP: '4 2 ABCD',
    SVCB: '1 .',
  } as const
  const TYPES = Object.keys(VALUES) as readonly (keyof typeof VALUES)[]

  const orphansOf = (sets: readonly RecordSet[], registry = txtRegistry()) =>
    registry.kind === 'noop'
      ? []
      : claimRecordSets([{zone: SHOP, recordSets: sets}], registry).orphans.map(({recordSet}) => recordSet.name)

  it.each(TYPES)('belongs to the %s record at the rest of the name, for a DNSEndpoint', (type) => {
    const word = type.toLowerCase()
    const record = set('_443._tcp.web', type, VALUES[type])
    for (const [naming, name] of [
      [{}, `${word}-_443._tcp.web`],
      [{prefix: 'x-'}, `x-${word}-_443._tcp.web`],
      [{prefix: '%{record_type}.own-'}, `${word}.own-_443._tcp.web`],
      [{suffix: '-%{record_type}-own'}, `_443-${word}-own._tcp.web`],
    ] as const) {
      const sets = [record, txt(name, 'red', CRD)]
      expect(read(inShop(...sets), txtRegistry(naming))).toEqual([`_443._tcp.web.shop.io ${type}: owned`])
      expect(orphansOf(sets, txtRegistry(naming))).toEqual([])
    }
  })

  it.each(TYPES)('is no orphan, and claims nothing, when its object cannot ask for %s', (type) => {
    const sets = [set('web', type, VALUES[type]), txt(`${type.toLowerCase()}-web`, 'red', 'service/shop/web')]
    expect([read(inShop(...sets)), orphansOf(sets)]).toEqual([[`web.shop.io ${type}: unowned`], []])
  })

  it('says nothing of a host where the type has a place of its own in the name', () => {
    const registry = txtRegistry({prefix: '%{record_type}-own.'})
    expect(read(inShop(set('web', 'CAA', VALUES.CAA), txt('caa-own.web')), registry)).toEqual([
      'web.shop.io CAA: unowned',
    ])
  })

  it.each(TYPES)('belongs to a host %s-web when there is no such record', (type) => {
    const name = `${type.toLowerCase()}-web`
    const sets = [set(name, 'A', '192.0.2.1'), set('web', 'A', '192.0.2.2'), txt(name, 'red', CRD)]
    expect(read(inShop(...sets))).toEqual([`${name}.shop.io A: owned`, 'web.shop.io A: unowned'])
    expect(orphansOf([txt(name, 'red', CRD)])).toEqual([`${name}.shop.io`])
  })

  it('does not belong to a host of that name when there is such a record', () => {
    const sets = [set('tlsa-web', 'A', '192.0.2.1'), set('web', 'TLSA', VALUES.TLSA), txt('tlsa-web', 'red', CRD)]
    expect(read(inShop(...sets))).toEqual(['tlsa-web.shop.io A: unowned', 'web.shop.io TLSA: owned'])
  })

  it('still belongs to the host whose Service cannot have asked for that type', () => {
    const sets = [set('caa-web', 'A', '192.0.2.1'), set('web', 'CAA', VALUES.CAA), txt('caa-web')]
    expect(read(inShop(...sets))).toEqual(['caa-web.shop.io A: owned', 'web.shop.io CAA: unowned'])
  })

  it('does not belong to a host of that name in another zone, nor to another host', () => {
    const recordSets = [set('web', 'CAA', VALUES.CAA), set('api', 'A', '192.0.2.2'), txt('caa-web')]
    const twin = {zone: TWIN, recordSets: [set('caa-web', 'A', '192.0.2.1')]}
    const {claims, orphans} = claimRecordSets([{zone: SHOP, recordSets}, twin], txtRegistry())
    expect(claims.map(({kind}) => kind)).toEqual(['unowned', 'unowned', 'unowned'])
    expect(orphans).toEqual([])
  })

  it('belongs to the host of that name where only a set with another identifier is of that type', () => {
    const parts = {id: 'v1', routing: weighted(1)}
    for (const other of [{}, {id: 'v2', routing: weighted(1)}]) {
      const sets = [set('web', 'CAA', VALUES.CAA, other), set('caa-web', 'A', '192.0.2.1', parts)]
      const kinds = claimRecordSets(
        [{zone: SHOP, recordSets: [...sets, txt('caa-web', 'red', CRD, parts)]}],
        txtRegistry(),
      )
      expect(kinds.claims.map(({kind}) => kind)).toEqual(['unowned', 'owned'])
    }
  })

  it('follows our own label first', () => {
    const text = formatOwnership({owner: toOwnerId('red'), resource: 'service/shop/web', labels: typedLabels('CAA')})
    const sets = [set('caa-web', 'A', '192.0.2.1'), set('web', 'CAA', VALUES.CAA), set('caa-web', 'TXT', text)]
    expect(read(inShop(...sets))).toEqual(['caa-web.shop.io A: unowned', 'web.shop.io CAA: owned'])
  })

  it('belongs to a wildcard by its replacement, and only to its own set identifier', () => {
    const registry = txtRegistry({wildcardReplacement: 'star'})
    const sets = [set('*', 'TLSA', VALUES.TLSA), txt('tlsa-star', 'red', CRD)]
    expect([read(inShop(...sets), registry), orphansOf(sets, registry)]).toEqual([['*.shop.io TLSA: owned'], []])
    const parts = {id: 'v1', routing: weighted(1)}
    const others = [set('web', 'CAA', VALUES.CAA, parts), txt('caa-web', 'red', CRD, parts)]
    expect(read(inShop(...others))).toEqual(['web.shop.io CAA v1: owned'])
  })
})

describe('a row of a ledger', () => {
  const ledger: RegistrySettings = {
    ...owned(),
    kind: 'ledger',
    place: {kind: 'dynamodb', table: 't', region: ''},
  }
  const row = (owner: string, zones?: string): LedgerRow => ({
    key: {name: dnsName('web.shop.io'), type: 'A', setIdentifier: undefined},
    owner: toOwnerId(owner),
    resource: 'service/shop/web',
    labels: zones === undefined ? {} : {zone: zones},
  })
  const web = set('web', 'A', '192.0.2.1')
  const kinds = (rows: readonly LedgerRow[]) =>
    claimRecordSets(
      [SHOP, TWIN].map((each) => ({zone: each, recordSets: [web]})),
      ledger,
      rows,
    ).claims.map(({kind}) => kind)

  it.each<readonly [string, LedgerRow, readonly string[]]>([
    ['speaks of every zone when it lists none', row('red'), ['owned', 'owned']],
    ['speaks of no zone but those that it lists', row('red', 'Z3'), ['unowned', 'owned']],
    ['speaks of each zone that it lists', row('red', 'Z1+Z3'), ['owned', 'owned']],
    [
      'says nothing of another record set',
      {...row('red'), key: {...row('red').key, type: 'AAAA'}},
      ['unowned', 'unowned'],
    ],
    ['of an owner whose name begins like ours is foreign', row('red-2', 'Z1'), ['foreign', 'unowned']],
  ])('%s', (_title, one, expected) => {
    expect(kinds([one])).toEqual(expected)
  })

  function owned() {
    const registry = txtRegistry()
    if (registry.kind === 'noop') throw new Error('bug: no owner')
    return registry
  }
})

describe('an owner', () => {
  it.each(['red-2', 'Red', 're', 'bored'])('called %s is not red', (owner) => {
    expect(read(inShop(set('web', 'A', '192.0.2.1'), txt('a-web', owner)))).toEqual([
      `web.shop.io A: foreign by ${owner}`,
    ])
  })
})
