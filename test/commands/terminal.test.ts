import {spawnSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {startOnTerminal} from './built-program.js'
import {service} from './objects.js'
import {AS_PROD, expectNoWrite, stage} from './stage.js'

const hasScript = spawnSync('script', ['--version'], {encoding: 'utf8'}).stdout?.includes('util-linux') === true
const ERASE = '\r\u001b[2K'

/** Runs `apply` on a terminal, and types the answer once it is asked. Each start of a rewritten line is shown as `<`. */
async function applyOnTerminal(answer: string, flags: string) {
  const scene = await stage({objects: [service('front', 'www.example.com')]})
  const running = startOnTerminal(`$PROGRAM apply ${AS_PROD} --no-color ${flags}`, scene.environment)
  await running.until(() => running.shown().includes("Only 'yes' is accepted: "))
  running.child.stdin?.write(answer)
  const {stdout, exitCode} = await running.ended
  return {scene, screen: stdout.replaceAll(ERASE, '<'), exitCode}
}

describe.skipIf(!hasScript)('on a terminal (skipped without the script of util-linux)', () => {
  it('progress is one line that is written over, and erased before the plan, the question and the answer', async () => {
    const {scene, screen, exitCode} = await applyOnTerminal('yes\r', '--no-wait')
    expect(exitCode).toBe(0)
    const [before = '', after = ''] = screen.split('Plan for owner prod')
    expect(before).toMatch(/^(<reading [^\r\n<]+)+<$/)
    expect(after).toMatch(/Apply these changes to example\.com as prod\? Only 'yes' is accepted: /)
    expect(after).toMatch(/<batch 1\/1 example\.com: 2 changes accepted \(\w+\)\r\nApplied 1 of 1 host\.\r\n$/)
    expect(scene.names()).toHaveLength(2)
  })

  it('--quiet shows no progress, and still asks', async () => {
    const {scene, screen, exitCode} = await applyOnTerminal('no\r', '--quiet')
    expect(exitCode).toBe(3)
    expect(screen).toMatch(/^Plan for owner prod/)
    expectNoWrite(scene)
  })
})
