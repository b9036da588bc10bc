import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Refusal} from '../emulators/route53/refusal.js'
import {HOSTILE_OBJECTS, type HostileObject, NEIGHBOURS} from './hostile-objects.js'
import {openStage, type Stage, type Workplace} from './stage.js'

const LONGEST_SECONDS = 120
const FLAGS = ['--txt-owner-id=prod', '--source=service', '--source=ingress', '--source=crd', '--json']

/** Runs the program on each hostile object and prints time, peak memory, exit code, change calls and served neighbours. */
export async function measureHostileObjects(workplace: Workplace, only: string): Promise<void> {
  for (const hostile of HOSTILE_OBJECTS.filter(({name}) => name.includes(only))) {
    const zone = {name: 'example.com', id: 'Z0EXAMPLE'}
    const stage = await openStage(workplace, [zone], [...hostile.objects, ...NEIGHBOURS])
    try {
      const ended = await measure(hostile, stage, workplace)
      const calls = stage.route53.calls.counts().ChangeResourceRecordSets ?? 0
      const applied = hostile.isRefused ? `, ${calls} change calls, ${neighboursIn(stage)} neighbours in` : ''
      console.log(`| ${hostile.name} | ${ended}${applied} |`)
    } finally {
      await stage.close()
    }
  }
}

async function measure(hostile: HostileObject, stage: Stage, {packageFolder, folder}: Workplace): Promise<string> {
  if (hostile.isRefused) refuseBadHosts(stage)
  const command = hostile.isRefused ? ['apply', '--yes'] : ['plan']
  const args = [join(packageFolder, 'bin', 'run.js'), ...command, ...FLAGS, ...(hostile.flags ?? [])]
  const usage = join(folder, 'usage')
  const timed = [
    '-f',
    '%e s, %M',
    '-o',
    usage,
    'timeout',
    '--signal=KILL',
    String(LONGEST_SECONDS),
    process.execPath,
    ...args,
  ]
  const child = spawn('/usr/bin/time', timed, {env: stage.environment, stdio: 'ignore'})
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  const [text = '', seconds = '', kilobytes = '0'] = /(\S+) s, (\d+)\s*$/.exec(readFileSync(usage, 'utf8')) ?? []
  if (text === '') throw new Error(`${hostile.name}: no figures`)
  const how = code === 137 ? `not ended after ${LONGEST_SECONDS} s` : `${Number(seconds).toFixed(1)} s, exit ${code}`
  return `${how}, ${Math.round(Number(kilobytes) / 1024)} MB`
}

/** Simulates an unknown rule of Route 53: its message names no record set. */
function refuseBadHosts({route53}: Stage): void {
  route53.addFault({
    operation: 'ChangeResourceRecordSets',
    times: Number.POSITIVE_INFINITY,
    action: ({changes = []}) => {
      const isBad = changes.some(({ResourceRecordSet: {Name}}) => Name.startsWith('bad'))
      if (isBad) throw new Refusal('InvalidChangeBatch', '[The moon is in the wrong phase]')
    },
  })
}

function neighboursIn(stage: Stage): number {
  const {records} = stage.route53.zone('Z0EXAMPLE')
  return records.filter(({Name, Type}) => Type === 'A' && Name.startsWith('good')).length
}
