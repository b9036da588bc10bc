import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {
  alias,
  blocks,
  domainFilter,
  LB,
  LB_ZONE,
  objectProblem,
  PRUNE,
  pending,
  planFor,
  requests,
  SHOP,
  set,
  txt,
  wanted,
  zone,
} from '../builders.js'

const WEB = 'service/shop/web'
const stored = [set('web', 'A', '192.0.2.10'), txt('a-web')]

describe('a host whose object has no address yet', () => {
  it('keeps its record, and the plan says so', () => {
    const plan = planFor({stored, pending: [pending('web')]})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({reason, types, detail}) => [reason, types, detail])).toEqual([
      ['pending-target', ['A'], 'Service shop/web has no address yet; record kept'],
    ])
  })

  it('keeps it under prune too', () => {
    expect(requests(planFor({stored, pending: [pending('web')], goal: PRUNE}))).toEqual([])
  })

  it('loses it with --on-missing-target=delete', () => {
    const plan = planFor({stored, pending: [pending('web')], onMissingTarget: 'delete'})
    expect(requests(plan)).toContain('DELETE web A 300 192.0.2.10')
    expect(plan.blocked[0]?.detail).toBe(
      'Service shop/web has no address yet; --on-missing-target=delete would delete its record',
    )
  })

  it('is not held when another object has an address for it', () => {
    const plan = planFor({stored, pending: [pending('web')], wants: [wanted('web', 'AAAA', '2001:db8::1')]})
    expect(requests(plan)).toContain('DELETE web A 300 192.0.2.10')
    expect(blocks(plan)).toEqual([])
  })

  it('is not held so either while an object of another host cannot be read', () => {
    const wants = [wanted('web', 'AAAA', '2001:db8::1')]
    const problems = [objectProblem('service/shop/api', 'api')]
    expect(requests(planFor({stored, pending: [pending('web')], problems, wants}))).toContain(
      'DELETE web A 300 192.0.2.10',
    )
  })

  it('holds only the set identifier that it asks for', () => {
    const routing = {kind: 'weighted', weight: 1} as const
    const of = (id: string) => [set('web', 'A', '192.0.2.10', {id, routing}), txt('a-web', 'red', WEB, {id, routing})]
    const plan = planFor({stored: [...of('v1'), ...of('v2')], pending: [pending('web', WEB, 'v1')]})
    expect(requests(plan)).toEqual([
      `DELETE a-web TXT v2 300 red:${WEB} weighted 1`,
      'DELETE web A v2 300 192.0.2.10 weighted 1',
    ])
  })

  describe('asks for another set of the name than there is', () => {
    const waits = pending('web', WEB, 'v1')

    it('keeps what the name answers until then, and the plan says so', () => {
      for (const goal of [undefined, PRUNE]) {
        const plan = planFor({stored, pending: [waits], ...(goal && {goal})})
        expect(requests(plan)).toEqual([])
        expect(plan.blocked.map(({setIdentifier, types, detail}) => [setIdentifier, types, detail])).toContainEqual([
          undefined,
          ['A'],
          'Service shop/web has no address yet; record kept',
        ])
      }
    })

    it('keeps nothing that another object serves meanwhile', () => {
      const other = wanted('web', 'A', '192.0.2.9', {
        id: 'v2',
        properties: {'aws/weight': '1'},
        by: 'service/shop/cart',
      })
      expect(requests(planFor({stored, pending: [waits], wants: [other]}))).toContain('DELETE web A 300 192.0.2.10')
    })

    it('keeps nothing with --on-missing-target=delete', () => {
      const plan = planFor({stored, pending: [waits], onMissingTarget: 'delete'})
      expect(requests(plan)).toContain('DELETE web A 300 192.0.2.10')
    })

    it('replaces it as soon as it has an address', () => {
      const wants = [wanted('web', 'A', '192.0.2.9', {id: 'v1', properties: {'aws/weight': '1'}})]
      expect(requests(planFor({stored, wants}))).toEqual(
        expect.arrayContaining(['DELETE web A 300 192.0.2.10', 'CREATE web A v1 300 192.0.2.9 weighted 1']),
      )
    })
  })

  it('is shown also when there is no record', () => {
    expect(blocks(planFor({pending: [pending('web')]}))).toEqual(['web pending-target'])
  })

  it('is shown in the zone above too, where that holds its record from before', () => {
    const eu = zone('eu.shop.io', {id: 'Z2'})
    const kept = (owner: string, mail: readonly RecordSet[] = []) =>
      planFor({
        stored: [
          [SHOP, [set('a.eu', 'A', '192.0.2.1'), txt('a-a.eu', owner), ...mail]],
          [eu, []],
        ],
        pending: [pending('a.eu')],
      }).blocked.map((each) => `${each.zone?.id} ${each.types.join()}`)
    expect(kept('red')).toEqual(['Z2 ', 'Z1 A'])
    expect(kept('blue')).toEqual(['Z2 '])
    expect(kept('blue', [set('a.eu', 'MX', '10 mail.example.net'), txt('mx-a.eu')])).toEqual(['Z2 '])
  })

  it('keeps records of the managed types', () => {
    const mail = [set('web', 'MX', '10 mail.example.net'), txt('mx-web')]
    expect(blocks(planFor({stored: [...stored, ...mail], pending: [pending('web')]}))).toEqual(['web A pending-target'])
  })

  it('does not hold what is another owner’s', () => {
    const foreign = [set('web', 'A', '192.0.2.10'), txt('a-web', 'blue')]
    expect(blocks(planFor({stored: foreign, pending: [pending('web')]}))).toEqual(['web pending-target'])
  })

  it('is shown also when the domain filters leave it out, or no zone takes it', () => {
    const elsewhere = {...pending('web'), dnsName: 'web.elsewhere.test'}
    expect(blocks(planFor({pending: [elsewhere]}))).toEqual(['web.elsewhere.test no-zone'])
    const filtered = planFor({pending: [pending('web')], domainFilter: domainFilter({include: ['app.shop.io']})})
    expect(blocks(filtered)).toEqual(['web filtered'])
  })
})

