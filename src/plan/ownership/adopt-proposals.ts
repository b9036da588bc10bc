import {toStoredName} from '../../dns/dns-name.js'
import {type Claims, claimRecordSets} from '../../registry/claim.js'
import type {Blocked} from '../blocked.js'
import {adoptedByText, proposesAdoption} from '../blocked-phrases.js'
import {decideAdoption} from '../ownership-plan.js'
import type {PlanInput} from '../plan-input.js'
import {makeOwnershipWriter} from './ownership-writer.js'

/** Where `owners adopt HOST`, which the plan proposes, would not take over the very set, the line says why instead. */
export function checkProposals(input: PlanInput, claims: Claims, blocked: readonly Blocked[]): readonly Blocked[] {
  const {settings, zones} = input
  const only = [...new Set(blocked.filter(proposesAdoption).map(({host}) => host))]
  if (only.length === 0) return blocked
  const inLedger = input.registry.kind === 'ledger'
  const registry = input.registry.kind === 'ledger' ? {...input.registry, kind: 'txt' as const} : input.registry
  // The command knows texts alone, and what it takes over gets its row in the next run.
  const byText = inLedger ? claimRecordSets(zones, registry) : claims
  const writers = makeOwnershipWriter({registry, zones}, byText)
  const patterns = only.map((host) => ({name: toStoredName(host), isBelow: false}))
  const trial = {...input, registry, settings: {...settings, only: patterns}, goal: ADOPT}
  const adoption = writers && decideAdoption(trial, byText, writers, TRIAL)
  return blocked.map((block): Blocked => {
    if (!proposesAdoption(block)) return block
    const objection = adoption?.blocked.find(
      ({zone, host, setIdentifier, types}) =>
        zone === block.zone &&
        host === block.host &&
        setIdentifier === block.setIdentifier &&
        types.some((type) => block.types.includes(type)),
    )
    if (objection !== undefined) return {...block, detail: objection.detail, fix: objection.fix}
    const isTaken = adoption?.hosts.some(({zone, name}) => zone === block.zone && name === block.host)
    if (!isTaken) return {...block, fix: undefined}
    return inLedger ? adoptedByText(block) : block
  })
}

const ADOPT = {kind: 'adopt', takesEqualOnly: false} as const
const TRIAL = {takesEqualOnly: false, seesOtherNaming: false} as const
