import type {FlagTable} from './flag-spec.js'

/** For commands that can do a part of their work from the zones alone. */
export const WITHOUT_CLUSTER_FLAGS = {
  'without-cluster': {
    kind: 'boolean',
    default: false,
    group: 'Run',
    hasEnv: false,
    hasNegation: false,
    summary: 'Read the zones only: no kubeconfig is opened and no object asked',
  },
} as const satisfies FlagTable
