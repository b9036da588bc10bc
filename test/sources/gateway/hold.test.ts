import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import {desiredOf, showPending} from '../builders.js'
import {
  conditions,
  GATEWAY_REF,
  gateway,
  listener,
  listenerSet,
  ROUTES,
  type RouteParts,
  route,
  SET_REF,
} from './builders.js'

const HOST = ['a.example.org']
const SETS = {...ROUTES, readsListenerSets: true}
const OPEN = {listeners: [], spec: {allowedListeners: {namespaces: {from: 'All'}}}}
const SECOND = {...GATEWAY_REF, name: 'gw2'}

describe('a host is held', () => {
  it.each<[string, readonly KubeObject[], string]>([
    [
      'while its Gateway has no address',
      [gateway({status: {}}), route({hostnames: HOST})],
      'waits for Gateway infra/gw, which has no address yet',
    ],
    [
      'while the Gateway of its ListenerSet has no address',
      [gateway({...OPEN, status: {}}), listenerSet(), shopRoute()],
      'waits for Gateway infra/gw, which has no address yet',
    ],
    [
      'while no controller said a word',
      [gateway(), route({hostnames: HOST, accepted: 'none'})],
      'is not accepted by Gateway infra/gw yet',
    ],
    [
      'while the controller does not know',
      [gateway(), route({hostnames: HOST, accepted: 'Unknown'})],
      'is not accepted by Gateway infra/gw yet',
    ],
    [
      'while nobody said a word about its ListenerSet',
      [gateway(OPEN), listenerSet({status: {}}), shopRoute()],
      'is not accepted by ListenerSet shop/set yet',
    ],
    [
      'while one parent waits and the other refused',
      [gateway({status: {}}), gateway({name: 'gw2'}), refusedBySecond()],
      'waits for Gateway infra/gw, which has no address yet',
    ],
  ])('%s', (_, objects, reason) => {
    const found = desiredOf(objects, SETS)
    expect(showPending(found)).toEqual([`a.example.org: ${reason}`])
    expect(found).toMatchObject({endpoints: [], problems: [], warnings: []})
  })

  it('under the name that its listener gives it, with object, field and set identifier', () => {
    const named = gateway({status: {}, listeners: [listener({hostname: '*.example.org'})]})
    expect(desiredOf([named, route({annotations: {'set-identifier': 'blue'}})], ROUTES).pending).toEqual([
      {
        dnsName: '*.example.org',
        setIdentifier: 'blue',
        resource: 'httproute/d/r',
        origin: {kind: 'HTTPRoute', namespace: 'd', name: 'r', field: 'listener web of Gateway infra/gw'},
        reason: 'waits for Gateway infra/gw, which has no address yet',
      },
    ])
  })
})

describe('a host is not held', () => {
  it.each<[string, readonly KubeObject[]]>([
    ['when the Gateway refused the Route', [gateway({status: {}}), route({hostnames: HOST, accepted: 'False'})]],
    [
      'when the Gateway is another controller’s',
      [gateway({status: {}, annotations: {controller: 'x'}}), route({hostnames: HOST})],
    ],
    [
      'when no listener takes it',
      [gateway({status: {}, listeners: [listener({hostname: 'b.example.org'})]}), route({hostnames: HOST})],
    ],
    [
      'when the ListenerSet was refused',
      [gateway(OPEN), listenerSet({status: {conditions: conditions('False')}}), shopRoute()],
    ],
    ['when the Gateway takes no ListenerSet', [gateway(), listenerSet({status: {}}), shopRoute()]],
  ])('%s', (_, objects) => {
    expect(desiredOf(objects, SETS)).toEqual({endpoints: [], pending: [], problems: [], warnings: []})
  })

  it('that another parent has a target for', () => {
    const objects = [
      gateway({status: {}}),
      gateway({name: 'gw2'}),
      route({hostnames: HOST, parentRefs: [GATEWAY_REF, SECOND]}),
    ]
    const found = desiredOf(objects, ROUTES)
    expect(found.endpoints.map(({targets}) => targets)).toEqual([['192.0.2.50']])
    expect(found.pending).toEqual([])
  })
})

it('a target annotation that names no target is a problem of the Route', () => {
  const found = desiredOf([gateway({annotations: {target: ' ,'}}), route({hostnames: HOST})], ROUTES)
  expect(found.problems.map(({resource, dnsName, problem}) => [resource, dnsName, problem])).toEqual([
    ['httproute/d/r', 'a.example.org', 'the target annotation of Gateway infra/gw names no target'],
  ])
  expect(found.endpoints).toEqual([])
})

function shopRoute(parts: RouteParts = {}): KubeObject {
  return route({hostnames: HOST, namespace: 'shop', parentRefs: [SET_REF], ...parts})
}

function refusedBySecond(): KubeObject {
  const parents = [
    {parentRef: SECOND, conditions: conditions('False')},
    {parentRef: GATEWAY_REF, conditions: conditions('True')},
  ]
  return route({hostnames: HOST, parentRefs: [GATEWAY_REF, SECOND], status: {parents}})
}
