import {describe, expect, it} from 'vitest'
import {countPlan} from '../../src/plan/plan.js'
import {shownHosts} from '../../src/plan/shown-hosts.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {alias, planFor, SHOP, type Situation, set, txt, txtRegistry, WEB, wanted, wantsWeb, web} from './builders.js'

const aaaa = set('web', 'AAAA', '2001:db8::1')
const texts = [txt('a-web'), txt('aaaa-web')]

/** The shown changes in order: `- AAAA`, `~ A`. */
function shown(situation: Situation): readonly string[] {
  return planFor(situation)
    .zones.flatMap(({hosts}) => shownHosts(hosts))
    .map(({action, changes}) =>
      [action, ...changes.map((change) => (change.kind === 'delete' ? change.current : change.desired).type)].join(' '),
    )
}

function counted(situation: Situation) {
  const counts = countPlan(planFor(situation))
  return {update: counts.update, delete: counts.delete, replace: counts.replace, unchanged: counts.unchanged}
}

describe('a host that stays and loses a record set', () => {
  it('is a delete where nothing else of it changes, but not a host that is gone', () => {
    const situation = {stored: [web, aaaa, ...texts], wants: [wantsWeb]}
    expect(shown(situation)).toEqual(['delete AAAA'])
    expect(counted(situation)).toEqual({update: 0, delete: 1, replace: 0, unchanged: 0})
    const [host] = planFor(situation).zones.flatMap(({hosts}) => hosts)
    expect(host).toMatchObject({action: 'delete', isGone: false})
    expect(planFor({...situation, deleteLimit: {kind: 'count', hosts: 0}}).refusal).toBeUndefined()
  })

  it('is an update and a delete where its other record set changes', () => {
    const situation = {stored: [web, aaaa, ...texts], wants: [wanted('web', 'A', '192.0.2.9')]}
    expect(shown(situation)).toEqual(['delete AAAA', 'update A'])
    expect(counted(situation)).toEqual({update: 1, delete: 1, replace: 0, unchanged: 0})
  })

  it('is a replacement where another type takes its place', () => {
    const situation = {stored: [web, aaaa, ...texts], wants: [wanted('web', 'CNAME', 'x.example.net')]}
    expect(shown(situation)).toEqual(['replace A AAAA CNAME'])
    expect(counted(situation)).toEqual({update: 0, delete: 0, replace: 1, unchanged: 0})
  })

  it('takes its ownership along in the entry of what goes', () => {
    const stored = [alias('web', 'A'), alias('web', 'AAAA'), ...texts]
    const hosts = planFor({stored, wants: [wanted('web', 'A', '192.0.2.9')]}).zones.flatMap((one) =>
      shownHosts(one.hosts),
    )
    expect(hosts.map(({action, ownership}) => [action, ownership.map(({kind}) => kind)])).toEqual([
      ['delete', ['delete']],
      ['update', []],
    ])
  })

  it('takes its ledger row along too', () => {
    const row = (type: string, resource = WEB) => ({
      key: {name: web.name, type, setIdentifier: undefined},
      owner: toOwnerId('red'),
      resource,
      labels: {zone: SHOP.id},
    })
    const texts = txtRegistry()
    if (texts.kind !== 'txt') throw new Error('txtRegistry() makes no txt registry')
    const plan = planFor({
      stored: [web, aaaa],
      wants: [wanted('web', 'A', '192.0.2.9', {by: 'ingress/shop/new'})],
      registry: {...texts, kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}},
      ledger: [row('A'), row('AAAA')],
    })
    const hosts = plan.zones.flatMap((one) => shownHosts(one.hosts))
    expect(hosts.map(({action, ledger}) => [action, ledger.map(({kind}) => kind)])).toEqual([
      ['delete', ['remove']],
      ['update', ['put']],
    ])
  })

  it('is told of in two entries that share nothing, and asks for nothing that goes', () => {
    const wants = [wanted('web', 'A', '192.0.2.9', {by: 'ingress/shop/new'})]
    const [host] = planFor({stored: [web, aaaa, ...texts], wants}).zones.flatMap(({hosts}) => hosts)
    if (host === undefined) throw new Error('no host')
    const noted = {...host, notes: ['a remark']}
    const partOf = (kinds: readonly string[]) => ({
      changes: host.changes.filter(({kind}) => kinds.includes(kind)),
      ownership: host.ownership.filter(({kind}) => kinds.includes(kind)),
    })
    expect(host.changes.map(({kind}) => kind)).toEqual(['update', 'delete'])
    expect(shownHosts([noted])).toEqual([
      {...noted, action: 'delete', ...partOf(['delete']), origins: [], notes: []},
      {...noted, ...partOf(['create', 'update']), formerResources: []},
    ])
  })

  it('has one entry where nothing is left of it to be told', () => {
    const [host] = planFor({stored: [web, aaaa, ...texts], wants: [wantsWeb]}).zones.flatMap(({hosts}) => hosts)
    if (host === undefined) throw new Error('no host')
    expect(shownHosts([{...host, action: 'update'}])).toEqual([{...host, action: 'delete', origins: [], notes: []}])
  })

  it('has one entry where it is moved or replaced', () => {
    const [host] = planFor({stored: [web, aaaa, ...texts], wants: [wanted('web', 'A', '192.0.2.9')]}).zones.flatMap(
      ({hosts}) => hosts,
    )
    if (host === undefined) throw new Error('no host')
    for (const action of ['move', 'replace', 'delete'] as const) {
      expect(shownHosts([{...host, action}])).toEqual([{...host, action}])
    }
  })

  it('says no more than a host of one kind does', () => {
    expect(shown({stored: [web, txt('a-web')]})).toEqual(['delete A'])
    expect(shown({wants: [wantsWeb]})).toEqual(['create A'])
  })
})
