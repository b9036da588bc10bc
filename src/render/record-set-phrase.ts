import type {RecordSet} from '../dns/record-set.js'
import {remarksOf, targetsOf} from './record-set-text.js'

/** A whole record set within a sentence: `192.0.2.1 192.0.2.2, ttl 300, weight 10`. */
export function recordSetPhrase(set: RecordSet): string {
  const values = targetsOf(set).map(({content}) => content.map((word) => word.text).join(' '))
  return [values.join(' '), ...remarksOf(set, set.setIdentifier)].join(', ')
}
