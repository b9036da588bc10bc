import {describe, expect, it} from 'vitest'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {
  blocks,
  pending,
  planInput,
  requests,
  SHOP,
  type Situation,
  set,
  txt,
  WEB,
  wanted,
  wantsWeb,
  web,
  zone,
} from '../builders.js'

/** What `owners migrate --from old` does. */
function migrate(situation: Situation) {
  const plan = makeOwnershipPlan({...planInput(situation), goal: {kind: 'migrate', from: toOwnerId('old')}})
  return {requests: requests(plan), blocks: blocks(plan), hosts: plan.zones.flatMap(({hosts}) => hosts), plan}
}

const aaaa = set('web', 'AAAA', '2001:db8::1')
const wantsAaaa = wanted('web', 'AAAA', '2001:db8::1', {by: 'ingress/shop/six'})

describe('owners migrate', () => {
  it('changes nothing of a host but whose it is, and says who asks for it and who did', () => {
    const {hosts} = migrate({stored: [web, txt('a-web', 'old', 'ingress/shop/former')], wants: [wantsWeb]})
    expect(hosts).toEqual([
      {
        zone: SHOP,
        name: 'web.shop.io',
        setIdentifier: undefined,
        action: 'adopt',
        changes: [],
        ownership: [
          {kind: 'update', zone: SHOP, current: expect.objectContaining({owner: 'old'}), desired: txt('a-web')},
        ],
        ledger: [],
        isGone: false,
        origins: wantsWeb.origins,
        formerResources: ['ingress/shop/former'],
        notes: [],
        owner: undefined,
      },
    ])
  })

  it('names in the text of each type the object that asks for that type', () => {
    const stored = [web, aaaa, txt('a-web', 'old', 'service/x/x'), txt('aaaa-web', 'old', 'service/x/x')]
    expect(
      migrate({stored, wants: [wantsAaaa, wantsWeb]}).requests.filter((line) => line.startsWith('CREATE')),
    ).toEqual([`CREATE a-web TXT 300 red:${WEB}`, 'CREATE aaaa-web TXT 300 red:ingress/shop/six'])
  })

  it('names the object that asks for it, also where another one waits for its target', () => {
    const stored = [web, txt('a-web', 'old', 'ingress/shop/former')]
    expect(migrate({stored, wants: [wantsWeb], pending: [pending('web', 'ingress/shop/later')]}).requests).toEqual([
      `CREATE a-web TXT 300 red:${WEB}`,
      'DELETE a-web TXT 300 old:ingress/shop/former',
    ])
    const waiting = migrate({stored, pending: [pending('web', 'ingress/shop/later')]})
    expect(waiting.requests).toContain('CREATE a-web TXT 300 red:ingress/shop/former')
    const other = migrate({stored, pending: [pending('web', 'ingress/shop/later', 'v1')]})
    expect([other.requests, other.blocks]).toEqual([[], ['web A owner-mismatch']])
  })

  it('finishes a run that ended between the texts of two zones', () => {
    const stored = [web, txt('a-web'), txt('web', 'old', 'service/x/x')]
    expect(migrate({stored, wants: [wantsWeb]})).toMatchObject({
      requests: [`CREATE web TXT 300 red:${WEB}`, 'DELETE web TXT 300 old:service/x/x'],
      blocks: [],
    })
    expect(migrate({stored})).toMatchObject({requests: [], blocks: []})
  })

  it('says of a host that is ours in part only what becomes ours', () => {
    const stored = [web, aaaa, txt('a-web'), txt('aaaa-web', 'old', 'ingress/shop/six')]
    const {hosts, requests: written} = migrate({stored, wants: [wantsWeb, wantsAaaa]})
    expect(hosts.map(({formerResources, origins}) => [formerResources, origins.length])).toEqual([
      [['ingress/shop/six'], 2],
    ])
    expect(written).toHaveLength(2)
  })

  it('leaves the text of that owner where it is beside one of a third owner', () => {
    const stored = [web, txt('a-web', 'blue'), txt('web', 'old')]
    expect(migrate({stored, wants: [wantsWeb]})).toMatchObject({requests: [], blocks: []})
  })

  it('keeps to the hosts that are named, in what it says too', () => {
    const stored = [web, txt('a-web', 'old'), set('api', 'A', '192.0.2.1'), txt('a-api', 'old')]
    const of = (only: string) => {
      const {requests: written, blocks: blocked} = migrate({stored, wants: [wantsWeb], only: [`${only}.shop.io`]})
      return [written.length, blocked]
    }
    expect([of('web'), of('api')]).toEqual([
      [2, []],
      [0, ['api A owner-mismatch']],
    ])
  })

  it('takes a host in the zone where it is wanted', () => {
    const twin = zone('shop.io', {id: 'Z7', isPrivate: true})
    const both = [SHOP, twin].map((each) => [each, [web, txt('a-web', 'old')]] as const)
    const inTwin = wanted('web', 'A', '192.0.2.10', {properties: {'aws/hosted-zone-id': 'Z7'}})
    const {requests: written, plan} = migrate({stored: both, wants: [inTwin]})
    expect(written).toEqual([`Z7 CREATE a-web TXT 300 red:${WEB}`, `Z7 DELETE a-web TXT 300 old:${WEB}`])
    expect(plan.blocked.map(({zone: at, detail}) => [at?.id, detail])).toEqual([
      ['Z1', `stays with old: no object here asks for it (${WEB})`],
    ])
  })

  it('leaves a type that is not managed, and says so', () => {
    const stored = [set('web', 'MX', '10 m.example.net'), txt('mx-web', 'old')]
    const {requests: written, plan} = migrate({stored, wants: [wantsWeb]})
    expect(written).toEqual([])
    expect(plan.blocked.map(({detail}) => detail)).toEqual([`stays with old: MX records are not managed here (${WEB})`])
  })
})
