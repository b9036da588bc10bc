import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {EQUIVALENTS} from './equivalents.js'
import {isPure, roomOf} from './rooms.js'

const linesOf = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')
    .split('\n')
    .map((line) => line.trim())

describe('a mutant that is listed as equivalent', () => {
  it.each(EQUIVALENTS)('$file: $from', ({file, line, from, to, why}) => {
    expect(linesOf(file), 'its line is written differently: look at it again').toContain(line)
    expect(from).not.toBe(to)
    expect(why.length).toBeGreaterThan(20)
    expect([isPure(file), roomOf(file)]).toEqual([true, expect.stringMatching(/./)])
  })

  it('is listed once', () => {
    const keys = EQUIVALENTS.map(({file, line, from, to}) => JSON.stringify([file, line, from, to]))
    expect(new Set(keys).size).toBe(keys.length)
  })
})
