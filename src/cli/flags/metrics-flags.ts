import type {FlagTable} from './flag-spec.js'

/** For `apply` and `prune`. */
export const METRICS_FLAGS = {
  'metrics-file': {
    kind: 'string',
    default: '',
    group: 'Output',
    hasEnv: false,
    summary: 'Write metrics of the run to this file, for the textfile collector of node-exporter (NAME.prom)',
  },
  pushgateway: {
    kind: 'string',
    default: '',
    group: 'Output',
    hasEnv: false,
    summary: 'Push the same metrics to the Prometheus Pushgateway at this URL; what fails there is a warning',
  },
} as const satisfies FlagTable
