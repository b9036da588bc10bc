import {rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it, onTestFinished} from 'vitest'
import {spawnedProgram, temporaryFolder} from '../conformance/program.js'
import {runCase} from '../conformance/run-case.js'
import {alternate} from './alternate.js'
import {exceptionFor, versionOf} from './exceptions.js'
import {recordStory, referenceProgram} from './reference.js'
import {makeStory} from './story.js'

const binary = process.env.EXTERNAL_DNS_BIN ?? ''
if (binary === '')
  console.log('Skipped: EXTERNAL_DNS_BIN is not set, so nothing is compared with a running external-dns.')

const version = binary === '' ? undefined : versionOf(binary)
const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
/** A run of a minute would hang; a story takes a second or two. */
const STORY_TIMEOUT_MS = 120_000

function folderOfTest(): string {
  const folder = temporaryFolder('interplay')
  onTestFinished(() => rmSync(folder, {recursive: true}))
  return folder
}

describe.skipIf(binary === '')('beside a running external-dns', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'random story %i ends as with external-dns, or keeps the laws where that fails',
    async (seed) => {
      const folder = folderOfTest()
      const recorded = await recordStory(makeStory(seed), referenceProgram(binary), folder)
      const {differences} = await runCase(recorded, spawnedProgram(packageFolder), folder)
      const argsOf = (step: number) => recorded.steps[step - 1]?.args ?? []
      expect(differences.filter(({subject, step}) => !exceptionFor(subject, argsOf(step), version))).toEqual([])
    },
    STORY_TIMEOUT_MS,
  )

  it.each([1, 2, 3, 4, 5, 6])(
    'in story %i neither program finds anything to do after the other',
    async (seed) => {
      const story = makeStory(seed)
      const turns = await alternate(story, {
        reference: referenceProgram(binary),
        ours: spawnedProgram(packageFolder),
        folder: folderOfTest(),
      })
      const argsOf = (step: number) => story.steps[step - 1]?.args ?? []
      const meant = (change: string, step: number) => exceptionFor(change, argsOf(step), version) !== undefined
      expect(turns.filter(({changes, step}) => changes.some((change) => !meant(change, step)))).toEqual([])
      expect(turns.length).toBeGreaterThan(0)
    },
    STORY_TIMEOUT_MS,
  )
})

describe('differences that are meant', () => {
  const tlsa = JSON.stringify({Action: 'CREATE', Name: '_443._tcp.web.example.com.', Type: 'TLSA'})

  it('are those of TLSA in both versions', () => {
    for (const one of ['v0.22', 'v0.23', undefined] as const) expect(exceptionFor(tlsa, [], one)).toBeDefined()
    expect(exceptionFor('example.com. _443._tcp.web.example.com. TLSA', [], 'v0.23')).toBeDefined()
  })

  it('are hosts tlsa-… in v0.23 only', () => {
    expect(exceptionFor('example.com. tlsa-web.example.com. A', [], 'v0.23')).toBeDefined()
    expect(exceptionFor('example.com. tlsa-web.example.com. A', [], 'v0.22')).toBeUndefined()
  })

  it('are hosts at an apex where NS is a managed type', () => {
    const change = JSON.stringify(['CREATE', 'example.com', 'A'])
    expect(exceptionFor(change, ['--managed-record-types=NS'], 'v0.23')).toBeDefined()
    expect(exceptionFor(change, ['--managed-record-types=A'], 'v0.23')).toBeUndefined()
    expect(exceptionFor(change.replace('"ex', '"www.ex'), ['--managed-record-types=NS'], 'v0.23')).toBeUndefined()
    const subject = 'example.com. (private) example.com. A'
    expect(exceptionFor(subject, ['--managed-record-types=NS'], 'v0.23')).toBeDefined()
    expect(exceptionFor(subject.replace(') ex', ') www.ex'), ['--managed-record-types=NS'], 'v0.23')).toBeUndefined()
  })

  it('are filters and templates in v0.22 only', () => {
    for (const flag of ['--annotation-filter=a', '--fqdn-template={{.Name}}']) {
      expect(exceptionFor('example.com. web.example.com. A', [flag], 'v0.22')).toBeDefined()
      expect(exceptionFor('example.com. web.example.com. A', [flag], 'v0.23')).toBeUndefined()
    }
  })

  it('are no others', () => {
    const args = ['--source=service', '--policy=sync']
    for (const one of ['v0.22', 'v0.23', undefined] as const) {
      expect(exceptionFor('example.com. web.example.com. A', args, one)).toBeUndefined()
    }
  })
})
