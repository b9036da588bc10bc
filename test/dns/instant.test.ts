import {describe, expect, it} from 'vitest'
import {parsePast} from '../../src/dns/instant.js'

const NOW = Date.parse('2026-11-30T12:00:00Z')

describe('parsePast', () => {
  it.each([
    ['2h', '2026-11-30T10:00:00.000Z'],
    ['1h30m', '2026-11-30T10:30:00.000Z'],
    ['0', '2026-11-30T12:00:00.000Z'],
    ['2026-11-30T08:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['2026-11-30T08:00:00+02:00', '2026-11-30T06:00:00.000Z'],
    ['2026-11-30t08:00:00.25z', '2026-11-30T08:00:00.250Z'],
  ])('%s is %s', (text, time) => {
    const moment = parsePast(text, NOW)
    expect(moment.ok && new Date(moment.value).toISOString()).toBe(time)
  })

  it.each([
    ['', 'is not a duration such as'],
    ['2', 'is not a duration such as'],
    ['yesterday', 'nor a time such as'],
    ['2026-11-30', 'nor a time such as'],
    ['2026-11-30T08:00:00', 'nor a time such as'],
    ['2026-02-30T08:00:00Z', 'not a time that exists'],
    ['2026-13-01T08:00:00Z', 'not a time that exists'],
    ['2026-11-30T25:00:00Z', 'not a time that exists'],
    ['-2h', 'has not come yet'],
    ['2026-12-01T08:00:00Z', 'has not come yet'],
  ])('%s is refused: %s', (text, problem) => {
    const moment = parsePast(text, NOW)
    expect(moment.ok ? '' : moment.problem).toContain(problem)
  })
})
