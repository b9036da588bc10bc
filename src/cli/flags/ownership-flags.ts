import {Args, type Interfaces} from '@oclif/core'
import type {FlagTable} from './flag-spec.js'

/** For `owners adopt`, `owners repair`. */
export const HOSTS_ARGUMENT: Interfaces.ArgInput = {
  host: Args.string({
    ignoreStdin: true,
    multiple: true,
    description: 'Host, as often as needed; without any: every host that it concerns',
  }),
}

/** For `owners release`, `owners transfer`. */
export const GIVEN_UP_HOSTS_ARGUMENT: Interfaces.ArgInput = {
  host: Args.string({ignoreStdin: true, multiple: true, description: 'Host, as often as needed; else --all'}),
}

/** For `owners release`, `owners transfer`: a variable that is unset in a script must not give up everything. */
export const GIVE_UP_FLAGS = {
  all: {
    kind: 'boolean',
    default: false,
    group: 'Run',
    hasEnv: false,
    hasNegation: false,
    summary: 'Without HOST: every host that the owner holds in the selected zones',
  },
} as const satisfies FlagTable

/** For `owners adopt`. */
export const ADOPT_FLAGS = {
  'equal-only': {
    kind: 'boolean',
    default: false,
    group: 'Run',
    hasEnv: false,
    hasNegation: false,
    summary: 'Adopt only what is as wanted already, so that no answer changes',
  },
} as const satisfies FlagTable

/** For `owners migrate`. */
export const MIGRATE_FLAGS = {
  from: {kind: 'string', default: '', group: 'Run', hasEnv: false, summary: 'Former owner id'},
  to: {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    summary: 'New owner id; default: that of --txt-owner-id',
  },
} as const satisfies FlagTable

/** For `owners transfer`. */
export const TRANSFER_FLAGS = {
  to: {kind: 'string', default: '', group: 'Run', hasEnv: false, summary: 'Owner id that gets the hosts'},
} as const satisfies FlagTable

/** For `owners repair`. */
export const REPAIR_FLAGS = {
  'upgrade-format': {
    kind: 'boolean',
    default: false,
    group: 'Run',
    hasEnv: false,
    hasNegation: false,
    summary: 'Take away texts in an older format once one in the current format stands',
  },
  'from-prefix': {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    mayBeEmpty: true,
    summary: 'Former --txt-prefix; an empty one is said with --from-prefix=',
  },
  'from-suffix': {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    mayBeEmpty: true,
    summary: 'Former --txt-suffix',
  },
  'from-wildcard-replacement': {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    mayBeEmpty: true,
    summary: 'Former --txt-wildcard-replacement',
  },
} as const satisfies FlagTable
