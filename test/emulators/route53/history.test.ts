import {describe, expect, it} from 'vitest'
import {parseTimeBound} from './history.js'

describe('a time bound', () => {
  it.each([
    ['2026-12-01T00:00:00Z', Date.UTC(2026, 11, 1)],
    ['2026-12-01T05:30:00.123+05:30', Date.UTC(2026, 11, 1) + 123],
    ['2026-12-01T00:00:00.5-01:00', Date.UTC(2026, 11, 1, 1) + 500],
    ['2026-12-01T00:00:00.123000000Z', Date.UTC(2026, 11, 1) + 123],
    ['2026-12-01T00:00:00.123000001Z', Date.UTC(2026, 11, 1) + 124],
  ])('%s is rounded up to a millisecond', (text, expected) => {
    expect(parseTimeBound(text)).toBe(expected)
  })

  it.each([
    '2026-12-01',
    '2026-12-01T00:00:00',
    '2026-13-01T00:00:00Z',
    '2026-12-01T24:00:00Z',
    '2026-12-01T00:00:00.1234567890Z',
    '2026-12-01 00:00:00Z',
  ])('%s is none', (text) => {
    expect(parseTimeBound(text)).toBeUndefined()
  })
})
