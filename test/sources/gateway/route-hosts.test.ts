import {describe, expect, it} from 'vitest'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {desiredOf, showUnused, template} from '../builders.js'
import {gateway, listener, names, ROUTES, type RouteParts, route, routeOf} from './builders.js'

const GATEWAY = gateway({
  listeners: [listener(), listener({name: 'own', hostname: 'l.example.org'}), listener({hostname: '*.example.org'})],
})
const SPEC = {hostnames: ['s.example.org']}
const HOSTNAME = {hostname: 'a.example.org'}
const FQDN: Partial<SourceSettings> = {fqdnTemplate: template('{{.Name}}.t.example.org')}
const COMBINED: Partial<SourceSettings> = {...FQDN, combinesFqdnAnnotation: true}
const BY_ANNOTATION = 'left out by the annotation gateway-hostname-source of the Route'
const LISTENERS = ['*', 'l']

describe('the hosts of a Route', () => {
  it.each<[string, RouteParts, Partial<SourceSettings>, readonly string[]]>([
    ['spec', SPEC, {}, ['s']],
    ['none', {}, {}, LISTENERS],
    ['annotation', {annotations: HOSTNAME}, {}, [...LISTENERS, 'a']],
    ['spec and annotation', {...SPEC, annotations: HOSTNAME}, {}, ['a', 's']],
    ['the same, annotation ignored', {...SPEC, annotations: HOSTNAME}, {ignoresHostnameAnnotation: true}, ['s']],
    ['template', {}, FQDN, [...LISTENERS, 'r.t']],
    ['annotation before template', {annotations: HOSTNAME}, FQDN, [...LISTENERS, 'a']],
    ['annotation with template', {annotations: HOSTNAME}, COMBINED, [...LISTENERS, 'a', 'r.t']],
    ['template after an empty annotation', {annotations: {hostname: ' ,'}}, FQDN, [...LISTENERS, 'r.t']],
    ['spec before template', SPEC, FQDN, ['s']],
    ['spec with template', SPEC, COMBINED, ['r.t', 's']],
    ['empty annotation', {...SPEC, annotations: {hostname: ''}}, {}, ['s']],
    ['annotation with an empty item', {...SPEC, annotations: {hostname: 'a.example.org,'}}, {}, ['a', 's']],
  ])('without gateway-hostname-source: %s', (_, parts, changes, expected) => {
    expect(short(parts, changes)).toEqual([...expected].sort())
  })

  it.each<[string, RouteParts, Partial<SourceSettings>, readonly string[]]>([
    ['annotation-only', {...SPEC, annotations: HOSTNAME}, {}, ['a']],
    ['Annotation-Only', {...SPEC, annotations: HOSTNAME}, COMBINED, ['a']],
    ['annotation-only', {...SPEC, annotations: HOSTNAME}, {ignoresHostnameAnnotation: true}, []],
    ['annotation-only', {}, {}, []],
    ['annotation-only', {...SPEC, annotations: {hostname: ''}}, {}, []],
    ['annotation-only', {...SPEC, annotations: HOSTNAME}, {fqdnTemplate: template('{{index .Spec 1}}')}, ['a']],
    ['defined-hosts-only', {...SPEC, annotations: HOSTNAME}, {}, ['s']],
    ['Defined-Hosts-Only', {...SPEC, annotations: HOSTNAME}, COMBINED, ['s', 'r.t']],
    ['defined-hosts-only', {annotations: HOSTNAME}, {}, []],
    ['defined-hosts-only', {annotations: HOSTNAME}, FQDN, ['r.t']],
  ])('with gateway-hostname-source %s', (source, parts, changes, expected) => {
    const annotations = {...parts.annotations, 'gateway-hostname-source': source}
    expect(short({...parts, annotations}, changes)).toEqual([...expected].sort())
  })

  it.each(['', 'both'])('with gateway-hostname-source %j are as without, with a warning', (source) => {
    const annotations = {...HOSTNAME, 'gateway-hostname-source': source}
    const found = desiredOf([GATEWAY, route({...SPEC, annotations})], ROUTES)
    expect(found.endpoints.map(({dnsName}) => dnsName)).toEqual(['s.example.org', 'a.example.org'])
    expect(found.warnings.map(({origin, warning}) => [origin?.field, warning])).toEqual([
      [
        'annotation gateway-hostname-source',
        `"${source}" is neither annotation-only nor defined-hosts-only, so it is ignored`,
      ],
    ])
  })

  it('do not run the other templates', () => {
    const changes = {fqdnTargetTemplate: template('p.example.org:192.0.2.9'), targetTemplate: template('192.0.2.8')}
    expect(names([GATEWAY, route(SPEC)], {...changes, combinesFqdnAnnotation: true})).toEqual(['s.example.org'])
  })

  it('of a TCPRoute are not in its spec', () => {
    const tcp = routeOf('TCPRoute', 'v1alpha2', {...SPEC, annotations: HOSTNAME})
    const objects = [gateway({listeners: [listener({protocol: 'TCP'})]}), tcp]
    expect(names(objects, {sources: ['gateway-tcproute']})).toEqual(['a.example.org'])
  })

  it('say where they were asked for', () => {
    const objects = [GATEWAY, route({annotations: HOSTNAME})]
    const found = desiredOf(objects, {...ROUTES, ...COMBINED})
    expect(found.endpoints.map(({dnsName, origins}) => [dnsName, origins.map(({field}) => field)])).toEqual([
      ['a.example.org', ['annotation hostname']],
      ['r.t.example.org', ['fqdn template']],
      ['l.example.org', ['listener own of Gateway infra/gw']],
      ['*.example.org', ['listener web of Gateway infra/gw']],
    ])
    const spec = desiredOf([GATEWAY, route({hostnames: ['x.example.net', 'y.example.net']})], ROUTES)
    expect(spec.endpoints.map(({origins}) => origins[0]?.field)).toEqual(['spec.hostnames[0]', 'spec.hostnames[1]'])
  })

  it('that no listener can take are problems', () => {
    const hostname = 'a_b.example.org,192.0.2.1,a.example.org'
    const found = desiredOf([GATEWAY, route({...SPEC, annotations: {hostname}})], ROUTES)
    expect(found.endpoints.map(({dnsName}) => dnsName)).toEqual(['s.example.org', 'a.example.org'])
    expect(found.problems.map(({resource, dnsName, problem}) => [resource, dnsName, problem])).toEqual([
      ['httproute/d/r', 'a_b.example.org', '"a_b.example.org" is not a host name by RFC 1123, so it fits no listener'],
      ['httproute/d/r', '192.0.2.1', '"192.0.2.1" is an IP address, which no listener accepts as a host name'],
    ])
  })

  it('are a problem where the template fails, attached or not', () => {
    const changes = {...ROUTES, fqdnTemplate: template('{{index .Spec 1}}')}
    for (const objects of [[route()], [GATEWAY, route({accepted: 'False'})]]) {
      expect(desiredOf(objects, changes).problems.map(({origin}) => origin.field)).toEqual(['fqdn template'])
    }
  })

  it('that are malformed are told where the Route is attached nowhere', () => {
    const found = desiredOf([route({hostnames: ['a_b.example.org', '192.0.2.1']})], ROUTES)
    expect(found).toMatchObject({endpoints: [], pending: [], problems: []})
    expect(showUnused(found)).toEqual([
      '192.0.2.1: "192.0.2.1" is an IP address, which no listener accepts as a host name',
      'a_b.example.org: "a_b.example.org" is not a host name by RFC 1123, so it fits no listener',
    ])
  })

  it.each<[Record<string, string>, Partial<SourceSettings>, readonly string[]]>([
    [{'gateway-hostname-source': 'annotation-only'}, {}, [`s.example.org: ${BY_ANNOTATION}`]],
    [{'gateway-hostname-source': 'defined-hosts-only'}, {}, [`a.example.org: ${BY_ANNOTATION}`]],
    [{}, {ignoresHostnameAnnotation: true}, ['a.example.org: left out by --ignore-hostname-annotation']],
    [{}, {}, []],
  ])('that are not asked for, with %j and %j, are told', (annotations, changes, expected) => {
    const one = route({...SPEC, annotations: {...HOSTNAME, ...annotations}})
    expect(showUnused(desiredOf([GATEWAY, one], {...ROUTES, ...changes}))).toEqual(expected)
    const narrowed = route({hostnames: ['*.example.org']})
    expect(showUnused(desiredOf([GATEWAY, narrowed], ROUTES))).toEqual([])
  })

  it('that a template cannot make are a problem beside the others', () => {
    const changes = {...ROUTES, fqdnTemplate: template('{{.Spec.NoSuchField}}'), combinesFqdnAnnotation: true}
    const other = route({name: 'other', hostnames: ['o.example.org']})
    const broken = {...changes, fqdnTemplate: template('{{if eq .Name "r"}}{{index .Spec 1}}{{end}}')}
    const found = desiredOf([GATEWAY, route(SPEC), other], broken)
    expect(found.endpoints.map(({dnsName}) => dnsName)).toEqual(['o.example.org', 's.example.org'])
    expect(found.problems.map(({resource, dnsName}) => [resource, dnsName])).toEqual([['httproute/d/r', undefined]])
  })
})

/** The hosts without `.example.org`, sorted. */
function short(parts: RouteParts, changes: Partial<SourceSettings>): readonly string[] {
  return names([GATEWAY, route(parts)], changes)
    .map((name) => name.replace('.example.org', ''))
    .sort()
}