describe('a host whose object asks for another set of the name, which is not there yet', () => {
  const wants = [wanted('web', 'A', '192.0.2.9', {id: 'v1', properties: {'aws/weight': '1'}})]
  const routing = {kind: 'weighted', weight: 1} as const
  const of = (id: string) => [set('web', 'A', '192.0.2.10', {id, routing}), txt('a-web', 'red', WEB, {id, routing})]

  it('is left to apply by prune, which would take its only answer', () => {
    expect(requests(planFor({stored: of('v2'), wants, goal: PRUNE}))).toEqual([])
    expect(requests(planFor({stored: of('v2'), wants}))).toEqual(
      expect.arrayContaining(['DELETE web A v2 300 192.0.2.10 weighted 1', 'CREATE web A v1 300 192.0.2.9 weighted 1']),
    )
  })

  it('keeps the former one where Route 53 would refuse the new one', () => {
    const stored = [...of('v2'), set('aaaa-web', 'TXT', '"hello"')]
    const plan = planFor({
      stored,
      wants: [wanted('web', 'AAAA', '2001:db8::1', {id: 'v1', properties: {'aws/weight': '1'}})],
    })
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({setIdentifier, detail}) => `${setIdentifier}: ${detail}`)).toEqual([
      expect.stringMatching(/^v1: its ownership TXT aaaa-web\.shop\.io is impossible/),
      'v2: record kept: the AAAA record that Service shop/web wants in its place is blocked',
    ])
  })

  it('keeps the last answer of the name, whatever its type, where the new one cannot come', () => {
    const last = [
      set('web', 'AAAA', '2001:db8::1', {id: 'v2', routing}),
      txt('aaaa-web', 'red', WEB, {id: 'v2', routing}),
    ]
    const taken = set('a-web', 'TXT', '"v=spf1 -all"')
    const simple = [wanted('web', 'A', '192.0.2.9')]
    const plan = planFor({stored: [...last, taken], wants: simple})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({setIdentifier, detail}) => `${setIdentifier}: ${detail}`)).toContain(
      'v2: record kept: the A record that Service shop/web wants in its place is blocked',
    )
    expect(requests(planFor({stored: [...last, taken], wants: simple, goal: PRUNE}))).toEqual([])
    const beside = [...last, taken, set('web', 'A', '192.0.2.8', {id: 'v3', routing})]
    expect(requests(planFor({stored: beside, wants: simple}))).toContain(
      'DELETE web AAAA v2 300 2001:db8::1 weighted 1',
    )
  })

  it('loses the other one to prune as soon as it is there', () => {
    expect(requests(planFor({stored: [...of('v1'), ...of('v2')], wants, goal: PRUNE}))).toEqual([
      `DELETE a-web TXT v2 300 red:${WEB} weighted 1`,
      'DELETE web A v2 300 192.0.2.10 weighted 1',
    ])
  })
})

