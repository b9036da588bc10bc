import {spawnSync} from 'node:child_process'
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import {startOnTerminal, startProgram} from './built-program.js'
import {service} from './objects.js'
import {AS_PROD, type Stage, stage} from './stage.js'

/** Who asks and who answers is the terminal's business, so this is about the built program: `npm run build` first. */

const hasScript = spawnSync('script', ['--version'], {encoding: 'utf8'}).stdout?.includes('util-linux') === true
const TOKEN = 'echo \'{"status": {"token": "abc"}}\''

/** A stage whose kubeconfig signs in by a plugin that runs this script of a shell. */
async function stageWith(script: string): Promise<{scene: Stage; environment: Stage['environment']}> {
  const scene = await stage({objects: [service('front', 'www.example.com')]})
  const folder = mkdtempSync(join(tmpdir(), 'plugin-'))
  onTestFinished(() => rmSync(folder, {recursive: true}))
  writeFileSync(join(folder, 'plugin'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'plugin'), 0o755)
  const file = join(folder, 'config')
  const exec = 'exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: IfAvailable, command: ./plugin}'
  writeFileSync(file, scene.cluster.kubeconfig().replace('user: {}', `user:\n    ${exec}`))
  return {scene, environment: scene.with({KUBECONFIG: file})}
}

describe('a credential plugin', () => {
  it.skipIf(!hasScript)('asks at the terminal, whose line it has to itself', async () => {
    const {environment} = await stageWith(`printf 'Code: ' >&2; read code; test "$code" = 42 || exit 1; ${TOKEN}`)
    const run = startOnTerminal(`$PROGRAM plan ${AS_PROD}`, environment)
    await run.until(() => run.shown().includes('Code: '))
    run.child.stdin?.write('42\n')
    const {stdout, exitCode} = await run.ended
    expect(stdout).toContain('www.example.com')
    expect(exitCode).toBe(0)
  })

  it('is heard where there is no terminal, while it runs, and stdout stays one value', async () => {
    const {scene, environment} = await stageWith(`echo 'visit https://login.test' >&2; cat; ${TOKEN}`)
    const run = startProgram(['plan', AS_PROD, '--json'], environment)
    await run.until(() => run.shown().includes('visit https://login.test'))
    const {stdout, stderr, exitCode} = await run.ended
    expect(stderr).toContain('visit https://login.test\n')
    expect(JSON.parse(stdout)).toMatchObject({kind: 'plan'})
    expect(exitCode).toBe(0)
    expect(scene.cluster.calls.total()).toBeGreaterThan(0)
  })

  it('is heard by --from-deployment, too', async () => {
    const {environment} = await stageWith(`echo 'visit https://login.test' >&2; ${TOKEN}`)
    const {stderr} = await startProgram(['plan', AS_PROD, '--from-deployment=default/none'], environment).ended
    expect(stderr).toMatch(/^visit https:\/\/login\.test\n/)
  })

  it('that nobody answers is ended after the time of a request', async () => {
    const {scene, environment} = await stageWith('exec sleep 60')
    const {stderr, exitCode} = await startProgram(['plan', AS_PROD, '--kube-api-request-timeout=1s'], environment).ended
    expect(stderr).toMatch(
      /cannot sign in to Kubernetes \(context "demo"\)\n {2}The credential plugin \S+ was not done within 1 s\. Nothing was changed\./,
    )
    expect(exitCode).toBe(1)
    expect(scene.cluster.calls.total()).toBe(0)
  })
})
