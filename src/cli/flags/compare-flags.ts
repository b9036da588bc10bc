import {strings, withColumn} from './flag-spec.js'

export const COMPARE_FLAGS = withColumn({topic: 'Run', hasEnv: false})({
  compare: strings(
    'Flag of a second configuration (--compare=--txt-prefix=old-): show only where its plan differs; repeatable',
  ),
})
