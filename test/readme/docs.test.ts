import {execFile} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {ROOT} from '../commands/run-command.js'
import {startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {startRoute53Emulator} from '../emulators/route53/emulator.js'
import {FLEET_OBJECTS, SCENE_OBJECTS, SCENE_ZONES} from './scene.js'

const SHELL_BLOCK = /```sh\n([\s\S]*?)```/g

/** Command lines that cannot be run here, with the reason. */
const NOT_RUN: readonly (readonly [part: string, reason: string])[] = [
  ['--aws-profile=', 'needs two profiles: test/commands/accounts.test.ts has them'],
  ['--aws-zone-role=', 'needs STS: test/route53 has it'],
  ['--verify', 'asks name servers: test/commands/verify.test.ts has them'],
  ['--from-deployment=', 'needs a Deployment: test/commands/from-deployment.test.ts has one'],
  ['--expect-digest=sha256:…', 'the digest is that of the reader'],
]

/** Command lines with an exit code other than 0, with the reason. */
const ENDS_WITH: readonly (readonly [part: string, code: number, reason: string])[] = [
  ['--expect-no-changes', 1, 'the scene has changes'],
  ['--detailed-exitcode', 2, 'the scene has changes'],
  ['--strict', 1, 'the scene has hosts of another owner'],
  ['owners release mail.example.com', 1, 'the scene does not own it'],
  ['owners transfer mail.example.com', 1, 'the scene does not own it'],
  ['owners adopt mail.example.com', 3, 'there is no terminal to ask on'],
  ['apply --domain-filter=example.com', 3, 'there is no terminal to ask on'],
  ['prune --domain-filter=example.com', 3, 'there is no terminal to ask on'],
  ['owners release www.example.com', 3, 'there is no terminal to ask on'],
  ['owners transfer www.example.com', 3, 'there is no terminal to ask on'],
  ['owners transfer --all --txt-owner-id', 3, 'there is no terminal to ask on'],
  ['owners migrate --from=prod --to=prod-eu1', 0, 'nothing of the former owner is there'],
  ['prune --min-age', 0, 'everything is too young'],
  ['--undo receipt.json', 3, 'there is no terminal to ask on'],
  ['--undo=receipt.json', 3, 'there is no terminal to ask on'],
]

/** Commands to run before the examples of a command's page, each of which runs on its own, to create their files. */
const BEFORE: readonly (readonly [part: string, args: readonly string[]])[] = [
  [' plan.json', ['plan', '--txt-owner-id=prod-eu1', '--out=plan.json']],
  [' receipt.json', ['apply', '--yes', '--txt-owner-id=prod-eu1', '--receipt=receipt.json']],
  ['=receipt.json', ['apply', '--yes', '--txt-owner-id=prod-eu1', '--receipt=receipt.json']],
]

/** The input of command lines that read from a pipe. */
const PIPED_IN = JSON.stringify({apiVersion: 'v1', kind: 'List', items: SCENE_OBJECTS})

/** Files that a page assumes to exist. */
const FILES: Readonly<Record<string, string>> = {
  'ci/prod.yaml': 'txt-owner-id: prod-eu1\npolicy: sync\ndomain-filter: [example.com]\n',
  'external-dns-ts.yaml': 'verbose: true\n',
  'fleet.yaml': 'clusters: [{context: eu1, txt-owner-id: prod-eu1}, {context: us1, txt-owner-id: prod-us1}]\n',
}

const COMMAND_PAGES = 'docs/commands'
const pages = [
  'README.md',
  ...['docs', COMMAND_PAGES, 'deploy/kustomize'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  ),
]
const linesOf = (page: string) =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(SHELL_BLOCK)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => /^((?:kubectl|helm) .* \| )?external-dns-ts /.test(line))

/** Of all scenes: the program keeps its compiled code there, which makes each start cheaper. */
const cache = mkdtempSync(join(tmpdir(), 'external-dns-ts-docs-cache-'))
const closers: (() => unknown)[] = [() => rmSync(cache, {recursive: true, force: true})]
afterAll(async () => {
  await Promise.all(closers.map((close) => close()))
})

async function openScene() {
  const kubernetes = await startKubernetesEmulator({objects: SCENE_OBJECTS})
  // Zones of another tier have no change history.
  const zones = SCENE_ZONES.map((zone) => ({...zone, features: {tier: 'ADVANCED' as const}}))
  const route53 = await startRoute53Emulator({zones})
  const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-docs-'))
  closers.push(kubernetes.close, route53.close, () => rmSync(folder, {recursive: true, force: true}))
  const kubeconfig = join(folder, 'kubeconfig')
  await kubernetes.writeKubeconfig(kubeconfig)
  // Contexts besides the current one, for pages about several clusters.
  const fleet = Object.entries(FLEET_OBJECTS).map(async ([context, objects]) => {
    const cluster = await startKubernetesEmulator({objects})
    closers.push(cluster.close)
    await cluster.writeKubeconfig(join(folder, context), {context})
    return join(folder, context)
  })
  const KUBECONFIG = [kubeconfig, ...(await Promise.all(fleet))].join(delimiter)
  mkdirSync(join(folder, 'ci'))
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(folder, path), text)
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    XDG_CACHE_HOME: cache,
    KUBECONFIG,
    AWS_ENDPOINT_URL_ROUTE_53: route53.url,
    AWS_ENDPOINT_URL: route53.url,
    AWS_ACCESS_KEY_ID: 'emulator',
    AWS_SECRET_ACCESS_KEY: 'emulator',
  }
  return (args: readonly string[], stdin?: string) =>
    new Promise<{readonly code: number; readonly text: string}>((resolve) => {
      const options = {env, cwd: folder}
      const child = execFile(
        process.execPath,
        [join(ROOT, 'bin/run.js'), ...args],
        options,
        (error, stdout, stderr) => {
          const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1
          resolve({code, text: `${stdout}${stderr}`})
        },
      )
      if (stdin !== undefined) child.stdin?.end(stdin)
    })
}

describe('the command lines of', () => {
  it.each(pages.filter((page) => linesOf(page).length > 0))('%s run', async (page) => {
    const areExamples = page.startsWith(COMMAND_PAGES)
    let run = await openScene()
    if (page === 'docs/owners.md') await run(['apply', '--yes', '--receipt=receipt.json'])
    for (const line of linesOf(page)) {
      if (NOT_RUN.some(([part]) => line.includes(part))) continue
      const [, ...args] = line
        .replace(/^.* \| /, '')
        .replace(/\s+#.*$/, '')
        // What is printed is looked at here, not in a file.
        .replace(/ > \S+$/, '')
        .split(/\s+/)
      if (areExamples) {
        run = await openScene()
        const [, needed] = BEFORE.find(([part]) => line.includes(part)) ?? []
        if (needed !== undefined) await run(needed)
      }
      const {code, text} = await run(args, line.includes(' | ') ? PIPED_IN : undefined)
      const [, expected = 0] = ENDS_WITH.find(([part]) => line.includes(part)) ?? []
      expect(code, `${line}\n${text}`).toBe(expected)
    }
  })

  it('a page are excepted only if the page has them', () => {
    const lines = pages.flatMap(linesOf)
    expect(lines.length).toBeGreaterThan(30)
    for (const [part] of [...NOT_RUN, ...ENDS_WITH])
      expect(
        lines.some((line) => line.includes(part)),
        part,
      ).toBe(true)
    const skipped = lines.filter((line) => NOT_RUN.some(([part]) => line.includes(part)))
    expect(skipped.length).toBeLessThan(12)
  })
})
