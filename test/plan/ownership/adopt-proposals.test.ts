import {describe, expect, it} from 'vitest'
import {
  planFor,
  SHOP,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  wanted,
  wantsWeb,
  web,
  weighted,
  zone,
} from '../builders.js'

const ADOPT_WEB = 'owners adopt web.shop.io'
const TAKEN = 'its ownership TXT would be a-web.shop.io, a TXT record that is not ours'

/** Of each blocked wish, why it is blocked and what to do. */
function advice(situation: Situation) {
  return planFor(situation).blocked.map(({zone: at, host, setIdentifier = '', types, detail, fix}) => ({
    of: `${at?.id} ${host.split('.')[0]} ${setIdentifier} ${types.join(' ')}`.replace(/ +/g, ' '),
    isTaken: detail === TAKEN,
    fix: fix?.startsWith('owners adopt') === true ? fix : undefined,
  }))
}

const taken = (of: string) => ({of, isTaken: true, fix: undefined})
const free = (of: string, fix = ADOPT_WEB) => ({of, isTaken: false, fix})
const spfAt = (name: string, parts = {}) => set(name, 'TXT', spf, parts)

describe('a plan that proposes owners adopt HOST, where the place of one text is taken', () => {
  it('says so of that host alone', () => {
    const stored = [web, set('api', 'A', '192.0.2.1'), spfAt('a-web')]
    expect(advice({stored, wants: [wantsWeb, wanted('api', 'A', '192.0.2.1')]})).toEqual([
      free('Z1 api A', 'owners adopt api.shop.io'),
      taken('Z1 web A'),
    ])
  })

  it('says so of that zone alone', () => {
    const twin = zone('shop.io', {id: 'Z7', isPrivate: true})
    for (const [at, other] of [
      [SHOP, twin],
      [twin, SHOP],
    ] as const) {
      const stored = [
        [at, [web, spfAt('a-web')]],
        [other, [web]],
      ] as const
      expect(new Set(advice({stored, wants: [wantsWeb]}))).toEqual(
        new Set([taken(`${at.id} web A`), free(`${other.id} web A`)]),
      )
    }
  })

  it('says so of that set identifier alone', () => {
    const parts = (id: string) => ({id, routing: weighted(1)})
    const sets = ['v1', 'v2'].map((id) => set('web', 'A', '192.0.2.10', parts(id)))
    const wants = ['v1', 'v2'].map((id) => wanted('web', 'A', '192.0.2.10', {id, properties: {'aws/weight': '1'}}))
    expect(advice({stored: [...sets, spfAt('a-web', parts('v2'))], wants})).toEqual([
      free('Z1 web v1 A'),
      taken('Z1 web v2 A'),
    ])
  })

  it('says so of every type that would be taken over with it', () => {
    const stored = [web, set('web', 'AAAA', '2001:db8::1'), spfAt('a-web')]
    expect(advice({stored, wants: [wantsWeb, wanted('web', 'AAAA', '2001:db8::1')]})).toEqual([
      taken('Z1 web A'),
      taken('Z1 web AAAA'),
    ])
  })
})

describe('a plan that proposes owners adopt HOST', () => {
  it('leaves what is blocked for another reason with the advice that it has', () => {
    const stored = [web, set('api', 'A', '192.0.2.1'), txt('a-api')]
    const wants = [wantsWeb, wanted('api', 'A', '192.0.2.9')]
    expect(planFor({stored, wants, policy: 'create-only'}).blocked.map(({host, fix}) => [host, fix])).toEqual([
      ['api.shop.io', '--policy=upsert-only'],
      ['web.shop.io', ADOPT_WEB],
    ])
  })
})

describe('with a ledger', () => {
  const {kind: _kind, ...texts} = txtRegistry() as Extract<ReturnType<typeof txtRegistry>, {kind: 'txt'}>
  const registry = {...texts, kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}} as const

  it('proposes to write a text, the only ownership that the command knows', () => {
    const situation = {registry, ledger: [], wants: [wantsWeb]}
    expect(advice({...situation, stored: [web]})).toEqual([free('Z1 web A', `${ADOPT_WEB} --registry=txt`)])
    expect(advice({...situation, stored: [web, spfAt('a-web')]})).toEqual([taken('Z1 web A')])
  })
})

describe('without a registry', () => {
  it('proposes nothing of what a traffic policy made: there is no ownership to write', () => {
    const stored = [{...set('web', 'CNAME', 'x.example.net'), trafficPolicyInstanceId: 'p-1'}]
    const situation = {registry: {kind: 'noop'}, stored, wants: [wantsWeb]} as const
    expect(advice(situation)).toEqual([{of: 'Z1 web A', isTaken: false, fix: undefined}])
  })
})
