import {type Codec, count, list, object, oneOf, optional, refine, text, texts} from '../codec/codec.js'
import {dnsName} from '../codec/record-set-codec.js'
import type {DnsName} from '../dns/dns-name.js'
import {type Parsed, parsed, problem} from '../dns/parsed.js'
import {upgradeReceipt} from './receipt-version-1.js'
import {type FileFormat, formatSavedFile, type Meta, parseSavedFile, type SavedFile} from './saved-file.js'
import {type SavedPlan, savedPlan} from './saved-plan.js'

/** `partly`: some of its batches are in. `unknown`: the run ended before it could tell; the zone can. */
export const OUTCOMES = ['applied', 'partly', 'failed', 'not-started', 'unknown'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface HostReceipt {
  readonly zoneId: string
  readonly name: DnsName
  readonly setIdentifier: string | undefined
  readonly outcome: Outcome
  /** What Route 53 said against it, or what ended the writing for its zone. */
  readonly messages: readonly string[]
}

export interface AcceptedBatch {
  readonly zoneId: string
  readonly changeId: string
  readonly hosts: number
  readonly changes: number
}

export interface Receipt {
  readonly saved: SavedPlan
  /** One a host, in the order of the plan. */
  readonly hosts: readonly HostReceipt[]
  readonly accepted: readonly AcceptedBatch[]
}

const host = object<HostReceipt>({
  zoneId: text,
  name: dnsName,
  setIdentifier: optional(text),
  outcome: oneOf(OUTCOMES),
  messages: texts,
})
const batch = object<AcceptedBatch>({zoneId: text, changeId: text, hosts: count, changes: count})
const written = object<Receipt>({saved: savedPlan, hosts: list(host), accepted: list(batch)})
const receipt: Codec<Receipt> = refine(written, checkHosts)

const FORMAT: FileFormat<Receipt> = {kind: 'receipt', version: 2, codec: receipt, upgrade: upgradeReceipt}

export function formatReceipt(value: Receipt, meta: Meta): {readonly digest: string; readonly text: string} {
  return formatSavedFile(FORMAT, value, meta)
}

export function parseReceipt(fileText: string): Parsed<SavedFile<Receipt>> {
  return parseSavedFile(FORMAT, fileText)
}

function checkHosts(value: Receipt): Parsed<Receipt> {
  const planned = value.saved.plan.zones.flatMap(({hosts}) => hosts)
  const fits =
    planned.length === value.hosts.length &&
    planned.every(({zone, name, setIdentifier}, index) => {
      const host = value.hosts[index]
      return host?.zoneId === zone.id && host.name === name && host.setIdentifier === setIdentifier
    })
  return fits ? parsed(value) : problem('is about other hosts than its plan')
}
