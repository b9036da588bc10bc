import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {desiredOf, node, show, showPending, template} from './builders.js'

const n1 = node(
  'n1',
  [
    ['InternalIP', '10.0.0.1'],
    ['ExternalIP', '192.0.2.1'],
  ],
  {annotations: {ttl: '60'}},
)
const n2 = node('n2', [['InternalIP', '10.0.0.2']])
const n3 = node('n3', [['ExternalIP', '192.0.2.3']], {spec: {unschedulable: true}})
const dual = node('n6', [
  ['ExternalIP', '198.51.100.6'],
  ['ExternalIP', '2001:db8::6'],
  ['InternalIP', 'fd00::6'],
])

const found = (objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) =>
  desiredOf(objects, {sources: ['node'], ...changes})
const shown = (objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) =>
  show(found(objects, changes).endpoints)
const fqdnTemplate = template('{{.Name}}.nodes.example.org')

describe('a node', () => {
  it('is published under its name, with its TTL (E10)', () => {
    expect(shown([n1])).toEqual(['n1 A 60 192.0.2.1 (node/n1)'])
  })

  it('is published under the name of a template instead (E10)', () => {
    expect(shown([n1], {fqdnTemplate})).toEqual(['n1.nodes.example.org A 60 192.0.2.1 (node/n1)'])
  })

  it('has both names when they are combined', () => {
    expect(shown([n1], {fqdnTemplate, combinesFqdnAnnotation: true})).toEqual([
      'n1 A 60 192.0.2.1 (node/n1)',
      'n1.nodes.example.org A 60 192.0.2.1 (node/n1)',
    ])
  })

  it('keeps its own name beside a template of targets, which it does not know', () => {
    expect(shown([n1], {targetTemplate: template('192.0.2.9')})).toEqual(['n1 A 60 192.0.2.1 (node/n1)'])
  })

  it('is published by pairs, which come before the names', () => {
    const fqdnTargetTemplate = template('{{.Name}}.p.example.org:192.0.2.8')
    expect(shown([n1], {fqdnTemplate, fqdnTargetTemplate})).toEqual(['n1.p.example.org A 0 192.0.2.8'])
  })

  it('falls back on internal addresses, and is left out when it is cordoned', () => {
    expect(shown([n1, n2, n3])).toEqual(['n1 A 60 192.0.2.1 (node/n1)', 'n2 A 0 10.0.0.2 (node/n2)'])
    expect(shown([n3], {excludesUnschedulable: false})).toEqual(['n3 A 0 192.0.2.3 (node/n3)'])
  })

  it('has internal IPv6 addresses beside external ones only when they are said to be public', () => {
    expect(shown([dual])).toEqual(['n6 A 0 198.51.100.6 (node/n6)', 'n6 AAAA 0 2001:db8::6 (node/n6)'])
    expect(shown([dual], {exposesInternalIpv6: true})).toEqual([
      'n6 A 0 198.51.100.6 (node/n6)',
      'n6 AAAA 0 2001:db8::6;fd00::6 (node/n6)',
    ])
  })

  it('points where its target annotation says, and knows neither set identifier nor properties', () => {
    const annotations = {
      target: 'lb.example.net',
      'set-identifier': 'blue',
      'aws-weight': '1',
      hostname: 'x.example.org',
    }
    expect(shown([node('n1', [], {annotations})])).toEqual(['n1 CNAME 0 lb.example.net (node/n1)'])
  })

  it('of another controller, or outside the label filter, is not seen', () => {
    expect(shown([node('n1', [['ExternalIP', '192.0.2.1']], {annotations: {controller: 'x'}})])).toEqual([])
  })

  it('is seen under --namespace, which nodes do not have', () => {
    expect(shown([n2], {namespace: 'shop'})).toEqual(['n2 A 0 10.0.0.2 (node/n2)'])
  })

  it('without any address is waited for, and the others go on', () => {
    const bare = node('bare', [['Hostname', 'bare']])
    expect(shown([bare, n2])).toEqual(['n2 A 0 10.0.0.2 (node/n2)'])
    expect(showPending(found([bare, n2]))).toEqual(['bare: has no address yet'])
    expect(showPending(found([bare], {fqdnTemplate}))).toEqual(['bare.nodes.example.org: has no address yet'])
  })

  it('with a label over 63 octets is a problem of that node alone', () => {
    const long = node('n'.repeat(64), [['ExternalIP', '192.0.2.1']])
    expect(shown([long, n2])).toEqual(['n2 A 0 10.0.0.2 (node/n2)'])
    expect(found([long]).problems).toHaveLength(1)
  })
})
