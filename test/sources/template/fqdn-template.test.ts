import {describe, expect, it} from 'vitest'
import {parseFqdnTemplate} from '../../../src/sources/template/fqdn-template.js'
import {CERTIFICATE, ENDPOINT_SLICE, HTTP_ROUTE, NODE, SERVICE, templateObject} from './objects.js'
import {namesOf, pairsOf, parsedTemplate} from './render.js'

describe('forms that users write', () => {
  it.each([
    ['{{.Name}}.example.com', ['web.example.com']],
    ['{{ .Name }}.{{ .Namespace }}.example.com', ['web.shop.example.com']],
    ['{{.Name}}.b.example,{{.Name}}.a.example', ['web.a.example', 'web.b.example']],
    ['{{.Labels.env}}.example.com', ['prod.example.com']],
    ['{{index .Annotations "dns.example.com/h"}}.example.com', ['hhh.example.com']],
    ['{{index .ObjectMeta.Annotations "dns.example.com/h"}}.x', ['hhh.x']],
    ['{{if eq .Kind "Service"}}{{.Name}}.svc{{end}}{{if eq .Kind "Pod"}}{{.Name}}.pod{{end}}', ['web.svc']],
    ['{{if eq .Spec.Type "ExternalName"}}{{.Name}}.x{{end}}', []],
    ['{{if eq .Spec.Type "LoadBalancer"}}{{.Name}}.x{{end}}', ['web.x']],
    ['{{if index .Spec.Selector "app"}}{{.Name}}.{{index .Spec.Selector "app"}}.x{{end}}', ['web.web.x']],
    [
      '{{range $k, $v := .Labels}}{{if contains $k "app"}}{{$.Name}}.{{$v}}.example.com{{printf ","}}{{end}}{{end}}',
      ['web.shop-web.example.com', 'web.web.example.com'],
    ],
    ['{{if and (contains .Name "we") (or (eq .Kind "X") (eq .Kind "Service"))}}y{{end}}', ['y']],
    ['{{or .Annotations.dns "none"}}.example.com', ['ann.example.com']],
    ['{{or .Annotations.other "none"}}.example.com', ['none.example.com']],
    ['{{if hasKey .Labels "app"}}a{{end}},{{if hasKey .Labels "none"}}b{{end}}', ['a']],
    [
      '{{range $e := (index .Labels "records" | fromJson)}}{{index $e "dns"}},{{end}}',
      ['a.example.com', 'b.example.com'],
    ],
    ['{{if isSource "service"}}{{.Name}}.x{{end}}{{if isSource "INGRESS"}}no{{end}}', ['web.x']],
    [
      '{{ .Name }}.{{ .Labels.env }}.x, {{ if eq .Labels.env "prod" }}{{ .Name }}.tld{{ end }}',
      ['web.prod.x', 'web.tld'],
    ],
  ])('gives the names of %s', (template, names) => {
    expect(namesOf(template, SERVICE)).toEqual(names)
  })

  it('takes the first external IPv4 address of a node', () => {
    const template =
      '{{range .Status.Addresses}}{{if and (eq .Type "ExternalIP") (isIPv4 .Address)}}' +
      '{{.Address | replace "." "-"}}.example.com{{break}}{{end}}{{end}}'
    expect(namesOf(template, NODE, 'node')).toEqual(['192-0-2-1.example.com'])
  })

  it('keeps what a loop found for later', () => {
    const template = '{{$ip := "none"}}{{range .Status.Addresses}}{{$ip = .Address}}{{end}}{{$ip | replace "." "-"}}.x'
    expect(namesOf(template, NODE, 'node')).toEqual(['192-0-2-1.x'])
  })

  it('reads an EndpointSlice through the source unstructured', () => {
    const template = '{{range .Object.endpoints}}{{.targetRef.name}}.example.com:{{index .addresses 0}},{{end}}'
    expect(pairsOf(template, ENDPOINT_SLICE, 'unstructured')).toEqual([
      'db-0.example.com 10.1.0.5',
      'db-1.example.com 10.1.0.6',
    ])
  })
})

describe('parseFqdnTemplate', () => {
  it('is not configured when all values are blank', () => {
    expect(parseFqdnTemplate([])).toEqual({ok: true, value: undefined})
    expect(parseFqdnTemplate([' ', ''])).toEqual({ok: true, value: undefined})
  })

  it('joins the values of a flag into one template that shares its definitions', () => {
    const parsed = parsedTemplate('{{define "base"}}.example.com{{end}}', '{{.Name}}{{template "base"}}')
    expect(namesOf(parsed.source, SERVICE)).toEqual(['web.example.com'])
  })

  it('says where a template cannot be read, in the joined values', () => {
    expect(parseFqdnTemplate(['{{.Name}}', 'a\n{{nofunc}}'])).toEqual({
      ok: false,
      problem: {message: 'function "nofunc" not defined', line: 2, column: 3},
    })
  })
})

describe('renderNames', () => {
  it.each([
    [' b.example , a.example.,, ,a.example', ['a.example', 'b.example']],
    ['a.example..', ['a.example.']],
    ['.', []],
    ['{{/* nothing */}}', []],
  ])('cuts %j into names', (template, names) => {
    expect(namesOf(template, SERVICE)).toEqual(names)
  })
})

