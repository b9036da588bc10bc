import {execFile} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {Config} from '@oclif/core'
import {describe, expect, it} from 'vitest'
import {startProgram} from './built-program.js'
import {service} from './objects.js'
import {type Environment, ROOT} from './run-command.js'
import {AS_PROD, stage} from './stage.js'

/** Tests the published package: `npm run build` first. */

describe('the package', () => {
  it('holds what the program needs and nothing else', async () => {
    // Without scripts: `prepare` would rebuild while other tests run.
    const {stdout} = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {cwd: ROOT})
    const [{files}] = JSON.parse(stdout) as [{readonly files: readonly {readonly path: string}[]}]
    const paths = files.map(({path}) => path)
    expect(paths.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/help.js',
      'bin/package.json',
      'bin/run.js',
      'bin/warm.js',
      'deploy/ci/argocd/post-sync.yaml',
      'deploy/ci/github/action.yml',
      'deploy/ci/github/run.sh',
      'deploy/ci/github/workflow.yml',
      'deploy/ci/gitlab/external-dns-ts.gitlab-ci.yml',
      'deploy/ci/shell/clusters.sh',
      'deploy/ci/shell/drift.sh',
      'deploy/completion/external-dns-ts.bash',
      'deploy/completion/external-dns-ts.fish',
      'deploy/completion/external-dns-ts.zsh',
      'deploy/dnsendpoint-crd.yaml',
      'deploy/helm/external-dns-ts/Chart.yaml',
      'deploy/helm/external-dns-ts/templates/cluster-role-binding.yaml',
      'deploy/helm/external-dns-ts/templates/cluster-role.yaml',
      'deploy/helm/external-dns-ts/templates/cron-job.yaml',
      'deploy/helm/external-dns-ts/templates/service-account.yaml',
      'deploy/helm/external-dns-ts/values.schema.json',
      'deploy/helm/external-dns-ts/values.yaml',
      'deploy/kustomize/README.md',
      'deploy/kustomize/base/cluster-role-binding.yaml',
      'deploy/kustomize/base/cluster-role.yaml',
      'deploy/kustomize/base/cron-job.yaml',
      'deploy/kustomize/base/kustomization.yaml',
      'deploy/kustomize/base/namespace.yaml',
      'deploy/kustomize/base/service-account.yaml',
      'deploy/kustomize/components/alerts/kustomization.yaml',
      'deploy/kustomize/components/alerts/prometheus-rule.yaml',
      'deploy/kustomize/components/shards/kustomization.yaml',
      'deploy/kustomize/overlays/irsa/kustomization.yaml',
      'deploy/kustomize/overlays/pod-identity/kustomization.yaml',
      'deploy/rbac.yaml',
      'docs/man/external-dns-ts.1',
      'oclif.manifest.json',
      'package.json',
      'schema/apply-events-v1.schema.json',
      'schema/doctor-v1.schema.json',
      'schema/explain-v1.schema.json',
      'schema/history-v1.schema.json',
      'schema/owners-summary-v1.schema.json',
      'schema/owners-v1.schema.json',
      'schema/plan-v1.schema.json',
    ])
    const built = paths.filter((path) => path.startsWith('dist/'))
    expect(built.sort()).toEqual([
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/help-120.json',
      'dist/help-60.json',
      'dist/help-80.json',
      'dist/late/browser.cjs',
      'dist/late/dns.cjs',
      'dist/late/metrics.cjs',
      'dist/late/oclif.cjs',
      'dist/late/oidc.cjs',
      'dist/late/proxy.cjs',
      'dist/late/regex.cjs',
      'dist/late/trace.cjs',
      'dist/late/xml.cjs',
      'dist/program.cjs',
      'dist/start.cjs',
    ])
  })

  it('has every command in its manifest', () => {
    const {commands, version} = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8'))
    expect(Object.keys(commands)).toEqual(expect.arrayContaining(['apply', 'owners', 'plan', 'prune']))
    expect(version).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version)
  })
})

