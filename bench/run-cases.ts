import {mkdirSync, mkdtempSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {emulatorEnvironment, temporaryFolder} from '../test/conformance/program.js'
import type {Case} from './cases.js'
import type {Child} from './child.js'
import {measure} from './measure.js'
import {type Measured, medians} from './measured.js'
import type {Program} from './programs.js'
import type {Cluster} from './real-cluster.js'
import type {Route53Server} from './route53-server.js'

export type Result = {
  readonly work: Case
  readonly pages: number
  readonly rounds: number
  /** Medians in the order of the programs. */
  readonly medians: readonly Measured[]
}

export type Stage = {readonly cluster: Cluster; readonly route53: Child<Route53Server>}

const SETS_PER_PAGE = 300
const AT_ONCE = {latencyMs: 0, hasBucket: false}

/**
 * Runs the programs in turn in every round, so that other load on the machine affects all of them. The first round fills
 * caches, checks that every program finds the same, and is discarded.
 *
 * @param programs ours first.
 */
export async function runCase(work: Case, programs: readonly Program[], stage: Stage, rounds: number): Promise<Result> {
  const {cluster, route53} = stage
  const homes = temporaryHomes()
  const url = await route53.ask('url')
  const environment = (isCold: boolean) => {
    const home = isCold ? homes.makeCold() : homes.warm
    return {...emulatorEnvironment(cluster.kubeconfig, url), HOME: home, XDG_CACHE_HOME: join(home, '.cache')}
  }
  const fill = async () => {
    await route53.ask('behave', AT_ONCE)
    await route53.ask('fill', work.size)
  }

  await cluster.setObjects(work.size.objects)
  await fill()
  if (work.before === 'done') {
    const [ours] = programs
    const apply = ours?.commandFor({...work, command: 'apply'}, cluster.kubeconfig) ?? []
    await measure(apply, environment(false))
    for (const program of programs) {
      const {stderr} = await measure(program.checkFor(work, cluster.kubeconfig), environment(false))
      if (!program.saysNothingToDo(stderr)) throw new Error(`${program.name} would change something: ${work.name}`)
    }
  }
  const setsBefore = await route53.ask('countSets')
  const kept = join(homes.warm, '.cache', 'external-dns-ts')
  const mustBeWarm = work.isCold !== true && work.isOnce !== true
  const runs = programs.map((): Measured[] => [])
  const counted = work.isOnce === true ? 1 : rounds
  for (let round = work.isOnce === true ? 1 : 0; round <= counted; round += 1) {
    for (const [index, program] of programs.entries()) {
      if (work.command === 'apply') await fill()
      await route53.ask('behave', {latencyMs: work.latencyMs, hasBucket: work.hasBucket === true})
      await route53.ask('takeCounts')
      const command = program.commandFor(work, cluster.kubeconfig)
      const {wall, cpu, memory} = await measure(command, environment(work.isCold === true))
      const {calls, throttled} = await route53.ask('takeCounts')
      const sets = (await route53.ask('countSets')) - setsBefore
      const wanted = work.command === 'apply' ? 2 * work.size.objects : 0
      if (sets < wanted)
        throw new Error(`${program.name} wrote ${sets} record sets, not ${wanted} or more: ${work.name}`)
      if (round > 0 && program.isOurs && mustBeWarm && !hasCode(kept)) throw new Error(`No compiled code in ${kept}.`)
      if (round > 0) runs[index]?.push({wall, cpu, memory, calls, throttled})
    }
  }
  return {work, pages: Math.ceil(setsBefore / SETS_PER_PAGE), rounds: counted, medians: runs.map(medians)}
}

const hasCode = (folder: string) => readdirSync(folder).some((name) => name.endsWith('.cache'))

function temporaryHomes() {
  const folder = homesFolder()
  const warm = join(folder, 'warm')
  // Without it our program keeps no compiled code, and every run is a cold one.
  mkdirSync(warm, {recursive: true})
  return {warm, makeCold: () => mkdtempSync(join(folder, 'cold-'))}
}

let homes: string | undefined

function homesFolder(): string {
  homes ??= temporaryFolder('bench-homes')
  return homes
}
