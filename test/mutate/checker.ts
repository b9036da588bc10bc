import {type Checker, CheckStatus} from '@stryker-mutator/api/check'
import {declareValuePlugin, PluginKind} from '@stryker-mutator/api/plugin'
import {toMutants} from './mutant.js'
import {type Reason, type Sampling, sampleOf} from './sampling.js'

// A plugin of Stryker, which asks it about all mutants before it tries one. It runs in a process of its own.

export const strykerPlugins = [
  declareValuePlugin(
    PluginKind.Checker,
    'sampling',
    makeChecker(JSON.parse(process.env.MUTATE_SAMPLING ?? '{"seed":"1"}')),
  ),
]

function makeChecker(sampling: Sampling): Checker {
  const reasons = new Map<string, Reason | undefined>()
  return {
    init: async () => {},
    group: async (mutants) => {
      const sampled = sampleOf(toMutants(mutants, process.cwd(), 0), sampling)
      for (const [index, {id}] of mutants.entries()) reasons.set(id, sampled[index])
      return [mutants.map(({id}) => id)]
    },
    check: async (mutants) =>
      Object.fromEntries(
        mutants.map(({id}) => {
          const reason = reasons.get(id)
          return [id, reason === undefined ? {status: CheckStatus.Passed} : {status: CheckStatus.CompileError, reason}]
        }),
      ),
  }
}
