import {describe, expect, it} from 'vitest'
import {fromParsedJson} from '../../../src/sources/template/general-value.js'
import {SERVICE} from './objects.js'
import {outputFor, outputOf} from './render.js'

// The expected outputs come from Go 1.26's text/template with k8s.io/api v0.34.

describe('the language', () => {
  it.each([
    ['{{.Labels.env}}', 'prod'],
    ['{{.Labels.none}}', '<no value>'],
    ['{{.Labels.none.x}}', '<no value>'],
    ['{{html "<a&\'\\"b>"}}', '&lt;a&amp;&#39;&#34;b&gt;'],
    ['{{js "it\'s <b>=&"}}', "it\\'s \\u003Cb\\u003E\\u003D\\u0026"],
    ['{{urlquery "a b/c?é&"}}', 'a+b%2Fc%3F%C3%A9%26'],
    ['{{print "a" "b" 1 2 "c" 3}}', 'ab1 2c3'],
    ['{{print 1 2}}', '1 2'],
    ['{{println "a" 1}}|', 'a 1\n|'],
    ['{{print}}|', '|'],
    ['{{print nil}}', '<nil>'],
    ['{{print .Labels.none}}', '<nil>'],
    ['{{.Name |}}', 'web'],
    ['{{print | print 1}}', '1'],
    ['}}', '}}'],
    ['{ {.Name} }', '{ {.Name} }'],
    ['{{.Name}}}', 'web}'],
    ['{{(.Labels).env}}', 'prod'],
    ['{{.Labels.constructor}}', '<no value>'],
    ['{{.Labels.__proto__}}', '<no value>'],
    ['{{.Labels.toString}}', '<no value>'],
    ['{{print (print 1 2) (print "a" true)}}', '1 2atrue'],
    ['{{js "a\\u2028\\n"}}', 'a\\u2028\\u000A'],
    ['{{html nil}}', '&lt;no value&gt;'],
  ])('prints values: %s', (template, output) => {
    expect(outputOf(template, SERVICE)).toBe(output)
  })

  it.each([
    ['{{- "a" -}}  b  {{- /* c */ -}}  d  {{"e"}} ', 'abd  e '],
    ['{{/* c */}}x', 'x'],
    ['{{-3}}', '-3'],
    ['{{- 3}}', '3'],
    ['a {{- "b"}}', 'ab'],
    ['{{"x" -}}\n y', 'xy'],
    ['{{`raw\\n`}}', 'raw\\n'],
    ['{{"\\u00e9\\n\\x41\\101"}}', 'é\nAA'],
    ['{{"\\xef\\xbb\\xbfa"}}', '\ufeffa'],
    ["{{'a'}}", '97'],
    ["{{'\\n'}}", '10'],
    ['{{0x1F}} {{1_000}} {{1e3}} {{1.5}} {{0b101}} {{0o17}} {{017}}', '31 1000 1000 1.5 5 15 15'],
    ['{{9007199254740993}}', '9007199254740993'],
    ['{{true}} {{false}}', 'true false'],
    ['{{"🎉"}}', '🎉'],
  ])('trims, skips comments and reads literals: %s', (template, output) => {
    expect(outputOf(template, SERVICE)).toBe(output)
  })

  it.each([
    ['{{if eq .Kind "Service"}}y{{end}}', 'y'],
    ['{{if eq .Spec.Type "ExternalName"}}y{{else}}n{{end}}', 'n'],
    ['{{if eq .Spec.Type "LoadBalancer"}}y{{else}}n{{end}}', 'y'],
    ['{{if index .Spec.Selector "app"}}{{index .Spec.Selector "app"}}{{end}}', 'web'],
    ['{{range $i, $p := .Spec.Ports}}{{$i}}={{$p.Port}};{{end}}', '0=80;1=443;'],
    ['{{with .Spec.ExternalIPs}}x{{else}}none{{end}}', 'none'],
    ['{{range .Spec.ExternalIPs}}x{{else}}none{{end}}', 'none'],
    ['{{with .Labels.env}}{{.}}{{$.Name}}{{end}}', 'prodweb'],
    ['{{with $x := .Name}}{{$x}}{{end}}', 'web'],
    ['{{with .Labels.none}}a{{else with .Name}}b{{.}}{{else}}c{{end}}', 'bweb'],
    ['{{if not .Labels.none}}y{{end}}', 'y'],
    ['{{$x := 1}}{{$x = 2}}{{$x}}', '2'],
    ['{{$x := "a"}}{{range .Spec.ClusterIPs}}{{$x = .}}{{end}}{{$x}}', 'fd00::1'],
    ['{{$x := "a"}}{{if true}}{{$x := "b"}}{{$x}}{{end}}{{$x}}', 'ba'],
    ['{{range .Spec.Ports}}{{if eq .Port 443}}{{break}}{{end}}{{.Name}}{{end}}', 'http'],
    ['{{range .Spec.Ports}}{{if eq .Port 80}}{{continue}}{{end}}{{.Name}}{{end}}', 'x'],
    ['{{range 3}}{{.}}{{end}}', '012'],
    ['{{range $i := 3}}{{$i}}{{end}}', '012'],
    ['{{range .Labels.none}}x{{else}}e{{end}}', 'e'],
    ['{{$.Name}}', 'web'],
    ['{{$.Labels.env}}', 'prod'],
    ['{{if $x := .Name}}{{$x}}{{end}}', 'web'],
    ['{{if .Name}}a{{else if eq .Name "x"}}b{{else}}c{{end}}', 'a'],
    ['{{with .Name}}{{.}}{{end}}', 'web'],
    ['{{$é := 1}}{{$é}}', '1'],
    ['{{range $k, $v := .Labels}}{{$k}}={{len $v}};{{end}}', 'app=8;app.kubernetes.io/name=3;env=4;records=63;'],
    [
      '{{range .Labels}}{{.}};{{end}}',
      'shop-web;web;prod;[{"dns":"a.example.com","n":1},{"dns":"b.example.com","n":2.5}];',
    ],
    ['{{if eq .Name "a"}}1{{else if eq .Name "web"}}2{{else}}3{{end}}', '2'],
    ['{{if eq .Name "a"}}1{{else if eq .Name "b"}}2{{else}}3{{end}}', '3'],
    ['{{range $i, $p := .Spec.Ports}}{{if $i}},{{end}}{{$p.Name}}{{else}}none{{end}}', 'http,x'],
    ['{{$n := 0}}{{range .Spec.Ports}}{{if eq .Name "http"}}{{$n = .Port}}{{end}}{{end}}{{$n}}', '80'],
    [
      '{{range $i, $x := .Spec.ClusterIPs}}{{range $j, $y := $.Spec.ClusterIPs}}{{$i}}{{$j}} {{end}}{{end}}',
      '00 01 10 11 ',
    ],
    ['{{range .Spec.Ports}}{{range $.Spec.ClusterIPs}}{{break}}{{end}}{{.Name}}{{end}}', 'httpx'],
  ])('branches, loops and assigns: %s', (template, output) => {
    expect(outputOf(template, SERVICE)).toBe(output)
  })

  it.each([
    ['{{define "x"}}{{.}}-{{end}}{{template "x" .Name}}{{template "x" "q"}}', 'web-q-'],
    ['{{block "b" .Name}}[{{.}}]{{end}}', '[web]'],
    ['{{define "x"}}{{.}}{{end}}{{template "x"}}', '<no value>'],
    ['{{define "x"}}{{$}}{{end}}{{template "x" .Name}}', 'web'],
    ['{{define "x"}}y{{end}}', ''],
  ])('calls named templates: %s', (template, output) => {
    expect(outputOf(template, SERVICE)).toBe(output)
  })

  it.each([
    ['{{or .Annotations.dns "none"}}', 'ann'],
    ['{{or .Annotations.nodns "none"}}', 'none'],
    ['{{eq .Spec.Type .Name}}', 'false'],
    ['{{eq .Name "a" "b" "web"}}', 'true'],
    ['{{ne .Name "a"}}', 'true'],
    ['{{lt 1 2}}{{le 2 2}}{{gt 1 2}}{{ge 1 2}}', 'truetruefalsefalse'],
    ['{{lt "a" "b"}}', 'true'],
    ['{{eq (index .Spec.Ports 0).Port 80}}', 'true'],
    ['{{lt (index .Spec.Ports 0).Port 100}}', 'true'],
    ['{{eq .Labels.none "x"}}', 'false'],
    ['{{eq .Labels.none nil}}', 'true'],
    ['{{ne .Labels.none "x"}}', 'true'],
    ['{{eq (index .Labels "none") ""}}', 'true'],
    ['{{eq .Spec.IPFamilyPolicy nil}}', 'true'],
    ['{{not .Name}}', 'false'],
    ['{{eq "x" .Labels.none}}', 'false'],
    ['{{len "é€𝄞"}}{{len .Annotations.long}}', '99'],
    ['{{slice .Annotations.long 0 2}}', 'é'],
    ['{{slice "\\ufeffa" 0 3}}', '\ufeff'],
    ['{{and true 0}} {{and 1 2}} {{or 0 ""}} {{or 0 5}}', '0 2  5'],
    ['{{and .Labels.none (index .Spec.Ports 9)}}', '<no value>'],
    ['{{or .Name (index .Spec.Ports 9)}}', 'web'],
    ['{{not (eq .Name "web") | print}}', 'false'],
    ['{{eq (len .Spec.Ports) 2}}', 'true'],
  ])('compares and decides: %s', (template, output) => {
    expect(outputOf(template, SERVICE)).toBe(output)
  })

  it.each([
    ['{{index .Labels "none"}}', ''],
    ['{{len .Labels}}', '4'],
    ['{{(index .Spec.Ports 0).Port}}', '80'],
    ['{{index .Spec.ClusterIPs 1}}', 'fd00::1'],
    ['{{(index .Status.LoadBalancer.Ingress 0).IP}}', '203.0.113.9'],
    ['{{len .Spec.ExternalIPs}}', '0'],
    ['{{slice "abcdef" 1 3}}{{slice "abc" 1}}{{slice "abc"}}', 'bcbcabc'],
    ['{{slice .Spec.ClusterIPs 1}}', '[fd00::1]'],
    ['{{index "abc" 1}}', '98'],
    ['{{len .Name}}', '3'],
    ['{{(index .Labels "none")}}|', '|'],
  ])('takes elements: %s', (template, output) => {
    expect(outputOf(template, SERVICE)).toBe(output)
  })

  it.each([
    ['{{if and (contains .Name "we") (or (eq .Kind "X") (eq .Kind "Service"))}}y{{end}}', 'y'],
    ['{{if hasKey .Labels "app"}}y{{end}}{{if hasKey .Labels "nope"}}z{{end}}', 'y'],
    ['{{range fromJson .Labels.records}}{{.dns}}={{.n}} {{end}}', 'a.example.com=1 b.example.com=2.5 '],
    ['{{if isSource "service"}}y{{end}}{{if isSource "INGRESS"}}z{{end}}', 'y'],
    ['{{contains (print .Spec.Type) "Load"}}', 'true'],
    ['{{.Spec.Type | printf "%s" | toLower}}', 'loadbalancer'],
    ['{{trim "  a b "}}|', 'a b|'],
    ['{{trimPrefix .Name "w"}}', 'eb'],
    ['{{trimSuffix .Name "b"}}', 'we'],
    ['{{replace "." "-" "a.b.c"}}', 'a-b-c'],
    ['{{"a.b.c" | replace "." "-"}}', 'a-b-c'],
    ['{{replace "" "-" "ab"}}', '-a-b-'],
    [
      '{{isIPv4 "1.2.3.4"}}{{isIPv4 "01.2.3.4"}}{{isIPv6 "::ffff:1.2.3.4"}}{{isIPv4 "::1"}}{{isIPv6 "fe80::1%eth0"}}',
      'truefalsetruefalsetrue',
    ],
    ['{{fromJson "nope"}}', '<no value>'],
    ['{{fromJson "{\\"a\\":[1,2,{\\"b\\":null}]}"}}', 'map[a:[1 2 map[b:<nil>]]]'],
    ['{{and false (isSource "nosuch")}}', 'false'],
    ['{{.Name|toLower}}', 'web'],
    ['{{(fromJson "{\\"a\\":{\\"b\\":1}}").a.b}}', '1'],
    ['{{fromJson "{\\"a\\":1}" | len}}', '1'],
    ['{{eq (fromJson "1") 1.0}}', 'true'],
    ['{{index (fromJson "[1,2]") 0}}', '1'],
    ['{{index (fromJson "{}") "a"}}', '<no value>'],
    ['{{hasKey .Labels "constructor"}}', 'false'],
    ['{{hasKey .Labels.none "x"}}', 'false'],
    ['{{toLower "ΑΣ"}}', 'ασ'],
    ['{{trim "\\u00a0a\\t\\n"}}|', 'a|'],
    ['{{replace "a" "$&" "banana"}}', 'b$&n$&n$&'],
  ])('has the functions of external-dns: %s', (template, output) => {
    expect(outputOf(template, SERVICE)).toBe(output)
  })
})

