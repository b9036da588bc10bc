import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {desiredOf, type ObjectParts, object, show, showPending, showUnused, template} from './builders.js'

const SOURCE = {sources: ['openshift-route']}
const LABEL = '(route/shop/web)'

function entry(router: string, changes: object = {}) {
  return {
    host: `${router}.example.org`,
    routerName: router,
    routerCanonicalHostname: `router-${router}.example.net`,
    conditions: [
      {type: 'Other', status: 'False'},
      {type: 'Admitted', status: 'True'},
    ],
    ...changes,
  }
}

const REFUSED = {conditions: [{type: 'Admitted', status: 'False'}]}

function route(entries: readonly unknown[], parts: ObjectParts = {}): KubeObject {
  return object('route.openshift.io/v1', 'Route', {
    spec: {host: 'spec.example.org'},
    status: {ingress: entries},
    ...parts,
  })
}

function found(object: KubeObject, changes: Partial<SourceSettings> = {}) {
  return desiredOf([object], {...SOURCE, ...changes})
}

describe('an OpenShift Route', () => {
  it.each<[string, readonly unknown[], string, readonly string[]]>([
    ['one router', [entry('a')], '', [`a.example.org CNAME 0 router-a.example.net ${LABEL}`]],
    ['the first of two', [entry('a'), entry('b')], '', [`a.example.org CNAME 0 router-a.example.net ${LABEL}`]],
    [
      'the first that admitted it',
      [entry('a', REFUSED), entry('b')],
      '',
      [`b.example.org CNAME 0 router-b.example.net ${LABEL}`],
    ],
    [
      'the first that has a name',
      [entry('a', {routerCanonicalHostname: ''}), entry('b')],
      '',
      [`b.example.org CNAME 0 router-b.example.net ${LABEL}`],
    ],
    ['the router of the flag', [entry('a'), entry('b')], 'b', [`b.example.org CNAME 0 router-b.example.net ${LABEL}`]],
    ['only another router than that of the flag', [entry('a')], 'b', []],
    ['nobody', [], '', []],
    ['a router that refused it', [entry('a', REFUSED)], '', []],
  ])('admitted by %s', (_, entries, openshiftRouterName, expected) => {
    expect(show(found(route(entries), {openshiftRouterName}).endpoints)).toEqual(expected)
  })

  it('says which entry gave its host', () => {
    expect(found(route([{}, entry('a')])).endpoints[0]?.origins[0]?.field).toBe('status.ingress[1].host')
  })

  it('publishes the hosts of its annotation at the router or at its target', () => {
    const annotations = {hostname: 'h.example.org'}
    expect(show(found(route([entry('a', {host: ''})], {annotations})).endpoints)).toEqual([
      `h.example.org CNAME 0 router-a.example.net ${LABEL}`,
    ])
    const own = route([entry('a')], {annotations: {...annotations, target: '192.0.2.1'}})
    expect(show(found(own).endpoints)).toEqual([
      `a.example.org A 0 192.0.2.1 ${LABEL}`,
      `h.example.org A 0 192.0.2.1 ${LABEL}`,
    ])
    expect(show(found(own, {ignoresHostnameAnnotation: true}).endpoints)).toEqual([
      `a.example.org A 0 192.0.2.1 ${LABEL}`,
    ])
  })

  it('without a host takes the name of the template', () => {
    const fqdnTemplate = template('{{.Name}}.t.example.org')
    expect(show(found(route([entry('a', {host: ''})], {spec: {}}), {fqdnTemplate}).endpoints)).toEqual([
      `web.t.example.org CNAME 0 router-a.example.net ${LABEL}`,
    ])
  })

  it.each<[string, readonly unknown[], string]>([
    ['no router has seen it', [], ''],
    ['its router refused it', [entry('a', REFUSED)], ''],
    ['its router has no name yet', [entry('a', {routerCanonicalHostname: ''})], ''],
    ['the router of the flag refused it', [entry('a', REFUSED), entry('b')], 'a'],
  ])('waits while %s', (_, entries, openshiftRouterName) => {
    const result = found(route(entries, {annotations: {hostname: 'h.example.org'}}), {openshiftRouterName})
    expect(showPending(result)).toEqual([
      'h.example.org: is not admitted by a router yet',
      'spec.example.org: is not admitted by a router yet',
    ])
  })

  it('waits with a target of its own too, since only a router says its host', () => {
    expect(showPending(found(route([], {annotations: {target: '192.0.2.1'}})))).toEqual([
      'spec.example.org: is not admitted by a router yet',
    ])
  })

  it('that only other routers know is not wanted', () => {
    const other = route([entry('a')], {annotations: {hostname: 'h.example.org'}})
    const read = found(other, {openshiftRouterName: 'b'})
    expect(read).toMatchObject({endpoints: [], pending: [], problems: [], warnings: []})
    expect(showUnused(read)).toEqual(
      ['a', 'h', 'spec'].map((name) => `${name}.example.org: left out by --openshift-router-name`),
    )
  })
})
