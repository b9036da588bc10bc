import {existsSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {PLANTED} from './faults.js'
import {plant} from './plant.js'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

describe('planted faults', () => {
  it.each(PLANTED)('$name: it can be planted in $file', (fault) => {
    const sound = readFileSync(at(fault.file), 'utf8')
    expect(plant(fault, sound)).not.toBe(sound)
    for (const test of fault.tests) expect(existsSync(at(test)), test).toBe(true)
  })

  it('have names of their own', () => {
    expect(new Set(PLANTED.map(({name}) => name)).size).toBe(PLANTED.length)
  })

  it('are refused when the source is no longer as it was', () => {
    const fault = {name: 'a fault', file: 'src/a.ts', from: 'a === b', to: 'true'}
    expect(plant(fault, 'return a === b')).toBe('return true')
    expect(() => plant(fault, 'return a == b')).toThrow('occurs 0 times')
    expect(() => plant(fault, 'a === b && a === b')).toThrow('occurs 2 times')
  })
})
