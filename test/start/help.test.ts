import {describe, expect, it} from 'vitest'
import {findHelp, readHelp} from '../../bin/help.js'

/** Which page is shown for a command line. `readHelp` reads the built pages: `npm run build` first. */

const page = (name: string, takesArguments = false) => ({short: `${name} -h`, full: `${name} --help`, takesArguments})
const PAGES = {
  '': page('program'),
  explain: page('explain', true),
  owners: page('owners'),
  'owners adopt': page('owners adopt', true),
  plan: page('plan'),
}

describe('findHelp', () => {
  it.each([
    ['', 'program -h'],
    ['-h', 'program -h'],
    ['--help', 'program --help'],
    ['help', 'program --help'],
    ['help -h', 'program --help'],
    ['plan -h', 'plan -h'],
    ['plan --help', 'plan --help'],
    ['plan -h --help', 'plan --help'],
    ['help plan', 'plan --help'],
    ['plan help', 'plan --help'],
    ['plan --nonsense --policy=x -h', 'plan -h'],
    ['plan extra --help', 'plan --help'],
    ['owners -h', 'owners -h'],
    ['owners help', 'owners --help'],
    ['owners adopt --help', 'owners adopt --help'],
    ['help owners adopt', 'owners adopt --help'],
    ['owners adopt www.example.com -h', 'owners adopt -h'],
    ['--source=service --help', 'program --help'],
    ['@args.txt -h', 'program -h'],
  ])('"%s" shows %s', (line, expected) => {
    expect(findHelp(line === '' ? [] : line.split(' '), PAGES)).toBe(expected)
  })

  it.each([
    'plan',
    'plan -- --help',
    'explain help',
    'owners adopt help',
    'help paln',
    'paln -h',
    'owners adpot --help',
    'help toString',
    'plan @help',
  ])('"%s" is for the program', (line) => {
    expect(findHelp(line.split(' '), PAGES)).toBeUndefined()
  })
})

describe('readHelp', () => {
  const bold = (environment: object, stream: object, argv = ['plan', '-h']) =>
    readHelp(argv, environment, stream).includes('\u001b[1mFlags\u001b[22m')
  const terminal = {isTTY: true, columns: 100}

  it.each([
    [{}, terminal, true],
    [{}, {}, false],
    [{NO_COLOR: '1'}, terminal, false],
    [{NO_COLOR: ''}, terminal, true],
    [{TERM: 'dumb'}, terminal, false],
    [{FORCE_COLOR: '1'}, {}, true],
    [{FORCE_COLOR: '0'}, terminal, false],
    [{CLICOLOR_FORCE: '1'}, {}, true],
    [{FORCE_COLOR: '1', NO_COLOR: '1'}, terminal, false],
  ])('with %j on %j: bold %s', (environment, stream, expected) => {
    expect(bold(environment, stream)).toBe(expected)
  })

  it('--color and --no-color go before all that', () => {
    expect(bold({NO_COLOR: '1'}, {}, ['plan', '-h', '--color'])).toBe(true)
    expect(bold({FORCE_COLOR: '1'}, terminal, ['plan', '-h', '--no-color'])).toBe(false)
  })

  it.each([
    [{}, {isTTY: true, columns: 200}, 120],
    [{}, {isTTY: true, columns: 119}, 80],
    [{}, {isTTY: true, columns: 79}, 60],
    [{}, {isTTY: true, columns: 40}, 60],
    [{}, {isTTY: true, columns: 0}, 80],
    [{}, {}, 80],
    [{COLUMNS: '130'}, {}, 120],
    [{COLUMNS: 'x'}, {}, 80],
    [{COLUMNS: '130'}, {isTTY: true, columns: 90}, 80],
  ])('with %j on %j: wrapped for %d columns', (environment, stream, width) => {
    const widest = (one: object, two: object) =>
      Math.max(
        ...readHelp(['plan', '-h'], one, two)
          .split('\n')
          .map((line: string) => line.length),
      )
    expect(widest(environment, stream)).toBe(widest({}, {isTTY: true, columns: width}))
    expect(widest(environment, stream)).toBeLessThanOrEqual(width + '\u001b[1m\u001b[22m'.length)
  })
})
