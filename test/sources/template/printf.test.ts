import {describe, expect, it} from 'vitest'
import {SERVICE} from './objects.js'
import {outputOf} from './render.js'

describe('printf', () => {
  it.each([
    ['{{printf "%s" .Labels.none}}', '%!s(<nil>)'],
    ['{{printf "%v" nil}}', '<nil>'],
    ['{{1e3 | printf "%d"}}', '%!d(float64=1000)'],
    ['{{printf "%d" 1e3}}', '%!d(float64=1000)'],
    ['{{printf "%s %d %v %q %t %x %05d" "s" 42 1.5 "q\\"" true 255 42}}', 's 42 1.5 "q\\"" true ff 00042'],
    ['{{printf "%5s|%-5s|%.2s" "ab" "ab" "abc"}}', '   ab|ab   |ab'],
    ['{{printf "%f %.2f %e %g" 1.5 2.345 12345.678 1e21}}', '1.500000 2.35 1.234568e+04 1e+21'],
    ['{{printf "%x %X %o %b %c %U" 255 255 8 5 97 97}}', 'ff FF 10 101 a U+0061'],
    ['{{printf "%x" "hi"}}', '6869'],
    ['{{printf "%d" "s"}}', '%!d(string=s)'],
    ['{{printf "%s" 5}}', '%!s(int=5)'],
    ['{{printf "%d"}}', '%!d(MISSING)'],
    ['{{printf "a" 1}}', 'a%!(EXTRA int=1)'],
    ['{{printf "%%"}}', '%'],
    ['{{printf "%!"}}', '%!!(MISSING)'],
    ['{{printf "%z" 1}}', '%!z(int=1)'],
    ['{{printf "%+d %+q" 5 "é"}}', '+5 "\\u00e9"'],
    ['{{printf "%v" .Spec.ClusterIPs}}', '[10.96.0.7 fd00::1]'],
    ['{{printf "%s" .Spec.ClusterIPs}}', '[10.96.0.7 fd00::1]'],
    ['{{printf "%q" .Spec.ClusterIPs}}', '["10.96.0.7" "fd00::1"]'],
    [
      '{{printf "%v" .Labels}}',
      'map[app:shop-web app.kubernetes.io/name:web env:prod records:[{"dns":"a.example.com","n":1},{"dns":"b.example.com","n":2.5}]]',
    ],
    ['{{printf "%d" 3.0}}', '%!d(float64=3)'],
    ['{{printf "%t" 1}}', '%!t(int=1)'],
    ['{{printf "%6.2f|" 3.14159}}', '  3.14|'],
    ['{{printf "%*d" 5 42}}', '   42'],
    ['{{printf "%[2]s %[1]s" "a" "b"}}', 'b a'],
    ['{{printf "%03s" "a"}}', '00a'],
    ['{{printf "%d %s" .Name 1}}', '%!d(string=web) %!s(int=1)'],
    ['{{printf "%T %T %T" 1 "a" 1.5}}', 'int string float64'],
    ['{{printf "%#v" "a"}}', '"a"'],
    ['{{printf "%08b" 5}}', '00000101'],
    ['{{printf "% d" 5}}', ' 5'],
    ['{{printf "%s %s" "a"}}', 'a %!s(MISSING)'],
    ['{{printf .Name}}', 'web'],
    ['{{printf "%.3d" 5}}', '005'],
    ['{{printf "%-5d|" 3}}', '3    |'],
    ['{{printf "%c" 0x1F600}}', '😀'],
    ['{{printf "%q" 97}}', "'a'"],
    ['{{printf "%v %v" true nil}}', 'true <nil>'],
    ['{{printf "%s" nil}}', '%!s(<nil>)'],
    ['{{printf "%d" .Labels.none}}', '%!d(<nil>)'],
    ['{{printf "%s" true}}', '%!s(bool=true)'],
    ['{{printf "%5t|" true}}', ' true|'],
    ['{{printf "%x" -255}}', '-ff'],
    ['{{printf "%#x" 255}}', '0xff'],
    ['{{printf "%s" .Name|toLower}}', 'web'],
    ['{{printf "%s-%s" .Name .Namespace | printf "%q"}}', '"web-shop"'],
    ['{{"put" | printf "%s%s" "out" | printf "%q"}}', '"output"'],
    ['{{with $x := "output" | printf "%q"}}{{$x}}{{end}}', '"output"'],
  ])('formats as Go does: %s', (template, output) => {
    expect(outputOf(template, SERVICE)).toBe(output)
  })

  it.each([
    ['"%.3d|%+08d|%08.3d" 5 42 42', '005|+0000042|     042'],
    ['"%O %#b %#o %#X" 8 5 8 255', '0o10 0b101 010 0XFF'],
    ['"%6.2f|%+.3g|%010.2f|%-8.1f|" 2.718 1234.5678 -2.718 2.55', '  2.72|+1.23e+03|-000002.72|2.5     |'],
    ['"%g %.3g %e %G" 0.00001 0.0001234 0.5 1e-10', '1e-05 0.000123 5.000000e-01 1E-10'],
    ['"%v %v %v %v" 999999.5 2345678.5 1e20 -0.0', '999999.5 2.3456785e+06 1e+20 -0'],
    ['"%x %X % x %#x" "hi" "hi" "hi" "hi"', '6869 6869 68 69 0x6869'],
    ['"%#q %#U %+q" "a" 97 233', "`a` U+0061 'a' '\\u00e9'"],
    ['"%*d|%-*d|" -4 7 4 7', '7   |7   |'],
    ['"%[3]d %d" 1 2', '%!d(BADINDEX) 1'],
    ['"%.*f %.0f" 1 2.26 2.6', '2.3 3'],
    ['"%q" "\\a\\x00\\u200b\\n"', '"\\a\\x00\\u200b\\n"'],
    ['"%"', '%!(NOVERB)'],
    ['"a" "b" 2 nil', 'a%!(EXTRA string=b, int=2, <nil>)'],
    ['"%5s|%-5s|%05d" nil true -3', '%!s(<nil>)|%!s(bool=true )|-0003'],
  ])('formats as Go does: printf %s', (operands, output) => {
    expect(outputOf(`{{printf ${operands}}}`, SERVICE)).toBe(output)
  })

  it('refuses widths that no name needs sooner than Go', () => {
    expect(outputOf('{{printf "%5000d|%.5000f" 1 1.5}}', SERVICE)).toBe('%!(BADWIDTH)1|%!(BADPREC)1.500000')
  })
})
