import {describe, expect, it} from 'vitest'
import {makePlan} from '../../../src/plan/make-plan.js'
import {
  objectProblem,
  PRUNE,
  pending,
  planFor,
  planInput,
  requests,
  type Situation,
  set,
  txt,
  txtRegistry,
  WEB,
  wanted,
  zone,
} from '../builders.js'

const PARENT = zone()
const CHILD = zone('eu.shop.io', {id: 'Z2'})
const DELEGATION = set('eu', 'NS', 'ns-1.example.net')
const FINISHED = `DELETE a-eu TXT 300 red:${WEB}`

/** The state after deleting the child zone's apex was cut before its ownership in the parent was removed. */
function cut(parts: Partial<Situation> = {}): Situation {
  return {
    stored: [
      [PARENT, [DELEGATION, txt('a-eu')]],
      [CHILD, []],
    ],
    ...parts,
  }
}

describe('a delete that was cut between two zones', () => {
  it('is finished by the next sync', () => {
    const plan = planFor(cut())
    expect(requests(plan)).toEqual([`Z1 ${FINISHED}`])
    expect(plan.zones.flatMap(({hosts}) => hosts)[0]?.notes).toEqual(['ownership TXT without a record'])
  })

  it('in every format that the delete would have taken along', () => {
    const texts = [txt('own-a-eu'), txt('own-cname-eu'), txt('own-eu')]
    const stored: Situation['stored'] = [
      [PARENT, [DELEGATION, ...texts]],
      [CHILD, []],
    ]
    expect(requests(planFor({stored, registry: txtRegistry({prefix: 'own-'})}))).toEqual(
      ['a-', 'cname-', ''].map((type) => `Z1 DELETE own-${type}eu TXT 300 red:${WEB}`),
    )
  })

  it('counts as no deleted host: nothing answers under that name', () => {
    expect(planFor(cut({deleteLimit: {kind: 'count', hosts: 0}})).refusal).toBeUndefined()
  })

  it.each<[string, Partial<Situation>]>([
    ['upsert-only, as every leftover', {policy: 'upsert-only'}],
    ['an object that asks for the host: its text is used again', {wants: [wanted('eu', 'A', '192.0.2.1')]}],
    ['an object that waits for its target', {pending: [pending('eu')]}],
    ['a problem of the object that the text names', {problems: [objectProblem(WEB)]}],
    ['a type that is not managed', {managedTypes: ['AAAA']}],
    ['--only for other hosts', {only: [set('web', 'A', []).name]}],
    ['an owner that was assumed', {registry: txtRegistry({ownerIsChosen: false})}],
    [
      'another owner',
      {
        stored: [
          [PARENT, [txt('a-eu', 'blue')]],
          [CHILD, []],
        ],
      },
    ],
    [
      'a record in the child zone that is there',
      {
        stored: [
          [PARENT, [txt('a-eu')]],
          [CHILD, [set('eu', 'A', '192.0.2.1')]],
        ],
        wants: [wanted('eu', 'A', '192.0.2.1')],
      },
    ],
    ['a child zone that is not selected', {stored: [[PARENT, [DELEGATION, txt('a-eu')]]]}],
  ])('but not with %s', (_case, parts) => {
    expect(requests(planFor(cut(parts))).filter((line) => line.includes('DELETE a-eu'))).toEqual([])
  })

  it('is finished by the next prune, with --orphans or without', () => {
    expect(requests(planFor(cut({policy: 'upsert-only', goal: PRUNE})))).toEqual([`Z1 ${FINISHED}`])
  })

  it.each([
    ['of another type', [wanted('eu', 'AAAA', '2001:db8::1')]],
    ['with a set identifier', [wanted('eu', 'A', '192.0.2.1', {id: 'blue', properties: {'aws/weight': '1'}})]],
  ])('is finished where the host is asked for %s', (_what, wants) => {
    expect(requests(planFor(cut({wants})))).toContain(`Z1 ${FINISHED}`)
  })

  it('but not while the child zone was not read whole', () => {
    const input = planInput(cut())
    const zones = input.zones.map((one) => (one.zone === CHILD ? {...one, reading: 'not-read' as const} : one))
    expect(requests(makePlan({...input, zones}))).toEqual([])
  })

  it('a lone text of a host in the zone of its text stays: that was one batch', () => {
    expect(
      requests(
        planFor({
          stored: [
            [PARENT, [txt('a-web')]],
            [CHILD, []],
          ],
        }),
      ),
    ).toEqual([])
  })

  it('prune --orphans takes it too, although the parent hands the name on: the child zone was read', () => {
    expect(requests(planFor(cut({goal: {...PRUNE, removesOrphans: true}})))).toEqual([`Z1 ${FINISHED}`])
  })

  it('between private zones, where the record stood in both', () => {
    const parent = zone('shop.io', {id: 'Z3', isPrivate: true})
    const child = zone('eu.shop.io', {id: 'Z4', isPrivate: true})
    expect(
      requests(
        planFor({
          stored: [
            [parent, [txt('a-eu')]],
            [child, []],
          ],
        }),
      ),
    ).toEqual([`Z3 ${FINISHED}`])
  })
})

describe('prune --orphans', () => {
  const goal = {...PRUNE, removesOrphans: true}
  const web = set('web', 'A', '192.0.2.1')
  const wantsWeb = wanted('web', 'A', '192.0.2.1')

  it.each<[string, Situation]>([
    ['is about to be made', {wants: [wantsWeb]}],
    ['is about to be made as an alias', {wants: [wanted('web', 'A', '192.0.2.2')], stored: [txt('cname-web')]}],
    ['waits for its target', {pending: [pending('web')]}],
  ])('leaves the text of a host that %s: another run may rely on it', (_case, parts) => {
    expect(requests(planFor({stored: [txt('a-web')], ...parts, goal}))).toEqual([])
  })

  it.each<[string, Situation, string]>([
    ['nobody asks for', {stored: [txt('a-web')]}, 'a-web'],
    [
      'has its record with a text of its own',
      {stored: [web, txt('a-web'), txt('cname-web')], wants: [wantsWeb]},
      'cname-web',
    ],
  ])('takes that of a host that %s', (_case, parts, name) => {
    expect(requests(planFor({...parts, goal}))).toEqual([`DELETE ${name} TXT 300 red:${WEB}`])
  })
})
