import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {
  alias,
  blocks,
  LB,
  ownershipText,
  PRUNE,
  pending,
  planFor,
  requests,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
  zone,
} from '../builders.js'
import {outcomeOf} from '../outcome.js'

const CRD = 'crd/shop/web'
const OUR_TEXT = 'owner=red,'

/** Names of our ownership TXT after the plan was applied. Route 53 must have accepted all of it. */
async function textsAfter(situation: Situation): Promise<readonly string[]> {
  const {account, after} = await outcomeOf(situation)
  expect(account.refusals).toEqual([])
  expect(requests(planFor(after))).toEqual([])
  return account.contents().flatMap(([, sets]) => sets.filter(isOurs).map(({name}) => name))
}

function isOurs({type, data}: RecordSet): boolean {
  return type === 'TXT' && data.kind === 'values' && data.values.some((value) => value.includes(OUR_TEXT))
}

const notes = (situation: Situation) =>
  planFor(situation).zones.flatMap(({hosts}) => hosts.flatMap((host) => host.notes))
const warnings = (situation: Situation) => planFor(situation).warnings.map(({text}) => text)

describe('a host that nobody asks for any more takes all our texts of it along', () => {
  const a = set('web', 'A', '192.0.2.10')
  const aaaa = set('web', 'AAAA', '2001:db8::1')
  const cname = set('web', 'CNAME', 'x.example.net')
  const own = (types: string) =>
    set('@', 'TXT', `"heritage=external-dns,external-dns/owner=red,external-dns/txt=own-name+${types}"`)

  it.each<[string, Situation]>([
    ['typed', {stored: [a, txt('a-web')]}],
    ['old', {stored: [a, txt('web')]}],
    ['typed and old', {stored: [a, txt('a-web'), txt('web')]}],
    ['typed, old, and one for an alias beside a plain A', {stored: [a, txt('a-web'), txt('web'), txt('cname-web')]}],
    ['one for an alias', {stored: [alias('web', 'A'), txt('cname-web')]}],
    ['all three of an alias', {stored: [alias('web', 'A'), txt('a-web'), txt('cname-web'), txt('web')]}],
    ['A and AAAA with one old text', {stored: [a, aaaa, txt('aaaa-web'), txt('a-web'), txt('web')]}],
    ['one of a type that is long gone', {stored: [a, txt('a-web'), txt('aaaa-web'), txt('mx-web')]}],
    ['of types whose texts no label tells', {stored: [a, txt('a-web'), txt('tlsa-web'), txt('caa-web', 'red', CRD)]}],
    [
      'of such a type under a prefix',
      {stored: [a, txt('own-a-web'), txt('own-tlsa-web')], registry: txtRegistry({prefix: 'own-'})},
    ],
    [
      'of such a type in an affix that says it',
      {stored: [a, txt('web-a'), txt('web-tlsa')], registry: txtRegistry({suffix: '-%{record_type}'})},
    ],
    [
      'a CNAME with an old text under a prefix',
      {stored: [cname, txt('own-web'), txt('own-cname-web')], registry: txtRegistry({prefix: 'own-'})},
    ],
    ['under a suffix', {stored: [a, txt('web-own'), txt('a-web-own')], registry: txtRegistry({suffix: '-own'})}],
    [
      'under a template',
      {stored: [a, txt('-own.web'), txt('a-own.web')], registry: txtRegistry({prefix: '%{record_type}-own.'})},
    ],
    ['at its own name, in our form', {stored: [set('@', 'A', '192.0.2.10'), own('a')]}],
    ['at its own name, in the old format', {stored: [set('@', 'A', '192.0.2.10'), txt('@')]}],
    [
      'of a wildcard with a replacement',
      {
        stored: [set('*', 'A', '192.0.2.10'), txt('a-star'), txt('star'), txt('cname-star')],
        registry: txtRegistry({wildcardReplacement: 'star'}),
      },
    ],
    [
      'with a set identifier',
      {
        stored: [
          set('web', 'A', '192.0.2.10', {id: 'v1', routing: weighted(1)}),
          txt('a-web', 'red', WEB, {id: 'v1', routing: weighted(1)}),
          txt('web', 'red', WEB, {id: 'v1', routing: weighted(1)}),
        ],
      },
    ],
    [
      'with a set identifier that no record has any more',
      {
        stored: [
          set('web', 'A', '192.0.2.10', {id: 'v1', routing: weighted(1)}),
          txt('a-web', 'red', WEB, {id: 'v1', routing: weighted(1)}),
          txt('a-web', 'red', WEB, {id: 'v9', routing: weighted(1)}),
        ],
      },
    ],
    [
      'by prune, whatever the policy',
      {stored: [a, txt('a-web'), txt('web'), txt('cname-web')], policy: 'upsert-only', goal: PRUNE},
    ],
  ])('%s', async (_formats, situation) => {
    expect(await textsAfter(situation)).toEqual([])
  })

  it('so that what somebody makes by hand later is not ours', async () => {
    const {after, account} = await outcomeOf({stored: [a, txt('a-web'), txt('web')]})
    const [contents] = account.contents()
    const byHand = [...(contents?.[1] ?? []), set('web', 'A', '198.51.100.1')]
    expect(requests(planFor({...after, stored: byHand}))).toEqual([])
  })

  it('of a set identifier that goes, not of one that stays', async () => {
    const of = (id: string) => ({id, routing: weighted(1)})
    const texts = ['v1', 'v2'].flatMap((id) => [txt('a-web', 'red', WEB, of(id)), txt('cname-web', 'red', WEB, of(id))])
    const sets = ['v1', 'v2'].map((id) => set('web', 'A', '192.0.2.10', of(id)))
    const wants = [wanted('web', 'A', '192.0.2.10', {id: 'v2', properties: {'aws/weight': '1'}})]
    const sent = requests(planFor({stored: [...sets, ...texts], wants}))
    expect(sent.filter((line) => line.includes(' TXT '))).toEqual([
      `DELETE a-web TXT v1 300 red:${WEB} weighted 1`,
      `DELETE cname-web TXT v1 300 red:${WEB} weighted 1`,
    ])
  })

  it('in the zone above too, where the texts of a child zone lie', async () => {
    const situation: Situation = {
      stored: [
        [zone(), [txt('own-a-eu'), txt('own-eu'), txt('own-cname-eu')]],
        [zone('eu.shop.io', {id: 'Z2'}), [set('eu', 'A', '192.0.2.10')]],
      ],
      registry: txtRegistry({prefix: 'own-'}),
    }
    expect(await textsAfter(situation)).toEqual([])
  })

  it('but not where the zone hands the name on to one that was not read', async () => {
    const delegation = set('eu', 'NS', 'ns-1.example.net')
    const stored = [delegation, set('eu', 'MX', '10 mail.example.net'), txt('mx-eu'), txt('a-eu')]
    expect(await textsAfter({stored, managedTypes: ['MX']})).toEqual(['a-eu.shop.io'])
  })

  it('and of a set with other values only our value', () => {
    const shared = set('web', 'TXT', [ownershipText(), spf], {ttl: 60})
    expect(requests(planFor({stored: [a, txt('a-web'), shared]}))).toEqual([
      `CREATE web TXT 60 ${spf}`,
      `DELETE a-web TXT 300 red:${WEB}`,
      'DELETE web A 300 192.0.2.10',
      `DELETE web TXT 60 red:${WEB} ${spf}`,
    ])
  })

  it('but not those of another owner, which the plan names', async () => {
    const situation = {stored: [a, txt('a-web'), txt('web', 'blue')]}
    const {account} = await outcomeOf(situation)
    expect(account.contents()[0]?.[1]).toEqual([txt('web', 'blue')])
    expect(notes(situation)).toEqual(['the ownership TXT web.shop.io stays: it is that of owner blue'])
  })

  it('nor one that another record of ours needs, which the plan names', async () => {
    const situation: Situation = {
      stored: [a, set('web', 'MX', '10 mail.example.net'), txt('a-web'), txt('web', 'red', CRD)],
    }
    expect(await textsAfter(situation)).toEqual(['web.shop.io'])
    expect(notes(situation)).toEqual([
      'the ownership TXT web.shop.io stays: it is also that of the MX record web.shop.io',
    ])
  })

  it('nor one of another host whose name begins like a type', async () => {
    const other = [set('tlsa-web', 'A', '192.0.2.11'), txt('tlsa-web')]
    const wants = [wanted('tlsa-web', 'A', '192.0.2.11')]
    expect(await textsAfter({stored: [a, txt('a-web'), ...other], wants})).toEqual([
      'tlsa-web.shop.io',
      'a-tlsa-web.shop.io',
    ])
  })

  it('but takes one that says nothing of a record of another type beside it', async () => {
    const mx = set('web', 'MX', '10 mail.example.net')
    expect(await textsAfter({stored: [a, mx, txt('a-web'), txt('web')]})).toEqual([])
  })

  it('nor those of a host that stays, when one of two types goes', async () => {
    const situation = {stored: [a, aaaa, txt('a-web'), txt('aaaa-web'), txt('web')], wants: [wantsWeb]}
    expect(await textsAfter(situation)).toEqual(['a-web.shop.io', 'web.shop.io'])
  })

  it('nor those of another set of the name', async () => {
    const v = (id: string) => ({id, routing: weighted(1)})
    const situation = {
      stored: ['v1', 'v2'].flatMap((id) => [
        set('web', 'A', '192.0.2.10', v(id)),
        txt('a-web', 'red', WEB, v(id)),
        txt('web', 'red', WEB, v(id)),
      ]),
      wants: [wanted('web', 'A', '192.0.2.10', {id: 'v2', properties: {'aws/weight': '1'}})],
    }
    expect(await textsAfter(situation)).toEqual(['a-web.shop.io', 'web.shop.io'])
  })

  it('nor anything of a host that is kept', async () => {
    const stored = [a, txt('a-web'), txt('web'), txt('cname-web')]
    const kept = ['a-web.shop.io', 'web.shop.io', 'cname-web.shop.io']
    expect(await textsAfter({stored, policy: 'upsert-only'})).toEqual(kept)
    expect(await textsAfter({stored, pending: [pending('web')]})).toEqual(kept)
  })
})

