import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {startProgram} from './built-program.js'
import {service} from './objects.js'
import {AS_PROD, type Stage, stage} from './stage.js'

/** Also tests the built program: `npm run build` first. */

const PREFIX = 'external-dns.alpha.kubernetes.io/'
/** A CI runner command on its own line, followed by terminal escapes. */
const ATTACK =
  'x\n::add-mask::prod\r\n##[error]no\n##vso[task.complete]\u001b[2J\u001b]0;t\u0007\u202e\u2028::error::y\u009b2J'
const OBEYED = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

function expectHarmless(text: string): void {
  expect(text).not.toMatch(OBEYED)
  expect(text).not.toMatch(/^\s*::(?!(error|warning) title=)[a-z-]+.*::/m)
  expect(text).not.toMatch(/##[a-z]*\[/)
}

function hostile(): Promise<Stage> {
  const annotations = (more: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(more).map(([key, value]) => [`${PREFIX}${key}`, value]))
  return stage({
    objects: [
      service('ttl', 'ttl.example.com', {annotations: annotations({ttl: ATTACK})}),
      service('weight', 'weight.example.com', {
        annotations: annotations({'set-identifier': ATTACK, 'aws-weight': ATTACK}),
      }),
      service('target', 'target.example.com', {annotations: annotations({target: ATTACK})}),
      service('alias', 'alias.example.com', {annotations: annotations({alias: ATTACK, 'aws-region': ATTACK})}),
      service('host', `${ATTACK},host.example.com`),
      service('set', 'set.example.com', {
        annotations: annotations({'set-identifier': '::add-mask::prod ::x', 'aws-weight': '1'}),
      }),
    ],
    records: [
      {Name: 'text.example.com.', Type: 'TXT', TTL: 300, ResourceRecords: [{Value: '"::add-mask::prod" "##[error]x"'}]},
    ],
  })
}

describe('hostile texts in objects', () => {
  const FORMS = ['text', 'json', 'markdown', 'html']

  it.each(FORMS)('are escaped in a plan: %s', async (form) => {
    const scene = await hostile()
    for (const more of [
      [],
      ['--verbose'],
      ['--policy=sync', '--managed-record-types=A', '--managed-record-types=TXT'],
    ]) {
      const {stdout, stderr} = await scene.run('plan', AS_PROD, `--format=${form}`, ...more)
      expectHarmless(stdout)
      expectHarmless(stderr)
      if (form === 'json') expect(JSON.parse(stdout).kind).toBe('plan')
    }
  })

  it('are escaped in a GitHub workflow', async () => {
    const scene = await hostile()
    const summary = join(scene.folder, 'summary')
    const environment = scene.with({GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, COLUMNS: '60'})
    const {stdout, stderr} = await scene.runWith({environment}, 'plan', AS_PROD)
    for (const text of [stdout, stderr, readFileSync(summary, 'utf8')]) expectHarmless(text)
    expect(stderr).toMatch(/^::error title=object-problem::/m)
  })

  it.each(['owners', 'explain', 'doctor', 'apply'] as const)('are escaped in %s', async (command) => {
    const scene = await hostile()
    const argv = command === 'explain' ? ['set.example.com'] : command === 'apply' ? ['--yes'] : []
    for (const form of [[], ['--json']]) {
      const {stdout, stderr} = await scene.run(command, ...argv, AS_PROD, ...form)
      expectHarmless(stdout)
      expectHarmless(stderr)
    }
  })

  it('leave the colours of the plan, and add none', async () => {
    const scene = await hostile()
    const {stdout} = await startProgram(['plan', AS_PROD, '--color'], scene.environment).ended
    expect(stdout).toContain('\u001b[32m')
    const codes = [1, 2, 22, 31, 32, 33, 34, 35, 36, 39].map((code) => `\u001b[${code}m`)
    expectHarmless(codes.reduce((text, code) => text.replaceAll(code, ''), stdout))
  })
})

describe('hostile names and answers on stderr', () => {
  it('are escaped: files, flags, hosts, contexts', async () => {
    const scene = await stage()
    const name = ATTACK.replaceAll('\u0000', '')
    mkdirSync(join(scene.folder, name.replaceAll('/', '')))
    writeFileSync(join(scene.folder, name.replaceAll('/', ''), 'a.yaml'), 'just words')
    for (const argv of [
      ['plan', AS_PROD, `--manifests=${join(scene.folder, name)}`],
      ['plan', AS_PROD, `--manifests=${name}`],
      ['plan', AS_PROD, `--out=${join(scene.folder, 'none', name)}`],
      ['plan', AS_PROD, `--context=${name}`],
      ['plan', AS_PROD, `--config=${name}`],
      ['plan', `--txt-owner-id=${name}`],
      ['plan', AS_PROD, `--${name}`],
      ['plan', `@${name}`],
      ['apply', name],
      ['show', name],
      ['explain', name, AS_PROD],
      [name],
      ['plan', name],
    ]) {
      const {stdout, stderr} = await startProgram(argv, scene.with({DEBUG: 'x'})).ended
      expectHarmless(stdout)
      expectHarmless(stderr)
    }
  })

  it('are escaped: answers of the API server', async () => {
    const answer = JSON.stringify({kind: 'Status', message: ATTACK})
    const server = createServer((_request, response) => response.writeHead(422).end(answer)).listen(0)
    const {port} = server.address() as AddressInfo
    const scene = await stage()
    const environment = scene.with({KUBECONFIG: '/dev/null'})
    const run = await scene.runWith({environment}, 'plan', AS_PROD, `--server=http://127.0.0.1:${port}`)
    server.close()
    expect(run.stderr).toContain('add-mask')
    expectHarmless(run.stderr)
  })
})

describe('secrets in URLs', () => {
  const URL = 'https://me:s3cret@127.0.0.1:1/?token=s3cret'

  it.each(['text', 'json'])('are not shown by --show-config: %s', async (form) => {
    const scene = await stage()
    const flags = [`--server=${URL}`, `--pushgateway=${URL}`]
    const {stdout} = await scene.run('apply', ...flags, '--show-config', `--format=${form}`)
    expect(stdout).toContain('********@127.0.0.1')
    expect(stdout).not.toContain('s3cret')
  })

  it.each([
    `https://me:s3cret'@127.0.0.1:1`,
    'https://me:s3cret/@127.0.0.1:1',
    'https://me:s3cret #@127.0.0.1:1',
    'https:/me:s3cret@127.0.0.1:1',
    '//me:s3cret@127.0.0.1:1',
    'me:s3cret@127.0.0.1:1',
    '127.0.0.1:1/?s3cret',
  ])('are not shown of an address that is hardly one: %s', async (address) => {
    const scene = await stage()
    for (const more of [[], ['--show-config'], [`--server=${address}2`]]) {
      const {stdout, stderr} = await scene.run('plan', AS_PROD, `--server=${address}`, ...more)
      expect(`${stdout}${stderr}`).not.toContain('s3cret')
    }
    const {stderr} = await scene.run('apply', AS_PROD, '--yes', `--pushgateway=${address}`)
    expect(stderr).toContain('the Pushgateway did not accept the metrics')
    expect(stderr).not.toContain('s3cret')
  })

  it('are not shown by what fails', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const runs = [
      await scene.run('plan', AS_PROD, `--server=${URL}`, '--json'),
      await scene.run('plan', AS_PROD, `--server=${URL}`),
      await scene.run('plan', AS_PROD, `--server=${URL}`, `--server=${URL}2`),
      await scene.runWith({environment: scene.with({KUBECONFIG: '/dev/null'})}, 'plan', AS_PROD, `--server=${URL}`),
      await scene.run('apply', AS_PROD, '--yes', `--pushgateway=${URL}`),
      await scene.runWith({environment: scene.with({AWS_ENDPOINT_URL: URL})}, 'plan', AS_PROD, '--aws-api-retries=0'),
      await scene.runWith({environment: scene.with({OTEL_EXPORTER_OTLP_ENDPOINT: URL})}, 'plan', AS_PROD),
    ]
    for (const {stdout, stderr} of runs) expect(`${stdout}${stderr}`).not.toContain('s3cret')
    expect(existsSync(scene.folder)).toBe(true)
  })
})