describe('parsed JSON', () => {
  const json = {
    name: 'm',
    a: {b: {c: 'deep'}},
    list: [1, 2, 3],
    floats: [1.5, 1e21, 1e-7, 100000000, 123456789.5],
    strs: ['x', 'y'],
    t: true,
    f: false,
    nil: null,
    zero: 0,
    empty: '',
    obj: {k2: 'v2', k1: 'v1', n: {z: 1}},
    objs: [{dns: 'a'}, {dns: 'b'}],
    n: 3,
    Foo: {Bar: 'bar'},
  }

  it.each([
    [
      '{{.name}} {{.a.b.c}} {{.a.x}} {{.a.x.y}} {{.nil}} {{.none}}',
      'm deep <no value> <no value> <no value> <no value>',
    ],
    [
      '{{.list}} {{.floats}} {{.strs}} {{.obj}} {{.objs}}',
      '[1 2 3] [1.5 1e+21 1e-07 1e+08 1.234567895e+08] [x y] map[k1:v1 k2:v2 n:map[z:1]] [map[dns:a] map[dns:b]]',
    ],
    ['{{range .objs}}{{.dns}}{{end}}', 'ab'],
    ['{{index .objs 0}}', 'map[dns:a]'],
    ['{{(index .objs 1).dns}}', 'b'],
    ['{{index .strs 0}}{{index .list 1}}', 'x2'],
    ['{{printf "%d" .n}} {{printf "%v" .n}}', '%!d(float64=3) 3'],
    ['{{range $k, $v := .obj}}{{$k}}:{{$v}} {{end}}', 'k1:v1 k2:v2 n:map[z:1] '],
    ['{{contains .name "m"}} {{toLower .name}}', 'true m'],
    [
      '{{if .t}}t{{end}}{{if .f}}f{{end}}{{if .zero}}z{{end}}{{if .empty}}e{{end}}{{if .nil}}n{{end}}{{if .obj}}o{{end}}',
      'to',
    ],
    ['{{index .obj "zz"}}', '<no value>'],
    ['{{index .a "b" "c"}}', 'deep'],
    ['{{len .list}}{{len .obj}}{{len .name}}', '331'],
    ['{{printf "%s" .obj}}', 'map[k1:v1 k2:v2 n:map[z:%!s(float64=1)]]'],
    ['{{printf "%.1f" .n}}', '3.0'],
    ['{{range .floats}}{{.}} {{end}}', '1.5 1e+21 1e-07 1e+08 1.234567895e+08 '],
    ['{{eq .nil nil}}', 'true'],
    ['{{eq .none nil}}', 'true'],
    ['{{range $i, $e := .list}}{{$i}}{{$e}}{{end}}', '011223'],
    ['{{and .t .name}}', 'm'],
    ['{{slice .strs 1}}', '[y]'],
    ['{{slice .name 0 1}}', 'm'],
    ['{{.Foo.Bar}}', 'bar'],
    ['{{print .nil .none}}', '<nil> <nil>'],
    ['{{.t | print}}', 'true'],
    ['{{eq .name "x" "m"}}', 'true'],
    ['{{eq .t true}}', 'true'],
  ])("reads as Go's interface{}: %s", (template, output) => {
    expect(outputFor(template, fromParsedJson(json, 'float'))).toBe(output)
  })

  it.each([
    [
      '{{.n}} {{eq .n 3}} {{eq .n 3.0}} {{lt .n 4.0}}',
      'error calling eq: incompatible types for comparison: float64 and int',
    ],
    ['{{hasKey .obj "k1"}}', 'wrong type for value; expected string map; got map[string]interface {}'],
    ['{{.nil.x}}', 'nil pointer evaluating interface {}.x'],
    ['{{.name.x}}', "can't evaluate field x in type string"],
    ['{{index .nil "x"}}', 'error calling index: index of untyped nil'],
    ['{{eq .list .list}}', 'error calling eq: non-comparable type [1 2 3]'],
    ['{{range .n}}x{{end}}', "range can't iterate over 3"],
    ['{{eq .zero 0}}', 'error calling eq: incompatible types for comparison: float64 and int'],
    ['{{index .list .zero}}', 'error calling index: cannot index slice/array with type float64'],
  ])('fails as in Go: %s', (template, message) => {
    expect(() => outputFor(template, fromParsedJson(json, 'float'))).toThrow(message)
  })
})

