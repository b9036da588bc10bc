import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {neededLists} from '../../src/sources/chosen-sources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {desiredOf, type ObjectParts, object, settings, show, showUnused, sourcesOf, template} from './builders.js'

const SOURCE = {sources: ['traefik-proxy']}
const TARGET = {target: '192.0.2.70'}
const BOTH: Partial<SourceSettings> = {traefikGroups: ['traefik.io', 'traefik.containo.us']}

function route(match: string, parts: ObjectParts = {}, kind = 'IngressRoute', group = 'traefik.io'): KubeObject {
  return object(`${group}/v1alpha1`, kind, {
    name: 't',
    namespace: 'd',
    annotations: TARGET,
    spec: {routes: [{match}]},
    ...parts,
  })
}

function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(desiredOf(objects, {...SOURCE, ...changes}).endpoints)
}

describe('a Traefik route', () => {
  const rule = 'Host(`u.example.org`, `v.example.org`) && PathPrefix(`/x`)'

  it('E15: publishes the hosts of its rules at its target', () => {
    expect(shown([route(rule)])).toEqual([
      'u.example.org A 0 192.0.2.70 (ingressroute/d/t)',
      'v.example.org A 0 192.0.2.70 (ingressroute/d/t)',
    ])
    const found = desiredOf([route(rule, {annotations: {hostname: 'h.example.org'}})], SOURCE)
    expect(found).toMatchObject({endpoints: [], pending: [], problems: [], warnings: []})
    expect(showUnused(found)).toEqual(
      ['h', 'u', 'v'].map((name) => `${name}.example.org: the object has no target annotation`),
    )
  })

  it('publishes the hosts of its annotation too, with TTL and properties', () => {
    const annotations = {...TARGET, hostname: 'h.example.org', ttl: '60', 'aws-weight': '1', 'set-identifier': 's'}
    const rest = '{s} [aws/weight=1] (ingressroute/d/t)'
    const annotated = route('Host(`u.example.org`)', {annotations})
    expect(shown([annotated])).toEqual([
      `h.example.org A 60 192.0.2.70 ${rest}`,
      `u.example.org A 60 192.0.2.70 ${rest}`,
    ])
    expect(shown([annotated], {ignoresHostnameAnnotation: true})).toEqual([`u.example.org A 60 192.0.2.70 ${rest}`])
  })

  it('of TCP has rules, one of UDP only its annotation', () => {
    const annotations = {...TARGET, hostname: 'h.example.org'}
    expect(shown([route('HostSNI(`s.example.org`)', {}, 'IngressRouteTCP')])).toEqual([
      's.example.org A 0 192.0.2.70 (ingressroutetcp/d/t)',
    ])
    expect(shown([route('HostSNI(`s.example.org`)', {annotations}, 'IngressRouteUDP')])).toEqual([
      'h.example.org A 0 192.0.2.70 (ingressrouteudp/d/t)',
    ])
  })

  it('whose target names nothing is a problem', () => {
    const found = desiredOf([route('Host(`u.example.org`)', {annotations: {target: ','}})], SOURCE)
    expect(found.endpoints).toEqual([])
    expect(found.problems.map(({dnsName, resource}) => [dnsName, resource])).toEqual([
      ['u.example.org', 'ingressroute/d/t'],
    ])
  })
})

describe('the API groups of Traefik', () => {
  const here = route('Host(`new.example.org`)')
  const former = route('Host(`old.example.org`)', {}, 'IngressRoute', 'traefik.containo.us')

  it.each<[Partial<SourceSettings>, readonly string[]]>([
    [{}, ['new']],
    [BOTH, ['new', 'old']],
    [{traefikGroups: ['traefik.containo.us']}, ['old']],
  ])('with %j give %j', (changes, expected) => {
    expect(shown([former, here], changes).map((line) => line.split('.')[0])).toEqual(expected)
  })

  it('are read kind by kind, the present one first', () => {
    const flags = settings({...SOURCE, ...BOTH})
    expect(neededLists(sourcesOf(flags), flags).map(({resource}) => `${resource.plural}.${resource.group}`)).toEqual([
      'ingressroutes.traefik.io',
      'ingressroutes.traefik.containo.us',
      'ingressroutetcps.traefik.io',
      'ingressroutetcps.traefik.containo.us',
      'ingressrouteudps.traefik.io',
      'ingressrouteudps.traefik.containo.us',
    ])
  })
})

describe('the templates of a Traefik route', () => {
  const asksNothing = route('PathPrefix(`/x`)', {annotations: {}})

  it('E16: give pairs their own targets', () => {
    const pairs =
      'a.example.org:192.0.2.1,a.example.org:192.0.2.2,b.example.org:2001:db8::1,c.example.org:lb.example.net.,junk'
    expect(shown([asksNothing], {fqdnTargetTemplate: template(pairs)})).toEqual([
      'a.example.org A 0 192.0.2.1;192.0.2.2',
      'b.example.org AAAA 0 2001:db8::1',
      'c.example.org CNAME 0 lb.example.net',
    ])
  })

  it('are a problem where they fail, although the route has no target', () => {
    const one = route('Host(`u.example.org`)', {annotations: {}})
    const {problems} = desiredOf([one], {...SOURCE, fqdnTemplate: template('{{index .Labels 1}}')})
    expect(problems.map(({origin}) => [origin.name, origin.field])).toEqual([['t', 'fqdn template']])
  })

  it('give names the targets of the target template, only where the route gave nothing', () => {
    const changes = {fqdnTemplate: template('{{.Name}}.t.example.org'), targetTemplate: template('192.0.2.3')}
    expect(shown([asksNothing], changes)).toEqual(['t.t.example.org A 0 192.0.2.3'])
    expect(shown([route('Host(`u.example.org`)')], changes)).toEqual([
      'u.example.org A 0 192.0.2.70 (ingressroute/d/t)',
    ])
    expect(shown([route('Host(`u.example.org`)')], {...changes, combinesFqdnAnnotation: true})).toHaveLength(2)
  })
})
