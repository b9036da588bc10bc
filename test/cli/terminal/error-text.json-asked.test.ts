import {describe, expect, it} from 'vitest'
import {isJsonRequested} from '../../../src/cli/terminal/error-text.js'

describe('JSON is asked for', () => {
  it.each([
    ['--json'],
    ['--json=true'],
    ['--format=json'],
    ['-o=json'],
    ['-ojson'],
    ['--format', 'json'],
    ['-o', 'json'],
  ])('by %s %s', (...argv) => {
    expect(isJsonRequested(argv)).toBe(true)
  })

  it.each([['--json=false'], ['--format=text'], ['json'], ['--only', 'json'], ['--', '--json']])(
    'not by %s %s',
    (...argv) => {
      expect(isJsonRequested(argv)).toBe(false)
    },
  )
})
