import {rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it, onTestFinished} from 'vitest'
import {spawnedProgram, temporaryFolder} from '../conformance/program.js'
import {runCase} from '../conformance/run-case.js'
import {alternate} from './alternate.js'
import {recordStory, referenceProgram} from './reference.js'
import {makeStory} from './story.js'

const binary = process.env.EXTERNAL_DNS_BIN ?? ''
if (binary === '')
  console.log('Skipped: EXTERNAL_DNS_BIN is not set, so nothing is compared with a running external-dns.')

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
      expect((await runCase(recorded, spawnedProgram(packageFolder), folder)).differences).toEqual([])
    },
    STORY_TIMEOUT_MS,
  )

  it.each([1, 2, 3, 4, 5, 6])(
    'in story %i neither program finds anything to do after the other',
    async (seed) => {
      const turns = await alternate(makeStory(seed), {
        reference: referenceProgram(binary),
        ours: spawnedProgram(packageFolder),
        folder: folderOfTest(),
      })
      expect(turns.filter(({changes}) => changes.length > 0)).toEqual([])
      expect(turns.length).toBeGreaterThan(0)
    },
    STORY_TIMEOUT_MS,
  )
})
