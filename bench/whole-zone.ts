import {join} from 'node:path'
import type {Environment} from '../test/conformance/program.js'
import {WHOLE_ZONE} from './content.js'
import type {Emulators} from './emulators.js'
import {type Measurement, measureNode, median} from './measure.js'

const LATENCY_MS = 80
const SETS_PER_PAGE = 300

type Run = Measurement & {readonly calls: number}

/**
 * Reads one zone whole with each of the programs in turn, so that other load on the machine affects all of them.
 *
 * @param folders the checkouts of the programs, each built.
 * @returns a table in Markdown, whose first row is what one pass takes at least: its calls, and their latency.
 */
export async function measureWholeZone(
  emulators: Emulators,
  environment: Environment,
  folders: readonly string[],
  rounds: number,
  args: readonly string[],
): Promise<string> {
  const programs = folders.map((folder) => join(folder, 'bin', 'run.js'))
  await emulators.fill(WHOLE_ZONE, 0)
  await measureNode([programs[0] ?? '', 'apply', '--yes', ...args], environment)
  const pages = Math.ceil((await emulators.countSets()) / SETS_PER_PAGE)
  await emulators.setLatency(LATENCY_MS)
  const runs = programs.map((): Run[] => [])
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, program] of programs.entries()) {
      await emulators.countCalls()
      const measured = await measureNode([program, 'plan', '--full-read', ...args], environment)
      // The first round fills caches.
      if (round > 0) runs[index]?.push({...measured, calls: await emulators.countCalls()})
    }
  }
  return [
    `| one zone of 24,000 sets, whole, ${LATENCY_MS} ms a call | wall | CPU | peak memory | calls |`,
    '| --- | ---: | ---: | ---: | ---: |',
    `| pages of one pass, and their latency | ${((pages * LATENCY_MS) / 1000).toFixed(2)} s | | | ${pages} |`,
    ...folders.map((folder, index) => {
      const of = (field: keyof Run) => median((runs[index] ?? []).map((run) => run[field]))
      const seconds = (field: 'wallMs' | 'cpuMs') => `${(of(field) / 1000).toFixed(2)} s`
      return `| ${folder} | ${seconds('wallMs')} | ${seconds('cpuMs')} | ${Math.round(of('peakMb'))} MiB | ${of('calls')} |`
    }),
  ].join('\n')
}
