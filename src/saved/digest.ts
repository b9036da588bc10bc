import {createHash} from 'node:crypto'
import {recordSet} from '../codec/record-set-codec.js'
import type {Json} from '../codec/writer.js'
import {type RecordSet, withSortedValues} from '../dns/record-set.js'

/** `sha256:` and 64 hexadecimal digits. */
export function digestOf(json: Json): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(json)).digest('hex')}`
}

/** Equal for sets that are equal. */
export function fingerprintOf(set: RecordSet): string {
  return digestOf(recordSet.toJson(withSortedValues(set)))
}
