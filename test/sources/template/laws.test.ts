import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseFqdnTemplate, renderNames, renderPairs} from '../../../src/sources/template/fqdn-template.js'
import {CERTIFICATE, HTTP_ROUTE, INGRESS, NODE, POD, SERVICE} from './objects.js'

const objects = fc.constantFrom(SERVICE, NODE, INGRESS, POD, CERTIFICATE, HTTP_ROUTE)
const sources = fc.constantFrom('service', 'node', 'unstructured', 'gateway-httproute')

/** Tokens, which form templates more often than random characters do. */
const pieces = fc.constantFrom(
  ...(
    '{{ }} {{- -}} if else end range with define template block break continue nil true . $ $x := = | ( ) , "a" `b` ' +
    "'c' 1 -2 1.5 .Name .Labels .Labels.none .Spec.Ports .Spec.clusterIP .Object .Status eq and or not lt index slice " +
    'len print printf "%v" "%d" "%s%05d" html js urlquery call contains trim toLower replace hasKey fromJson isSource ' +
    'isIPv4 999999999 "service" "é" {{end}} {{range 9}} {{if .}} {{else}} {{.}} {{$x}} \n /* */'
  ).split(' '),
)
const texts = fc.oneof(
  fc.string({unit: 'binary', maxLength: 60}),
  fc.array(pieces, {maxLength: 40}).map((parts) => parts.join('')),
  fc.array(pieces, {maxLength: 40}).map((parts) => parts.join(' ')),
  fc.array(pieces, {maxLength: 6}).map((parts) => `{{${parts.join(' ')}}}`),
)

describe('laws', () => {
  it('no template throws or runs for ever, and the same input gives the same output', () => {
    fc.assert(
      fc.property(texts, objects, sources, (text, object, source) => {
        const parsed = parseFqdnTemplate([text])
        if (!parsed.ok) {
          expect(parsed.problem.line).toBeGreaterThan(0)
          expect(parsed.problem.column).toBeGreaterThan(0)
          return
        }
        if (parsed.value === undefined) return
        expect(renderNames(parsed.value, object, source)).toEqual(renderNames(parsed.value, object, source))
        renderPairs(parsed.value, object, source)
      }),
      {numRuns: 3000},
    )
  }, 60_000)

  it('text without actions is its own output, cut into sorted names that are neither empty nor doubled', () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((text) => !text.includes('{{'))), (texts) => {
        const parsed = parseFqdnTemplate(texts)
        if (!parsed.ok || parsed.value === undefined) return
        const names = renderNames(parsed.value, SERVICE, 'service')
        const wanted = texts
          .join(',')
          .split(',')
          .map((text) => text.trim().replace(/\.$/, ''))
        expect(names).toEqual({ok: true, value: [...new Set(wanted.filter((name) => name !== ''))].sort()})
      }),
    )
  })

  it('any JSON can be the object', () => {
    const parsed = parseFqdnTemplate(['{{.Name}}.{{range $k, $v := .Labels}}{{$k}}{{$v}}{{end}}{{.Spec}}{{.Status}}'])
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('Service', 'Pod', 'Other'), sources, (object, kind, source) => {
        if (!parsed.ok || parsed.value === undefined) throw new Error('bug: does not parse')
        renderNames(parsed.value, {kind, apiVersion: 'v1', object}, source)
        renderNames(parsed.value, {kind, apiVersion: 'v1', object: {metadata: object, spec: object}}, source)
      }),
    )
  })

  it.each([
    ['an endless range', '{{range 1000000000}}{{end}}', 'too much work'],
    ['ranges in ranges', '{{range 100000}}{{range 100000}}x{{end}}{{end}}', 'too much work|output longer'],
    ['a template that calls itself', '{{define "a"}}{{template "a"}}{{end}}{{template "a"}}', 'call each other'],
    ['a text that doubles', '{{$x := "aaaaaaaa"}}{{range 100}}{{$x = print $x $x}}{{end}}', 'makes a text longer'],
    [
      'templates that call two others each',
      Array.from({length: 60}, (_, i) => `{{define "t${i}"}}${`{{template "t${i + 1}"}}`.repeat(2)}{{end}}`).join('') +
        '{{define "t60"}}{{end}}{{template "t0"}}',
      'too much work',
    ],
  ])('ends %s', (_, template, problem) => {
    const parsed = parseFqdnTemplate([template])
    if (!parsed.ok || parsed.value === undefined) throw new Error('bug: does not parse')
    const names = renderNames(parsed.value, SERVICE, 'service')
    expect(names.ok ? '' : names.problem).toMatch(new RegExp(problem))
  })
})
