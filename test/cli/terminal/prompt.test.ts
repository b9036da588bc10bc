import {PassThrough} from 'node:stream'
import {describe, expect, it} from 'vitest'
import {confirm} from '../../../src/cli/terminal/prompt.js'

const QUESTION = {text: "Apply these changes to example.com? Only 'yes' is accepted:", doing: 'apply the plan'}

function terminal(typed: string) {
  const input = Object.assign(new PassThrough(), {isTTY: true})
  const output = Object.assign(new PassThrough(), {isTTY: true, columns: 200})
  let shown = ''
  output.on('data', (chunk) => {
    shown += String(chunk)
    if (shown.includes('accepted: ') && typed !== '') {
      input.write(typed)
      typed = ''
    }
  })
  return {input, output, shown: () => shown}
}

describe('the question', () => {
  it('is asked on the terminal, and `yes` is accepted', async () => {
    const {shown, ...streams} = terminal('yes\r')
    await confirm(QUESTION, streams)
    expect(shown()).toContain(`${QUESTION.text} `)
  })

  it.each(['y\r', 'YES\r', '\r', 'yes please\r'])('takes %j for a no', async (typed) => {
    await expect(confirm(QUESTION, terminal(typed))).rejects.toMatchObject({
      code: 'NOT_CONFIRMED',
      doing: 'apply the plan',
    })
  })

  it('takes the end of input for a no', async () => {
    await expect(confirm(QUESTION, terminal('\u0004'))).rejects.toMatchObject({code: 'NOT_CONFIRMED'})
  })

  it('is interrupted by Ctrl-C', async () => {
    await expect(confirm(QUESTION, terminal('ye\u0003'))).rejects.toMatchObject({code: 'INTERRUPTED'})
  })

  it('is refused at once where nobody can answer', async () => {
    const {input, output, shown} = terminal('yes\r')
    await expect(confirm(QUESTION, {input: new PassThrough(), output})).rejects.toMatchObject({
      code: 'NO_TERMINAL',
      fix: ['look at the plan, then run it with --yes'],
    })
    await expect(confirm(QUESTION, {input, output: new PassThrough()})).rejects.toMatchObject({code: 'NO_TERMINAL'})
    expect(shown()).toBe('')
  })
})
