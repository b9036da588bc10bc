import {namedHosts} from '../../dns/host-pattern.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Claims} from '../../registry/claim.js'
import {blockCandidate} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {NO_FIRST_PASS} from '../check/first-pass.js'
import {nameContexts} from '../decide/name-contexts.js'
import type {RowDecision} from '../decide/name-decision.js'
import {makeRetention} from '../decide/retention.js'
import type {Candidate, OwnershipInput, PlanInput} from '../plan-input.js'
import {decideAdopting, rowsOf, type Taking, takeConflicting} from './adopt-decision.js'
import {makeHostDraft} from './host-draft.js'
import {otherNaming} from './other-naming.js'
import type {DraftedHosts} from './ownership-step.js'
import {makeIsShared, type OwnershipWriter} from './ownership-writer.js'

export interface AdoptionGoal extends Pick<Taking, 'takesEqualOnly' | 'keepsValues'> {
  /** A plan must say the same of a part of a zone as of all of it, so it does not look for texts under another prefix. */
  readonly seesOtherNaming: boolean
}

/**
 * Takes over record sets that nobody owns and that an object asks for, type by type: one that is as wanted gets its text
 * and nothing else, another one is updated in the same batch. What is missing is left to `apply`. At a host that is named,
 * a set that keeps a candidate out gets its text too, so that `apply` can put the wanted set in its place.
 */
export function adoptHosts(
  input: OwnershipInput,
  claims: Claims,
  writers: NonNullable<OwnershipWriter>,
  goal: AdoptionGoal,
): DraftedHosts {
  const retention = makeRetention(input, input.problems, 'hold')
  const written = {ownershipWriter: writers, ledgerWriter: undefined}
  // Nothing is taken from the owner of `--migrate-from-txt-owner` here, and no text of theirs either.
  const registry = input.registry.kind === 'noop' ? input.registry : {...input.registry, migrateFrom: undefined}
  const applying = {...input, registry, goal: {kind: 'apply'} as const}
  const contexts = nameContexts(applying, claims, input.candidates, retention, written, NO_FIRST_PASS)
  const isShared = makeIsShared(input)
  const foreignRecordOf = goal.seesOtherNaming ? otherNaming(claims.orphans, registry) : () => undefined
  const named = new Set<string>(namedHosts(input.settings.only))
  const drafted = contexts.flatMap((context) =>
    rowsOf(context).map(({setIdentifier, owner, winners, blocked: lost}): DraftedHosts => {
      const isNamed = named.has(context.name)
      const taking = {...goal, isShared, isNamed, takesConflicting: isNamed && !goal.takesEqualOnly}
      const conflicting = taking.takesConflicting ? takeConflicting(context, setIdentifier) : []
      const adopting = winners.map((candidate) => decideAdopting(context, candidate, taking))
      const known = [...adopting, ...conflicting].flatMap((one) => {
        if (one === undefined || 'reason' in one) return one ?? []
        const foreignRecord = foreignRecordOf(context.zone, one.claim.recordSet)
        return foreignRecord === undefined
          ? one
          : blockCandidate(one.candidate, phrases.wantedUnderOtherPrefix(one.candidate, foreignRecord))
      })
      const intents = known.filter((one) => 'kind' in one)
      const blocked = known.filter((one) => 'reason' in one)
      const row: RowDecision = {
        setIdentifier,
        owner,
        intents,
        replaced: [],
        removed: [],
        recordedResource: context.sharesOwnershipRecord ? intents[0]?.candidate.resource : undefined,
      }
      const made = makeHostDraft(context, row, written)
      return {drafts: made.draft === undefined ? [] : [made.draft], blocked: [...lost, ...blocked, ...made.blocked]}
    }),
  )
  return {drafts: drafted.flatMap(({drafts}) => drafts), blocked: drafted.flatMap(({blocked}) => blocked)}
}

/** What nobody owns and `adopt --equal-only` would take over, with the candidate that it equals. */
export function findEqualUnowned(input: PlanInput, claims: Claims): ReadonlyMap<RecordSet, Candidate> {
  const retention = makeRetention(input, input.problems, 'hold')
  const unwritten = {ownershipWriter: undefined, ledgerWriter: undefined}
  const contexts = nameContexts(input, claims, input.candidates, retention, unwritten, NO_FIRST_PASS)
  const taking = {takesEqualOnly: true, keepsValues: new Map()}
  const decided = contexts.flatMap((context) =>
    rowsOf(context).flatMap(({winners}) => winners.map((candidate) => decideAdopting(context, candidate, taking))),
  )
  const updates = decided.filter((one) => one !== undefined && 'kind' in one)
  return new Map(updates.map(({claim, candidate}) => [claim.recordSet, candidate]))
}
