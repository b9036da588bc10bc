import {spawn} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {fileURLToPath} from 'node:url'
import {type Environment, emulatorEnvironment, temporaryFolder} from '../test/conformance/program.js'
import type {Case} from './cases.js'
import {startChild} from './child.js'
import {startEmulatedCluster} from './cluster.js'
import {median} from './measured.js'
import {openOurs} from './programs.js'
import type {Route53Server} from './route53-server.js'
import {accept, COUNTED, type Counts, exceeded, type Limits} from './smoke-limits.js'

type SmokeCase = Omit<Case, 'targets' | 'latencyMs' | 'hasBucket' | 'isOnce' | 'isCold'>

const SMALL = {objects: 30, foreignSets: 10}
const MIDDLE = {objects: 300, foreignSets: 3000}
const CASES: readonly SmokeCase[] = [
  {name: 'plan, 30 objects', size: SMALL, command: 'plan', before: 'nothing'},
  {
    name: 'plan, 30 objects, 20 zones',
    size: {...SMALL, furtherZones: 20},
    command: 'plan',
    before: 'nothing',
    takesAllZones: true,
  },
  {
    name: 'plan, five objects beside 20,000 sets, upsert-only',
    size: {objects: 5, foreignSets: 20_000},
    command: 'plan',
    before: 'nothing',
    policy: 'upsert-only',
  },
  {name: 'first apply, 300 objects beside 3,000 sets', size: MIDDLE, command: 'apply', before: 'nothing'},
  {name: 'plan, 300 objects, 3,800 sets, nothing to do', size: MIDDLE, command: 'plan', before: 'done'},
]
/** Counted runs of each case; one more comes before them and fills caches. */
const ROUNDS = 3
const FILE = fileURLToPath(new URL('./smoke.json', import.meta.url))
const PRELOAD = fileURLToPath(new URL('./allocations.cjs', import.meta.url))

/**
 * @param checkout of our program, built.
 * @returns the exit code: 1 when something grew.
 */
export async function runSmoke(checkout: string, isAccepting: boolean): Promise<number> {
  const [major = ''] = process.versions.node.split('.')
  const counted = await countAll(checkout)
  for (const [name, counts] of counted)
    console.log(`${name}: ${COUNTED.map((what) => `${what} ${counts[what]}`).join(', ')}`)
  const limits = JSON.parse(readFileSync(FILE, 'utf8')) as Limits
  if (isAccepting) {
    writeFileSync(FILE, `${JSON.stringify(accept(counted, limits, major), null, 2)}\n`)
    console.log(`Written: bench/smoke.json, allocations for Node ${major}.`)
    return 0
  }
  const findings = exceeded(counted, limits, major)
  for (const finding of findings) console.log(`GREW ${finding}`)
  if (findings.length === 0) console.log(`Nothing grew (Node ${major}).`)
  else console.log('If that is meant to be so: npm run bench -- --smoke --accept, and say why in the commit.')
  return findings.length === 0 ? 0 : 1
}

async function countAll(checkout: string): Promise<ReadonlyMap<string, Counts>> {
  const program = openOurs(checkout)
  const folder = temporaryFolder('bench-smoke')
  const cluster = await startEmulatedCluster()
  const route53 = startChild<Route53Server>(new URL('./route53-server.ts', import.meta.url))
  const url = await route53.ask('url')
  const counted = new Map<string, Counts>()
  const run = (work: SmokeCase) => {
    const [, ...args] = program.commandFor({...work, latencyMs: 0, targets: {}}, cluster.kubeconfig)
    const environment = {...emulatorEnvironment(cluster.kubeconfig, url), HOME: folder, XDG_CACHE_HOME: folder}
    return runAndCount(args, environment, join(folder, 'allocated'))
  }
  try {
    for (const work of CASES) {
      await cluster.setObjects(work.size.objects)
      await route53.ask('fill', work.size)
      if (work.before === 'done') await run({...work, command: 'apply'})
      const runs: Counts[] = []
      for (let round = 0; round <= ROUNDS; round += 1) {
        if (work.command === 'apply') await route53.ask('fill', work.size)
        await Promise.all([route53.ask('takeCounts'), cluster.takeCounts()])
        const allocated = await run(work)
        const [dns, kubernetes] = await Promise.all([route53.ask('takeCounts'), cluster.takeCounts()])
        const octets = dns.octets + kubernetes.octets
        if (round > 0) runs.push({route53Calls: dns.calls, kubernetesCalls: kubernetes.calls, octets, allocated})
      }
      const of = (what: keyof Counts) => median(runs.map((counts) => counts[what]))
      counted.set(work.name, {
        route53Calls: of('route53Calls'),
        kubernetesCalls: of('kubernetesCalls'),
        octets: of('octets'),
        allocated: of('allocated'),
      })
    }
  } finally {
    await cluster.end()
    route53.end()
  }
  return counted
}

/** @returns what the run allocated, in thousands of octets. */
function runAndCount(args: readonly string[], environment: Environment, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--require', PRELOAD, ...args], {
      env: {...environment, BENCH_ALLOCATIONS: file},
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const stderr = text(child.stderr)
    child.on('error', reject)
    child.on('close', async (code) => {
      if (code === 0) resolve(Math.round(Number(readFileSync(file, 'utf8')) / 1000))
      else reject(new Error(`${args.join(' ')} ended with ${code}:\n${await stderr}`))
    })
  })
}
