import {existsSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {startShell} from './built-program.js'
import {service} from './objects.js'
import {AS_PROD, expectNoWrite, shown, stage} from './stage.js'

/** Tests the built program: `npm run build` first. Linux has a device that is always full. */

const MANY = Array.from({length: 300}, (_each, index) => service(`s${index}`, `h${index}.example.com`))
const FULL =
  /^Error: cannot write the answer to stdout\n {2}The disk is full\. Nothing was changed\.\n {2}Fix: make room/

describe.runIf(existsSync('/dev/full'))('stdout on a full disk (Linux only: /dev/full)', () => {
  it.each([
    'plan',
    'plan --json',
    'plan --detailed-exitcode',
    'plan --format=markdown',
    'owners',
    'owners --csv',
    'prune --dry-run',
    'doctor',
    'explain h1.example.com',
    'plan --show-config',
  ])('%s says so, and ends with 1', async (command) => {
    const scene = await stage({objects: MANY})
    const {stderr, exitCode} = await startShell(`$PROGRAM ${command} ${AS_PROD} > /dev/full`, scene.environment).ended
    expect(shown(stderr)).toMatch(FULL)
    expect(exitCode).toBe(1)
  })

  it.each(['apply --yes', 'apply --yes --json', 'prune --yes'])('%s changes nothing', async (command) => {
    const scene = await stage({objects: MANY})
    const {stderr, exitCode} = await startShell(`$PROGRAM ${command} ${AS_PROD} > /dev/full`, scene.environment).ended
    expect(shown(stderr)).toMatch(FULL)
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  it.each(['--help', '--version', 'plan --help', 'nothing'])('%s ends with 1, no stack trace', async (command) => {
    const scene = await stage()
    const {stderr, exitCode} = await startShell(`$PROGRAM ${command} > /dev/full`, scene.environment).ended
    expect(stderr).not.toContain('    at ')
    expect(exitCode).toBe(1)
  })

  it('ends no run when it is the one of stderr', async () => {
    const scene = await stage({objects: MANY})
    const line = `$PROGRAM apply --yes ${AS_PROD} 2> /dev/full`
    const {stdout, exitCode} = await startShell(line, scene.environment).ended
    expect(stdout).toContain('Applied 300 of 300 hosts.')
    expect(exitCode).toBe(0)
  })
})

describe('a disk that fills up while batches are sent', () => {
  /**
   * Runs the command with stdout in a file that may grow by `bytes` only: a limit of the shell, in blocks of 512 bytes.
   * Node ignores the signal.
   */
  const within = (bytes: number, command: string) => {
    const blocks = Math.ceil(bytes / 512)
    const fill = `head -c ${blocks * 512 - bytes} /dev/zero > "$HOME/answer"`
    return `${fill}; ulimit -f ${blocks}; exec $PROGRAM ${command} >> "$HOME/answer"`
  }

  it.each([
    ['apply --yes', 'Applied 300 of 300 hosts.'],
    ['apply --yes --json', '"applied":300'],
  ])('%s goes on, and says on stderr what is in', async (command, phrase) => {
    const scene = await stage({objects: MANY})
    const {stdout: dry} = await scene.run('apply', ...command.split(' ').slice(1), AS_PROD, '--dry-run')
    const text = command.includes('json') ? '' : dry
    const size = text === '' ? Buffer.byteLength((await plannedEvents(command)).join('')) : Buffer.byteLength(text)
    const line = within(size, `${command} ${AS_PROD}`)
    const {stderr, exitCode} = await startShell(line, scene.environment).ended
    expect(stderr).toContain(phrase)
    expect(stderr).toContain('The run went on; what was applied is shown above.')
    expect(exitCode).toBe(1)
    expect(scene.names()).toHaveLength(600)
  })

  /** The events before anything is sent. */
  async function plannedEvents(command: string): Promise<readonly string[]> {
    const scene = await stage({objects: MANY})
    const {stdout} = await startShell(`$PROGRAM ${command} ${AS_PROD}`, scene.environment).ended
    const lines = stdout.split(/(?<=\n)/)
    return lines.slice(
      0,
      lines.findIndex((each) => each.includes('batch-started')),
    )
  }
})
