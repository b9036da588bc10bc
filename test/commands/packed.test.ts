import {execFile} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {Config} from '@oclif/core'
import {describe, expect, it} from 'vitest'
import {startProgram} from './built-program.js'
import {service} from './objects.js'
import {type Environment, ROOT} from './run-command.js'
import {AS_PROD, stage} from './stage.js'

/** About the package as it is published: `npm run build` first. */

describe('the package', () => {
  it('holds what the program needs and nothing else', async () => {
    // Without its scripts: `prepare` would build again, under the feet of the other tests.
    const {stdout} = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {cwd: ROOT})
    const [{files}] = JSON.parse(stdout) as [{readonly files: readonly {readonly path: string}[]}]
    const paths = files.map(({path}) => path)
    expect(paths.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/run.js',
      'deploy/ci/argocd/post-sync.yaml',
      'deploy/ci/github/action.yml',
      'deploy/ci/github/run.sh',
      'deploy/ci/github/workflow.yml',
      'deploy/ci/gitlab/external-dns-ts.gitlab-ci.yml',
      'deploy/ci/shell/drift.sh',
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
      'oclif.manifest.json',
      'package.json',
      'schema/apply-events-v1.schema.json',
      'schema/doctor-v1.schema.json',
      'schema/explain-v1.schema.json',
      'schema/owners-summary-v1.schema.json',
      'schema/owners-v1.schema.json',
      'schema/plan-v1.schema.json',
    ])
    const built = paths.filter((path) => path.startsWith('dist/'))
    expect(built.filter((path) => !path.startsWith('dist/chunks/')).sort()).toEqual([
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/commands/apply.js',
      'dist/commands/doctor.js',
      'dist/commands/explain.js',
      'dist/commands/owners/adopt.js',
      'dist/commands/owners/index.js',
      'dist/commands/owners/migrate.js',
      'dist/commands/owners/release.js',
      'dist/commands/owners/repair.js',
      'dist/commands/owners/transfer.js',
      'dist/commands/plan.js',
      'dist/commands/prune.js',
      'dist/commands/show.js',
      'dist/help.txt',
      'dist/run.js',
    ])
    expect(built.filter((path) => !/\.js(\.LEGAL\.txt)?$|(NOTICES|help)\.txt$/.test(path))).toEqual([])
  })

  it('has every command in its manifest', () => {
    const {commands, version} = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8'))
    expect(Object.keys(commands)).toEqual(expect.arrayContaining(['apply', 'owners', 'plan', 'prune']))
    expect(version).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version)
  })
})

/** Which files of the bundle a run loads, as V8 tells it, and whose code is in them. */
async function loadedBy(argv: readonly string[], environment: Environment) {
  const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-loaded-'))
  try {
    const ended = await startProgram(argv, {...environment, NODE_V8_COVERAGE: folder}).ended
    const reports = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    const urls = new Set(reports.flatMap(({result}: {result: {url: string}[]}) => result.map(({url}) => url)))
    const files = [...urls].filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url))
    const code = files.map((file) => readFileSync(file, 'utf8')).join('\n')
    return {
      ...ended,
      files,
      hasRoute53Sdk: /Route53Client\b/.test(code),
      hasKubernetesClient: /class KubeConfig\b|KubeConfig = class\b/.test(code),
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

describe('bin/run.js', () => {
  const PLAIN = {PATH: process.env.PATH ?? '', HOME: '/nowhere'}

  it.each(['--version', '-V'])('%s is answered as oclif would, before it is loaded', async (flag) => {
    const {userAgent} = await Config.load(ROOT)
    const {stdout, exitCode, files} = await loadedBy([flag], PLAIN)
    expect(stdout).toBe(`${userAgent}\n`)
    expect(exitCode).toBe(0)
    expect(files.filter((file) => file.includes('/dist/'))).toEqual([])
  })

  it.each(['--help', '-h'])('%s is answered as oclif would, before it is loaded', async (flag) => {
    const oclif = await loadedBy(['help'], {...PLAIN, OCLIF_COLUMNS: '80'})
    expect(oclif.stdout).toContain('COMMANDS')
    const {stdout, exitCode, files} = await loadedBy([flag], {...PLAIN, OCLIF_COLUMNS: '100'})
    expect([exitCode, stdout]).toEqual([0, oclif.stdout])
    expect(files.filter((file) => file.includes('/dist/'))).toEqual([])
    const bold = await loadedBy([flag], {...PLAIN, FORCE_COLOR: '1'})
    expect(bold.stdout).toContain('\u001b[1mCOMMANDS\u001b[22m')
  })

  it('--help is wrapped anew for a narrow screen', async () => {
    const {stdout} = await loadedBy(['--help'], {...PLAIN, OCLIF_COLUMNS: '50'})
    expect(
      Math.max(
        ...stdout
          .split('\n')
          .slice(1)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(50)
  })

  it.each([['plan --help'], ['apply -h'], ['help owners'], ['plan --nope']])('%s loads neither SDK', async (line) => {
    const {stdout, stderr, exitCode, files, ...has} = await loadedBy(line.split(' '), PLAIN)
    expect(`${stdout}${stderr}`).toMatch(/USAGE|There is no flag --nope/)
    expect(exitCode).toBe(line.endsWith('--nope') ? 1 : 0)
    expect(files.length).toBeGreaterThan(1)
    expect(has).toEqual({hasRoute53Sdk: false, hasKubernetesClient: false})
  })

  it('plan loads both, and prints nothing but its own on stderr', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const {AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...environment} = scene.environment
    const {stdout, stderr, exitCode, files: __, ...has} = await loadedBy(['plan', AS_PROD], environment)
    expect(stdout).toMatch(/^Plan for owner prod/)
    expect(stderr.replace(/^reading \w+\n/gm, '')).toBe('')
    expect(exitCode).toBe(0)
    expect(has).toEqual({hasRoute53Sdk: true, hasKubernetesClient: true})
  })

  it('an unknown command ends with 1', async () => {
    const {stdout, stderr, exitCode} = await startProgram(['destroy'], PLAIN).ended
    expect(stderr).toContain('command destroy not found')
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
  })
})
