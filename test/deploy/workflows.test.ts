import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {ROOT} from '../commands/run-command.js'

const FOLDER = join(ROOT, '.github/workflows')

describe.each(readdirSync(FOLDER))('the workflow %s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8')

  it('pins each action to a commit, and says which version that is', () => {
    const uses = [...text.matchAll(/uses: (\S+)(.*)/g)]
    expect(uses.length).toBeGreaterThan(0)
    for (const [, action = '', remark = ''] of uses) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
      expect(remark).toMatch(/# v\d+\.\d+\.\d+/)
    }
  })

  it('has no more rights than it needs', () => {
    const {permissions, jobs} = parse(text)
    expect(permissions).toEqual({contents: 'read'})
    for (const job of Object.values(jobs) as {permissions?: object}[]) {
      expect(job.permissions ?? {}).not.toHaveProperty('packages')
    }
  })
})
