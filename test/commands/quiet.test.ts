import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {owned, service} from './objects.js'
import {AS_PROD, stage} from './stage.js'

const FRONT = service('front', 'www.example.com')

describe('--quiet', () => {
  it('leaves of stderr neither progress nor notes, and of stdout everything', async () => {
    const scene = await stage({objects: [FRONT]})
    const loud = await scene.run('plan', AS_PROD, '--once', `--out=${join(scene.folder, 'loud.json')}`)
    expect(loud.stderr).toMatch(/Note: ignored, because this program runs once[\s\S]*Note: saved to /)
    const quiet = await scene.run('plan', AS_PROD, '--once', `--out=${join(scene.folder, 'quiet.json')}`, '-q')
    expect(quiet).toEqual({...loud, stderr: ''})
    const {stdout, stderr} = await scene.run('apply', AS_PROD, '--yes', '--quiet')
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(stderr).toBe('')
  })

  it('keeps warnings and errors', async () => {
    const scene = await stage({objects: [FRONT]})
    expect((await scene.run('plan', '--quiet')).stderr).toMatch(/^Warning: no --txt-owner-id: .*\n$/)
    scene.route53.addFault({operation: 'ListHostedZones', action: 'accessDenied', times: Number.POSITIVE_INFINITY})
    expect((await scene.run('plan', AS_PROD, '--quiet')).stderr).toMatch(/^Error: cannot list the hosted zones/)
  })

  it('keeps the question', async () => {
    const scene = await stage({records: owned('gone.example.com')})
    const {stderr, exitCode} = await scene.runWith({typed: 'yes\r'}, 'prune', AS_PROD, '--quiet', '--no-wait')
    expect(stderr).toContain("Apply these changes (1 delete) to example.com as prod? Only 'yes' is accepted:")
    expect(stderr).not.toContain('batch 1/1')
    expect(exitCode).toBe(0)
  })

  it('is the opposite of --verbose: the command line goes before a config file, and both at once are an error', async () => {
    const scene = await stage({objects: [FRONT]})
    const both = await scene.run('plan', AS_PROD, '--quiet', '--verbose')
    expect(both).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('--quiet and --verbose exclude each other.'),
    })
    const file = join(scene.folder, 'own.yaml')
    writeFileSync(file, 'verbose: true\n')
    expect((await scene.run('plan', AS_PROD, `--config=${file}`, '--quiet')).stderr).toBe('')
    writeFileSync(file, 'quiet: true\n')
    expect((await scene.run('plan', AS_PROD, `--config=${file}`)).stderr).toBe('')
    expect((await scene.run('plan', AS_PROD, `--config=${file}`, '--verbose')).stderr).toContain(
      'Note: Route 53: 2 calls',
    )
  })
})