interface Coverage {
  readonly url: string
  readonly functions: readonly {readonly functionName: string; readonly ranges: readonly {readonly count: number}[]}[]
}

/**
 * What a run loads of the program, and which modules it evaluates, according to V8's coverage: in the bundle every module
 * is a function.
 */
async function loadedBy(argv: readonly string[], environment: Environment) {
  const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-loaded-'))
  try {
    const ended = await startProgram(argv, {...environment, NODE_V8_COVERAGE: folder}).ended
    const reports = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    const scripts = reports.flatMap(({result}: {result: Coverage[]}) => result)
    const ran = scripts
      .filter(({url}) => url.endsWith('dist/program.cjs'))
      .flatMap(({functions}) => functions)
      .filter(({ranges: [whole]}) => whole !== undefined && whole.count > 0)
      .map(({functionName}) => functionName)
    return {
      ...ended,
      loadsProgram: ran.some((name) => name.endsWith('@oclif/core/lib/index.js')),
      loadsRoute53Sdk: ran.some((name) => name.includes('@aws-sdk/client-route-53/')),
      loadsKubernetesClient: ran.some((name) => name.includes('@kubernetes/client-node/')),
      late: scripts.flatMap(({url}) => url.match(/dist\/late\/(\w+)\.cjs$/)?.[1] ?? []),
      packages: new Set(ran.flatMap((name) => name.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? [])),
      modules: ran.filter((name) => /\.[cm]?[jt]s$/.test(name)),
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

describe('bin/run.js', () => {
  const PLAIN = {PATH: process.env.PATH ?? '', HOME: '/nowhere'}

  it.each(['--version', '-V'])('%s is answered as oclif would, before it is loaded', async (flag) => {
    const {userAgent} = await Config.load(ROOT)
    const {stdout, exitCode, loadsProgram} = await loadedBy([flag], PLAIN)
    expect(stdout).toBe(`${userAgent}\n`)
    expect(exitCode).toBe(0)
    expect(loadsProgram).toBe(false)
  })

  it.each([
    '--help',
    '-h',
    '',
    'help',
    'plan -h',
    'plan --help',
    'help plan',
    'plan help',
    'owners help',
    'owners -h',
    'owners adopt --help',
    'apply --yes --nonsense -h',
    '--source=service --help',
    'explain www.example.com --help',
  ])('help is shown before the program is loaded: %s', async (line) => {
    const argv = line.split(' ').filter((word) => word !== '')
    const {stdout, stderr, exitCode, loadsProgram} = await loadedBy(argv, PLAIN)
    expect(stdout).toMatch(/^[A-Z].*\n(.*\n)?Usage: external-dns-ts /)
    expect({stderr, exitCode, loadsProgram}).toEqual({stderr: '', exitCode: 0, loadsProgram: false})
  })

  it.each([
    ['help paln', 'There is no command paln.'],
    ['paln --help', 'There is no command paln.'],
    ['owners adpot -h', 'There is no command owners adpot.'],
    ['plan extra', 'Unexpected argument: extra.'],
    ['plan --nope', 'There is no flag --nope.'],
  ])('%s is an error, and loads neither SDK', async (line, says) => {
    const {stderr, exitCode, ...loads} = await loadedBy(line.split(' '), PLAIN)
    expect(stderr).toContain(says)
    expect(exitCode).toBe(1)
    expect(loads).toMatchObject({loadsRoute53Sdk: false, loadsKubernetesClient: false})
  })

  it('completion loads neither SDK', async () => {
    const {stdout, ...loads} = await loadedBy(['__complete', 'plan', '--policy='], PLAIN)
    expect(stdout).toContain('--policy=sync')
    expect(loads).toMatchObject({stderr: '', exitCode: 0, loadsRoute53Sdk: false, loadsKubernetesClient: false})
  })

  it('plan loads both, and prints nothing but its own on stderr', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const {AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...environment} = scene.environment
    const {stdout, stderr, exitCode, ...loads} = await loadedBy(['plan', AS_PROD], environment)
    expect(stdout).toMatch(/^Plan for owner prod/)
    expect(stderr.replace(/^reading \w+\n/gm, '')).toBe('')
    expect(exitCode).toBe(0)
    expect(loads).toMatchObject({loadsProgram: true, loadsRoute53Sdk: true, loadsKubernetesClient: true})
  })

  it('a plan of one Service evaluates nothing that it does not use', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const {exitCode, late, packages, modules} = await loadedBy(['plan', AS_PROD], scene.environment)
    expect([exitCode, late]).toEqual([0, []])
    expect([...packages]).toEqual(expect.arrayContaining(['@oclif/core', 'yaml']))
    for (const unused of ['@aws-sdk/client-dynamodb', '@aws-sdk/client-sts', 'cli-table3', 'js-yaml', 'semver']) {
      expect([...packages]).not.toContain(unused)
    }
    const oclif = modules.flatMap((name) => name.match(/@oclif\/core\/lib\/(.+)\.js$/)?.[1] ?? [])
    expect(oclif).toContain('main')
    expect(oclif.filter((name) => /^(help\/(?!util)|parser|ux\/action|constraints)/.test(name))).toEqual([])
    expect(modules.filter((name) => /src\/(doctor|explain|registry\/dynamodb)\//.test(name))).toEqual([])
  })

  it.each<[string, string, string, Readonly<Record<string, string>>]>([
    ['regex', 'plan --regex-domain-filter=example', '1 to create', {}],
    ['metrics', 'apply --yes --metrics-file=FOLDER/metrics.prom', 'Applied 1 of 1', {}],
    ['trace', 'plan', 'no trace was sent: connect ECONNREFUSED', {OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1'}],
    [
      'proxy',
      'plan --server=http://k8s.invalid',
      'through the proxy http://127.0.0.1:1',
      {HTTP_PROXY: 'http://127.0.0.1:1'},
    ],
    ['proxy', 'plan --server=http://k8s.invalid', 'through the proxy socks5://', {HTTP_PROXY: 'socks5://127.0.0.1:1'}],
  ])('the script %s is loaded for %s, and works', async (script, line, says, variables) => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const argv = line.replace('FOLDER', scene.folder).split(' ')
    const {stdout, stderr, late} = await loadedBy([...argv, AS_PROD], scene.with(variables))
    expect(late).toEqual([script])
    expect(stdout + stderr).toContain(says)
  })

  it('an unknown command ends with 1', async () => {
    const {stdout, stderr, exitCode} = await startProgram(['destroy'], PLAIN).ended
    expect(stderr).toContain('There is no command destroy.')
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
  })

  it.each([
    [['diff'], 'did you mean plan?'],
    [['--source=service', '--provider=aws'], 'did you mean: external-dns-ts plan --source=service --provider=aws'],
    [['plan', '-o', 'yaml'], 'did you mean json?'],
    [['plan', '--owner=prod'], 'did you mean --txt-owner-id?'],
    [['plan', '--target=www.example.com'], 'did you mean --only?'],
    [['apply', '--auto-approve'], 'did you mean --yes?'],
    [['plan', '--version'], 'external-dns-ts --version'],
    [['plan', '@missing.txt'], 'check the path after @'],
  ])('%j proposes what is meant', async (argv, fix) => {
    const {stdout, stderr, exitCode} = await startProgram(argv, PLAIN).ended
    expect(stderr).toContain(`Fix: ${fix}`)
    expect([stdout, exitCode]).toEqual(['', 1])
  })

  it('reads the flags of an @file right after the command', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-args-'))
    const file = join(folder, 'args.txt')
    writeFileSync(file, '--source=service\n--nope\n')
    const {stderr} = await startProgram(['plan', `@${file}`], PLAIN).ended
    rmSync(folder, {recursive: true})
    expect(stderr).toContain('There is no flag --nope.')
  })

  it('prints the version whatever stands beside it', async () => {
    const {stdout, exitCode} = await startProgram(['--version', '--source=service'], PLAIN).ended
    expect(stdout).toMatch(/^external-dns-ts\/\d/)
    expect(exitCode).toBe(0)
  })
})
