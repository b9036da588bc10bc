import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {
  conditions,
  gateway,
  listener,
  listenerSet,
  names,
  namespaceOf,
  ROUTES,
  type RouteParts,
  route,
  SET_REF,
  selector,
  shown,
} from './builders.js'

const HOST = ['a.example.org']

describe('a ListenerSet', () => {
  const SETS = {...ROUTES, readsListenerSets: true}
  const open = (from = 'All', selector?: unknown) =>
    gateway({
      listeners: [],
      spec: {allowedListeners: {namespaces: {from, ...(selector === undefined ? {} : {selector})}}},
    })
  const shopRoute = (parts: RouteParts = {}) =>
    route({hostnames: HOST, namespace: 'shop', parentRefs: [SET_REF], ...parts})
  const taken = (objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) =>
    names(objects, {...SETS, ...changes})

  it('brings Routes of its namespace to its Gateway', () => {
    const objects = [open(), listenerSet(), shopRoute()]
    expect(shown(objects, SETS)).toEqual(['a.example.org A 0 192.0.2.50 (httproute/shop/r)'])
    expect(
      taken([open(), listenerSet(), shopRoute({namespace: 'd', parentRefs: [{...SET_REF, namespace: 'shop'}]})]),
    ).toEqual([])
  })

  it('is not read without the flag', () => {
    expect(shown([open(), listenerSet(), shopRoute()])).toEqual([])
  })

  it.each<[string, KubeObject, boolean]>([
    ['from anywhere', open('All'), true],
    ['from its own namespace', open('Same'), false],
    ['from nowhere', open('None'), false],
    ['and says nothing about it', gateway({listeners: []}), false],
    ['by labels', open('Selector', {matchLabels: {env: 'p'}}), true],
    ['by other labels', open('Selector', {matchLabels: {env: 'q'}}), false],
    ['by no labels', open('Selector'), false],
  ])('hangs on a Gateway that takes it %s', (_, one, isTaken) => {
    const objects = [one, listenerSet(), shopRoute(), namespaceOf('shop', {env: 'p'})]
    expect(taken(objects)).toEqual(isTaken ? HOST : [])
  })

  it('hangs on a Gateway of its own namespace', () => {
    const own = {...open('Same'), metadata: {...open().metadata, namespace: 'shop'}}
    const set = listenerSet({spec: {parentRef: {name: 'gw'}, listeners: [listener()]}})
    expect(taken([own, set, shopRoute()])).toEqual(HOST)
  })

  it.each<[string, unknown, boolean]>([
    ['accepted', {conditions: conditions('True'), listeners: [{name: 'web', conditions: conditions('True')}]}, true],
    ['refused', {conditions: conditions('False'), listeners: [{name: 'web', conditions: conditions('True')}]}, false],
    [
      'with its listener refused',
      {conditions: conditions('True'), listeners: [{name: 'web', conditions: conditions('False')}]},
      false,
    ],
    [
      'without word of its listener',
      {conditions: conditions('True'), listeners: [{name: 'other', conditions: conditions('True')}]},
      false,
    ],
    ['without word', {}, false],
  ])('counts when it is %s', (_, status, isTaken) => {
    expect(taken([open(), listenerSet({status}), shopRoute()])).toEqual(isTaken ? HOST : [])
  })

  it.each<[Partial<SourceSettings>, Parameters<typeof listenerSet>[0], boolean]>([
    [{gatewayName: 'gw'}, {}, true],
    [{gatewayName: 'set'}, {}, false],
    [{gatewayNamespace: 'infra'}, {}, true],
    [{gatewayLabelFilter: selector('k')}, {labels: {k: 'v'}}, false],
    [{labelFilter: selector('app=r')}, {}, true],
    [{namespace: 'shop'}, {}, true],
    [{annotationFilter: selector('our/dns')}, {}, false],
    [{annotationFilter: selector('our/dns')}, {annotations: {'our/dns': ''}}, true],
    [{}, {annotations: {controller: 'other'}}, false],
  ])('under %j, with %j', (changes, parts, isTaken) => {
    const one = shopRoute({labels: {app: 'r'}})
    const annotated = {...one, metadata: {...one.metadata, annotations: {'our/dns': ''}}}
    expect(taken([open(), listenerSet(parts), annotated], changes)).toEqual(isTaken ? HOST : [])
  })

  it.each([
    [{target: '192.0.2.1'}, {target: '192.0.2.2'}, '192.0.2.1'],
    [{}, {target: '192.0.2.2'}, '192.0.2.2'],
    [{target: ''}, {target: '192.0.2.2'}, '192.0.2.2'],
    [{}, {}, '192.0.2.50'],
  ])('with %j on a Gateway with %j points at %s', (own, annotations, expected) => {
    const one = gateway({annotations, listeners: [], spec: {allowedListeners: {namespaces: {from: 'All'}}}})
    expect(shown([one, listenerSet({annotations: own}), shopRoute()], SETS)).toEqual([
      `a.example.org A 0 ${expected} (httproute/shop/r)`,
    ])
  })
})
