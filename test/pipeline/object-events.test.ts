import {describe, expect, it} from 'vitest'
import type {Origin} from '../../src/dns/endpoint.js'
import type {EventReason, KubeObject} from '../../src/kubernetes/objects.js'
import type {HostOutcome} from '../../src/pipeline/apply/apply-plan.js'
import {objectEvents, objectFinder} from '../../src/pipeline/object-events.js'
import {NOTHING} from '../../src/sources/object/desired.js'
import {create, host, origin, owner, remove, set} from '../render/builders.js'
import {balanced, cluster, ingress, settings, sourcesOf} from '../sources/builders.js'

const ALL: ReadonlySet<EventReason> = new Set(['RecordReady', 'RecordError', 'RecordDeleted'])
const FRONT = ingress({name: 'front'})
const ofFront = [origin('Ingress shop/front')]
const web = host('web', 'create', {changes: [create(set('web', 'A', ['192.0.2.1']))], origins: ofFront})
const FAILED = {kind: 'failed', messages: ['Route 53 said no'], error: undefined} as const

/** The events of a host, as `RecordReady Created: note`. */
function events(outcome: HostOutcome, reasons = ALL, runOwner = owner('prod')): readonly string[] {
  return objectEvents([outcome], ({name}) => (name === 'front' ? FRONT : undefined), reasons, runOwner).map(
    ({reason, action, note}) => `${reason} ${action}: ${note}`,
  )
}

describe('the events of a host', () => {
  it('say what was written, and whose it is', () => {
    expect(events({kind: 'applied', host: web})).toEqual([
      'RecordReady Created: web.example.com, A 192.0.2.1 ttl 300, owner prod',
    ])
    expect(events({kind: 'applied', host: {...web, owner: owner('blue')}})[0]).toContain('owner blue')
  })

  it('name the target of an alias, and of a delete the host alone', () => {
    const alias = set('web', 'A', [], {alias: 'lb.example.net'})
    expect(events({kind: 'applied', host: {...web, action: 'update', changes: [create(alias)]}})).toEqual([
      'RecordReady Updated: web.example.com, A lb.example.net, owner prod',
    ])
    const gone = {...web, action: 'delete', changes: [remove(set('web', 'A', ['192.0.2.1']))]} as const
    expect(events({kind: 'applied', host: gone})).toEqual(['RecordReady Deleted: web.example.com, owner prod'])
  })

  it('name no owner where ownership is not kept', () => {
    const [event] = objectEvents([{kind: 'applied', host: web}], () => FRONT, ALL, undefined)
    expect(event?.note).toBe('web.example.com, A 192.0.2.1 ttl 300')
  })

  it('say why it was not written, or only in part', () => {
    expect(events({...FAILED, host: web})[0]).toMatch(/^RecordError Created: .*, owner prod: Route 53 said no$/)
    expect(events({...FAILED, kind: 'partly', host: web})[0]).toMatch(/: done in part: Route 53 said no$/)
    expect(events({kind: 'partly', messages: [], error: undefined, host: web})[0]).toMatch(
      /: done in part: the run was stopped before the rest of it was sent$/,
    )
  })

  it('are none for a host that was not started, nor for reasons that nobody chose', () => {
    expect(events({kind: 'not-started', host: web})).toEqual([])
    expect(events({kind: 'applied', host: web}, new Set(['RecordError']))).toEqual([])
    expect(events({...FAILED, host: web}, new Set(['RecordReady']))).toEqual([])
  })

  it('are one for each object, however many of its fields ask; none for one that was not read', () => {
    const origins = [...ofFront, origin('Ingress shop/front', 'spec.rules[1].host'), origin('Ingress shop/other')]
    expect(events({kind: 'applied', host: {...web, origins}})).toHaveLength(1)
  })
})

describe('the objects of events', () => {
  const read = (objects: readonly KubeObject[], label?: string) => ({
    sources: sourcesOf(settings()),
    cluster: cluster(objects),
    settings: settings(),
    label,
    owner: undefined,
    context: 'test',
    desired: NOTHING,
    objects: objects.length,
    warnings: [],
    doubts: [],
  })
  const at = (text: string, context?: string): Origin => ({...origin(text), cluster: context})

  it('are found by kind, namespace and name, in the cluster that the origin names', () => {
    const objects = [FRONT, balanced([{ip: '192.0.2.1'}], {name: 'front'})]
    const find = objectFinder(read(objects, 'east'))
    expect(find(at('Ingress shop/front', 'east'))).toBe(objects[0])
    expect(find(at('Service shop/front', 'east'))).toBe(objects[1])
    expect(find(at('Ingress other/front', 'east'))).toBeUndefined()
    expect(find(at('Ingress shop/front', 'west'))).toBeUndefined()
    expect(objectFinder(read(objects))(origin('Ingress shop/front'))).toBe(objects[0])
  })
})
