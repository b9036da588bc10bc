import {count, flag, list, object, oneOf, optional, text, texts} from '../../codec/codec.js'
import {shownHost} from '../../codec/host-codec.js'
import {shownOwnershipTxt} from '../../codec/ownership-change-codec.js'
import {SHOWN_PLAN_FIELDS} from '../../codec/plan-codec.js'
import {dnsName, shownRecordSet} from '../../codec/record-set-codec.js'
import {derived, fieldsOf, named, self, view} from '../../codec/writer.js'
import {origin, shownZone} from '../../codec/zone-codec.js'
import {DELEGATION_VERDICTS, type Delegation, delegationVerdict, type Verified} from '../../dns/answer.js'
import {
  type FilteredOut,
  type HostExplanation,
  type HostRequest,
  type Neighbour,
  type OwnershipOf,
  VERDICTS,
  type WrapperStep,
  type ZoneVerdict,
} from '../../explain/explanation.js'
import {type Claim, textsOf} from '../../registry/claim.js'
import {shownVerification} from '../apply/apply-json.js'
import {remarkOf} from '../apply/verified-text.js'
import {documentRenderer, headed} from '../json/document.js'
import {shownRecordedChange} from '../json/history-json.js'
import {sortBlocked} from '../plan/blocked-text.js'

export const shownRequest = named(
  'asking',
  view<HostRequest>({
    ...fieldsOf(self<HostRequest>, {source: text, origin, writtenAs: optional(text), setIdentifier: optional(text)}),
    kind: derived(({result}) => result.kind, oneOf(['endpoint', 'pending', 'problem', 'unused'])),
    type: derived(({result}) => (result.kind === 'endpoint' ? result.type : undefined), optional(text)),
    targets: derived(({result}) => (result.kind === 'endpoint' ? result.targets : []), texts),
    ttlSeconds: derived(({result}) => (result.kind === 'endpoint' ? result.ttlSeconds : undefined), optional(count)),
    detail: derived(({result}) => detailOf(result), optional(text)),
  }),
)

const CLAIM_KIND = oneOf(['owned', 'foreign', 'unowned'])

const claim = view<Claim>({
  ...fieldsOf(self<Claim>, {zone: shownZone}),
  claim: derived(({kind}) => kind, CLAIM_KIND),
  ...fieldsOf(self<Claim>, {recordSet: shownRecordSet}),
  ownership: derived(({ownershipRecords}) => textsOf(ownershipRecords), list(shownOwnershipTxt)),
})

const neighbour = view<Neighbour>({
  ...fieldsOf(self<Neighbour>, {kind: oneOf(['wildcard', 'delegation']), zone: shownZone, recordSet: shownRecordSet}),
  claim: derived(({claim}) => claim.kind, CLAIM_KIND),
  owner: derived(({claim}) => (claim.kind === 'foreign' ? claim.owner : undefined), optional(text)),
  resource: derived(({claim}) => (claim.kind === 'unowned' ? '' : claim.resource), text),
  hiddenBy: derived(({hiddenBy}) => hiddenBy, optional(text)),
})

const delegation = view<Delegation>({
  ...fieldsOf(self<Delegation>, {zone: shownZone, parent: optional(text), own: texts}),
  delegatedTo: derived(({answer}) => (answer.kind === 'values' ? answer.values : []), texts),
  verdict: derived(delegationVerdict, oneOf(DELEGATION_VERDICTS)),
  remark: derived(({answer}) => remarkOf(answer), optional(text)),
})

const filteredOut = view<FilteredOut>({
  asking: derived(({request}) => request, shownRequest),
  by: derived(({by}) => by, texts),
})

const {owner, policy, context, clusters, blocked, unused, warnings} = SHOWN_PLAN_FIELDS

export const explainWriter = headed(
  'explain',
  view<HostExplanation>({
    ...fieldsOf(self<HostExplanation>, {host: dnsName, verdict: oneOf(VERDICTS)}),
    ...fieldsOf(({plan}: HostExplanation) => plan, {owner, policy, context, clusters}),
    ...fieldsOf(self<HostExplanation>, {sources: object<HostExplanation['sources']>({read: texts, notRead: texts})}),
    asked: derived(({requests}) => requests, list(shownRequest)),
    ...fieldsOf(self<HostExplanation>, {covering: list(shownRequest)}),
    leftOut: derived(({filteredOut}) => filteredOut, list(filteredOut)),
    ...fieldsOf(self<HostExplanation>, {
      nearestName: optional(text),
      passesDomainFilters: flag,
      steps: list(object<WrapperStep>({name: text, before: texts, after: texts})),
      zones: list(object<ZoneVerdict>({zone: shownZone, isChosen: flag, rule: text})),
      stored: list(claim),
      ownershipOf: list(object<OwnershipOf>({text: shownOwnershipTxt, claims: list(claim)})),
      orphans: list(shownOwnershipTxt),
      neighbours: list(neighbour),
      gaps: texts,
      verified: optional(object<Verified>({verifications: list(shownVerification), delegations: list(delegation)})),
    }),
    lastChanges: derived(({lastChanges}) => lastChanges, list(shownRecordedChange)),
    hosts: derived(({plan}) => plan.zones.flatMap(({hosts}) => hosts), list(shownHost)),
    blocked: derived(({plan}) => sortBlocked(plan.blocked), blocked),
    unused: derived(({plan}) => plan.unused, unused),
    warnings: derived(({plan}) => plan.warnings, warnings),
  }),
)

/** The causal chain of one host as one JSON value; ends with a line feed. Its plan is what `plan --only HOST` says. */
export const renderExplainJson = documentRenderer(explainWriter)

function detailOf(result: HostRequest['result']): string | undefined {
  if (result.kind === 'endpoint') return undefined
  return result.kind === 'problem' ? result.problem : result.reason
}
