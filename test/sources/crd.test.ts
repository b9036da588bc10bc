import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {statusUpdates} from '../../src/sources/chosen-sources.js'
import {crd} from '../../src/sources/crd.js'
import {DNS_ENDPOINTS} from '../../src/sources/object/resources.js'
import {parseAnnotationSelector} from '../../src/sources/object/selector.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {cluster, desiredOf, type ObjectParts, object, settings, show, template} from './builders.js'

const dnsEndpoint = (endpoints: unknown, parts: ObjectParts = {}): KubeObject =>
  object('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', {name: 'e', namespace: 'd', spec: {endpoints}, ...parts})

const ALL_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'SRV', 'NS', 'PTR', 'NAPTR']
const found = (endpoints: unknown, changes: Partial<SourceSettings> = {}) =>
  desiredOf([dnsEndpoint(endpoints)], {sources: ['crd'], managedRecordTypes: ALL_TYPES, ...changes})
const shown = (endpoints: unknown, changes: Partial<SourceSettings> = {}) => show(found(endpoints, changes).endpoints)

const E12 = [
  {dnsName: 'm.example.org', recordType: 'MX', targets: ['10 mx.example.org']},
  {dnsName: 's.example.org', recordType: 'A', recordTTL: 30, targets: ['192.0.2.7', '192.0.2.5']},
  {dnsName: 'bad.example.org', recordType: 'NS', targets: ['ns.example.org.']},
  {dnsName: 'd.example.org', recordType: 'A', targets: []},
]

