import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, expectNoWrite, stage} from './stage.js'

const NEW_PREFIX = {'external-dns.kubernetes.io/hostname': 'new.example.com'}

describe('plan --compare', () => {
  it('shows only what the other configuration would do otherwise, and writes nothing', async () => {
    const it = await stage({
      objects: [service('front', 'www.example.com'), service('api', 'api.example.com')],
      records: [...owned('gone.example.com'), ...owned('www.example.com')],
    })
    const {stdout, exitCode} = await it.run('plan', AS_PROD, '--policy=sync', '--compare=--policy=upsert-only')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Only as the flags are now\n\nexample\.com .*\n {2}- gone\.example\.com/)
    expect(stdout).toMatch(/Only with --policy=upsert-only\n\nNot changed\n {2}! gone\.example\.com +policy/)
    expect(stdout).toContain('1 entry only now, 1 only with --policy=upsert-only, 1 alike.')
    expect(stdout).not.toContain('api.example.com')
    expectNoWrite(it)
  })

  it('rehearses an upgrade: the annotation prefix of v0.22 alone', async () => {
    const it = await stage({
      objects: [service('old', 'old.example.com'), service('new', '', {annotations: NEW_PREFIX})],
      records: [...owned('old.example.com'), ...owned('new.example.com')],
    })
    const flags = ['--policy=sync', '--compare=--annotation-prefix=external-dns.kubernetes.io/']
    const {stdout} = await it.run('plan', AS_PROD, ...flags)
    expect(stdout).toMatch(/Only as the flags are now\n {4}nothing/)
    expect(stdout).toMatch(
      /Only with --annotation-prefix=external-dns\.kubernetes\.io\/\n\nexample\.com .*\n {2}- old\.example\.com/,
    )
  })

  it('rehearses another prefix of the TXT, with several flags', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')], records: owned('www.example.com')})
    const {stdout, exitCode} = await it.run(
      'plan',
      AS_PROD,
      '--detailed-exitcode',
      '--compare=--txt-prefix=own-',
      '--compare=--domain-filter=example.com',
    )
    expect(exitCode).toBe(2)
    expect(stdout).toMatch(/! www\.example\.com +unowned/)
  })

  it('says that there is no difference', async () => {
    const it = await stage({
      objects: [service('front', 'www.example.com')],
      records: [recordSet('x.example.com'), ownership('y.example.com')],
    })
    const {stdout, exitCode} = await it.run('plan', AS_PROD, '--detailed-exitcode', '--compare=--min-ttl=0s')
    expect([exitCode, stdout]).toEqual([0, 'No difference: with --min-ttl=0s the plan is the same, 1 entry.\n'])
  })

  it('finds no difference between two encrypted texts of one meaning, and one between plain and encrypted', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const key = ['--txt-encrypt-enabled', `--txt-encrypt-aes-key=${'k'.repeat(32)}`]
    const same = await it.run('plan', AS_PROD, ...key, '--detailed-exitcode', '--compare=--min-ttl=0s')
    expect([same.exitCode, same.stdout]).toEqual([
      0,
      'No difference: with --min-ttl=0s the plan is the same, 1 entry.\n',
    ])
    const flags = ['--detailed-exitcode', '--compare=--no-txt-encrypt-enabled']
    expect((await it.run('plan', AS_PROD, ...key, ...flags)).exitCode).toBe(2)
  })

  it('says what it notes only once', async () => {
    const it = await stage()
    const {stderr} = await it.run('plan', '--compare=--policy=sync')
    expect(stderr.match(/no --txt-owner-id/g)).toHaveLength(1)
  })

  it('tells a workflow of GitHub once what differs, and nothing of either plan', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')], records: owned('gone.example.com')})
    const [summary, outputs] = [join(it.folder, 'summary'), join(it.folder, 'outputs')]
    const environment = it.with({GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs})
    const run = await it.runWith({environment}, 'plan', AS_PROD, '--policy=sync', '--compare=--policy=upsert-only')
    expect(readFileSync(outputs, 'utf8')).toBe('differs=true\nonly-first=1\nonly-second=1\nalike=1\n')
    const page = readFileSync(summary, 'utf8')
    expect(page).toMatch(/^## DNS plan compared\n\n```\nOnly as the flags are now\n/)
    expect(page.match(/^## /gm)).toHaveLength(1)
    expect(page).toContain('1 entry only now, 1 only with --policy=upsert-only, 1 alike.\n```\n')
    expect(run.stderr).not.toContain('::')
  })

  it.each([
    [['--compare=--nonsense'], '--nonsense'],
    [['--compare=--policy=sync', '--gitlab-report=x.json'], '--gitlab-report and --compare exclude each other'],
    [['--compare=policy'], '"policy" is not a flag'],
    [['--compare=--policy=sync', '--out=x.json'], '--out and --compare exclude each other'],
    [['--compare=--policy=sync', '--json'], '--compare has no json form'],
  ])('turns away %j', async (flags, phrase) => {
    const it = await stage()
    const {exitCode, stderr, stdout} = await it.run('plan', AS_PROD, ...flags)
    expect(exitCode).toBe(1)
    expect(`${stderr}${stdout}`).toContain(phrase)
  })
})
