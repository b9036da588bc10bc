import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {owned, service} from './objects.js'
import {AS_PROD, expectNoWrite, shown, stage} from './stage.js'

const SCENE = {
  objects: [service('front', 'www.example.com'), service('bad', 'bad..example.com')],
  records: owned('gone.example.com'),
}

describe('--format of a plan', () => {
  it.each([
    ['plan', ['--policy=sync']],
    ['apply', ['--policy=sync', '--dry-run']],
    ['prune', ['--dry-run']],
  ] as const)('%s prints Markdown and nothing else on stdout', async (command, flags) => {
    const scene = await stage(SCENE)
    const {stdout, stderr, exitCode} = await scene.run(command, AS_PROD, '--format=markdown', ...flags)
    expect(stdout).toMatch(/^## DNS plan: /)
    expect(stdout).toContain('| **delete** | `gone.example.com` |')
    expect(shown(stderr)).toMatch(/^Exit 4: 1 problem .*\n$/)
    expect(exitCode).toBe(4)
    expectNoWrite(scene)
  })

  it.each(['apply', 'prune'] as const)(
    '%s --yes has no Markdown for what happens, and does nothing',
    async (command) => {
      const scene = await stage(SCENE)
      const {stdout, stderr, exitCode} = await scene.run(command, AS_PROD, '--yes', '-o', 'markdown')
      expect(stdout).toBe('')
      expect(stderr).toContain('--format=markdown shows a plan, and cannot show how it is applied.')
      expect(stderr).toContain('add --dry-run')
      expect(exitCode).toBe(1)
      expect(scene.route53.calls.counts()).toEqual({})
    },
  )

  it('owners has text and JSON only', async () => {
    const scene = await stage(SCENE)
    const {stderr, exitCode} = await scene.run('owners', AS_PROD, '--format=markdown')
    expect(stderr).toContain('--format=markdown')
    expect(exitCode).toBe(1)
  })
})

describe('further forms', () => {
  it('html is one page', async () => {
    const scene = await stage(SCENE)
    const {stdout} = await scene.run('plan', AS_PROD, '--format=html')
    expect(stdout).toMatch(/^<!doctype html>\n[\s\S]*<\/html>\n$/)
    expect(stdout).toContain('www.example.com')
  })

  it('--gitlab-report writes the counts beside the answer', async () => {
    const scene = await stage(SCENE)
    const path = join(scene.folder, 'report.json')
    const {stdout} = await scene.run('plan', AS_PROD, '--policy=sync', `--gitlab-report=${path}`)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({create: 1, update: 0, delete: 1})
    expect(stdout).toContain('Plan: 1 to create')
  })

  it('an apply whose report cannot be written applies nothing', async () => {
    const scene = await stage(SCENE)
    const path = join(scene.folder, 'no', 'report.json')
    const {stderr, exitCode} = await scene.run('apply', AS_PROD, '--yes', `--gitlab-report=${path}`)
    expect(stderr).toContain(`cannot save the report to ${path}`)
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })
})

describe('in a GitHub workflow', () => {
  it.each([
    ['plan', []],
    ['apply', ['--yes', '--json']],
    ['prune', ['--yes']],
  ] as const)(
    '%s fills summary and outputs, annotates on stderr, and stdout stays the same',
    async (command, flags) => {
      const scene = await stage(SCENE)
      const plain = await (await stage(SCENE)).run(command, AS_PROD, ...flags)
      const [summary, outputs] = [join(scene.folder, 'summary'), join(scene.folder, 'outputs')]
      const environment = scene.with({GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs})
      const run = await scene.runWith({environment}, command, AS_PROD, ...flags)
      const withoutIds = (text: string) => text.replace(/C[0-9A-Z]{6,}/g, 'C')
      expect(withoutIds(run.stdout)).toBe(withoutIds(plain.stdout))
      expect(run.exitCode).toBe(plain.exitCode)
      expect(readFileSync(summary, 'utf8')).toMatch(/^## DNS plan: \d to /)
      expect(readFileSync(outputs, 'utf8')).toContain('changes=true\n')
      expect(run.stderr).toContain('::error title=invalid-name::bad..example.com')
    },
  )

  it('never fails for what cannot be written there', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const environment = scene.with({GITHUB_STEP_SUMMARY: join(scene.folder, 'no', 'folder')})
    const {stderr, exitCode} = await scene.runWith({environment}, 'plan', AS_PROD)
    expect(stderr).toContain('Warning: GITHUB_STEP_SUMMARY could not be written: ENOENT')
    expect(exitCode).toBe(0)
  })
})
