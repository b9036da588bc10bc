import {describe, expect, it} from 'vitest'
import {renderError, toErrorJson} from '../../src/cli/terminal/error-text.js'
import {makeProgress} from '../../src/cli/terminal/progress.js'
import {remark} from '../../src/cli/terminal/streams.js'
import {CliError} from '../../src/errors/cli-error.js'
import {withoutAddressSecrets, withoutUrlSecrets} from '../../src/errors/url-secrets.js'
import {harmless} from '../../src/render/layout/harmless.js'

const ESCAPES = [
  ...['\u0000', '\u0007', '\b', '\u000b', '\u001b[2J', '\u001b]0;title\u0007', '\u007f', '\u0085', '\u009b31m'],
  ...['\u00ad', '\u200b', '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202e', '\u2066', '\u2069', '\ufeff'],
  ...['\u{e0041}', '\ud800', '\u001b[8m', '\u001b[38;5;1m', 'a\rb'],
]
/** Characters that no output may contain, except line feeds and tabs. */
const OBEYED = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

describe('what a terminal would interpret', () => {
  it.each(ESCAPES)('is escaped: %j', (text) => {
    for (const hasColour of [false, true]) expect(harmless(`a ${text} b`, hasColour)).not.toMatch(OBEYED)
  })

  it('keeps the meaning of JSON', () => {
    const text = '\u007f \u009b \u202e \u{e0041} ##[x]'
    expect(JSON.parse(harmless(JSON.stringify(text)))).toBe(text)
  })

  it('may be a colour of ours, where there is colour', () => {
    const text = '\u001b[1mPlan\u001b[22m \u001b[31mgone\u001b[39m'
    expect(harmless(text, true)).toBe(text)
    expect(harmless(text)).toBe('\\u001b[1mPlan\\u001b[22m \\u001b[31mgone\\u001b[39m')
  })

  it('leaves lines, tabs, the line end of CSV and every letter alone', () => {
    const text = 'a\tb\r\nä ü 例え 🎉 → · "c"\n'
    expect(harmless(text)).toBe(text)
  })

  it('is one line in a remark', () => {
    expect(remark('a\nb\tc\u001b[31m')).toBe('a\\u000ab\\u0009c\\u001b[31m')
  })
})

describe('what a CI runner would take for a command', () => {
  it.each([
    '::add-mask::prod',
    '  ::error file=a::b',
    '\u00a0::stop-commands::token',
    '::set-output name=a::b',
    'x ##[add-mask]prod',
    '##[error]no',
    '##vso[task.setvariable variable=a]b',
    '##teamcity[message text=a]',
  ])('is not a command any more: %s', (line) => {
    const shown = harmless(`before\n${line}\nafter`)
    expect(shown).not.toMatch(/^\s*::[a-z]/m)
    expect(shown).not.toMatch(/##[a-z]*\[/)
    expect(shown).toContain(line.replace(/^.*?(?=mask|file|stop|set|error\]|task|message)/, '').slice(1))
  })

  it.each(['::1', '      ::1 ::2', '## DNS plan: 2 to create', '# a [b]', 'a::b::c'])('is not found in %s', (line) => {
    expect(harmless(line)).toBe(line)
  })

  it('is found in a time that grows linearly with the text', () => {
    const start = performance.now()
    for (const part of ['::a ', '#', ' ', 'a.b+c-', '://', '\u001b[', 'http://x?a=', 'http://a:b/', 'http://x#"a']) {
      remark(part.repeat(200_000))
      harmless(part.repeat(200_000), true)
    }
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('URLs', () => {
  it.each([
    ['https://me:pass@host:1/a', 'https://********@host:1/a'],
    ['https://token@host/a?b=c', 'https://********@host/a?b=********'],
    ['https://host/a?sig=s3cret&x=y#z', 'https://host/a?sig=********&x=********#z'],
    ['see http://u:p@q@h and HTTPS://a:b@c', 'see http://********@h and HTTPS://********@c'],
    ['https://host/@scope/a', 'https://host/@scope/a'],
    ['me@example.com, https://host/', 'me@example.com, https://host/'],
    [`"https://me:s3'cret@host" is`, '"https://********@host" is'],
    ['"https://me:s3"cret@host" is', '"https://********@host" is'],
    ['https://me:s3/cret@host/a', 'https://********@host/a'],
    ['https://me:s3?cret@host', 'https://********@host'],
    ['https://me:s3#cret@host', 'https://********@host'],
    ['https://host/?s3cret', 'https://host/?********'],
    ["https://host/?a=s3'cret&b", 'https://host/?a=********&********'],
    ['"https://host/?a=b" is', '"https://host/?a=********" is'],
    ['https://host/#token=s3cret', 'https://host/#token=********'],
    ['https://host:80/@a', 'https://host:80/@a'],
  ])('%s is shown as %s', (text, shown) => {
    expect(withoutUrlSecrets(text)).toBe(shown)
  })

  it.each([
    ['me:s3cret@host:1', '********@host:1'],
    ['//me:s3cret@host', '//********@host'],
    ['https:/me:s3cret@host', 'https:/********@host'],
    ['https:me:s3cret@host', '********@host'],
    ['https://me:s3 cret@host', 'https://********@host'],
    ['host:1/?token=s3cret', 'host:1/?token=********'],
    ['10.0.0.1:6443', '10.0.0.1:6443'],
    ['https://host/@scope/a', 'https://host/@scope/a'],
  ])('%s, meant for an address, is shown as %s', (address, shown) => {
    expect(withoutAddressSecrets(address)).toBe(shown)
  })
})

describe('an error', () => {
  const hostile = new CliError({
    code: 'FILE_UNREADABLE',
    doing: 'read a\u001b[2J\n::add-mask::b',
    happened: 'https://me:s3cret@host/ \u202e is no plan\n##[error]x',
    fix: ['curl https://host/?token=s3cret'],
  })

  it.each([80, Number.POSITIVE_INFINITY])('contains no control characters and no secrets at %s columns', (columns) => {
    const text = renderError(hostile, {columns, isDebug: true})
    expect(text).not.toMatch(OBEYED)
    expect(text).not.toContain('s3cret')
    expect(text).not.toMatch(/^\s*::add|##\[/m)
    expect(JSON.stringify(toErrorJson(hostile))).not.toContain('s3cret')
  })
})

describe('progress', () => {
  it('escapes what it shows', () => {
    const written: string[] = []
    const terminal = {isTTY: true, columns: 80, write: (text: string) => written.push(text)}
    makeProgress(terminal, {}).report('reading \u001b]0;x\u0007', 'a\nb')
    expect(written).toEqual(['\r\u001b[2Kreading \\u001b]0;x\\u0007: a\\u000ab'])
  })
})