describe('renderPairs', () => {
  it('reads names and targets, IPv6 targets too, and drops what is no pair', () => {
    const template =
      'a.example.org:192.0.2.1, a.example.org : 192.0.2.2,b.example.org:2001:db8::1,c.example.org:lb.example.net.,junk,:x,x:'
    expect(pairsOf(template, SERVICE)).toEqual([
      'a.example.org 192.0.2.2',
      'a.example.org 192.0.2.1',
      'b.example.org 2001:db8::1',
      'c.example.org lb.example.net',
    ])
  })
})

describe('a template that fails', () => {
  it('names what failed on the object and on its JSON', () => {
    expect(namesOf('{{.Spec.NoSuch}}', SERVICE)).toBe(
      "template line 1, column 3: can't evaluate field NoSuch in type v1.ServiceSpec; " +
        'read as plain JSON: template line 1, column 3: map has no entry for key "NoSuch"',
    )
  })

  it.each([
    ['{{.Spec.clusterIP}}.x', '10.96.0.7.x'],
    ['{{.Metadata.name}}.x', 'web.x'],
    ['{{.Object.spec.type}}.x', 'LoadBalancer.x'],
    ['{{toLower .Spec.type}}.x', 'loadbalancer.x'],
    ['{{(index .Spec.ports 0).port}}.x', '80.x'],
  ])('gets a second try on the JSON: %s', (template, name) => {
    expect(namesOf(template, SERVICE)).toEqual([name])
  })

  it.each([
    '{{.Spec.ClusterIP}}-{{.Spec.clusterIP}}.x',
    '{{(index .Spec.Ports 0).port}}.x',
    '{{toLower .Spec.Type}}.x',
    '{{.GetName}}{{.Spec.type}}.x',
  ])('has either spelling in one try, never both: %s', (template) => {
    expect(namesOf(template, SERVICE)).toContain('read as plain JSON')
  })

  it('does not forgive an absent key on the second try', () => {
    expect(namesOf('{{.Spec.clusterIP}}.{{.Labels.none}}', SERVICE)).toContain('map has no entry for key "none"')
    expect(namesOf('{{.Labels.none}}.x', SERVICE)).toEqual(['<no value>.x'])
  })

  it('refuses a name that is no source', () => {
    expect(namesOf('{{isSource "servce"}}', SERVICE)).toContain('error calling isSource: unknown source "servce"')
  })

  it('has one try in the source unstructured', () => {
    expect(namesOf('{{.Nmae}}', CERTIFICATE, 'unstructured')).toBe(
      "template line 1, column 3: can't evaluate field Nmae in type *Unstructured",
    )
  })
})

describe('kinds without a table', () => {
  it.each([
    ['{{range .Spec.Hostnames}}{{.}},{{end}}', ['shop.example.org']],
    ['{{(index .Spec.ParentRefs 0).SectionName}}', ['web']],
    ['{{(index .Spec.parentRefs 0).sectionName}}', ['web']],
    ['{{range .Spec.Rules}}x{{else}}none{{end}}', ['none']],
    ['{{.Kind}}.{{.APIVersion}}', ['HTTPRoute.gateway.networking.k8s.io/v1']],
    ['{{if .Status.Parents}}y{{else}}n{{end}}', ['n']],
  ])('answer to derived Go names: %s', (template, names) => {
    expect(namesOf(template, HTTP_ROUTE, 'gateway-httproute')).toEqual(names)
  })

  it('offers a RouteGroup its metadata', () => {
    const group = templateObject('zalando.org/v1', 'RouteGroup', {name: 'g', namespace: 'd'})
    expect(namesOf('{{.Metadata.Name}}.{{.Metadata.Namespace}}.x', group, 'skipper-routegroup')).toEqual(['g.d.x'])
  })

  it.each([
    ['{{range .Spec.dnsNames}}{{.}},{{end}}', ['a.example.com', 'b.example.com']],
    ['{{range .Spec.DNSNames}}{{.}},{{end}}', ['a.example.com', 'b.example.com']],
    ['{{.Spec.Hostname}}', ['h.example.com']],
    ['{{.Spec.issuerRef.name}}', ['ca']],
    ['{{.Spec.IssuerRef.Name}}', ['<no value>']],
    ['{{if eq .Spec.replicas 3}}{{.GetName}}.{{.GetNamespace}}.{{.GetKind}}{{end}}', ['c.d.Certificate']],
    ['{{if hasKey .Labels "app"}}{{.Labels.app}}{{end}}', ['x']],
    ['{{.Object.metadata.name}}', ['c']],
    ['{{len .Spec}}-{{len .Object.spec}}', ['8-4']],
    [
      '{{range $key, $value := .Spec}}{{$key}},{{end}}',
      'DNSNames Hostname IssuerRef Replicas dnsNames hostname issuerRef replicas'.split(' '),
    ],
  ])('have JSON keys and first-level aliases in the source unstructured: %s', (template, names) => {
    expect(namesOf(template, CERTIFICATE, 'unstructured')).toEqual(names)
  })
})
