import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {goldenFiles} from './golden-cases.js'

const folder = fileURLToPath(new URL('golden/', import.meta.url))

const ACCEPT = 'to accept the new screens: npm run golden, and read the diff as a user would'

describe('golden screens', () => {
  for (const [name, text] of goldenFiles()) {
    it(`renders ${name} as reviewed`, () => {
      expect(text, ACCEPT).toBe(readFileSync(`${folder}${name}`, 'utf8'))
    })
  }

  it('leaves no blank at the end of a line', () => {
    for (const [name, text] of goldenFiles()) expect(text, name).not.toMatch(/ $/m)
  })

  it('keeps no golden file that no case writes', () => {
    expect(readdirSync(folder).sort(), ACCEPT).toEqual([...goldenFiles().keys()].sort())
  })
})
