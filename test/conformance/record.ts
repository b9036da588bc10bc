import {writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {versionOf} from '../interplay/exceptions.js'
import {type PlayedStep, play, referenceProgram} from '../interplay/reference.js'
import {type CaseZone, listCases, readCase} from './case.js'
import {compareZones} from './compare.js'
import {temporaryFolder} from './program.js'

// Runs external-dns v0.23 on the inputs of the cases of v0.23, and writes what it did into them:
// EXTERNAL_DNS_BIN=… npm run conformance:record -- [--check] [NAME-PREFIX...]
//
//   --check  only tells where the outcome is not the recorded one, and ends with 1 then

const binary = process.env.EXTERNAL_DNS_BIN ?? ''
if (binary === '' || versionOf(binary) !== 'v0.23') {
  console.error('EXTERNAL_DNS_BIN has to name an external-dns v0.23 that was built with its version.')
  process.exit(1)
}
const [isCheck, names] = [process.argv.includes('--check'), process.argv.slice(2).filter((word) => word !== '--check')]
const folder = temporaryFolder('record')
let differences = 0
for (const file of listCases(fileURLToPath(new URL('.', import.meta.url)), names)) {
  if (file.kind !== 'v0.23') continue
  const {kind: _kind, ...recorded} = readCase(file)
  const played = await play({...recorded, kind: 'v0.23'}, referenceProgram(binary, []), folder)
  for (const [index, {zones, exitCode}] of played.entries()) {
    const before = recorded.steps[index]?.zones
    const found = exitCode === 0 ? zones : undefined
    if ((before === undefined) !== (found === undefined))
      differences += tell(file.name, index, `ended with ${exitCode}`)
    for (const {subject, detail} of compareZones(index + 1, before ?? [], before && found ? found : (before ?? []))) {
      differences += tell(file.name, index, [subject, ...detail].join('\n    '))
    }
  }
  const outcome = {...recorded, steps: played.map(toStep), reference: played.map(toReference)}
  if (!isCheck) writeFileSync(file.path, `${JSON.stringify(outcome)}\n`)
}
console.log(`${differences} different from before`)
if (isCheck && differences > 0) process.exitCode = 1

function tell(name: string, index: number, text: string): number {
  console.log(`${name}, step ${index + 1}: ${text}`)
  return 1
}

/** A step in which external-dns fails has no outcome. */
function toStep({args, cluster, zones, changes, calls, exitCode}: PlayedStep) {
  return exitCode === 0 ? {args, cluster, zones: zones.map(withoutApex), changes, calls} : {args, cluster}
}

function withoutApex(zone: CaseZone): CaseZone {
  const records = zone.records?.filter(({Name, Type}) => Name !== zone.name || (Type !== 'NS' && Type !== 'SOA')) ?? []
  return {...zone, records}
}

/** Its exit code, and its warnings and errors without what differs from run to run. */
function toReference({exitCode, stderr}: PlayedStep) {
  const messages = stderr
    .split('\n')
    .filter((line) => /level=(warning|error|fatal)/.test(line))
    .map((line) => line.replace(/^time="[^"]*" /, '').replace(/RequestID: [-0-9a-f]+/g, 'RequestID: …'))
  return {exit: exitCode, ...(messages.length > 0 && {messages: [...new Set(messages)].sort()})}
}
