import type {FlagTable} from './flag-spec.js'

/** For commands that plan as a running external-dns would. */
export const FROM_DEPLOYMENT_FLAGS = {
  'from-deployment': {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    summary: 'NAMESPACE/NAME of a running external-dns: its flags and variables count where nothing else is said',
  },
} as const satisfies FlagTable
