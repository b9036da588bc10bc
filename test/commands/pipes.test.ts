import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {startProgram, startShell} from './built-program.js'
import {service} from './objects.js'
import {AS_PROD, shown, stage} from './stage.js'

/** Tests the built program with pipes: `npm run build` first. */

/** Enough objects for an answer of more than 64 KiB, which no pipe holds. */
const MANY = Array.from({length: 300}, (_each, index) => service(`s${index}`, `h${index}.example.com`))

describe('stdout closed early', () => {
  it.each(['plan', 'plan --json', 'owners', 'apply --dry-run'])('%s | head -1 ends cleanly', async (command) => {
    const scene = await stage({objects: MANY})
    const line = `{ $PROGRAM ${command} ${AS_PROD}; echo $? > "$HOME/code"; } | head -n 1`
    const {stdout, stderr} = await startShell(line, scene.environment).ended
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(shown(stderr)).toBe('')
    expect(readFileSync(`${scene.folder}/code`, 'utf8')).toBe('0\n')
  })

  it('apply --yes | head -1 does all that it was told to', async () => {
    const scene = await stage({objects: MANY})
    const line = `{ $PROGRAM apply --yes ${AS_PROD}; echo $? > "$HOME/code"; } | head -n 1`
    const {stdout, stderr} = await startShell(line, scene.environment).ended
    expect(stdout).toMatch(/^Plan for owner prod/)
    expect(shown(stderr)).toMatch(/^batch 1\/1 example\.com: 600 changes accepted/)
    expect(readFileSync(`${scene.folder}/code`, 'utf8')).toBe('0\n')
    expect(scene.names()).toHaveLength(600)
  })

  it('a long answer reaches a slow reader whole', async () => {
    const scene = await stage({objects: MANY})
    const {stdout} = await startShell(`$PROGRAM plan --json ${AS_PROD} | { sleep 0.3; cat; }`, scene.environment).ended
    expect(JSON.parse(stdout)).toMatchObject({counts: {create: 300}})
  })
})

describe('stderr closed early', () => {
  it('does not stop a run that writes', async () => {
    const scene = await stage({objects: MANY})
    scene.route53.setLatency(50)
    const {child, ended} = startProgram(['apply', '--yes', AS_PROD, '--aws-batch-change-size=200'], scene.environment)
    child.stderr?.destroy()
    const {stdout, exitCode} = await ended
    expect(stdout).toContain('Applied 300 of 300 hosts.')
    expect(exitCode).toBe(0)
  })
})

describe('stdin that is not a terminal', () => {
  it('is not read: a yes in a pipe confirms nothing', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const {stdout, stderr, exitCode} = await startShell(`echo yes | $PROGRAM apply ${AS_PROD}`, scene.environment).ended
    expect(stdout).toMatch(/^Plan for owner prod/)
    expect(shown(stderr)).toBe(`Error: cannot apply the plan
  The plan must be confirmed, and there is no terminal to ask on. Nothing was changed.
  Fix: look at the plan, then run it with --yes
`)
    expect(exitCode).toBe(3)
    expect(scene.route53.acceptedChanges()).toEqual([])
  })
})

describe('after an error', () => {
  it('the program ends at once, whatever the other side still waits for', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    scene.cluster.deny({resource: 'services'})
    scene.route53.addFault({action: 'hang', times: Number.POSITIVE_INFINITY})
    scene.cluster.setLatency(300)
    const {child, ended, until} = startProgram(['plan', AS_PROD], scene.environment)
    await until(() => scene.route53.calls.total() === 1)
    const {stderr, exitCode} = await Promise.race([
      ended,
      new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('it still waits')), 5000).unref()),
    ]).finally(() => child.kill('SIGKILL'))
    expect(shown(stderr)).toMatch(/^Error: cannot list services[\s\S]*-n NAMESPACE\n$/)
    expect(exitCode).toBe(1)
  })
})