describe('a failing template', () => {
  it.each([
    ['{{isSource "nosuch"}}', 'error calling isSource: unknown source "nosuch"'],
    ['{{.Spec.NoSuch}}', "can't evaluate field NoSuch in type v1.ServiceSpec"],
    ['{{.NoSuch}}', "can't evaluate field NoSuch in type *Service"],
    ['{{.Spec.clusterIP}}', "can't evaluate field clusterIP in type v1.ServiceSpec"],
    ['{{.Name.x}}', "can't evaluate field x in type string"],
    ['{{index .Spec.Ports 5}}', 'error calling index: index out of range: 5'],
    ['{{index .Spec.ClusterIPs -1}}', 'error calling index: index out of range: -1'],
    ['{{index .Spec.ClusterIPs "a"}}', 'error calling index: cannot index slice/array with type string'],
    ['{{contains .Spec.Type "Load"}}', 'wrong type for value; expected string; got v1.ServiceType'],
    ['{{toLower .Spec.Type}}', 'wrong type for value; expected string; got v1.ServiceType'],
    ['{{eq .Name 1}}', 'error calling eq: incompatible types for comparison: string and int'],
    [
      '{{eq .Labels .Labels}}',
      'error calling eq: non-comparable type map[app:shop-web app.kubernetes.io/name:web env:prod records:[{"dns":"a.example.com","n":1},{"dns":"b.example.com","n":2.5}]]: map[string]string',
    ],
    ['{{eq 1 1.0}}', 'error calling eq: incompatible types for comparison: int and float64'],
    ['{{lt .Name 1}}', 'error calling lt: incompatible types for comparison: string and int'],
    ['{{lt true false}}', 'error calling lt: invalid type for comparison'],
    ['{{lt .Labels.none "x"}}', 'error calling lt: invalid type for comparison'],
    ['{{contains .Labels.none "x"}}', 'invalid value; expected string'],
    ['{{toLower .Labels.none}}', 'invalid value; expected string'],
    ['{{.Labels.none | toLower}}', 'invalid value; expected string'],
    ['{{toLower 1}}', 'expected string; got int'],
    ['{{hasKey .Labels}}', 'wrong number of args for hasKey: want 2 got 1'],
    ['{{hasKey .Name "x"}}', 'wrong type for value; expected string map; got string'],
    ['{{hasKey (fromJson "{}") "x"}}', 'wrong type for value; expected string map; got map[string]interface {}'],
    ['{{contains "a"}}', 'wrong number of args for contains: want 2 got 1'],
    ['{{contains "a" "b" "c"}}', 'wrong number of args for contains: want 2 got 3'],
    ['{{slice "abc" 2 1}}', 'error calling slice: invalid slice index: 2 > 1'],
    ['{{slice "abc" 0 9}}', 'error calling slice: index out of range: 9'],
    ['{{nil}}', 'nil is not a command'],
    ['{{call .Name}}', 'error calling call: non-function of type string'],
    ['{{call 1}}', 'error calling call: non-function of type int'],
    ['{{template "nope"}}', 'template "nope" not defined'],
    ['{{$x := 1}}{{if $x}}{{end}}{{$x.Foo}}', "can't evaluate field Foo in type int"],
    ['{{range $i, $j := 3}}{{$i}}{{end}}', "can't use 3 to iterate over more than one variable"],
    ['{{range "abc"}}x{{end}}', "range can't iterate over abc"],
    ['{{range .Name}}x{{end}}', "range can't iterate over web"],
    ['{{range nil}}x{{end}}', 'nil is not a command'],
    ['{{and}}', 'wrong number of args for and: want at least 1 got 0'],
    ['{{or}}', 'wrong number of args for or: want at least 1 got 0'],
    ['{{not}}', 'wrong number of args for not: want 1 got 0'],
    ['{{not true false}}', 'wrong number of args for not: want 1 got 2'],
    ['{{printf 1}}', 'expected string; got int'],
    ['{{nil | print}}', 'nil is not a command'],
    ['{{.Name "a"}}', 'Name has arguments but cannot be invoked as function'],
    ['{{.GetName "a"}}', '.GetName has arguments but cannot be invoked as function'],
    ['{{1 2}}', "can't give argument to non-function 1"],
    ['{{"a" 2}}', 'can\'t give argument to non-function "a"'],
    ['{{(print "a") 2}}', 'can\'t give argument to non-function (print "a")'],
    ['{{.Labels "app"}}', 'Labels has arguments but cannot be invoked as function'],
    ['{{.Näme}}', "can't evaluate field Näme in type *Service"],
    ['{{eq (fromJson "1") 1}}', 'error calling eq: incompatible types for comparison: float64 and int'],
    ['{{index .Labels 1}}', 'error calling index: value has type int; should be string'],
    ['{{index nil 1}}', 'error calling index: index of untyped nil'],
    ['{{index .Spec.Selector "app" "x"}}', 'error calling index: cannot index slice/array with type string'],
    ['{{len nil}}', 'error calling len: len of type <nil>'],
    ['{{len 3}}', 'error calling len: len of type int'],
    ['{{index .Labels .Labels.none}}', 'error calling index: value is nil; should be of type string'],
    ['{{index .Labels.none "x"}}', 'error calling index: index of untyped nil'],
    ['{{.Spec.Ports.Name}}', "can't evaluate field Name in type []interface {}"],
    ['{{(index .Spec.Ports 0).Foo}}', "can't evaluate field Foo in type v1.ServicePort"],
    ['{{.Name.length}}', "can't evaluate field length in type string"],
    ['{{.constructor}}', "can't evaluate field constructor in type *Service"],
    ['{{.Spec.Ports.length}}', "can't evaluate field length in type []interface {}"],
    ['{{.Name.Length}}', "can't evaluate field Length in type string"],
    ['{{.Spec.SessionAffinityConfig.ClientIP}}', 'nil pointer evaluating *v1.SessionAffinityConfig.ClientIP'],
  ])('fails as in Go: %s', (template, message) => {
    expect(() => outputOf(template, SERVICE)).toThrow(message)
  })
})
