import {describe, expect, it} from 'vitest'
import {parseFqdnTemplate} from '../../../src/sources/template/fqdn-template.js'

describe('a template that cannot be read', () => {
  it.each([
    ['{{define "x"}}a{{end}}{{define "x"}}b{{end}}{{template "x"}}', '1:25', 'multiple definition of template "x"'],
    ['{{$y}}', '1:3', 'undefined variable "$y"'],
    ['{{break}}', '1:1', '{{break}} outside {{range}}'],
    ['{{ /* c */ }}x', '1:4', 'unexpected "/" in command'],
    ['{{99999999999999999999}}', '1:3', 'integer overflow: "99999999999999999999"'],
    ['{{.Name', '1:1', 'unclosed action'],
    ['{{', '1:1', 'unclosed action'],
    ['{{}}', '1:3', 'missing value for command'],
    ['{{if}}x{{end}}', '1:5', 'missing value for if'],
    ['{{if .Name}}', '1:1', 'unexpected EOF: {{if}} has no {{end}}'],
    ['{{end}}', '1:3', 'unexpected {{end}}'],
    ['{{else}}', '1:3', 'unexpected {{else}}'],
    ['{{nofunc .Name}}', '1:3', 'function "nofunc" not defined'],
    ['{{.Name | nofunc}}', '1:11', 'function "nofunc" not defined'],
    ['a\nb {{.Name..x}}', '2:10', 'unexpected "." in operand'],
    ['{{"abc}}', '1:3', 'unterminated quoted string'],
    ['{{"abc\n"}}', '1:3', 'unterminated quoted string'],
    ['{{(.Name}}', '1:9', 'unclosed left paren'],
    ['{{.Name)}}', '1:8', 'unexpected right paren'],
    ['{{| .Name}}', '1:3', 'unexpected "|" in command'],
    ['{{define}}x{{end}}', '1:9', 'unexpected "}}" in define clause'],
    ['{{define "x"}}', '1:3', 'unexpected EOF: {{define}} has no {{end}}'],
    ['{{range $a, $b, $c := .Labels}}{{end}}', '1:15', 'too many declarations in range'],
    ['{{1 | print | 2}}', '1:15', 'non executable command in pipeline stage 3'],
    ['{{$x := }}', '1:3', 'missing value for command'],
    ['{{if .Name}}a{{else}}b{{else}}c{{end}}', '1:25', 'expected end; found {{else}}'],
    ['{{.Name /* c */}}', '1:9', 'unexpected "/" in operand'],
    ['{{/* c}}', '1:1', 'unclosed comment'],
    ['{{template .Name}}', '1:12', 'unexpected ".Name" in template clause'],
    ['{{1a}}', '1:3', 'bad number syntax: "1a"'],
    ['{{.Name.}}', '1:8', 'unexpected "." in operand'],
    ['{{#}}', '1:3', 'unexpected "#" in command'],
    ['{{.Name!}}', '1:8', 'bad character "!"'],
    ["{{'ab'}}", '1:3', "malformed character constant: 'ab'"],
    ['{{"\\q"}}', '1:3', 'invalid syntax: "\\q"'],
    ['{{end}}{{end}}', '1:3', 'unexpected {{end}}'],
    ['{{range .Labels}}{{else}}{{break}}{{end}}', '1:26', '{{break}} outside {{range}}'],
    ['{{with $x, $y := 1}}{{end}}', '1:10', 'too many declarations in with'],
    ['{{{.Name}}}', '1:3', 'unexpected "{" in command'],
    ['{{/*a*/}}{{/*b*/-}} x', '1:10', 'comment ends before closing delimiter'],
    ['{{print .Name.}}', '1:14', 'unexpected "." in operand'],
    ['{{print(.Name)}}', '1:8', 'unexpected "(" in operand'],
    ['{{print "a""b"}}', '1:12', 'unexpected "\\"b\\"" in operand'],
    ['{{eq .Name"web"}}', '1:11', 'bad character "\\""'],
    ['{{break .Name}}', '1:9', 'unexpected ".Name" in {{break}}'],
    ['{{continue}}', '1:1', '{{continue}} outside {{range}}'],
    ['{{else if .Name}}', '1:3', 'unexpected {{else}}'],
    ['{{if .Name}}a{{elseif}}b{{end}}', '1:16', 'function "elseif" not defined'],
    ['{{end .Name}}', '1:7', 'unexpected ".Name" in end'],
    ['{{block "x"}}{{end}}', '1:12', 'missing value for block clause'],
    ['{{if .Name}}{{define "q"}}{{end}}{{end}}', '1:15', 'unexpected "define" in command'],
    ['{{"a', '1:3', 'unterminated quoted string'],
    ["{{'a}}", '1:3', 'unterminated character constant'],
    ['{{`a}}', '1:3', 'unterminated raw quoted string'],
    ['{{.Name : 1}}', '1:9', 'expected :='],
    ['{{€}}', '1:3', 'unrecognized character in action: "€"'],
    ['{{$x.y.z}}', '1:3', 'undefined variable "$x"'],
    ['{{true.x}}', '1:7', 'unexpected . after term'],
    ['{{"a".x}}', '1:6', 'unexpected . after term'],
    ['{{0x}}', '1:3', 'illegal number syntax: "0x"'],
    ['{{08}}', '1:3', 'illegal number syntax: "08"'],
    ['{{1__0}}', '1:3', 'illegal number syntax: "1__0"'],
    ['{{+}}', '1:3', 'bad number syntax: "+"'],
    ['{{range $a, := .Labels}}{{end}}', '1:13', 'range can only initialize variables'],
    ['{{range $a, 1}}{{end}}', '1:13', 'range can only initialize variables'],
    ['{{template "x" .Name', '1:1', 'unclosed action'],
    ['{{range .Labels}}{{block "b" .}}{{break}}{{end}}{{end}}', '1:33', '{{break}} outside {{range}}'],
    ['{{define "x"}}{{else}}{{end}}', '1:17', 'unexpected {{else}}'],
    ['a\n\n  {{if .Name}}\n{{.Name | nofunc}}', '4:11', 'function "nofunc" not defined'],
  ])('says what and where: %j', (template, where, message) => {
    const parsed = parseFqdnTemplate([template])
    const {problem} = parsed.ok ? {problem: undefined} : parsed
    expect(`${problem?.line}:${problem?.column} ${problem?.message}`).toBe(`${where} ${message}`)
  })

  it('stops at absurd nesting instead of overflowing the stack', () => {
    for (const template of [
      `{{${'('.repeat(5000)}1${')'.repeat(5000)}}}`,
      '{{if 1}}'.repeat(5000),
      `{{if 1}}${'{{else if 1}}'.repeat(5000)}{{end}}`,
      '{{block "x" .}}'.repeat(5000),
    ]) {
      expect(parseFqdnTemplate([template])).toMatchObject({ok: false, problem: {message: 'nested more than 200 deep'}})
    }
  })
})
