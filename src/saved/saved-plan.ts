import {asObject, type Codec, count, list, object, optional, reference, refine, text} from '../codec/codec.js'
import {deleteLimit, planCodec} from '../codec/plan-codec.js'
import {dnsName, recordType} from '../codec/record-set-codec.js'
import {ANY} from '../codec/writer.js'
import {zone} from '../codec/zone-codec.js'
import {type Parsed, parsed, problem} from '../dns/parsed.js'
import type {Zone} from '../dns/zone.js'
import type {Plan} from '../plan/plan.js'
import type {DeleteLimit} from '../plan/plan-settings.js'
import {type Fingerprint, fingerprintsOf, type HostFingerprints} from './fingerprint.js'
import {type FileFormat, formatSavedFile, type Meta, parseSavedFile, type SavedFile} from './saved-file.js'

/** A plan as a file holds it: the exact changes, and what has to be found again before they are made. */
export interface SavedPlan {
  /** `0.1.0`: which program made it; told, not compared. */
  readonly program: string
  /** `txt`, `noop`, `dynamodb`; others that newer versions may know. */
  readonly registry: string
  readonly plan: Plan
  /** How many requests it takes when nothing fails, and the limit on deletes: the screen says both. */
  readonly batches: number
  readonly deleteLimit: DeleteLimit
  /** One a host, in the order of the plan. */
  readonly fingerprints: readonly HostFingerprints[]
  /** Where a registry outside the zones lies; undefined for one that needs no place. */
  readonly registryPlace: string | undefined
}

export function formatSavedPlan(saved: SavedPlan, meta: Meta): {readonly digest: string; readonly text: string} {
  return formatSavedFile(FORMAT, saved, meta)
}

/** Reads what `plan --out` wrote. The typed values, ownership among them, are rebuilt here and nowhere else. */
export function parseSavedPlan(fileText: string): Parsed<SavedFile<SavedPlan>> {
  return parseSavedFile(FORMAT, fileText)
}

/** Zones stand once at the top, everything else names them by id. */
export const savedPlan: Codec<SavedPlan> = {
  schema: ANY,
  toJson(saved) {
    const zones = zonesOfPlan(saved.plan)
    return {zones: list(zone).toJson(zones), ...(bodyCodec(zones).toJson(saved) as object)}
  },
  fromJson(json, path) {
    const {zones: listed, ...body} = asObject(json, path)
    const zones = list(zone).fromJson(listed, 'zones')
    return bodyCodec(zones).fromJson(body, path)
  },
}

/** The same plan, with the zones as this run sees them: by id, each with the access that reads and writes it now. */
export function withZones(saved: SavedPlan, zones: readonly Zone[]): SavedPlan {
  const codec = bodyCodec(zones)
  return codec.fromJson(codec.toJson(saved), '')
}

/** Plans are short-lived, so older ones are not read. */
const FORMAT: FileFormat<SavedPlan> = {kind: 'saved-plan', version: 2, codec: savedPlan}

function bodyCodec(zones: readonly Zone[]): Codec<SavedPlan> {
  const ref = reference<Zone>(new Map(zones.map((each) => [each.id, each])), ({id}) => id)
  const [host, setIdentifier] = [{zone: ref, name: dnsName}, optional(text)]
  const sides = {before: optional(text), after: optional(text)}
  const fingerprint = object<Fingerprint>({...host, type: recordType, setIdentifier, ...sides})
  const fingerprints = object<HostFingerprints>({...host, setIdentifier, sets: list(fingerprint)})
  const body = object<SavedPlan>({
    program: text,
    registry: text,
    plan: planCodec(ref),
    batches: count,
    deleteLimit,
    fingerprints: list(fingerprints),
    registryPlace: optional(text),
  })
  return refine(body, checkFingerprints)
}

/** The changes say what was there and what will be; fingerprints that say otherwise belong to another plan. */
function checkFingerprints(saved: SavedPlan): Parsed<SavedPlan> {
  const changed = ({before, after}: Fingerprint) => before !== after
  const own = saved.fingerprints.map((host) => ({...host, sets: host.sets.filter(changed)}))
  const hosts = saved.plan.zones.flatMap((each) => each.hosts)
  const made = fingerprintsOf(hosts, [], {kind: 'noop'})
  return JSON.stringify(own) === JSON.stringify(made)
    ? parsed(saved)
    : problem('has fingerprints that are not those of its changes')
}

/** Every zone that it names; those of the plan first, in its order. */
export function zonesOfPlan({zones, blocked}: Plan): readonly Zone[] {
  const all = [
    ...zones.map((each) => each.zone),
    ...zones.flatMap(({hosts}) => hosts.flatMap(({ownership}) => ownership.map((change) => change.zone))),
    ...blocked.flatMap((each) => each.zone ?? []),
  ]
  return [...new Map(all.map((each) => [each.id, each])).values()]
}
