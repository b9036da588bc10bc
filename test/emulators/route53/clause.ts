import type {Change, ResourceRecordSet} from '@aws-sdk/client-route-53'
import {plain} from './sdk-client.js'

/** One batch on a new zone example.com that holds `given`, and the result in Route 53. */
export type Clause = {
  readonly title: string
  readonly given?: readonly ResourceRecordSet[]
  readonly changes: (zoneId: string) => readonly Change[]
  /** Absent: accepted. */
  readonly refused?: {readonly code: 'InvalidChangeBatch' | 'InvalidInput'; readonly text: string}
}

export const invalid = (text: string): NonNullable<Clause['refused']> => ({code: 'InvalidChangeBatch', text})
export const input = (text: string): NonNullable<Clause['refused']> => ({code: 'InvalidInput', text})
export const www = plain('www.example.com', 'A', '192.0.2.1', '192.0.2.2')
export const weighted = (id: string, weight: number, ttl = 300): ResourceRecordSet => ({
  ...plain('www.example.com', 'A', '192.0.2.1'),
  TTL: ttl,
  SetIdentifier: id,
  Weight: weight,
})
