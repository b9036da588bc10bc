import {describe, expect, it} from 'vitest'
import {makePlan} from '../../src/plan/make-plan.js'
import {
  alias,
  blocks,
  LB,
  objectProblem,
  ownershipText,
  PRUNE,
  pending,
  planFor,
  planInput,
  requests,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
} from './builders.js'

describe('prune', () => {
  const orphans = {...PRUNE, removesOrphans: true} as const
  const obsolete = {...PRUNE, removesObsoleteTxt: true} as const

  it('takes away what nobody wants, whatever the policy, and makes nothing', () => {
    const plan = planFor({
      stored: [web, txt('a-web'), set('mail', 'A', '192.0.2.20')],
      wants: [wanted('new', 'A', '192.0.2.30')],
      policy: 'upsert-only',
      goal: PRUNE,
    })
    expect(requests(plan)).toEqual([`DELETE a-web TXT 300 red:${WEB}`, 'DELETE web A 300 192.0.2.10'])
  })

  it('works per record set: a leftover AAAA of a wanted host goes', () => {
    const stored = [web, set('web', 'AAAA', '2001:db8::1'), txt('a-web'), txt('aaaa-web')]
    expect(requests(planFor({stored, wants: [wantsWeb], goal: PRUNE}))).toEqual([
      `DELETE aaaa-web TXT 300 red:${WEB}`,
      'DELETE web AAAA 300 2001:db8::1',
    ])
  })

  it('leaves to apply what a new record will replace', () => {
    const stored = [set('web', 'CNAME', 'x.example.net'), txt('cname-web')]
    expect(requests(planFor({stored, wants: [wantsWeb], goal: PRUNE}))).toEqual([])
  })

  it('--orphans takes own texts without a record, those that it makes orphans too', () => {
    const stored = [txt('a-gone'), txt('a-theirs', 'blue'), web, txt('a-web'), txt('web')]
    expect(requests(planFor({stored, goal: orphans}))).toEqual([
      `DELETE a-gone TXT 300 red:${WEB}`,
      `DELETE a-web TXT 300 red:${WEB}`,
      'DELETE web A 300 192.0.2.10',
      `DELETE web TXT 300 red:${WEB}`,
    ])
  })

  it('--orphans leaves texts whose name another prefix made: their records may be there', () => {
    expect(
      requests(planFor({stored: [txt('a-gone')], registry: txtRegistry({prefix: 'own-'}), goal: orphans})),
    ).toEqual([])
  })

  it('--orphans leaves texts of hosts that the zone hands on to another one', () => {
    const stored = [set('eu', 'NS', 'ns-1.example.net'), txt('a-eu'), txt('a-web.eu'), txt('a-web')]
    expect(requests(planFor({stored, goal: orphans}))).toEqual([`DELETE a-web TXT 300 red:${WEB}`])
  })

  it('--orphans leaves the other values of a TXT set', () => {
    const stored = [set('a-gone', 'TXT', [ownershipText(), spf])]
    expect(requests(planFor({stored, goal: orphans}))).toEqual([
      `CREATE a-gone TXT 300 ${spf}`,
      `DELETE a-gone TXT 300 red:${WEB} ${spf}`,
    ])
  })

  it('--orphans keeps to the hosts of --only', () => {
    const stored = [txt('a-gone'), txt('a-lost')]
    const plan = planFor({stored, goal: orphans, only: [set('lost', 'A', []).name]})
    expect(requests(plan)).toEqual([`DELETE a-lost TXT 300 red:${WEB}`])
  })

  it('--orphans keeps what belongs to an object with a problem', () => {
    const plan = planFor({stored: [txt('a-gone')], goal: orphans, problems: [objectProblem(WEB)]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['gone TXT object-problem'])
  })

  it('tells of a host without an address where a record of it stays, and of no other', () => {
    const waiting = {stored: [web, txt('a-web')], pending: [pending('web'), pending('new')], goal: PRUNE}
    expect(blocks(planFor(waiting))).toEqual(['web A pending-target'])
    const manifests = {isComplete: true, hasLiveStatus: false, lacks: []}
    expect(blocks(makePlan({...planInput(waiting), manifests}))).toEqual(['web A known-after-deploy'])
  })

  it('--obsolete-txt takes older formats only beside a text in the current one', () => {
    const stored = [
      web,
      txt('a-web'),
      txt('web'),
      set('old', 'A', '192.0.2.20'),
      txt('old', 'red', 'service/shop/old'),
      alias('lb', 'A'),
      txt('a-lb'),
      txt('cname-lb'),
    ]
    const wants = [wantsWeb, wanted('old', 'A', '192.0.2.20', {by: 'service/shop/old'}), wanted('lb', 'CNAME', LB)]
    expect(requests(planFor({stored, wants, goal: obsolete}))).toEqual([
      `DELETE cname-lb TXT 300 red:${WEB}`,
      `DELETE web TXT 300 red:${WEB}`,
    ])
  })

  it.each(['CAA', 'DS', 'HTTPS', 'SPF', 'SSHFP', 'SVCB', 'TLSA'] as const)(
    '--orphans leaves the text of a %s record that stands, whatever is managed',
    (type) => {
      const record = set('web', type, type === 'SPF' ? '"x"' : '3 1 1 ABCD')
      for (const resource of ['crd/shop/mail', 'service/shop/web', '']) {
        const stored = [record, txt(`${type.toLowerCase()}-web`, 'red', resource)]
        expect(requests(planFor({stored, goal: orphans}))).toEqual([])
        expect(requests(planFor({stored: stored.slice(1), goal: orphans}))).toHaveLength(1)
      }
    },
  )

  it('takes a TLSA record that nobody asks for with the text that external-dns v0.23 wrote', () => {
    const stored = [set('web', 'TLSA', '3 1 1 ABCD'), txt('tlsa-web', 'red', 'crd/shop/mail')]
    const given = {stored, managedTypes: ['A', 'TLSA']}
    expect(requests(planFor({...given, goal: PRUNE}))).toEqual([
      'DELETE tlsa-web TXT 300 red:crd/shop/mail',
      'DELETE web TLSA 300 3 1 1 ABCD',
    ])
    const wants = [wanted('web', 'TLSA', '3 1 1 abcd', {by: 'crd/shop/mail'})]
    expect(requests(planFor({...given, wants}))).toEqual([])
    expect(blocks(planFor({...given, wants}))).toEqual([])
  })

  it('--obsolete-txt leaves an old text that still guards another type', () => {
    const stored = [web, txt('a-web'), set('web', 'MX', '10 m.example.net'), txt('web', 'red', 'crd/shop/mail')]
    const wants = [wantsWeb, wanted('web', 'MX', '10 m.example.net', {by: 'crd/shop/mail'})]
    expect(requests(planFor({stored, wants, managedTypes: ['A', 'MX'], goal: obsolete}))).toEqual([])
  })

  it('waits for an owner that was chosen, for texts too', () => {
    const registry = txtRegistry({ownerIsChosen: false})
    const plan = planFor({stored: [web, txt('a-web'), txt('a-gone')], registry, goal: orphans})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['gone TXT owner-not-chosen', 'web A owner-not-chosen'])
  })
})

describe('an owner that was assumed, not chosen', () => {
  const registry = txtRegistry({ownerIsChosen: false})

  it('creates, updates and replaces, and deletes nothing', () => {
    const plan = planFor({
      stored: [
        web,
        txt('a-web'),
        set('old', 'CNAME', 'x.example.net'),
        txt('cname-old'),
        set('gone', 'A', '192.0.2.1'),
        txt('a-gone'),
      ],
      wants: [wanted('web', 'A', '192.0.2.11'), wanted('old', 'A', '192.0.2.12'), wanted('new', 'A', '192.0.2.13')],
      registry,
    })
    expect(plan.zones[0]?.hosts.map(({name, action}) => `${name} ${action}`)).toEqual([
      'new.shop.io create',
      'old.shop.io replace',
      'web.shop.io update',
    ])
    expect(blocks(plan)).toEqual(['gone A owner-not-chosen'])
  })
})
