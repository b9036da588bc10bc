import {execFile} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {EXIT_CODES} from '../../src/cli/exit-codes.js'
import {startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {startRoute53Emulator} from '../emulators/route53/emulator.js'
import {FLEET_OBJECTS, FLEET_ZONES, SCENE_OBJECTS, SCENE_ZONES} from './scene.js'
import {toPicture} from './terminal-picture.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const README = 'README.md'
const DOCS = readdirSync(join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8')
const SECTIONS = [
  'Install',
  'Quick start',
  'The four commands',
  'Safety',
  'Permissions',
  'Moving from the controller',
  'In CI',
  'Exit codes',
  'All pages',
]
/** `<!-- screen COLUMNS: COMMAND -->` and the following block. UPDATE_SCREENS=1 updates the blocks. */
const SCREEN = /<!-- screen (\d+): (.+?) -->\n```(?:text)?\n([\s\S]*?)```/g

const PICTURE = join(ROOT, 'docs/plan.svg')
const PICTURE_COLUMNS = 116

const ACCEPT = 'to accept the new screens: UPDATE_SCREENS=1 npx vitest run test/readme/readme.test.ts'
const isUpdate = process.env.UPDATE_SCREENS === '1'

/** With several clusters, and a zone of their own. */
const FLEET_PAGE = 'docs/clusters.md'
const FLEET_PICTURE = join(ROOT, 'docs/clusters.svg')

let environment: Record<string, string> = {}
let fleetEnvironment: Record<string, string> = {}
const closers: (() => Promise<void>)[] = []

async function stage(): Promise<void> {
  const kubernetes = await startKubernetesEmulator({objects: SCENE_OBJECTS})
  const route53 = await startRoute53Emulator({zones: SCENE_ZONES})
  const folder = mkdtempSync(join(tmpdir(), 'readme-'))
  closers.push(kubernetes.close, route53.close, async () => rmSync(folder, {recursive: true}))
  const kubeconfig = join(folder, 'kubeconfig')
  await kubernetes.writeKubeconfig(kubeconfig)
  environment = {
    PATH: process.env.PATH ?? '',
    KUBECONFIG: kubeconfig,
    AWS_ENDPOINT_URL_ROUTE_53: route53.url,
    AWS_ACCESS_KEY_ID: 'emulator',
    AWS_SECRET_ACCESS_KEY: 'emulator',
  }
  const fleetRoute53 = await startRoute53Emulator({zones: FLEET_ZONES})
  closers.push(fleetRoute53.close)
  const paths = Object.entries(FLEET_OBJECTS).map(async ([context, objects]) => {
    const cluster = await startKubernetesEmulator({objects})
    closers.push(cluster.close)
    const path = join(folder, context)
    await cluster.writeKubeconfig(path, {context})
    return path
  })
  const KUBECONFIG = (await Promise.all(paths)).join(delimiter)
  fleetEnvironment = {...environment, KUBECONFIG, AWS_ENDPOINT_URL_ROUTE_53: fleetRoute53.url}
}

function toScreen(columns: string, command: string, text: string): string {
  return `<!-- screen ${columns}: ${command} -->\n\`\`\`text\n${text}\`\`\``
}

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(commandLine: string, columns: string, further: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const [, ...args] = commandLine.split(/\s+/)
  const options = {env: {...environment, COLUMNS: columns, ...further}, cwd: ROOT}
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'bin/run.js'), ...args], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1
      resolve({code, stdout, stderr})
    })
  })
}

beforeAll(stage)
afterAll(async () => {
  await Promise.all(closers.map((close) => close()))
})

describe('README and docs', () => {
  it.each([README, ...DOCS].filter((page) => read(page).includes('<!-- screen ')))(
    '%s shows screens that the program prints, byte for byte',
    async (page) => {
      let text = read(page)
      const screens = [...text.matchAll(SCREEN)]
      expect(screens).toHaveLength(text.split('<!-- screen ').length - 1)
      for (const [block, columns = '', command = '', shown = ''] of screens) {
        const {stdout, code} = await run(command, columns, page === FLEET_PAGE ? fleetEnvironment : {})
        expect(code, command).toBe(0)
        if (isUpdate) text = text.replace(block, () => toScreen(columns, command, stdout))
        else expect(shown, ACCEPT).toBe(stdout)
      }
      if (isUpdate) writeFileSync(join(ROOT, page), text)
    },
  )

  it('show a wide and a narrow screen', () => {
    const widths = DOCS.flatMap((page) => [...read(page).matchAll(SCREEN)]).map(([, columns]) => Number(columns))
    expect(widths).toEqual(expect.arrayContaining([60, 120]))
  })

  it.each([README, 'docs/exit-codes.md'])('%s lists every exit code', (page) => {
    const listed = [...read(page).matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
    expect(listed).toEqual(Object.values(EXIT_CODES))
  })
})

describe('the README', () => {
  it('is read in a minute: at most 200 lines, one plan, everything in its place', () => {
    const readme = read(README)
    expect(readme.split('\n').length - 1).toBeLessThanOrEqual(200)
    expect([...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(SECTIONS)
    expect(readme.match(/!\[/g)).toHaveLength(1)
    expect(readme).not.toContain('<!-- screen ')
  })

  it('leads to every page of docs', () => {
    for (const page of DOCS) expect(read(README)).toContain(`](${page})`)
  })

  it('has a picture of what the program prints, in its colours', async () => {
    const command = 'external-dns-ts plan --policy=sync --txt-owner-id=prod-eu1'
    const {stdout, code} = await run(command, String(PICTURE_COLUMNS), {FORCE_COLOR: '1'})
    expect(code).toBe(0)
    const picture = toPicture(stdout, PICTURE_COLUMNS)
    if (isUpdate) writeFileSync(PICTURE, picture)
    expect(readFileSync(PICTURE, 'utf8'), ACCEPT).toBe(picture)
    expect(picture).toContain('fill="#7ee787"')
    expect(read(README)).toContain('](docs/plan.svg)')
  })
})

describe(FLEET_PAGE, () => {
  it('has a picture of one plan for two clusters', async () => {
    const [, , command = ''] = SCREEN.exec(read(FLEET_PAGE)) ?? []
    SCREEN.lastIndex = 0
    const {stdout, code} = await run(command, String(PICTURE_COLUMNS), {...fleetEnvironment, FORCE_COLOR: '1'})
    expect(code).toBe(0)
    const picture = toPicture(stdout, PICTURE_COLUMNS)
    if (isUpdate) writeFileSync(FLEET_PICTURE, picture)
    expect(readFileSync(FLEET_PICTURE, 'utf8'), ACCEPT).toBe(picture)
    expect(read(FLEET_PAGE)).toContain('](clusters.svg)')
  })
})