describe('an object that cannot be converted', () => {
  it('keeps the records whose ownership names it, the rest goes on', () => {
    const plan = planFor({
      stored: [...stored, set('gone', 'A', '192.0.2.1'), txt('a-gone', 'red', 'service/shop/gone')],
      problems: [objectProblem(WEB)],
    })
    expect(requests(plan)).toEqual(['DELETE a-gone TXT 300 red:service/shop/gone', 'DELETE gone A 300 192.0.2.1'])
    expect(blocks(plan)).toEqual(['web A object-problem'])
  })

  it('keeps the record of the host that it asks for, whoever had it before', () => {
    const plan = planFor({stored, problems: [objectProblem('service/shop/new', 'web')]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A object-problem'])
  })

  it('keeps its host from another object', () => {
    const plan = planFor({
      stored,
      problems: [objectProblem(WEB)],
      wants: [wanted('web', 'A', '192.0.2.9', {by: 'service/shop/cart'})],
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A object-problem'])
  })

  it('whose wish Route 53 would refuse keeps what it had', () => {
    const plan = planFor({stored, wants: [wanted('web', 'A', 'no-address')]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A object-problem', 'web A object-problem'])
  })

  it('whose name is invalid is shown as it was written', () => {
    const plan = planFor({wants: [wanted('a b', 'A', '192.0.2.1')]})
    expect(blocks(plan)).toEqual(['a b A invalid-name'])
  })

  it('whose ownership TXT would have too long a label is not made', () => {
    const plan = planFor({wants: [wanted('x'.repeat(62), 'A', '192.0.2.1')]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual([`${'x'.repeat(62)} A invalid-name`])
  })

  it('whose AAAA twin would have too long a label of its TXT does without it: nobody wrote that', () => {
    const host = 'x'.repeat(60)
    const plan = planFor({wants: [wanted(host, 'CNAME', LB)]})
    expect(requests(plan)).toEqual([
      `CREATE a-${host} TXT 300 red:${WEB}`,
      `CREATE ${host} A -> ${LB} @${LB_ZONE} true`,
    ])
    expect(blocks(plan)).toEqual([])
    expect(plan.zones[0]?.hosts[0]?.notes).toEqual([
      expect.stringMatching(/^no AAAA: its ownership TXT cannot be written: the label "aaaa-x+" has 65 octets/),
    ])
    const beside = planFor({wants: [wanted(host, 'CNAME', LB), wanted('cart', 'A', '192.0.2.1')]})
    expect(beside.zones[0]?.hosts[0]?.notes).toEqual([])
    const written = [alias(host, 'A'), txt(`a-${host}`)]
    expect([requests(planFor({stored: written, wants: [wanted(host, 'CNAME', LB)]}))]).toEqual([[]])
  })

  it('whose AAAA alias an object wrote is not made', () => {
    const twin = wanted('x'.repeat(60), 'AAAA', LB, {properties: {alias: 'true'}})
    expect(blocks(planFor({wants: [twin]}))).toEqual([`${'x'.repeat(60)} AAAA invalid-name`])
  })

  it('with registry noop, where nothing says what it had, keeps everything when it names no host', () => {
    const situation = {stored: [set('web', 'A', '192.0.2.10')], registry: {kind: 'noop'} as const}
    expect(requests(planFor({...situation, problems: [objectProblem(WEB)]}))).toEqual([])
    expect(requests(planFor({...situation, problems: [objectProblem(WEB, 'other')]}))).toEqual([
      'DELETE web A 300 192.0.2.10',
    ])
    const updates = planFor({...situation, problems: [objectProblem(WEB)], wants: [wanted('web', 'A', '192.0.2.11')]})
    expect(requests(updates)).toHaveLength(2)
  })
})

describe('a record whose successor is blocked', () => {
  it('stays, because the host would have nothing', () => {
    // The A takes precedence over the CNAME, and is blocked by another owner's CNAME.
    const routing = {kind: 'weighted', weight: 1} as const
    const plan = planFor({
      stored: [
        set('web', 'CNAME', 'x.example.net', {id: 'v1', routing}),
        txt('cname-web', 'red', WEB, {id: 'v1', routing}),
        set('web', 'CNAME', 'y.example.net', {id: 'v2', routing}),
        txt('cname-web', 'blue', WEB, {id: 'v2', routing}),
      ],
      wants: [wanted('web', 'A', '192.0.2.1', {id: 'v1', properties: {'aws/weight': '1'}})],
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web v1 A owner-mismatch', 'web v1 CNAME owner-mismatch'])
  })
})
