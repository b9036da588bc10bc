import {describe, expect, it} from 'vitest'
import {columnsOf, depthOf} from '../../src/cli/terminal.js'

const write = () => true

describe('the width', () => {
  it('is that of the terminal, else COLUMNS, else 100', () => {
    expect(columnsOf({write, isTTY: true, columns: 60}, {COLUMNS: '70'})).toBe(60)
    expect(columnsOf({write, isTTY: true, columns: 0}, {})).toBe(100)
    expect(columnsOf({write}, {COLUMNS: '70'})).toBe(70)
    expect(columnsOf({write}, {COLUMNS: 'wide'})).toBe(100)
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
