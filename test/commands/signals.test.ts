import {spawnSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {startOnTerminal, startProgram} from './built-program.js'
import {service} from './objects.js'
import {AS_PROD, eventsOf, expectNoWrite, type Stage, shown, stage} from './stage.js'

/** Tests the built program, since signals and terminals belong to a process: `npm run build` first. */

const HOSTS = ['a', 'b', 'c'].map((name) => service(name, `${name}.example.com`))
const ONE_HOST_A_BATCH = '--aws-batch-change-size=2'
const hasScript = spawnSync('script', ['--version'], {encoding: 'utf8'}).stdout?.includes('util-linux') === true

const changeCalls = ({route53}: Stage) => route53.calls.counts().ChangeResourceRecordSets ?? 0

describe('Ctrl-C while the cluster and the zones are read', () => {
  it.each(['plan', 'apply', 'prune', 'owners'])('%s ends at once, with nothing written', async (command) => {
    const scene = await stage({objects: HOSTS})
    scene.cluster.addFault({action: 'hang', times: Number.POSITIVE_INFINITY})
    const {child, ended, until} = startProgram([command, AS_PROD], scene.environment)
    await until(() => scene.cluster.calls.total() > 0)
    child.kill('SIGINT')
    expect(await ended).toEqual({
      stdout: '',
      stderr: 'Error: cannot finish the run\n  Interrupted. Nothing was changed.\n',
      exitCode: 130,
    })
    expectNoWrite(scene)
  })

  it('tells programs that listen for JSON', async () => {
    const scene = await stage({objects: HOSTS})
    scene.cluster.addFault({action: 'hang', times: Number.POSITIVE_INFINITY})
    const {child, ended, until} = startProgram(['apply', AS_PROD, '--yes', '--json'], scene.environment)
    await until(() => scene.cluster.calls.total() > 0)
    child.kill('SIGTERM')
    const {stdout, exitCode} = await ended
    expect(eventsOf(stdout)).toMatchObject([
      {kind: 'error', code: 'INTERRUPTED', changed: 'Nothing was changed.', exitCode: 130},
    ])
    expect(exitCode).toBe(130)
  })
})

describe('SIGHUP, when the terminal is gone', () => {
  it('ends a reading like SIGTERM', async () => {
    const scene = await stage({objects: HOSTS})
    scene.cluster.addFault({action: 'hang', times: Number.POSITIVE_INFINITY})
    const {child, ended, until} = startProgram(['apply', '--yes', AS_PROD], scene.environment)
    await until(() => scene.cluster.calls.total() > 0)
    child.kill('SIGHUP')
    expect(await ended).toMatchObject({stderr: expect.stringContaining('Interrupted.'), exitCode: 130})
    expectNoWrite(scene)
  })

  it('lets the batch under way end', async () => {
    const scene = await stage({objects: HOSTS})
    const {child, ended, until} = startProgram(['apply', '--yes', AS_PROD, ONE_HOST_A_BATCH], scene.environment)
    scene.route53.setLatency(400)
    await until(() => changeCalls(scene) === 1)
    child.kill('SIGHUP')
    expect(await ended).toMatchObject({stdout: expect.stringContaining('Applied 1 of 3 hosts.'), exitCode: 130})
    expect(scene.route53.acceptedChanges()).toHaveLength(2)
  })
})

describe.skipIf(!hasScript)('at the question, on a terminal (skipped without the script of util-linux)', () => {
  async function ask(line: string) {
    const scene = await stage({objects: HOSTS})
    const running = startOnTerminal(line, scene.environment)
    await running.until(() => running.shown().includes("Only 'yes' is accepted:"))
    return {scene, ...running}
  }

  it('Ctrl-C: nothing is written', async () => {
    const {scene, child, ended} = await ask(`$PROGRAM apply ${AS_PROD}`)
    child.stdin?.write('\u0003')
    const {stdout, exitCode} = await ended
    expect(stdout).toContain('Error: cannot apply the plan\r\n  Interrupted at the question. Nothing was changed.\r\n')
    expect(exitCode).toBe(130)
    expectNoWrite(scene)
  })

  it('a signal from elsewhere: the same', async () => {
    const {scene, child, ended, shown} = await ask(`echo pid $$.; exec $PROGRAM apply ${AS_PROD}`)
    process.kill(Number(/pid (\d+)\./.exec(shown())?.[1]), 'SIGTERM')
    const {stdout, exitCode} = await ended
    expect(stdout).toContain('Error: cannot finish the run\r\n  Interrupted. Nothing was changed.\r\n')
    expect(exitCode).toBe(130)
    expect(child.exitCode).toBe(130)
    expectNoWrite(scene)
  })

  it('yes: it is done', async () => {
    const {scene, child, ended} = await ask(`$PROGRAM apply ${AS_PROD}`)
    child.stdin?.write('yes\r')
    const {stdout, exitCode} = await ended
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(exitCode).toBe(0)
    expect(changeCalls(scene)).toBe(1)
  })

  it('anything else: it is not', async () => {
    const {scene, child, ended} = await ask(`$PROGRAM apply ${AS_PROD}`)
    child.stdin?.write('y\r')
    const {stdout, exitCode} = await ended
    expect(stdout).toContain("The plan was not confirmed with 'yes'. Nothing was changed.")
    expect(exitCode).toBe(3)
    expectNoWrite(scene)
  })

  it('Ctrl-C after it, while batches are sent', async () => {
    const {scene, child, ended, until} = await ask(`$PROGRAM apply ${AS_PROD} ${ONE_HOST_A_BATCH}`)
    scene.route53.setLatency(400)
    child.stdin?.write('yes\r')
    await until(() => changeCalls(scene) === 1)
    child.stdin?.write('\u0003')
    const {stdout, exitCode} = await ended
    expect(stdout).toContain('Applied 1 of 3 hosts.')
    expect(exitCode).toBe(130)
    expect(changeCalls(scene)).toBe(1)
  })

  it('the answer may go into a file, the question stays on the terminal', async () => {
    const {scene, child, ended} = await ask(
      `$PROGRAM apply ${AS_PROD} > "$HOME/answer"; echo code $?; cat "$HOME/answer"`,
    )
    child.stdin?.write('yes\r')
    const {stdout} = await ended
    expect(stdout).toMatch(/accepted:[\s\S]*code 0[\s\S]*Plan for owner prod[\s\S]*Applied 3 of 3 hosts\./)
    expect(changeCalls(scene)).toBe(1)
  })
})

describe('Ctrl-C while batches are sent', () => {
  async function interrupt(...signals: NodeJS.Signals[]) {
    const scene = await stage({objects: HOSTS})
    const {child, ended, shown, until} = startProgram(['apply', '--yes', AS_PROD, ONE_HOST_A_BATCH], scene.environment)
    scene.route53.setLatency(400)
    await until(() => changeCalls(scene) === 1)
    for (const signal of signals) {
      child.kill(signal)
      await until(() => shown().includes('interrupted: finishing the batch under way'))
    }
    return {scene, ...(await ended)}
  }

  it('the batch under way is finished and reported, the rest is not started', async () => {
    const {scene, stdout, stderr, exitCode} = await interrupt('SIGINT')
    expect(stdout).toMatch(/Plan: 3 to create[\s\S]*Applied 1 of 3 hosts\.\n$/)
    expect(shown(stderr)).toMatch(
      /^Warning: interrupted: finishing the batch under way; interrupt again to stop at once\nbatch 1\/3 example\.com: 2 changes accepted \(\w+\)\nWarning: 2 hosts not started: run the same command again: it plans only what is left\n$/,
    )
    expect(exitCode).toBe(130)
    expect(scene.route53.acceptedChanges()).toHaveLength(2)
  })

  it('a second time: it stops at once, and says that the batch is in doubt', async () => {
    const {scene, stderr, exitCode} = await interrupt('SIGINT', 'SIGINT')
    expect(stderr).toContain(`Error: cannot finish the run
  Interrupted twice. It is not known whether the batch under way was applied.
  Fix: run the same command again: it plans only what is left
`)
    expect(exitCode).toBe(130)
    expect(changeCalls(scene)).toBe(1)
  })
})
