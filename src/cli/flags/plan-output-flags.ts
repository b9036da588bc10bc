import type {FlagTable} from './flag-spec.js'
import {OUTPUT_FLAGS} from './own-flags.js'

/** For every command that shows a plan. */
export const PLAN_OUTPUT_FLAGS = {
  format: {...OUTPUT_FLAGS.format, options: ['text', 'json', 'markdown', 'html']},
  summary: {
    kind: 'boolean',
    default: false,
    group: 'Output',
    hasEnv: false,
    hasNegation: false,
    summary: 'Show zones and counts only, not the hosts',
  },
  verbose: {
    ...OUTPUT_FLAGS.verbose,
    summary:
      'Say more: unchanged values, the text of ownership TXT, every object, every zone; on stderr who we are to AWS, calls, times',
  },
} as const satisfies FlagTable

/** For every command that makes a plan. */
export const REPORT_FLAGS = {
  'gitlab-report': {
    kind: 'string',
    default: '',
    group: 'Output',
    hasEnv: false,
    summary: 'Write the counts to this file, for reports:terraform of GitLab',
  },
} as const satisfies FlagTable
