import {describe, expect, it} from 'vitest'
import {parseGoDuration} from '../../src/dns/go-duration.js'

describe('parseGoDuration', () => {
  it.each([
    ['0', 0],
    ['+0', 0],
    ['-0', 0],
    ['0s', 0],
    ['300s', 300],
    ['1h30m', 5400],
    ['1m30s', 90],
    ['-1.5h', -5400],
    ['+5m', 300],
    ['.5m', 30],
    ['5.s', 5],
    ['300ms', 0.3],
    ['1us', 1e-6],
    ['1µs', 1e-6],
    ['1μs', 1e-6],
    ['1ns', 1e-9],
    ['0.3333333333333333333h', 1200],
    ['2562047h47m16.854775807s', 9223372036.854776],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseGoDuration(text)).toEqual({ok: true, value: seconds})
  })

  it.each([
    '',
    '-',
    '3',
    '1.5',
    's',
    '.s',
    '1d',
    '1 m',
    ' 1m',
    '1m ',
    '1h-30m',
    '1mm',
    '1e3s',
    '1constructor',
    '2562048h',
  ])('refuses "%s"', (text) => {
    expect(parseGoDuration(text).ok).toBe(false)
  })
})
