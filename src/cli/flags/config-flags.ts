import type {FlagTable} from './flag-spec.js'

/** Where further settings come from, and what became of them; for every command. */
export const CONFIG_FLAGS = {
  config: {
    kind: 'string',
    default: '',
    group: 'Run',
    mayBeEmpty: true,
    summary:
      'YAML file of settings, named as the flags; default: external-dns-ts.yaml in the working folder, else config.yaml in ~/.config/external-dns-ts; --config= reads none',
  },
  'show-config': {
    kind: 'boolean',
    default: false,
    group: 'Output',
    hasEnv: false,
    hasNegation: false,
    summary: 'Print each setting and where it comes from, secrets masked, and end',
  },
} as const satisfies FlagTable
