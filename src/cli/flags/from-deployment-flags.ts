import type {FlagTable} from './flag-spec.js'

/** Flags of commands that can plan with the settings of a running external-dns. */
export const FROM_DEPLOYMENT_FLAGS = {
  'from-deployment': {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    summary: 'NAMESPACE/NAME of a running external-dns: its flags and variables count where nothing else is said',
  },
} as const satisfies FlagTable
