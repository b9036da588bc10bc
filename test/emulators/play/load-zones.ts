import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {isInZone, parseName, shownName} from '../route53/dns-name.js'
import {RECORD_TYPES, type RecordSet} from '../route53/record-set.js'
import {Refusal} from '../route53/refusal.js'
import type {ZoneInput} from '../route53/zone.js'
import {InputError, type ZoneArgument} from './arguments.js'

/** @param folder the one that the paths are relative to. @throws InputError */
export async function loadZones(zones: readonly ZoneArgument[], folder: string): Promise<readonly ZoneInput[]> {
  const loaded: ZoneInput[] = []
  for (const zone of zones) {
    const records = zone.file === undefined ? [] : readListing(zone.file, await readText(resolve(folder, zone.file)))
    const input = toZone(zone, records)
    const former = loaded.find(({name, private: isPrivate}) => name === input.name && isPrivate === input.private)
    if (former !== undefined) throw new InputError(`the zone ${shown(input.name)} is given twice: ${zone.text}`)
    if (loaded.some(({id}) => id === input.id)) throw new InputError(`two zones have the id ${input.id}: ${zone.text}`)
    loaded.push(input)
  }
  return loaded
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new InputError(`cannot read ${path}: ${error instanceof Error ? error.message.split(',')[0] : String(error)}`)
  }
}

/** The record sets of `aws route53 list-resource-record-sets`, all pages in one. @throws InputError */
function readListing(file: string, text: string): readonly RecordSet[] {
  const asked = 'what aws route53 list-resource-record-sets --output json prints'
  let listing: unknown
  try {
    listing = JSON.parse(text)
  } catch {
    throw new InputError(`${file} is not JSON; it must be ${asked}`)
  }
  if (!isFields(listing) || !Array.isArray(listing.ResourceRecordSets)) {
    throw new InputError(`${file} has no list ResourceRecordSets; it must be ${asked}`)
  }
  if (listing.IsTruncated === true || listing.NextToken !== undefined) {
    throw new InputError(`${file} is only a part of the zone; list it again without --max-items`)
  }
  return listing.ResourceRecordSets.map((set: unknown, index) => {
    const problem = problemOf(set)
    if (problem !== undefined) throw new InputError(`${file}, record set ${index + 1}: ${problem}`)
    return set as RecordSet
  })
}

/** Checks what everything else relies on; the rest is stored as it is. */
function problemOf(set: unknown): string | undefined {
  if (!isFields(set)) return 'it is not an object'
  const {Name, Type, AliasTarget, TTL, ResourceRecords} = set
  if (typeof Name !== 'string') return 'it has no Name'
  if (typeof Type !== 'string' || !RECORD_TYPES.includes(Type)) return `${Name} has no Type that Route 53 knows`
  if (isFields(AliasTarget)) {
    const isWhole = typeof AliasTarget.DNSName === 'string' && typeof AliasTarget.HostedZoneId === 'string'
    return isWhole ? undefined : `the AliasTarget of ${Name} ${Type} lacks DNSName or HostedZoneId`
  }
  if (typeof TTL !== 'number') return `${Name} ${Type} has neither TTL nor AliasTarget`
  return Array.isArray(ResourceRecords) &&
    ResourceRecords.every((row) => isFields(row) && typeof row.Value === 'string')
    ? undefined
    : `${Name} ${Type} has no list ResourceRecords of values`
}

/** @throws InputError when the name is missing or impossible, and for a record set outside the zone. */
function toZone({text, name, isPrivate}: ZoneArgument, records: readonly RecordSet[]): ZoneInput {
  const zoneName = parsed(name ?? records.find(({Type}) => Type === 'SOA')?.Name, text)
  const outside = records.find((set) => !isInZone(parsed(set.Name, text), zoneName))
  if (outside !== undefined) {
    throw new InputError(`${text}: ${outside.Name} ${outside.Type} is outside the zone ${shown(zoneName)}`)
  }
  // An alias to another record set of its zone holds the zone's id, which the listing says nowhere else.
  const alias = records.find(({AliasTarget}) => AliasTarget && isInZone(parsed(AliasTarget.DNSName, text), zoneName))
  const id = alias?.AliasTarget?.HostedZoneId ?? newId(zoneName, isPrivate)
  return {name: zoneName, id, private: isPrivate, records}
}

function parsed(name: string | undefined, text: string): string {
  if (name === undefined) {
    throw new InputError(`${text} does not say which zone it is, because it has no SOA; write --zone NAME=${text}`)
  }
  try {
    return parseName(name)
  } catch (error) {
    if (error instanceof Refusal) {
      throw new InputError(`${text}: '${name}' is not a name (${/\((.+?)\)/.exec(error.message)?.[1]})`)
    }
    throw error
  }
}

function newId(zoneName: string, isPrivate: boolean): string {
  return `Z0${zoneName.replaceAll(/[^a-z0-9]/g, '').toUpperCase()}${isPrivate ? 'PRIVATE' : ''}`.slice(0, 32)
}

function shown(name: string): string {
  return shownName(name).slice(0, -1)
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
