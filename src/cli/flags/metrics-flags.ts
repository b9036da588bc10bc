import {file, string, withColumn} from './flag-spec.js'

export const METRICS_FLAGS = withColumn({topic: 'Output', hasEnv: false})({
  'metrics-file': file(
    'Write metrics of the run to this file, for the textfile collector of node-exporter (NAME.prom)',
  ),
  pushgateway: string(
    'Push the same metrics to the Prometheus Pushgateway at this URL; a failure there is only a warning',
  ),
})
