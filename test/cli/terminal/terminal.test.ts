import {describe, expect, it} from 'vitest'
import {columnsOf, depthOf, isAsciiOnly} from '../../../src/cli/terminal/terminal.js'

const write = () => true

describe('the width', () => {
  it('is that of the terminal, else COLUMNS, else 100', () => {
    expect(columnsOf({write, isTTY: true, columns: 60}, {COLUMNS: '70'})).toBe(60)
    expect(columnsOf({write, isTTY: true, columns: 0}, {})).toBe(100)
    expect(columnsOf({write}, {COLUMNS: '70'})).toBe(70)
    expect(columnsOf({write}, {COLUMNS: 'wide'})).toBe(100)
  })
})

describe('the character set', () => {
  const terminal = {write, isTTY: true}

  it.each([
    [{LANG: 'en_US.UTF-8'}, false],
    [{LANG: 'C.utf8'}, false],
    [{LANG: 'C'}, true],
    [{LANG: 'de_DE.ISO-8859-1'}, true],
    [{LANG: 'en_US.UTF-8', LC_ALL: 'POSIX'}, true],
    [{LANG: 'C', LC_CTYPE: 'en_US.UTF-8', LC_ALL: ''}, false],
    [{}, false],
  ])('of %o is ASCII only: %s', (environment, expected) => {
    expect(isAsciiOnly(terminal, environment)).toBe(expected)
  })

  it('is Unicode in a pipe, whatever the locale: the same inputs give the same bytes', () => {
    expect(isAsciiOnly({write}, {LC_ALL: 'C'})).toBe(false)
  })
})

describe('the colour depth', () => {
  it('is what the terminal shows, whatever the variables ask for', () => {
    const asked: unknown[] = []
    const getColorDepth = (environment: unknown) => {
      asked.push(environment)
      return 8
    }
    expect(depthOf({write, isTTY: true, getColorDepth}, {NO_COLOR: '1', FORCE_COLOR: '3', TERM: 'xterm'})).toBe(8)
    expect(asked).toEqual([{TERM: 'xterm'}])
    expect(depthOf({write, getColorDepth}, {})).toBeUndefined()
  })
})
