import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import {desiredOf, showPending, showUnused} from '../builders.js'
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

describe('a host of a Route that no Gateway takes is held', () => {
  it.each<[string, readonly KubeObject[], string]>([
    [
      'when the Gateway refused the Route',
      [gateway(), route({hostnames: HOST, accepted: 'False'})],
      'is refused by Gateway infra/gw',
    ],
    [
      'with the reason of the refusal',
      [gateway(), refused({reason: 'NotAllowedByListeners'})],
      'is refused by Gateway infra/gw (NotAllowedByListeners)',
    ],
    [
      'when it refused because no listener is meant',
      [gateway({listeners: []}), refused({reason: 'NoMatchingParent'})],
      'is refused by Gateway infra/gw (NoMatchingParent)',
    ],
    [
      'when it refused because no host name fits',
      [gateway({listeners: [listener({hostname: 'b.example.org'})]}), refused({reason: 'NoMatchingListenerHostname'})],
      'is refused by Gateway infra/gw (NoMatchingListenerHostname)',
    ],
    [
      'when the Gateway is another controller’s',
      [gateway({annotations: {controller: 'x'}}), route({hostnames: HOST})],
      'uses Gateway infra/gw, whose annotation controller names "x"',
    ],
    ['when the Gateway is gone', [route({hostnames: HOST})], 'uses Gateway infra/gw, which does not exist'],
    [
      'when one of two Gateways is gone and the other does not take the host',
      [
        gateway({name: 'gw2', listeners: [listener({hostname: 'b.example.org'})]}),
        route({hostnames: HOST, parentRefs: [GATEWAY_REF, SECOND]}),
      ],
      'uses Gateway infra/gw, which does not exist',
    ],
    ['when the ListenerSet is gone', [gateway(OPEN), shopRoute()], 'uses ListenerSet shop/set, which does not exist'],
    [
      'when the Gateway of its ListenerSet is gone',
      [listenerSet(), shopRoute()],
      'uses Gateway infra/gw, which does not exist',
    ],
    [
      'when the Gateway of its ListenerSet is another controller’s',
      [gateway({...OPEN, annotations: {controller: 'x'}}), listenerSet(), shopRoute()],
      'uses Gateway infra/gw, whose annotation controller names "x"',
    ],
    [
      'when its ListenerSet is another controller’s',
      [gateway(OPEN), listenerSet({annotations: {controller: 'x'}}), shopRoute()],
      'uses ListenerSet shop/set, whose annotation controller names "x"',
    ],
    [
      'when the ListenerSet was refused',
      [gateway(OPEN), listenerSet({status: {conditions: conditions('False')}}), shopRoute()],
      'uses ListenerSet shop/set, which is refused',
    ],
    [
      'when its listener was refused',
      [
        gateway(OPEN),
        listenerSet({
          status: {conditions: conditions('True'), listeners: [{name: 'web', conditions: conditions('False')}]},
        }),
        shopRoute(),
      ],
      'uses listener web of ListenerSet shop/set, which is refused',
    ],
    [
      'while nobody said a word and no listener takes it',
      [gateway({listeners: [listener({hostname: 'b.example.org'})]}), route({hostnames: HOST, accepted: 'none'})],
      'is not accepted by Gateway infra/gw yet',
    ],
  ])('%s', (_, objects, reason) => {
    const found = desiredOf(objects, SETS)
    expect(showPending(found)).toEqual([`a.example.org: ${reason}`])
    expect(found).toMatchObject({endpoints: [], problems: [], unused: [], waiting: []})
  })

  it('under the names of the listeners, when a Gateway that is there refused the Route', () => {
    const named = gateway({listeners: [listener({hostname: 'l.example.org'}), listener({hostname: '*.x.example.org'})]})
    expect(desiredOf([named, route({accepted: 'False'})], ROUTES).pending.map(({dnsName}) => dnsName)).toEqual([
      'l.example.org',
      '*.x.example.org',
    ])
    const wild = desiredOf([named, route({hostnames: ['*.example.org'], accepted: 'False'})], ROUTES)
    expect(wild.pending.map(({dnsName}) => dnsName)).toEqual(['l.example.org', '*.x.example.org'])
  })

  it.each<[string, readonly string[] | undefined, boolean]>([
    ['no host', undefined, true],
    ['a wildcard', ['*.example.org'], true],
    ['a name', HOST, false],
  ])('with all records of a Route of %s whose Gateway is gone', (_, hostnames, isWhole) => {
    const found = desiredOf([route(hostnames === undefined ? {} : {hostnames})], ROUTES)
    expect(found.waiting).toEqual(
      isWhole
        ? [
            {
              resource: 'httproute/d/r',
              origin: {kind: 'HTTPRoute', namespace: 'd', name: 'r', field: 'spec.parentRefs'},
              reason: 'uses Gateway infra/gw, which does not exist',
            },
          ]
        : [],
    )
  })
})

describe('a host is not held', () => {
  it.each<[string, readonly KubeObject[], string]>([
    [
      'when no listener takes it',
      [gateway({listeners: [listener({hostname: 'b.example.org'})]}), route({hostnames: HOST})],
      'no listener of Gateway infra/gw has a host name that fits',
    ],
    [
      'when the Gateway takes no ListenerSet',
      [gateway(), listenerSet(), shopRoute()],
      'Gateway infra/gw allows no ListenerSet of namespace shop',
    ],
    [
      'when the Gateway lets in another namespace only',
      [gateway({listeners: [listener({from: 'Same'})]}), route({hostnames: HOST})],
      'no listener of Gateway infra/gw allows Routes of namespace d',
    ],
    [
      'when the Gateway has no such listener',
      [gateway(), route({hostnames: HOST, parentRefs: [{...GATEWAY_REF, sectionName: 'nope'}]})],
      'Gateway infra/gw has no listener nope',
    ],
    [
      'when the listener has another port',
      [gateway(), route({hostnames: HOST, parentRefs: [{...GATEWAY_REF, port: 81}]})],
      'no listener of Gateway infra/gw accepts HTTPRoutes on port 81',
    ],
    [
      'when the listener has another protocol',
      [gateway({listeners: [listener({protocol: 'TLS'})]}), route({hostnames: HOST})],
      'no listener of Gateway infra/gw accepts HTTPRoutes',
    ],
    [
      'when the Gateway has no listener at all',
      [gateway({listeners: []}), route({hostnames: HOST})],
      'Gateway infra/gw has no listener',
    ],
  ])('%s', (_, objects, reason) => {
    const found = desiredOf(objects, SETS)
    expect(found).toMatchObject({endpoints: [], pending: [], problems: [], waiting: []})
    expect(showUnused(found)).toEqual([`a.example.org: ${reason}`])
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

function refused(answer: {readonly reason: string}): KubeObject {
  const parents = [{parentRef: GATEWAY_REF, conditions: [{type: 'Accepted', status: 'False', ...answer}]}]
  return route({hostnames: HOST, status: {parents}})
}

function refusedBySecond(): KubeObject {
  const parents = [
    {parentRef: SECOND, conditions: conditions('False')},
    {parentRef: GATEWAY_REF, conditions: conditions('True')},
  ]
  return route({hostnames: HOST, parentRefs: [GATEWAY_REF, SECOND], status: {parents}})
}
