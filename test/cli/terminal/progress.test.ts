import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {makeProgress} from '../../../src/cli/terminal/progress.js'

function stream(parts: {isTTY: boolean; columns?: number}) {
  const written: string[] = []
  return {written, ...parts, write: (text: string) => written.push(text)}
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

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

  it.each([
    ['a log', stream({isTTY: false}), {}],
    ['a terminal that cannot erase', stream({isTTY: true}), {TERM: 'dumb'}],
  ])('is nothing in %s for two seconds, then one line a step', (_where, target, environment) => {
    const progress = makeProgress(target, environment)
    progress.report('reading services', '500 objects')
    vi.advanceTimersByTime(1900)
    progress.report('reading ingresses', '20 objects')
    expect(target.written).toEqual([])
    vi.advanceTimersByTime(200)
    progress.report('reading ingresses', '40 objects')
    progress.report('reading zone example.com')
    progress.report('reading ingresses', '60 objects')
    progress.finish()
    progress.report('reading zone example.com')
    expect(target.written).toEqual(['reading ingresses: 20 objects\n', 'reading zone example.com\n'])
  })

  it('says nothing in a log about what has ended by then', () => {
    const target = stream({isTTY: false})
    const progress = makeProgress(target, {})
    progress.report('reading services')
    progress.finish()
    vi.advanceTimersByTime(5000)
    expect(target.written).toEqual([])
  })

  it('is nothing at all when it is to be quiet, but for the words of others', () => {
    const target = stream({isTTY: true, columns: 80})
    const progress = makeProgress(target, {}, true)
    progress.report('reading services')
    progress.finish()
    progress.pass('visit https://login')
    expect(target.written).toEqual(['visit https://login'])
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

  it('lends a terminal to one after another, also after one who failed, and a log to all at once', async () => {
    const orderOn = async (isTTY: boolean) => {
      const progress = makeProgress(stream({isTTY, columns: 80}), {})
      const order: string[] = []
      const ask = (name: string) => async () => {
        order.push(`${name} asks`)
        await Promise.resolve()
        order.push(`${name} has it`)
        if (name === 'eu1') throw new Error('no')
      }
      await Promise.allSettled([progress.lend(ask('eu1')), progress.lend(ask('us1'))])
      return order
    }
    expect(await orderOn(true)).toEqual(['eu1 asks', 'eu1 has it', 'us1 asks', 'us1 has it'])
    expect(await orderOn(false)).toEqual(['eu1 asks', 'us1 asks', 'eu1 has it', 'us1 has it'])
  })

  it('goes on after somebody who failed, and passes on the words of others as they are', async () => {
    const target = stream({isTTY: false})
    const progress = makeProgress(target, {})
    await expect(progress.lend(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    progress.pass('visit https://login')
    progress.report('reading zones')
    vi.advanceTimersByTime(2000)
    expect(target.written).toEqual(['visit https://login', 'reading zones\n'])
  })
})
