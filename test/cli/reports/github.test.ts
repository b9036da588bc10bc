import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {isGithub, publishToGithub} from '../../../src/cli/reports/github.js'
import type {Plan} from '../../../src/plan/plan.js'
import {bigPlan} from '../../render/big-plan.js'
import {blocked, origin, plan, zonePlan} from '../../render/builders.js'
import {samplePlans} from '../../render/sample-plans.js'

const MIB = 1024 * 1024
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-github-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

async function publish(shown: Plan, environment: Readonly<Record<string, string>>) {
  const commands: string[] = []
  const remarks = await publishToGithub(shown, {batches: 1}, environment, (text) => commands.push(text))
  return {remarks, commands: commands.join('')}
}

describe('what a GitHub workflow is told', () => {
  it('is nothing outside of a workflow', () => {
    expect(isGithub({})).toBe(false)
    expect(isGithub({GITHUB_STEP_SUMMARY: '', GITHUB_ACTIONS: 'false'})).toBe(false)
    expect(isGithub({GITHUB_STEP_SUMMARY: '/x'})).toBe(true)
  })

  it('appends the plan to the summary of the step', async () => {
    const path = join(folder, 'summary.md')
    writeFileSync(path, 'before\n')
    const {remarks, commands} = await publish(samplePlans['design-screen'], {GITHUB_STEP_SUMMARY: path})
    expect({remarks, commands}).toEqual({remarks: [], commands: ''})
    expect(readFileSync(path, 'utf8')).toMatch(/^before\n## DNS plan: 2 to create/)
  })

  it('stays under the mebibyte after which GitHub drops a summary, with what is there already', async () => {
    const path = join(folder, 'summary.md')
    writeFileSync(path, 'x'.repeat(MIB / 2))
    await publish(bigPlan(7000), {GITHUB_STEP_SUMMARY: path})
    const {length} = readFileSync(path)
    expect(length).toBeLessThanOrEqual(MIB)
    expect(length).toBeGreaterThan(MIB * 0.9)
    writeFileSync(path, 'x'.repeat(MIB - 100))
    const {remarks} = await publish(samplePlans.empty, {GITHUB_STEP_SUMMARY: path})
    expect(remarks).toEqual(['the plan is not in GITHUB_STEP_SUMMARY: no room is left in it'])
    expect(readFileSync(path)).toHaveLength(MIB - 100)
  })

  it('writes the counts as outputs of the step', async () => {
    const path = join(folder, 'output')
    await publish(samplePlans['design-screen'], {GITHUB_OUTPUT: path})
    expect(readFileSync(path, 'utf8').split('\n').slice(0, 5)).toEqual([
      'create=2',
      'update=2',
      'replace=1',
      'adopt=0',
      'delete=1',
    ])
    expect(readFileSync(path, 'utf8')).toMatch(/^changes=true\nrefused=false\n$/m)
  })

  it('annotates problems and a refusal as errors, oddities as warnings, and escapes them', async () => {
    const shown = plan({
      zones: [zonePlan([])],
      blocked: [
        blocked('x', 'object-problem', {detail: '50% of it\n::error::fake', origins: [origin('Ingress shop/x')]}),
        blocked('y', 'policy'),
      ],
      warnings: [{text: 'the TTL "soon" is none', origin: origin('Service web/front', 'annotation ttl')}],
    })
    expect((await publish(shown, {GITHUB_ACTIONS: 'true'})).commands).toBe(
      `::error title=object-problem::x.example.com: 50%25 of it%0A::error::fake (Ingress shop/x spec.rules[0].host)
::warning title=warning::Service web/front annotation ttl: the TTL "soon" is none
`,
    )
    expect((await publish(samplePlans.refusal, {GITHUB_ACTIONS: 'true'})).commands).toMatch(
      /^::error title=limit exceeded::This plan would be refused: it deletes 12 of 60 owned hosts/,
    )
  })

  it('counts what GitHub would not show', async () => {
    const {commands} = await publish(bigPlan(330), {GITHUB_ACTIONS: 'true'})
    expect(commands.trimEnd().split('\n')).toHaveLength(10)
    expect(commands).toMatch(/::error::and 2 more, see the plan\n$/)
  })

  it('makes a remark of what cannot be written', async () => {
    const path = join(folder, 'no', 'such', 'folder')
    const {remarks} = await publish(samplePlans.empty, {GITHUB_STEP_SUMMARY: path, GITHUB_OUTPUT: path})
    expect(remarks).toEqual([
      expect.stringMatching(/^GITHUB_STEP_SUMMARY could not be written: ENOENT/),
      expect.stringMatching(/^GITHUB_OUTPUT could not be written: ENOENT/),
    ])
  })
})
