import {describe, expect, it} from 'vitest'
import {makePlan} from '../../../src/plan/make-plan.js'
import {domainFilter, planFor, planInput, type Situation, set, txt, wanted, wantsWeb, web} from '../builders.js'

const warningsOf = (situation: Situation) =>
  planFor(situation).warnings.map(({host = '', text, origin}) => [host.replace('.shop.io', ''), text, origin])

/** Of a host without an A record, of which a text of ours says that an A is ours. */
const warningOf = (host: string, what = 'a record of type A', name = `a-${host}.shop.io`) => [
  host,
  `the ownership TXT ${name} is ours but has no record: ${what} that is made at ${host}.shop.io later ` +
    'would be treated as ours; prune --orphans removes the TXT',
  undefined,
]

const aaaa = set('web', 'AAAA', '2001:db8::1')
const asksForAaaa = wanted('web', 'AAAA', '2001:db8::1')

describe('a text of ours that speaks of no record', () => {
  it('is told where an object asks for the host, in the order of the names', () => {
    const stored = [txt('a-web'), txt('a-api')]
    const wants = [asksForAaaa, wanted('api', 'AAAA', '2001:db8::1', {by: 'service/shop/api'})]
    expect(warningsOf({stored, wants})).toEqual([warningOf('api'), warningOf('web')])
  })

  it('is told where another record of the host is ours, wanted or not', () => {
    const stored = [aaaa, txt('aaaa-web'), txt('a-web')]
    expect(warningsOf({stored, wants: [asksForAaaa]})).toEqual([warningOf('web')])
    expect(warningsOf({stored, policy: 'upsert-only'})).toEqual([warningOf('web')])
  })

  it('is told once of a host with several records', () => {
    const stored = [aaaa, txt('aaaa-web'), set('web', 'TXT', '"x"'), txt('txt-web'), txt('a-web')]
    const wants = [asksForAaaa, wanted('web', 'TXT', '"x"')]
    expect(warningsOf({stored, wants, managedTypes: ['A', 'AAAA', 'TXT']})).toEqual([warningOf('web')])
  })

  it('is told though another text is somebody else’s, which is not', () => {
    const stored = [txt('a-web'), txt('a-api', 'green')]
    const wants = [asksForAaaa, wanted('api', 'AAAA', '2001:db8::1', {by: 'service/shop/api'})]
    expect(warningsOf({stored, wants})).toEqual([warningOf('web')])
  })

  it('may be one without a type, where what an object asks for cannot be made', () => {
    const wants = [wanted('web', 'A', 'no address')]
    expect(warningsOf({stored: [txt('web')], wants})).toEqual([warningOf('web', 'a record', 'web.shop.io')])
  })

  it.each<[string, Situation]>([
    ['nobody asks for the host and nothing of it is ours', {stored: [txt('a-web')]}],
    ['the record of the host is somebody else’s', {stored: [aaaa, txt('aaaa-web', 'green'), txt('a-web')]}],
    ['the text is somebody else’s', {stored: [txt('a-web', 'green')], wants: [asksForAaaa]}],
    ['its record is there', {stored: [web, txt('a-web')], wants: [wantsWeb]}],
    ['its record comes with the plan', {stored: [txt('a-web')], wants: [wantsWeb]}],
    ['it goes with the plan', {stored: [aaaa, txt('aaaa-web'), txt('a-web')], goal: pruneOrphans()}],
    [
      'the filter leaves the host out',
      {stored: [txt('a-web')], wants: [asksForAaaa], domainFilter: domainFilter({exclude: ['web.shop.io']})},
    ],
    ['the run is for another host', {stored: [txt('a-web')], wants: [asksForAaaa], only: ['api.shop.io']}],
  ])('is not told where %s', (_what, situation) => {
    expect(warningsOf(situation)).toEqual([])
  })

  it('is told in a zone that was read in part only where an object asks for the host', () => {
    const inPart = (situation: Situation) => {
      const input = planInput({...situation, policy: 'upsert-only'})
      const plan = makePlan({...input, zones: input.zones.map((one) => ({...one, reading: 'in-part'}))})
      return plan.warnings.map(({host}) => host)
    }
    const stored = [aaaa, txt('aaaa-web'), txt('a-web')]
    expect(inPart({stored, wants: [asksForAaaa]})).toEqual(['web.shop.io'])
    expect(inPart({stored, wants: [wanted('api', 'A', '192.0.2.1')]})).toEqual([])
  })
})

function pruneOrphans() {
  return {kind: 'prune', removesOrphans: true, removesObsoleteTxt: false} as const
}
