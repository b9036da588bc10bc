import {describe, expect, it} from 'vitest'
import {makeProgress} from '../../../src/cli/terminal/progress.js'

function stream(parts: {isTTY: boolean; columns?: number}) {
  const written: string[] = []
  return {written, ...parts, write: (text: string) => written.push(text)}
}

describe('progress', () => {
  it('is one line on a terminal, written over and erased at the end', () => {
    const terminal = stream({isTTY: true, columns: 20})
    const progress = makeProgress(terminal, {})
    progress.report('reading services', '500 objects')
    progress.report('done')
    progress.finish()
    progress.finish()
    expect(terminal.written).toEqual(['\r\u001b[2Kreading services: 5', '\r\u001b[2Kdone', '\r\u001b[2K'])
  })

  it('is a line a step elsewhere', () => {
    for (const [target, environment] of [
      [stream({isTTY: false}), {}],
      [stream({isTTY: true}), {TERM: 'dumb'}],
    ] as const) {
      const progress = makeProgress(target, environment)
      progress.report('reading services', '500 objects')
      progress.report('reading services', '1000 objects')
      progress.report('reading zones')
      progress.finish()
      expect(target.written).toEqual(['reading services\n', 'reading zones\n'])
    }
  })

  it('leaves the terminal to somebody else, and goes on after', async () => {
    const terminal = stream({isTTY: true, columns: 80})
    const progress = makeProgress(terminal, {})
    progress.report('reading services')
    const answer = await progress.lend(async () => {
      terminal.write('Password: ')
      progress.report('reading zones')
      return 'typed'
    })
    progress.report('done')
    const line = (text: string) => `\r\u001b[2K${text}`
    expect([answer, ...terminal.written]).toEqual([
      'typed',
      line('reading services'),
      line(''),
      'Password: ',
      line('done'),
    ])
  })

  it('goes on after somebody who failed, and passes on the words of others as they are', async () => {
    const target = stream({isTTY: false})
    const progress = makeProgress(target, {})
    await expect(progress.lend(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    progress.pass('visit https://login')
    progress.report('reading zones')
    expect(target.written).toEqual(['visit https://login', 'reading zones\n'])
  })
})
