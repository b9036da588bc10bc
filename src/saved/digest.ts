import {createHash} from 'node:crypto'
import {recordSet} from '../codec/record-set-codec.js'
import type {Json} from '../codec/writer.js'
import type {RecordSet} from '../dns/record-set.js'

/** `sha256:` and 64 hexadecimal digits. */
export function digestOf(json: Json): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(json)).digest('hex')}`
}

/** Equal for sets that are equal: values in any order, as Route 53 keeps none. */
export function fingerprintOf(set: RecordSet): string {
  const {data} = set
  const sorted = data.kind === 'values' ? {...data, values: [...data.values].sort()} : data
  return digestOf(recordSet.toJson({...set, data: sorted}))
}
