import {parseDnsName} from '../../dns/dns-name.js'
import type {ObjectProblem} from '../../dns/endpoint.js'
import type {RecordSet} from '../../dns/record-set.js'
import {hostKeyOf} from '../../dns/zone.js'
import {claimRecordSets} from '../../registry/claim.js'
import {reservedLabel, saysItself} from '../../registry/ownership.js'
import {ownershipClaimIn} from '../../registry/wanted-text.js'
import {type Blocked, type BlockedReason, blockCandidate} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {makeOwnershipWriter, type OwnershipWriter} from '../ownership/ownership-writer.js'
import {toOwnershipSet} from '../ownership/txt-locations.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {Candidate, PlanInput} from '../plan-input.js'

type CandidateInput = Pick<PlanInput, 'candidates' | 'leftOut' | 'zones' | 'rules' | 'registry'>

/** Takes out what the provider would refuse on its own, with its ownership TXT; an AAAA twin without room just goes. */
export function checkCandidates(input: CandidateInput, ownershipWriter: OwnershipWriter) {
  const good: Candidate[] = []
  const blocked: Blocked[] = []
  const problems: ObjectProblem[] = []
  const withoutTwin = new Map<string, string>()
  for (const candidate of input.candidates) {
    const why = checkCandidate(candidate, input, ownershipWriter)
    if (why === undefined) {
      good.push(candidate)
      continue
    }
    if (isSpareTwin(candidate, why)) {
      withoutTwin.set(hostKeyOf(candidate), `no AAAA: ${why.detail}`)
      continue
    }
    blocked.push(blockCandidate(candidate, why))
    problems.push(...problemOf(candidate, why))
  }
  const noted = (candidate: Candidate): Candidate => {
    const note = withoutTwin.get(hostKeyOf(candidate))
    return note === undefined ? candidate : {...candidate, notes: [...candidate.notes, note]}
  }
  return {
    candidates: withoutTwin.size === 0 ? good : good.map(noted),
    blocked,
    problems: [...problems, ...checkLeftOut(input)],
  }
}

function isSpareTwin({isTwin}: Candidate, {reason}: BlockedReason): boolean {
  return isTwin === true && reason === 'invalid-name'
}

/** By the rules alone: their zones may not have been read. */
function checkLeftOut(input: CandidateInput): readonly ObjectProblem[] {
  const {leftOut = [], registry, zones} = input
  if (leftOut.length === 0) return []
  const homes = new Set([...zones.map(({zone}) => zone), ...leftOut.map(({zone}) => zone)])
  const unread = [...homes].map((zone) => ({zone, reading: 'not-read' as const, recordSets: []}))
  const ownershipWriter = makeOwnershipWriter({registry, zones: unread}, claimRecordSets(unread, registry))
  return leftOut.flatMap((candidate) => {
    const why = checkCandidate(candidate, input, ownershipWriter)
    if (why === undefined || isSpareTwin(candidate, why)) return []
    return problemOf(candidate, why).map((problem) => ({...problem, isUntold: true}))
  })
}

function problemOf({resource, origins, recordSet}: Candidate, {detail}: BlockedReason): readonly ObjectProblem[] {
  const [origin] = origins
  return origin === undefined ? [] : [{resource, origin, dnsName: recordSet.name, problem: detail}]
}

function checkCandidate(
  candidate: Candidate,
  {rules, registry}: CandidateInput,
  ownershipWriter: OwnershipWriter,
): BlockedReason | undefined {
  const {recordSet, zone} = candidate
  const [broken] = rules.checkRecordSet(recordSet, zone)
  if (broken !== undefined) return phrases.objectProblem(broken)
  const claim = ownershipClaimIn(recordSet, registry)
  if (claim !== undefined) return ownershipPhrases.claimsOwnership(claim)
  if (ownershipWriter === undefined) return undefined
  const location = ownershipWriter.locations.locationOf(zone, recordSet)
  const name = parseDnsName(location.name)
  if (!name.ok) return ownershipPhrases.txtNameInvalid(name.problem)
  const {resource, labels, owner = ownershipWriter.owner} = candidate
  const reserved = reservedLabel(candidate)
  if (reserved !== undefined) return ownershipPhrases.reservedLabel(reserved, location.name)
  if (!saysItself({owner, resource, labels})) return ownershipPhrases.textEndsEarly(location.name)
  const txt = toOwnershipSet(location, candidate, ownershipWriter)
  const [brokenTxt] = isRoutedLike(location.stored, txt)
    ? rules.checkRecordSet(txt, location.zone)
    : rules.checkOwnershipRecord(txt, recordSet, location.zone)
  return brokenTxt === undefined ? undefined : ownershipPhrases.txtInvalid(location.name, brokenTxt)
}

/** The provider took such routing already, so that it is not checked anew. */
function isRoutedLike(stored: RecordSet | undefined, txt: RecordSet): boolean {
  return (
    stored !== undefined &&
    stored.healthCheckId === txt.healthCheckId &&
    JSON.stringify(stored.routing) === JSON.stringify(txt.routing)
  )
}
