import type {AttributeValue} from '@aws-sdk/client-dynamodb'
import {formatRowKey, type LedgerRow, parseRowKey} from '../ledger.js'
import {toOwnerId} from '../ownership.js'

export type Item = Record<string, AttributeValue>

export function toItem({key, owner, resource, labels}: LedgerRow): Item {
  const entries = Object.entries({...labels, ...(resource === '' ? {} : {resource})})
  return {
    k: {S: formatRowKey(key)},
    o: {S: owner},
    l: {M: Object.fromEntries(entries.map(([name, text]) => [name, {S: text}]))},
  }
}

/** Undefined for an item that names no record set. One without an owner is nobody's, and so not ours to touch. */
export function fromItem({k, o, l}: Item): LedgerRow | undefined {
  const key = parseRowKey(k?.S ?? '')
  if (key === undefined) return undefined
  const {resource = '', ...labels} = Object.fromEntries(
    Object.entries(l?.M ?? {}).flatMap(([name, {S: text}]) => (text === undefined ? [] : [[name, text]])),
  )
  return {key, owner: toOwnerId(o?.S ?? ''), resource, labels}
}