describe('a DNSEndpoint', () => {
  it('says its endpoints word for word (E12)', () => {
    expect(shown(E12)).toEqual([
      'd.example.org A 0  (crd/d/e)',
      'm.example.org MX 0 10 mx.example.org (crd/d/e)',
      's.example.org A 30 192.0.2.5;192.0.2.7 (crd/d/e)',
    ])
  })

  it('gets default targets where it has none (E12)', () => {
    expect(shown(E12, {defaultTargets: ['lb.example.net']})).toContain('d.example.org CNAME 0 lb.example.net (crd/d/e)')
  })

  it('keeps set identifier, properties of the provider and labels of its entries', () => {
    const {endpoints} = found([
      {
        dnsName: 'r.example.org',
        recordType: 'A',
        targets: ['192.0.2.1'],
        setIdentifier: 'one',
        labels: {team: 'shop', resource: 'mine'},
        providerSpecific: [{name: 'aws/weight', value: '10'}, {name: ''}, null],
      },
    ])
    expect(endpoints).toEqual([
      {
        dnsName: 'r.example.org',
        recordType: 'A',
        targets: ['192.0.2.1'],
        ttlSeconds: undefined,
        setIdentifier: 'one',
        resource: 'crd/d/e',
        labels: {team: 'shop'},
        properties: [{name: 'aws/weight', value: '10'}],
        origins: [{kind: 'DNSEndpoint', namespace: 'd', name: 'e', field: 'spec.endpoints[0]'}],
      },
    ])
  })

  it('may hold every type that the flags manage', () => {
    const entries = [
      {dnsName: 't.example.org', recordType: 'TXT', targets: ['"hello"']},
      {dnsName: '_sip._tcp.example.org', recordType: 'SRV', targets: ['0 50 5060 sip.example.org.']},
      {dnsName: 'n.example.org', recordType: 'NS', targets: ['ns1.example.net']},
      {dnsName: '4.2.0.192.in-addr.arpa', recordType: 'PTR', targets: ['a.example.org']},
      {dnsName: 'e.example.org', recordType: 'NAPTR', targets: ['10 20 "u" "E2U+sip" "" .']},
      {dnsName: 'c.example.org', recordType: 'CNAME', targets: ['x.example.net.']},
      {dnsName: 'h.example.org', recordType: 'HTTPS', targets: ['2 .']},
      {dnsName: 'v.example.org', recordType: 'SVCB', targets: ['0 h.example.net.']},
    ]
    expect(shown(entries)).toEqual([
      '4.2.0.192.in-addr.arpa PTR 0 a.example.org (crd/d/e)',
      '_sip._tcp.example.org SRV 0 "0 50 5060 sip.example.org." (crd/d/e)',
      'c.example.org CNAME 0 x.example.net. (crd/d/e)',
      'e.example.org NAPTR 0 10 20 "u" "E2U+sip" "" . (crd/d/e)',
      'h.example.org HTTPS 0 2 . (crd/d/e)',
      'n.example.org NS 0 ns1.example.net (crd/d/e)',
      't.example.org TXT 0 "hello" (crd/d/e)',
      'v.example.org SVCB 0 0 h.example.net. (crd/d/e)',
    ])
  })

  it.each([
    ['A', '192.0.2.1.', 'the target "192.0.2.1." must not end in a dot in a record of type A'],
    ['NS', 'ns.example.org.', 'the target "ns.example.org." must not end in a dot in a record of type NS'],
    ['NAPTR', '10 20 "u" "x" "" x', 'the target "10 20 "u" "x" "" x" must end in a dot in a record of type NAPTR'],
  ])('with an entry of type %s that no such record can hold has a problem', (recordType, target, problem) => {
    const read = found([{dnsName: 'x.example.org', recordType, targets: [target]}])
    expect(read.endpoints).toEqual([])
    expect(read.problems).toEqual([
      {
        resource: 'crd/d/e',
        origin: {kind: 'DNSEndpoint', namespace: 'd', name: 'e', field: 'spec.endpoints[0]'},
        dnsName: 'x.example.org',
        problem,
      },
    ])
  })

  it('has only a warning where nobody manages the type', () => {
    const read = found(E12, {managedRecordTypes: ['A']})
    expect(read.problems).toEqual([])
    expect(read.warnings.map(({warning}) => warning)).toEqual([
      'bad.example.org NS is left out: the target "ns.example.org." must not end in a dot in a record of type NS',
    ])
  })

  it('with a CNAME without target has a problem, which default targets do not mend', () => {
    const read = found([{dnsName: 'c.example.org', recordType: 'CNAME'}], {defaultTargets: ['192.0.2.1']})
    expect(read.endpoints).toEqual([])
    expect(read.problems.map(({problem}) => problem)).toEqual(['the CNAME record has no target'])
  })

  it.each(['', '.'])('with an entry named "%s" has a problem', (dnsName) => {
    const read = found([{dnsName, recordType: 'A', targets: ['192.0.2.1']}])
    expect(read.endpoints).toEqual([])
    expect(read.problems.map((one) => [one.dnsName, one.problem])).toEqual([[undefined, 'the entry has no dnsName']])
  })

  it.each([
    [undefined, 'the endpoint has no recordType'],
    ['', 'the endpoint has no recordType'],
    ['cname', 'recordType cname: write CNAME'],
    ['Txt', 'recordType Txt: write TXT'],
  ])('with an entry of type %s has a problem, managed or not', (recordType, problem) => {
    const entry = {dnsName: 'x.example.org', recordType, targets: ['lb.example.net']}
    for (const managedRecordTypes of [['A'], ALL_TYPES, ['cname']]) {
      const read = found([entry], {managedRecordTypes})
      expect(read.endpoints).toEqual([])
      expect(read.problems.map((one) => [one.dnsName, one.problem])).toEqual([['x.example.org', problem]])
    }
  })

  it('takes the type of default targets where it says none', () => {
    expect(shown([{dnsName: 'x.example.org'}], {defaultTargets: ['192.0.2.1']})).toEqual([
      'x.example.org A 0 192.0.2.1 (crd/d/e)',
    ])
  })

  it('may hold a text that is empty, of TXT alone', () => {
    const read = found([
      {dnsName: 't.example.org', recordType: 'TXT', targets: ['']},
      {dnsName: 'n.example.org', recordType: 'TXT', targets: []},
      {dnsName: 'a.example.org', recordType: 'A', targets: ['']},
    ])
    expect(read.endpoints.map(({dnsName, targets}) => [dnsName, targets])).toEqual([
      ['t.example.org', ['']],
      ['n.example.org', []],
      ['a.example.org', []],
    ])
    expect(read.problems).toEqual([])
  })

  it('has an invalid TTL ignored, with a warning', () => {
    const read = found([{dnsName: 'a.example.org', recordType: 'A', recordTTL: -5, targets: ['192.0.2.1']}])
    expect(show(read.endpoints)).toEqual(['a.example.org A 0 192.0.2.1 (crd/d/e)'])
    expect(read.warnings.map(({warning}) => warning)).toEqual([
      'the TTL -5 is ignored: a TTL is 1 to 2147483647 seconds',
    ])
  })

  it('has no annotation read and no template run', () => {
    const annotations = {hostname: 'x.example.org', target: '192.0.2.9', ttl: 'x', controller: 'other'}
    const entries = [{dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.1']}]
    const read = desiredOf([dnsEndpoint(entries, {annotations})], {
      sources: ['crd'],
      fqdnTemplate: template('t.example.org'),
      fqdnTargetTemplate: template('p.example.org:192.0.2.2'),
      combinesFqdnAnnotation: true,
    })
    expect(show(read.endpoints)).toEqual(['a.example.org A 0 192.0.2.1 (crd/d/e)'])
    expect(read.warnings).toEqual([])
  })

  it('is seen through the filters', () => {
    const filter = parseAnnotationSelector('team=shop')
    if (!filter.ok) throw new Error(filter.problem)
    expect(shown(E12, {annotationFilter: filter.value})).toEqual([])
    expect(shown(E12, {namespace: 'other'})).toEqual([])
  })
})

describe('the generation that was observed', () => {
  const updates = (parts: ObjectParts) => {
    const {metadata, ...rest} = dnsEndpoint([], parts)
    const read = {...rest, metadata: {...metadata, generation: 3}}
    return statusUpdates({sources: [crd, crd], cluster: cluster([read]), settings: settings({sources: ['crd']})})
  }

  it('is to be written where the status names another one, or none', () => {
    expect(updates({}).map(({resource, object: one, status}) => [resource, one.metadata.name, status])).toEqual([
      [DNS_ENDPOINTS, 'e', {observedGeneration: 3}],
    ])
    expect(updates({status: {observedGeneration: 2, note: 'x'}}).map(({status}) => status)).toEqual([
      {observedGeneration: 3, note: 'x'},
    ])
  })

  it('is left alone where the status names it', () => {
    expect(updates({status: {observedGeneration: 3}})).toEqual([])
  })
})
