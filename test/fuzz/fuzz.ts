import fc from 'fast-check'
import {commandLines} from './command-lines.js'
import {connectorLines} from './connector-lines.js'
import {kubeconfigs} from './kubeconfigs.js'
import {kubernetesLists} from './kubernetes-lists.js'
import {type FuzzInput, judge} from './laws.js'
import {manifests} from './manifests.js'
import {ownershipTexts} from './ownership-texts.js'
import {route53Pages} from './route53-pages.js'
import {savedFiles} from './saved-files.js'

/** All that comes from outside and is more than one value. */
export const INPUTS = {
  'route53-pages': () => opened(route53Pages),
  'kubernetes-lists': () => opened(kubernetesLists),
  kubeconfigs: () => opened(kubeconfigs),
  manifests: () => opened(manifests),
  'connector-lines': () => opened(connectorLines),
  'saved-files': () => opened(savedFiles),
  'ownership-texts': () => opened(ownershipTexts),
  'command-lines': () => opened(commandLines),
} as const
export type InputName = keyof typeof INPUTS

export interface FuzzCount {
  readonly name: string
  readonly tried: number
  readonly read: number
  readonly refused: number
  /** What is wrong with the first document that breaks a law, and the shortest like it. */
  readonly problem: string | undefined
}

type OpenInput = (runs: number, seed: number) => Promise<FuzzCount & Pick<FuzzInput<unknown>, 'refusesNothing'>>

/** Reads so many broken documents of one kind, and shrinks the first that breaks a law. */
export function fuzzInput(name: InputName, runs: number, seed: number): ReturnType<OpenInput> {
  return INPUTS[name]()(runs, seed)
}

function opened<D>(make: () => Promise<FuzzInput<D>>): OpenInput {
  return async (runs, seed) => {
    const input = await make()
    const counts = {read: 0, refused: 0}
    const property = fc.asyncProperty(input.documents, async (document) => {
      const {outcome, problems} = await judge(input, document)
      counts[outcome] += 1
      if (problems.length > 0) throw new Error(problems.join('\n'))
    })
    const {numRuns, failed, counterexample, counterexamplePath, errorInstance} = await fc.check(property, {
      numRuns: runs,
      seed,
    })
    await input.close?.()
    const [document] = counterexample ?? []
    const text = document === undefined ? '' : input.textOf(document)
    const problem = failed
      ? `seed ${seed}, path ${counterexamplePath}: ${errorInstance}\n${JSON.stringify(text.slice(0, 4000))}`
      : undefined
    return {name: input.name, tried: numRuns, ...counts, problem, ...(input.refusesNothing && {refusesNothing: true})}
  }
}
