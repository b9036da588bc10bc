import {type Codec, count, list, object, oneOf, optional, refine, text, texts} from '../codec/codec.js'
import {dnsName} from '../codec/record-set-codec.js'
import {type Parsed, parsed, problem} from '../dns/parsed.js'
import {hostKey} from '../dns/zone.js'
import {upgradeReceipt} from './receipt-version-1.js'
import {
  type FileFormat,
  formatSavedFile,
  type Meta,
  parseSavedFile,
  type SavedFile,
  type ValueOf,
} from './saved-file.js'
import {savedPlan} from './saved-plan.js'

/** `partly`: some of its batches are in. `unknown`: the run ended before it could tell; the zone can. */
export const OUTCOMES = ['applied', 'partly', 'failed', 'not-started', 'unknown'] as const
export type Outcome = (typeof OUTCOMES)[number]

const host = object({
  zoneId: text,
  name: dnsName,
  setIdentifier: optional(text),
  outcome: oneOf(OUTCOMES),
  /** What Route 53 said against it, or what ended the writing for its zone. */
  messages: texts,
})
export type HostReceipt = ValueOf<typeof host>

/** The `hostKey` of a host. */
export const receiptKey = ({zoneId, ...host}: HostReceipt) => hostKey({...host, zone: {id: zoneId}})

const batch = object({zoneId: text, changeId: text, hosts: count, changes: count})

/** One host each, in the order of the plan. */
const written = object({saved: savedPlan, hosts: list(host), accepted: list(batch)})
export type Receipt = ValueOf<typeof written>

const receipt: Codec<Receipt> = refine(written, checkHosts)

const FORMAT: FileFormat<Receipt> = {kind: 'receipt', version: 2, codec: receipt, upgrade: upgradeReceipt}

export function formatReceipt(value: Receipt, meta: Meta): {readonly digest: string; readonly text: string} {
  return formatSavedFile(FORMAT, value, meta)
}

export function parseReceipt(fileText: string): Parsed<SavedFile<Receipt>> {
  return parseSavedFile(FORMAT, fileText)
}

function checkHosts(value: Receipt): Parsed<Receipt> {
  const planned = value.saved.plan.zones.flatMap(({hosts}) => hosts.map(hostKey))
  const fits = JSON.stringify(value.hosts.map(receiptKey)) === JSON.stringify(planned)
  return fits ? parsed(value) : problem('is about other hosts than its plan')
}
