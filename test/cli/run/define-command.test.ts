import {fileURLToPath} from 'node:url'
import {settings as oclif} from '@oclif/core'
import {captureOutput} from '@oclif/test'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {EXIT_CODES} from '../../../src/cli/exit-codes.js'
import {APPLY_FLAGS} from '../../../src/cli/flags/own-flags.js'
import {SETTING_FLAGS} from '../../../src/cli/flags/setting-flags.js'
import {defineCommand} from '../../../src/cli/run/define-command.js'
import {readSettings, type Session} from '../../../src/cli/run/session.js'
import {CliError} from '../../../src/errors/cli-error.js'

const Sample = defineCommand({
  summary: 'Says what it read',
  description: 'For this test.',
  examples: [],
  usage: '[FILE] [FLAGS]',
  arguments: {file: {description: 'What to do'}},
  flags: {...SETTING_FLAGS, ...APPLY_FLAGS},
  async run(session, line) {
    const {args, output, values} = line
    if (args.file === 'broken') throw new Error('bug: broken')
    if (args.file === 'ask') await session.confirm({text: 'Sure?', doing: 'apply the plan'}, line)
    if (args.file === 'wait') await waitForSignal(session)
    if (args.file === 'denied') {
      throw new CliError({
        code: 'LIMIT_EXCEEDED',
        doing: 'apply the plan',
        happened: 'Too much.',
        fix: ['pass --max-deletes'],
      })
    }
    const settings = await readSettings(session, line)
    session.progress.report('reading services', '1 object')
    const {kind, ...registry} = settings.registry
    session.answer(
      `${JSON.stringify({...output, kind, ...registry, dryRun: values(SETTING_FLAGS)['dry-run'], policy: settings.plan.policy})}\n`,
    )
    session.end(EXIT_CODES.changesPresent)
  },
})

async function waitForSignal(session: Session): Promise<void> {
  const signal = session.interruption()
  setImmediate(() => process.emit('SIGINT'))
  await new Promise((resolve) => signal.addEventListener('abort', resolve))
}

// Prevents oclif from looking for the sample in dist.
oclif.enableAutoTranspile = false
const root = fileURLToPath(new URL('../../..', import.meta.url))

async function run(...argv: string[]) {
  const {stdout, stderr} = await captureOutput(() => Sample.run(argv, {root}))
  return {stdout, stderr, exitCode: process.exitCode}
}

afterEach(() => {
  process.exitCode = undefined
  vi.unstubAllEnvs()
})

describe('a command', () => {
  it('gives its answer on stdout, all else on stderr, and its exit code', async () => {
    const {stdout, stderr, exitCode} = await run('--txt-suffix=-own', '--interval', '1m', '--no-color')
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'text',
      colour: 0,
      suffix: '-own',
      ownerId: 'default',
      dryRun: false,
    })
    expect(stderr).toBe(
      `Warning: no --txt-owner-id: the owner is "default", as in external-dns; nothing is deleted without --txt-owner-id=default
Note: ignored, because this program runs once and ends: --interval
`,
    )
    expect(exitCode).toBe(2)
  })

  it('reads the environment, and the command line before it', async () => {
    vi.stubEnv('EXTERNAL_DNS_TXT_OWNER_ID', 'prod')
    vi.stubEnv('EXTERNAL_DNS_POLICY', 'sync')
    vi.stubEnv('EXTERNAL_DNS_DRY_RUN', 'false')
    expect(JSON.parse((await run('--policy=create-only')).stdout)).toMatchObject({
      ownerId: 'prod',
      policy: 'create-only',
      dryRun: false,
    })
    expect(JSON.parse((await run('--policy=')).stdout)).toMatchObject({policy: 'upsert-only'})
    expect(JSON.parse((await run('--dry-run=true', '-o', 'json')).stdout)).toMatchObject({dryRun: true, format: 'json'})
  })

  it.each([
    [['--polcy=sync'], 'There is no flag --polcy. Nothing was changed.\n  Fix: did you mean --policy?'],
    [['--max-deletes=x'], '--max-deletes is "x"'],
    [['a', 'b'], 'Unexpected argument: b. Nothing was changed.'],
  ])('ends with 1, not 2, for the usage error in %j', async (argv, text) => {
    const {stdout, stderr, exitCode} = await run(...argv)
    expect(stderr).toContain('Error: cannot read the command line\n')
    expect(stderr).toContain(text)
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
  })

  it('reports an error with its exit code', async () => {
    const {stderr, exitCode} = await run('denied')
    expect(stderr).toBe('Error: cannot apply the plan\n  Too much. Nothing was changed.\n  Fix: pass --max-deletes\n')
    expect(exitCode).toBe(3)
  })

  it('reports an error as JSON on stdout when JSON was asked for, even if the command line is wrong', async () => {
    const denied = await run('denied', '--json')
    expect(JSON.parse(denied.stdout)).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      exitCode: 3,
      changed: 'Nothing was changed.',
    })
    expect(denied.exitCode).toBe(3)
    expect(JSON.parse((await run('--format', 'json', '--nope')).stdout)).toMatchObject({
      code: 'USAGE',
      exitCode: 1,
    })
  })

  it('shows the stack of a bug under DEBUG only', async () => {
    expect((await run('broken')).stderr).not.toContain('    at ')
    vi.stubEnv('DEBUG', '*')
    expect((await run('broken')).stderr).toContain('    at ')
  })

  it('does not ask with --yes, and refuses without a terminal', async () => {
    expect((await run('ask', '--yes')).exitCode).toBe(2)
    const {stderr, exitCode} = await run('ask')
    expect(stderr).toContain('there is no terminal to ask on')
    expect(exitCode).toBe(3)
  })

  it('can finish what it does after Ctrl-C, and leaves no handler behind', async () => {
    const before = process.listenerCount('SIGINT')
    const {stderr, exitCode} = await run('wait')
    expect(stderr).toContain('Warning: interrupted: finishing the batch under way; interrupt again to stop at once')
    expect(exitCode).toBe(2)
    expect(process.listenerCount('SIGINT')).toBe(before)
  })
})
