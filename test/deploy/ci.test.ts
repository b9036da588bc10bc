import {spawn} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {owned, recordSet, service} from '../commands/objects.js'
import {ROOT} from '../commands/run-command.js'
import {type Stage, stage, ZONE_ID} from '../commands/stage.js'
import {problemsOfObject} from './kubernetes-models.js'

const CI = join(ROOT, 'deploy/ci')
const FLAGS = ['--domain-filter=example.com', '--txt-owner-id=prod']

interface Ended {
  readonly code: number | null
  readonly text: string
}

/** A PATH on which `external-dns-ts` is the built program, and `gh` writes down what it is asked and sent. */
function workshop(it: Stage) {
  const bin = join(it.folder, 'bin')
  mkdirSync(bin)
  const tool = (name: string, script: string) => {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  tool('external-dns-ts', `exec "${process.execPath}" "${join(ROOT, 'bin/run.js')}" "$@"`)
  tool(
    'gh',
    'echo "$@" >> gh.log; case "$*" in *--paginate*) cat comment-id 2>/dev/null || true ;; *body=@*) cat comment.md > sent.md ;; esac',
  )
  const env = {...it.environment, PATH: `${bin}:${process.env.PATH ?? ''}`}
  const run = (command: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
    new Promise<Ended>((resolve) => {
      const child = spawn(command, args, {cwd: it.folder, env: {...env, ...variables}})
      let text = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += String(part)))
      child.on('close', (code) => resolve({code, text}))
    })
  const read = (file: string) => readFileSync(join(it.folder, file), 'utf8')
  return {run, read, folder: it.folder}
}

const www = service('front', 'www.example.com')
/** Of another team. */
const bad = service('bad', 'bad..example.com')
const refuseWww = (it: Stage) =>
  it.route53.addFault({
    operation: 'ChangeResourceRecordSets',
    action: (_call, state) => state.putRecordSet(ZONE_ID, recordSet('www.example.com', '192.0.2.77')),
  })

describe('the GitHub action', () => {
  const variables = {
    COMMAND: 'plan',
    ARGS: `\n${FLAGS.join('\n')}\n`,
    PLAN_FILE: 'plan.json',
    COMMENT: 'true',
    PULL_REQUEST: '7',
    GITHUB_REPOSITORY: 'us/infra',
  }

  it('plans, comments once, updates the comment, and applies the plan that was reviewed', async () => {
    const it = await stage({objects: [www]})
    const {run, read, folder} = workshop(it)
    const script = join(CI, 'github/run.sh')
    const output = join(folder, 'output')
    const planned = await run(script, [], {...variables, GITHUB_OUTPUT: output})
    expect(planned.code, planned.text).toBe(0)
    expect(read('output')).toContain('exit-code=2')
    expect(read('gh.log')).toContain('--method POST repos/us/infra/issues/7/comments')
    expect(read('sent.md')).toMatch(/^<!-- external-dns-ts -->\n/)
    expect(read('sent.md')).toContain('www.example.com')
    writeFileSync(join(folder, 'comment-id'), '42\n')
    await run(script, [], variables)
    expect(read('gh.log')).toContain('--method PATCH repos/us/infra/issues/comments/42')
    expect(it.names()).toEqual([])
    const other = await run(script, [], {...variables, COMMAND: 'apply', DIGEST: `sha256:${'0'.repeat(64)}`})
    expect(other.code, other.text).toBe(1)
    const [, digest = ''] = /^digest=(sha256:[0-9a-f]{64})$/m.exec(read('output')) ?? []
    const applied = await run(script, [], {...variables, COMMAND: 'apply', DIGEST: digest})
    expect(applied.code, applied.text).toBe(0)
    expect(it.names().map(([, name]) => name)).toContain('www.example.com.')
  })

  it('warns of an object with a problem, applies the rest, and fails where Route 53 does not take a host', async () => {
    const it = await stage({objects: [bad]})
    const {run} = workshop(it)
    const script = join(CI, 'github/run.sh')
    const onlyBad = await run(script, [], variables)
    expect(onlyBad).toMatchObject({code: 0, text: expect.stringContaining('::warning title=external-dns-ts::')})
    it.cluster.setObjects([www, bad])
    expect((await run(script, [], variables)).code).toBe(0)
    refuseWww(it)
    const refused = await run(script, [], {...variables, COMMAND: 'apply'})
    expect(refused.code, refused.text).toBe(4)
  })

  it('passes on what is wrong, and says nothing to the pull request', async () => {
    const {run, folder} = workshop(await stage())
    const {code, text} = await run(join(CI, 'github/run.sh'), [], {...variables, ARGS: '--no-such-flag'})
    expect(code).toBe(1)
    expect(text).toContain('There is no flag --no-such-flag')
    expect(existsSync(join(folder, 'gh.log'))).toBe(false)
  })

  it('hands its inputs over as variables, so that none is read as code', () => {
    const {runs, inputs} = parse(readFileSync(join(CI, 'github/action.yml'), 'utf8'))
    for (const step of runs.steps) expect(step.run).not.toContain('${{')
    const script = readFileSync(join(CI, 'github/run.sh'), 'utf8')
    for (const name of Object.keys(inputs)) {
      const variable = name.replace('-', '_').toUpperCase()
      expect(runs.steps[0].env).toHaveProperty(variable)
      expect(`${script}${runs.steps[0].run}`).toContain(`$${variable}`)
    }
  })

  it('is used by its workflow with inputs that it has', () => {
    const {inputs} = parse(readFileSync(join(CI, 'github/action.yml'), 'utf8'))
    const {jobs} = parse(readFileSync(join(CI, 'github/workflow.yml'), 'utf8'))
    const steps = (Object.values(jobs) as {steps: {uses?: string; with?: object}[]}[]).flatMap(({steps}) => steps)
    const used = steps.filter(({uses}) => uses?.includes('/deploy/ci/github@'))
    expect(used).toHaveLength(3)
    for (const step of used) for (const name of Object.keys(step.with ?? {})) expect(inputs).toHaveProperty(name)
  })

  it('is approved between plan and apply, which applies that plan and no other', () => {
    const {outputs} = parse(readFileSync(join(CI, 'github/action.yml'), 'utf8'))
    const {plan, apply} = parse(readFileSync(join(CI, 'github/workflow.yml'), 'utf8')).jobs
    expect([plan.environment, apply.environment, apply.needs]).toEqual([undefined, 'dns', 'plan'])
    expect(apply.steps.at(-1).with).toEqual({
      command: 'apply',
      digest: expect.stringContaining('needs.plan.outputs.digest'),
    })
    expect(Object.keys(plan.outputs).sort()).toEqual(Object.keys(outputs).sort())
  })
})

