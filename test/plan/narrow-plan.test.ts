import {describe, expect, it} from 'vitest'
import {blockProblems} from '../../src/pipeline/read/place-endpoints.js'
import {because, block, blockHost} from '../../src/plan/blocked.js'
import {phrases} from '../../src/plan/blocked-phrases.js'
import {decideHosts, toDecisionInput} from '../../src/plan/decide-hosts.js'
import {narrowHosts, narrowTexts, shownBlocks} from '../../src/plan/narrow-plan.js'
import {
  dnsName,
  fullName,
  objectProblem,
  PRUNE,
  planFor,
  planInput,
  requests,
  txt,
  wanted,
  wantsWeb,
} from './builders.js'

const narrowedTo = (...hosts: readonly string[]) => ({
  only: hosts.map((host) => ({name: dnsName(`${host}.shop.io`), isBelow: false})),
})
const aliasOf = (host: string, target: string) => wanted(host, 'CNAME', fullName(target), {properties: {alias: 'true'}})

describe('under --only', () => {
  it('an object that is left out as a whole is shown, and one that is left out for a host beside it is not', () => {
    const problems = [undefined, 'web', 'other'].map((host) => objectProblem('service/shop/web', host))
    const east = problems.map((one) => ({...one, origin: {...one.origin, cluster: 'east'}}))
    for (const blocked of [blockProblems(problems), blockProblems(east)]) {
      expect(blocked.filter(shownBlocks(narrowedTo('web'))).map(({host}) => host)).toEqual([
        'Service shop/web',
        'web.shop.io',
      ])
    }
    expect([block({host: 'other.shop.io'}, because('policy', 'no'))].filter(shownBlocks(narrowedTo('web')))).toEqual([])
  })

  it('each host that cannot be changed alone says what it needs, and the others are done', () => {
    const wants = [
      aliasOf('web', 'base'),
      wanted('base', 'A', '192.0.2.1'),
      aliasOf('api', 'root'),
      wanted('root', 'A', '192.0.2.1'),
      wanted('new', 'A', '192.0.2.1'),
    ]
    const plan = planFor({wants, only: ['web', 'api', 'new'].map(fullName)})
    expect(requests(plan)).toEqual(['CREATE a-new TXT 300 red:service/shop/web', 'CREATE new A 300 192.0.2.1'])
    expect(plan.blocked.map(({host, detail}) => `${host}: ${detail.split(': otherwise ')[1]}`)).toEqual([
      'api.shop.io: the alias target root.shop.io has no A record in zone shop.io',
      'web.shop.io: the alias target base.shop.io has no A record in zone shop.io',
    ])
  })

  it('a host that would be done otherwise than in the whole plan is not done', () => {
    const input = toDecisionInput(planInput({wants: [wantsWeb, wanted('api', 'A', '192.0.2.1')]}))
    const decision = decideHosts(input)
    const finish: typeof decision.finish = (hosts) => hosts.map((host) => ({...host, notes: ['otherwise']}))
    const [web] = decision.drafts.filter(({host}) => host.name === 'web.shop.io')
    if (web === undefined) throw new Error('no draft')
    expect(narrowHosts(decision, input.zoneContext, narrowedTo('web'))).toEqual({hosts: [web.host], blocked: []})
    expect(narrowHosts({...decision, finish}, input.zoneContext, narrowedTo('web'))).toEqual({
      hosts: [],
      blocked: [blockHost(web.host, phrases.togetherWithLeftOut([], undefined))],
    })
  })
})

describe('texts that go on their own, under --only', () => {
  const goal = {...PRUNE, removesOrphans: true}
  const texts = planFor({stored: [txt('a-free'), txt('a-needed'), txt('a-other')], goal}).zones[0]?.hosts ?? []
  const blocked = [blockHost({...wantedHost(), name: dnsName('held.shop.io')}, because('policy', 'no'))]
  const textsAfter = () => ({hosts: texts.filter(({name}) => name !== 'needed.shop.io'), blocked: []})

  function wantedHost() {
    const [host] = texts
    if (host === undefined) throw new Error('no text')
    return host
  }

  it('are those of its hosts; one that a host needs which is left out stays, and is told', () => {
    const [free, needed] = texts
    if (needed === undefined) throw new Error('no text')
    expect(narrowTexts({hosts: texts, blocked}, [], narrowedTo('free', 'needed'), textsAfter)).toEqual({
      hosts: [free],
      blocked,
      leftOut: [blockHost(needed, phrases.togetherWithLeftOut([], undefined))],
    })
  })

  it('are all of them where it names none', () => {
    expect(narrowTexts({hosts: texts, blocked}, [], {only: []}, textsAfter)).toEqual({
      hosts: texts,
      blocked,
      leftOut: [],
    })
  })
})
