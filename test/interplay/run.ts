import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {inProcessProgram, temporaryFolder} from '../conformance/program.js'
import {runCase} from '../conformance/run-case.js'
import {alternate} from './alternate.js'
import {exceptionFor, versionOf} from './exceptions.js'
import {endsByChance, recordStory, referenceProgram} from './reference.js'
import {makeStory} from './story.js'

// Plays random stories with external-dns and with the built program, compares the outcomes, and lets both programs
// alternate on one zone, where neither may find changes after the other:
// EXTERNAL_DNS_BIN=… npm run interplay -- [--seed N] [--stories N] [--print]

const {values} = parseArgs({
  options: {
    seed: {type: 'string', default: '1'},
    stories: {type: 'string', default: '20'},
    print: {type: 'boolean', default: false},
  },
})
const binary = process.env.EXTERNAL_DNS_BIN ?? ''
if (binary === '') {
  console.log('Skipped: EXTERNAL_DNS_BIN is not set, so there is no external-dns v0.22 or v0.23 to compare with.')
  process.exit(0)
}
const version = versionOf(binary)
console.log(`external-dns ${version ?? 'of an unknown version: what differs in either is excepted'}`)
const folder = temporaryFolder('interplay')
const ours = inProcessProgram(fileURLToPath(new URL('../..', import.meta.url)))
const counts = {equal: 0, laws: 0, 'v0.23': 0, different: 0}
let excepted = 0
let turnsTaken = 0
const first = Number(values.seed)
for (let seed = first; seed < first + Number(values.stories); seed += 1) {
  const story = makeStory(seed)
  let recorded = await recordStory(story, referenceProgram(binary), folder)
  const argsOf = (step: number) => recorded.steps[step - 1]?.args ?? []
  const exceptionOf = (text: string, step: number) => exceptionFor(text, argsOf(step), version)
  const isMeant = (text: string, step: number) => exceptionOf(text, step) !== undefined
  const differencesOf = async () => (await runCase(recorded, ours, folder)).differences
  const found = await differencesOf()
  let differences = found.filter(({subject, step}) => !isMeant(subject, step))
  const turns = await alternate(story, {reference: referenceProgram(binary), ours, folder})
  turnsTaken += turns.length
  let restless = turns.filter(({changes, step}) => changes.some((change) => !isMeant(change, step)))
  if (differences.length + restless.length > 0 && (await endsByChance(story, referenceProgram(binary), folder))) {
    recorded = {...story, kind: 'laws'}
    differences = (await differencesOf()).filter(({subject, step}) => !isMeant(subject, step))
    restless = []
  }
  if (differences.length + restless.length === 0) counts[recorded.kind] += 1
  else counts.different += 1
  const changed = turns.flatMap(({changes, step}) => changes.map((subject) => ({subject, step})))
  const meant = [...found, ...changed].filter(({subject, step}) => isMeant(subject, step))
  if (meant.length > 0) excepted += 1
  if (values.print) console.log(JSON.stringify(recorded, null, 1))
  for (const {step, subject} of meant) {
    console.log(`${recorded.name}, step ${step}: excepted, ${subject}\n    ${exceptionOf(subject, step)?.reason}`)
  }
  for (const {step, kind, subject, detail} of differences) {
    console.log([`${recorded.name} (${recorded.kind}), step ${step}: ${kind}, ${subject}`, ...detail].join('\n    '))
  }
  for (const {step, second, changes} of restless) {
    console.log([`${recorded.name}, step ${step}: ${second} came second and changed`, ...changes].join('\n    '))
  }
}
console.log(`${counts.equal} equal, ${counts.laws} laws kept, ${counts.different} different`)
console.log(`${excepted} of them with a difference that is excepted`)
const isIdle = turnsTaken === 0 && Number(values.stories) > 9
if (isIdle) console.log('external-dns finished no step at all: nothing was compared. Is what it sends refused?')
process.exitCode = counts.different > 0 || isIdle ? 1 : 0