describe('a record that changes its form takes its former TXT along', () => {
  const star = txtRegistry({wildcardReplacement: 'star'})
  const byHand = set('star', 'CNAME', 'hand.example.net')
  const wildcard = [alias('*', 'A'), txt('cname-star')]

  it.each<[string, Situation['wants'], readonly string[]]>([
    ['a plain A', [wanted('*', 'A', '192.0.2.10')], ['a-star.shop.io']],
    ['AAAA only', [wanted('*', 'AAAA', '2001:db8::1')], ['aaaa-star.shop.io']],
    ['nothing', [], []],
  ])(
    'so that no text of %s begins to speak of a CNAME that somebody made by hand',
    async (_form, wants = [], texts) => {
      const situation = {stored: [...wildcard, byHand], registry: star, wants}
      expect(await textsAfter(situation)).toEqual(texts)
      const {after} = await outcomeOf(situation)
      expect(requests(planFor({...after, goal: PRUNE, wants: []})).filter((line) => line.includes('hand'))).toEqual([])
    },
  )

  it('under upsert-only too', async () => {
    const situation: Situation = {
      stored: [...wildcard, byHand],
      registry: star,
      wants: [wanted('*', 'A', '192.0.2.10')],
      policy: 'upsert-only',
    }
    expect(await textsAfter(situation)).toEqual(['a-star.shop.io'])
  })

  it('blocked, where the text cannot go because the record is not ours without it', () => {
    const stored = [...wildcard, byHand, set('a-star', 'TXT', spf)]
    const plan = planFor({stored, registry: star, wants: [wanted('*', 'A', '192.0.2.10')]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['* A no-txt-zone'])
  })

  it('the text becomes that of a CNAME which comes in its place', async () => {
    const situation = {
      stored: [alias('web', 'A'), txt('cname-web'), txt('own-web')],
      wants: [wanted('web', 'CNAME', 'x.example.net')],
    }
    expect(await textsAfter(situation)).toEqual(['cname-web.shop.io', 'own-web.shop.io'])
    expect(notes(situation)).toEqual([])
  })

  it('of which nobody has to be told either where a zone was not read that may need it', async () => {
    const situation = {
      stored: [alias('eu', 'A'), txt('cname-eu')],
      wants: [wanted('eu', 'CNAME', 'x.example.net')],
      unread: [zone('eu.shop.io', {id: 'Z3', isPrivate: true})],
    }
    expect(await textsAfter(situation)).toEqual(['cname-eu.shop.io'])
    expect(notes(situation)).toEqual([])
    expect(notes({...situation, wants: []})).toEqual([expect.stringContaining('was not read and may need it')])
  })

  it('another one of its type stays as long as the record, also beside that of today', async () => {
    const registry = txtRegistry({prefix: '%{record_type}-own.'})
    const situation = {stored: [web, txt('-own.a-web')], registry}
    const changed = {...situation, wants: [wanted('web', 'A', '192.0.2.11')]}
    expect(await textsAfter(changed)).toEqual(['-own.a-web.shop.io', 'a-own.web.shop.io'])
    expect(await textsAfter(situation)).toEqual([])
  })

  it('and one of an alias without a wildcard, which would be an orphan', async () => {
    const situation = {stored: [alias('web', 'A'), txt('a-web'), txt('cname-web')], wants: [wantsWeb]}
    expect(await textsAfter(situation)).toEqual(['a-web.shop.io'])
  })

  it('but keeps an old TXT that belongs to it as before', async () => {
    const situation = {stored: [alias('web', 'A'), txt('web'), txt('cname-web')], wants: [wantsWeb]}
    expect(await textsAfter(situation)).toEqual(['web.shop.io', 'a-web.shop.io'])
  })

  it('a replaced record takes its old text along as well', async () => {
    const registry = txtRegistry({prefix: 'own-'})
    const situation = {
      stored: [web, txt('own-a-web'), txt('own-web')],
      wants: [wanted('web', 'CNAME', 'x.example.net')],
      registry,
    }
    expect(await textsAfter(situation)).toEqual(['own-cname-web.shop.io'])
  })

  it('what is still an alias keeps it', async () => {
    const situation = {stored: wildcard, registry: star, wants: [wanted('*', 'CNAME', `lb-2.${LB.slice(5)}`)]}
    expect(await textsAfter(situation)).toContain('cname-star.shop.io')
  })
})

describe('an ownership TXT of ours without a record', () => {
  const orphan = 'the ownership TXT cname-web.shop.io is ours but has no record'

  it.each<[string, Situation]>([
    ['at a host that is ours', {stored: [web, txt('a-web'), txt('cname-web')], policy: 'upsert-only'}],
    ['at a host that is wanted', {stored: [txt('cname-web')], wants: [wantsWeb]}],
    ['at a host that stays as it is', {stored: [web, txt('a-web'), txt('cname-web')], wants: [wantsWeb]}],
  ])('is named %s', (_where, situation) => {
    expect(warnings(situation)).toEqual([expect.stringContaining(orphan)])
  })

  it.each<[string, Situation]>([
    ['nobody asks for the host', {stored: [txt('cname-web')]}],
    ['its record is made', {stored: [txt('cname-web')], wants: [wanted('web', 'CNAME', 'x.example.net')]}],
    ['the host goes and takes it along', {stored: [web, txt('a-web'), txt('cname-web')]}],
    ['it is that of another owner', {stored: [web, txt('a-web'), txt('cname-web', 'blue')], wants: [wantsWeb]}],
    [
      'prune takes it',
      {stored: [web, txt('a-web'), txt('cname-web')], wants: [wantsWeb], goal: {...PRUNE, removesOrphans: true}},
    ],
    ['the host has another name', {stored: [web, txt('a-web'), txt('cname-api')], wants: [wantsWeb]}],
  ])('is not named where %s', (_where, situation) => {
    expect(warnings(situation)).toEqual([])
  })

  it('of another owner is that of the literal namesake, also while the wildcard is there', async () => {
    const registry = txtRegistry({wildcardReplacement: 'star'})
    const literal = set('star', 'A', '198.51.100.1')
    const situation = {stored: [set('*', 'A', '192.0.2.10'), txt('a-star'), literal, txt('star', 'blue')], registry}
    expect(await textsAfter(situation)).toEqual([])
    const {after} = await outcomeOf(situation)
    const wants = [wanted('star', 'A', '192.0.2.11')]
    expect(blocks(planFor({...after, wants}))).toEqual(['star A owner-mismatch'])
    expect(blocks(planFor({...situation, wants}))).toContain('star A owner-mismatch')
  })

  it('is named once where a wildcard and its literal namesake are wanted, whatever comes first', () => {
    const registry = txtRegistry({wildcardReplacement: 'star'})
    const wants = [wanted('*', 'A', '192.0.2.10'), wanted('star', 'A', '192.0.2.10')]
    const shown = warnings({stored: [txt('cname-star')], wants, registry})
    expect(shown).toEqual([expect.stringContaining('is made at *.shop.io')])
    expect(warnings({stored: [txt('cname-star')], wants: wants.reverse(), registry})).toEqual(shown)
  })

  it('of an owner that hands its hosts over here is not named', () => {
    const registry = txtRegistry({migrateFrom: toOwnerId('old')})
    expect(warnings({stored: [web, txt('a-web'), txt('cname-web', 'old')], wants: [wantsWeb], registry})).toEqual([])
  })
})

it('a text whose name lies outside its zone stays, since Route 53 would refuse that change, and with it all others', () => {
  const stored = [set('@', 'A', '192.0.2.10'), txt('a-shop.io.')]
  expect(requests(planFor({stored}))).toEqual(['DELETE @ A 300 192.0.2.10'])
  expect(notes({stored})).toEqual([])
})

it('a text that no key decrypts stays, and its host says why', () => {
  const sealed = set('cname-web', 'TXT', `"${Buffer.alloc(90, 7).toString('base64')}"`)
  const stored = [alias('web', 'A', LB), txt('a-web'), sealed]
  expect(notes({stored})).toEqual(['the ownership TXT cname-web.shop.io stays: no given key decrypts it'])
  expect(requests(planFor({stored})).filter((line) => line.includes('cname-web'))).toEqual([])
})

describe('texts without a record set, where a type of a host goes and another stays', () => {
  const aaaa = set('web', 'AAAA', '2001:db8::1')
  const wants = [wanted('web', 'A', '192.0.2.1')]
  const goingTexts = (situation: Situation) =>
    requests(planFor(situation)).flatMap((line) => /^DELETE (\S+) TXT/.exec(line)?.slice(1) ?? [])

  it('stay, since a run for what is wanted of the host alone does not see them', () => {
    const stored = [web, txt('a-web'), aaaa, txt('aaaa-web'), txt('mx-web')]
    expect(goingTexts({stored, wants})).toEqual(['aaaa-web'])
  })

  it('go with another host, of which nothing stays', () => {
    const api = [set('api', 'A', '192.0.2.10'), txt('a-api'), txt('mx-api')]
    expect(goingTexts({stored: [web, txt('a-web'), ...api], wants})).toEqual(['a-api', 'mx-api'])
  })
})
