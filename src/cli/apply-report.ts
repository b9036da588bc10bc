import type {HostOutcome} from '../pipeline/apply-plan.js'
import type {Plan} from '../plan/plan.js'
import type {ApplyEvent} from '../render/apply-events.js'
import {readRejection} from '../route53/rejection.js'

/** The plan as the first lines of a stream of events. */
export function plannedEvents(plan: Plan): readonly ApplyEvent[] {
  return [
    ...plan.zones.flatMap((zone) => zone.hosts).map((host): ApplyEvent => ({kind: 'planned', host})),
    ...plan.blocked.map((blocked): ApplyEvent => ({kind: 'not-changed', blocked})),
    ...plan.warnings.map((warning): ApplyEvent => ({kind: 'warning', warning})),
  ]
}

export type HostFailure = Extract<ApplyEvent, {kind: 'host-failed'}>

/** What Route 53 refused, in our words and in its own. A host that failed with its zone is told by the error itself. */
export function failureEvents(outcomes: readonly HostOutcome[]): readonly HostFailure[] {
  return outcomes.flatMap((outcome) =>
    outcome.kind !== 'failed' || outcome.error !== undefined
      ? []
      : [
          {
            kind: 'host-failed' as const,
            zone: outcome.host.zone,
            host: outcome.host.name,
            setIdentifier: outcome.host.setIdentifier,
            origins: outcome.host.origins,
            reason: [...new Set(outcome.messages.map((message) => readRejection(message).text))].join('; '),
            messages: outcome.messages,
          },
        ],
  )
}
