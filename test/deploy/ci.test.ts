import {spawn} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {parse, stringify} from 'yaml'
import {owned, recordSet, service} from '../commands/objects.js'
import {ROOT} from '../commands/run-command.js'
import {type Stage, stage, ZONE_ID} from '../commands/stage.js'
import {type KubernetesEmulator, startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
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
  const config = parse(readFileSync(join(CI, 'gitlab/external-dns-ts.gitlab-ci.yml'), 'utf8'))
  const {variables, before_script: before} = config['.external-dns-ts']

  /** Runs jobs as a runner does; what a job puts into its dotenv report is a variable of the jobs after it. */
  function pipeline({run, read, folder}: ReturnType<typeof workshop>) {
    return (name: string, further: Readonly<Record<string, string>> = {}) => {
      const {dotenv} = config['dns plan'].artifacts.reports
      const lines = name === 'dns apply' && existsSync(join(folder, dotenv)) ? read(dotenv).trim().split('\n') : []
      const handedOn = Object.fromEntries(lines.map((line) => line.split('=', 2)))
      const script = [...before, ...config[name].script].join('\n')
      return run('bash', ['-ec', script], {...variables, ...handedOn, ...further})
    }
  }

  it('plans with a report, and applies that plan with a receipt', async () => {
    const it = await stage({objects: [www]})
    const shop = workshop(it)
    const job = pipeline(shop)
    const planned = await job('dns plan')
    expect(planned.code, planned.text).toBe(0)
    expect(JSON.parse(shop.read(config['dns plan'].artifacts.reports.terraform))).toEqual({
      create: 1,
      update: 0,
      delete: 0,
    })
    const applied = await job('dns apply')
    expect(applied.code, applied.text).toBe(0)
    for (const path of config['dns apply'].artifacts.paths)
      expect(JSON.parse(shop.read(path))).toHaveProperty('kind', 'receipt')
    expect(it.names().map(([, name]) => name)).toContain('www.example.com.')
  })

  it('applies no other plan, and none whose digest was not handed on', async () => {
    const it = await stage({objects: [www]})
    const shop = workshop(it)
    const job = pipeline(shop)
    expect((await job('dns plan')).code).toBe(0)
    expect(shop.read('digest.env')).toMatch(/^DNS_PLAN_DIGEST=sha256:[0-9a-f]{64}\n$/)
    for (const [digest, phrase] of [
      [`sha256:${'0'.repeat(64)}`, 'This is not the expected plan'],
      ['', '--expect-digest is empty'],
    ] as const) {
      const {code, text} = await job('dns apply', {DNS_PLAN_DIGEST: digest})
      expect(text).toContain(phrase)
      expect(code).toBe(1)
    }
    expect(it.names()).toEqual([])
  })

  it('waits for a person of a protected environment, on the default branch', () => {
    const {environment, needs, rules} = config['dns apply']
    expect({environment, needs, rules}).toEqual({
      environment: 'dns',
      needs: ['dns plan'],
      rules: [{if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH', when: 'manual'}],
    })
    expect(config['dns plan']).not.toHaveProperty('environment')
  })

  it('passes on what is wrong with the plan', async () => {
    const {code, text} = await pipeline(workshop(await stage()))('dns plan', {EXTERNAL_DNS_POLICY: 'nonsense'})
    expect(text).toContain('EXTERNAL_DNS_POLICY=nonsense is not one of')
    expect(code).toBe(1)
  })

  it('passes a bad object of one team with a warning, and fails apply only where Route 53 does not take a host', async () => {
    const it = await stage({objects: [www, bad]})
    const job = pipeline(workshop(it))
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

describe('five clusters in the plain shell', {timeout: 180_000}, () => {
  const CLUSTERS = ['eu1', 'eu2', 'us1', 'us2', 'ap1'] as const
  const closers: (() => unknown)[] = []
  afterEach(async () => {
    await Promise.all(closers.splice(0).map((close) => close()))
  })

  /** Five API servers, each a context of one kubeconfig, and one zone for all of them. */
  async function openFive() {
    const scene = await stage()
    const {run, folder} = workshop(scene)
    const clusters: Record<string, KubernetesEmulator> = {}
    for (const name of CLUSTERS) clusters[name] = await startKubernetesEmulator({objects: []})
    closers.push(...Object.values(clusters).map(({close}) => close))
    const configs = CLUSTERS.map((name) => ({name, config: parse(clusters[name]?.kubeconfig() ?? '')}))
    const merged = {
      ...configs[0]?.config,
      clusters: configs.map(({name, config}) => ({...config.clusters[0], name})),
      users: configs.map(({name, config}) => ({...config.users[0], name})),
      contexts: CLUSTERS.map((name) => ({name: `prod-${name}`, context: {cluster: name, user: name}})),
      'current-context': 'prod-eu1',
    }
    writeFileSync(join(folder, 'kubeconfig'), stringify(merged))
    const lines = CLUSTERS.map((name) => `${name}   prod-${name}   owner-${name}`)
    writeFileSync(join(folder, 'clusters'), `# name context owner\n\n${lines.join('\n')}`)
    const script = join(CI, 'shell/clusters.sh')
    return {
      scene,
      folder,
      put: (name: (typeof CLUSTERS)[number], ...objects: ReturnType<typeof service>[]) =>
        clusters[name]?.setObjects(objects),
      plan: (...flags: string[]) => run('sh', [script, 'plan', 'clusters', 'plans', ...flags]),
      apply: () => run('sh', [script, 'apply', 'clusters', 'plans']),
      run,
      script,
    }
  }
  const DOMAIN = '--domain-filter=example.com'
  const hosts = (scene: Stage) => scene.names().flatMap(([type, name]) => (type === 'A' ? [name] : []))

  it('plans for each, and applies what was planned and nothing else', async () => {
    const {scene, folder, put, plan, apply} = await openFive()
    for (const name of CLUSTERS) if (name !== 'us2') put(name, service('front', `${name}.example.com`))
    const planned = await plan(DOMAIN)
    expect(planned.text).toContain('== plan: eu1=2 eu2=2 us1=2 us2=0 ap1=2. Exit code 2.')
    expect(planned.code).toBe(2)
    expect(hosts(scene)).toEqual([])
    // What comes after the review is not in the files.
    put('eu1', service('front', 'eu1.example.com'), service('late', 'late.example.com'))
    const applied = await apply()
    expect(applied.text).toContain('== apply: eu1=0 eu2=0 us1=0 us2=0 ap1=0. Exit code 0.')
    expect(applied.code).toBe(0)
    expect(hosts(scene).sort()).toEqual(['ap1', 'eu1', 'eu2', 'us1'].map((name) => `${name}.example.com.`))
    expect(JSON.stringify(scene.route53.zone(ZONE_ID).records)).toContain('external-dns/owner=owner-ap1')
    writeFileSync(join(folder, 'plans/eu2.digest'), `sha256:${'0'.repeat(64)}\n`)
    const again = await apply()
    expect(again).toMatchObject({code: 1, text: expect.stringContaining('eu1=0 eu2=1 us1=0')})
    expect(again.text).toContain('Already applied')
    expect(again.text).toContain('This is not the expected plan')
  })

  it('goes on after a cluster that fails, and says so at the end', async () => {
    const {scene, folder, put, plan, apply} = await openFive()
    put('eu1', service('front', 'eu1.example.com'))
    put('ap1', service('front', 'ap1.example.com'))
    expect((await plan(DOMAIN)).code).toBe(2)
    writeFileSync(
      join(folder, 'clusters'),
      readFileSync(join(folder, 'clusters'), 'utf8').replace('prod-eu1', 'nowhere'),
    )
    const planned = await plan(DOMAIN)
    expect(planned).toMatchObject({code: 1, text: expect.stringContaining('eu1=1 eu2=0 us1=0 us2=0 ap1=2.')})
    expect([existsSync(join(folder, 'plans/eu1.json')), existsSync(join(folder, 'plans/eu1.digest'))]).toEqual([
      false,
      false,
    ])
    expect(await apply()).toMatchObject({code: 1, text: expect.stringContaining('eu1=1 eu2=0 us1=0 us2=0 ap1=0.')})
    expect(hosts(scene)).toEqual(['ap1.example.com.'])
  })

  it('ends with 4 for problems only, and with 5 where the zone has moved on', async () => {
    const {scene, put, plan, apply} = await openFive()
    put('us1', bad)
    expect(await plan(DOMAIN)).toMatchObject({code: 4, text: expect.stringContaining('us1=4 us2=0')})
    put('eu2', service('front', 'eu2.example.com'))
    expect((await plan(DOMAIN)).code).toBe(2)
    scene.route53.putRecordSet(ZONE_ID, recordSet('eu2.example.com', '192.0.2.77'))
    expect(await apply()).toMatchObject({code: 5, text: expect.stringContaining('eu1=0 eu2=5 us1=0 us2=0 ap1=0.')})
  })

  it('takes flags and owners that a running external-dns has', async () => {
    const {scene, folder, put, plan, apply} = await openFive()
    const args = [DOMAIN, '--source=service', '--txt-owner-id=running']
    const containers = [{name: 'external-dns', image: 'external-dns:v0.20.0', args}]
    put('eu1', service('front', 'eu1.example.com'), {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {name: 'external-dns', namespace: 'dns'},
      spec: {selector: {}, template: {metadata: {}, spec: {containers}}},
    })
    writeFileSync(join(folder, 'clusters'), 'eu1 prod-eu1\n')
    const planned = await plan('--from-deployment=dns/external-dns')
    expect(planned, planned.text).toMatchObject({code: 2})
    expect((await apply()).code).toBe(0)
    expect(JSON.stringify(scene.route53.zone(ZONE_ID).records)).toContain('external-dns/owner=running')
  })

  it('ends with 0 where there is nothing to apply, and says how it is called', async () => {
    const {run, script, plan} = await openFive()
    expect(await plan(DOMAIN)).toMatchObject({code: 0, text: expect.stringContaining('ap1=0. Exit code 0.')})
    for (const args of [[], ['destroy', 'clusters', 'plans'], ['plan', 'nowhere', 'plans'], ['plan', 'clusters']]) {
      expect(await run('sh', [script, ...args])).toMatchObject({code: 1, text: expect.stringMatching(/^Usage: /)})
    }
  })
})