describe('GitLab', () => {
  it('plans with a report, and applies that plan with a receipt', async () => {
    const it = await stage({objects: [www]})
    const {run, read} = workshop(it)
    const config = parse(readFileSync(join(CI, 'gitlab/external-dns-ts.gitlab-ci.yml'), 'utf8'))
    const {variables, before_script: before} = config['.external-dns-ts']
    const job = (name: string) => run('bash', ['-ec', [...before, ...config[name].script].join('\n')], variables)
    const planned = await job('dns plan')
    expect(planned.code, planned.text).toBe(0)
    expect(JSON.parse(read(config['dns plan'].artifacts.reports.terraform))).toEqual({create: 1, update: 0, delete: 0})
    const applied = await job('dns apply')
    expect(applied.code, applied.text).toBe(0)
    for (const path of config['dns apply'].artifacts.paths)
      expect(JSON.parse(read(path))).toHaveProperty('kind', 'receipt')
    expect(it.names().map(([, name]) => name)).toContain('www.example.com.')
  })
})

describe('GitLab, with a bad object of one team', () => {
  it('passes the plan with a warning, and fails apply only where Route 53 does not take a host', async () => {
    const config = parse(readFileSync(join(CI, 'gitlab/external-dns-ts.gitlab-ci.yml'), 'utf8'))
    const {variables, before_script: before} = config['.external-dns-ts']
    const it = await stage({objects: [www, bad]})
    const {run} = workshop(it)
    const job = (name: string) => run('bash', ['-ec', [...before, ...config[name].script].join('\n')], variables)
    expect(config['dns plan'].allow_failure).toEqual({exit_codes: [(await job('dns plan')).code]})
    expect(config['dns apply']).not.toHaveProperty('allow_failure')
    refuseWww(it)
    expect((await job('dns apply')).code).toBe(4)
    expect((await job('dns plan')).code).toBe(4)
  })
})

describe('Argo CD', () => {
  it('runs a Job that Kubernetes knows, with a command line that the program takes', async () => {
    const job = parse(readFileSync(join(CI, 'argocd/post-sync.yaml'), 'utf8'))
    expect(problemsOfObject(job)).toEqual([])
    expect(job.metadata.annotations['argocd.argoproj.io/hook']).toBe('PostSync')
    const it = await stage({objects: [www, bad]})
    const [command, ...args] = job.spec.template.spec.containers[0].args
    expect(command).toBe('apply')
    expect((await it.run('apply', ...args)).exitCode).toBe(0)
    expect(job.spec.podFailurePolicy.rules[0].onExitCodes.values).toEqual([2, 3, 4, 5])
  })
})

describe('the plain shell', () => {
  it('tells drift with its exit code, and repairs it when it is told to', async () => {
    const {run} = workshop(await stage({objects: [www, bad], records: owned('pay.example.com', '192.0.2.7', 'other')}))
    const drift = (variables = {}) => run('sh', [join(CI, 'shell/drift.sh'), ...FLAGS], variables)
    expect((await drift()).code).toBe(2)
    const mended = await drift({APPLY: 'yes'})
    expect(mended.code, mended.text).toBe(0)
    const settled = await drift()
    expect(settled).toMatchObject({
      code: 0,
      text: expect.stringContaining('No drift, except for the objects with problems'),
    })
    expect((await run('sh', [join(CI, 'shell/drift.sh'), '--nonsense'])).code).toBe(1)
  })

  it('counts a host of another owner only when it is told to', async () => {
    const records = owned('www.example.com', '192.0.2.99', 'other')
    const {run} = workshop(await stage({objects: [www], records}))
    const drift = (...further: string[]) => run('sh', [join(CI, 'shell/drift.sh'), ...FLAGS, ...further])
    expect(await drift()).toMatchObject({code: 0, text: expect.stringContaining('there is nothing to apply')})
    expect((await drift('--strict=all')).code).toBe(1)
  })
})
