import {spawnSync} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startOnTerminal, startProgram} from './built-program.js'
import {type Environment, ROOT} from './run-command.js'

/** Tests the built program: `npm run build` first. */

const has = (program: string) => spawnSync(program, ['--version']).status === 0
const isOnTerminal = spawnSync('script', ['--version'], {encoding: 'utf8'}).stdout?.includes('util-linux') === true
const CONTEXTS = ['arn:aws:eks:eu-west-1:1:cluster/prod', 'demo', 'kubernetes-admin@kind']

let folder = ''
let environment: Environment = {}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-completion-'))
  mkdirSync(join(folder, 'bin'))
  const shim = join(folder, 'bin', 'external-dns-ts')
  // Runs completion; of all other lines it writes down the arguments, one a line, and an empty line after the last.
  writeFileSync(
    shim,
    `#!/bin/sh
case "$1" in
  __complete|completion) exec ${process.execPath} ${join(ROOT, 'bin', 'run.js')} "$@" ;;
  *) printf '%s\\n' "$@" '' >>${join(folder, 'ran')} ;;
esac
`,
  )
  for (const name of ['plan.json', 'con fig.yaml']) writeFileSync(join(folder, name), '')
  chmodSync(shim, 0o755)
  writeFileSync(join(folder, 'kubeconfig'), kubeconfigOf(CONTEXTS))
  writeFileSync(join(folder, 'other'), kubeconfigOf(['staging']))
  writeFileSync(join(folder, 'broken'), '{')
  writeFileSync(join(folder, 'external-dns-ts.yaml'), 'no-such-flag: 1\n')
  environment = {
    PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
    HOME: folder,
    // A shell that is killed would write its history while the folder is removed.
    HISTFILE: '/dev/null',
    KUBECONFIG: join(folder, 'kubeconfig'),
  }
})

afterAll(() => rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100}))

function kubeconfigOf(names: readonly string[]): string {
  const contexts = names.map((name) => ({name, context: {cluster: 'a', user: 'a'}}))
  return JSON.stringify({apiVersion: 'v1', kind: 'Config', contexts, clusters: [], users: []})
}

const run = (argv: readonly string[], variables: Environment = {}) =>
  startProgram(argv, {...environment, ...variables}).ended

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints the script for %s', async (shell) => {
    const script = readFileSync(join(ROOT, 'deploy/completion', `external-dns-ts.${shell}`), 'utf8')
    expect(await run(['completion', shell])).toEqual({stdout: script, stderr: '', exitCode: 0})
  })

  it.each([
    [['completion'], 'SHELL is missing'],
    [['completion', 'tcsh'], 'There is no completion for tcsh.'],
  ])('%j is an error', async (argv, says) => {
    expect(await run(argv)).toMatchObject({exitCode: 1, stdout: '', stderr: expect.stringContaining(says)})
  })

  it('reads no config file, so that a shell starts in every folder', async () => {
    const line = `cd ${folder} && $PROGRAM completion bash && $PROGRAM __complete plan --pol`
    const ended = spawnSync('/bin/sh', ['-c', line], {
      env: {...environment, PROGRAM: join(folder, 'bin', 'external-dns-ts')},
      encoding: 'utf8',
    })
    expect(ended).toMatchObject({status: 0, stderr: '', stdout: expect.stringContaining('--policy=\t')})
  })

  it.each([
    [['plan', '--context='], {}, CONTEXTS.map((name) => `--context=${name}`)],
    [['plan', '--context', 'd'], {}, ['demo']],
    [['plan', '--kubeconfig=~/other', '--context', ''], {}, ['staging']],
    [['plan', '--context', ''], {KUBECONFIG: 'nowhere'}, []],
    [['plan', '--kubeconfig=~/broken', '--context', ''], {}, []],
  ])('the contexts for %j are those of the kubeconfig', async (words, variables, expected) => {
    const {stdout, stderr, exitCode} = await run(['__complete', ...words], variables)
    expect([stderr, exitCode]).toEqual(['', 0])
    expect(stdout.split('\n').slice(0, -1)).toEqual(expected.map((word) => `${word}\t`))
  })
})

interface Shell {
  readonly name: string
  readonly start: string
  /** Loads the script. */
  readonly setUp: string
}

const SHELLS: readonly Shell[] = [
  {
    name: 'bash',
    start: 'bash --norc --noprofile -i',
    setUp: 'source <(external-dns-ts completion bash); bind "set enable-bracketed-paste off"',
  },
  {
    name: 'zsh',
    start: 'zsh -f -i',
    setUp:
      'unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; source <(external-dns-ts completion zsh)',
  },
  {name: 'fish', start: 'fish --no-config -i', setUp: 'external-dns-ts completion fish | source'},
]

/** What is typed, with a tab where the shell completes, and the arguments that the program then gets. */
const TYPED: readonly (readonly [string, readonly string[]])[] = [
  ['pl\t--pol\ts\t', ['plan', '--policy=sync']],
  ['plan --source ing\t-o m\t', ['plan', '--source', 'ingress', '-o', 'markdown']],
  ['plan --context=k\t--context a\t', ['plan', `--context=${CONTEXTS[2]}`, '--context', `${CONTEXTS[0]}`]],
  ['owners ad\t--equal\t', ['owners', 'adopt', '--equal-only']],
  ['show pla\t--config=con\t', ['show', 'plan.json', '--config=con fig.yaml']],
]

describe.each(SHELLS)('in $name (skipped without it, or without script of util-linux)', ({name, start, setUp}) => {
  it.skipIf(!isOnTerminal || !has(name))('tab completes commands, flags, values, contexts and files', async () => {
    const running = startOnTerminal(`cd ${folder}; exec ${start}`, environment)
    try {
      running.child.stdin?.write(`${setUp}; echo rea""dy\r`)
      await running.until(() => running.shown().includes('ready'))
      for (const [index, [line, argv]] of TYPED.entries()) {
        running.child.stdin?.write(`external-dns-ts ${line}\r`)
        const ran = join(folder, 'ran')
        await running.until(() => existsSync(ran) && readFileSync(ran, 'utf8').split('\n\n').length > index + 1)
        expect(readFileSync(ran, 'utf8').split('\n\n')[index]?.split('\n')).toEqual(argv)
      }
      running.child.stdin?.write('exit\r')
      await running.ended
    } finally {
      running.child.kill('SIGKILL')
      rmSync(join(folder, 'ran'), {force: true})
    }
  })
})
