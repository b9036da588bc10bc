import {execFile} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {expect, it} from 'vitest'
import {ARTICLE_ARGS, tellStory} from './story.js'

const demo = fileURLToPath(new URL('./demo.ts', import.meta.url))

it('tells the story to its end with the built program', async () => {
  const {stdout, stderr} = await promisify(execFile)(process.execPath, ['--import', 'tsx', demo])
  expect(stdout + stderr).not.toContain('Warning')
  expect(stdout).toContain(`$ external-dns-ts plan ${ARTICLE_ARGS.join(' ')}\n`)
  expect(stdout).toContain('# Every step did what it said')
}, 60_000)

it('takes the tour from plan to undo', async () => {
  const {stdout} = await promisify(execFile)(process.execPath, ['--import', 'tsx', demo, '--tour'])
  expect(stdout).toContain('6. The merge is taken back')
  expect(stdout).toContain('# Every step did what it said')
}, 60_000)

it('shows one plan for three clusters', async () => {
  const {stdout} = await promisify(execFile)(process.execPath, ['--import', 'tsx', demo, '--fleet'])
  expect(stdout).toContain('<- shop.example.com')
  expect(stdout).toContain('# Every step did what it said')
}, 60_000)

it('fails with a program that does nothing', async () => {
  const problems = await tellStory(
    async () => ({exitCode: 0, output: 'No changes.\n'}),
    () => {},
  )
  expect(problems).toContain('`apply` did not say "Applied 1 of 1 host"')
  expect(problems).toContain('`apply` wrote nothing')
  expect(problems.some((problem) => problem.startsWith('after `apply` the zone holds'))).toBe(true)
})
