import type {ServerAddress} from '../pipeline/verify-hosts.js'
import type {HostPlan} from '../plan/change.js'
import {renderApplyEvent} from '../render/apply-json.js'
import {type ApplyTextOptions, renderApplyProgress} from '../render/apply-text.js'
import {verifiedSummary} from '../render/verified-text.js'
import type {SyncStreams} from './await-sync.js'
import type {Route53Ports} from './open-ports.js'

export interface VerifyStreams extends SyncStreams {
  readonly answer: (text: string) => void
}

/** How the answers are to look. */
export interface VerifyLook {
  readonly isJson: boolean
  readonly text: ApplyTextOptions
}

/** `--verify`: a line a record set on stderr, an event on stdout for programs. The changes are in, whatever is answered. */
export async function verifyApplied(
  hosts: readonly HostPlan[],
  servers: readonly ServerAddress[],
  {reading}: Pick<Route53Ports, 'reading'>,
  {interruption, progress, answer, tell}: VerifyStreams,
  look: VerifyLook,
): Promise<void> {
  const [{verifyHosts}, {makeNameServers}] = await Promise.all([
    import('../pipeline/verify-hosts.js'),
    import('../route53/name-servers.js'),
  ])
  progress.report('asking the name servers')
  const verifications = await verifyHosts(hosts, {
    zones: reading.zones,
    resolve: reading.resolve,
    nameServers: makeNameServers(),
    servers,
    isStopping: () => interruption.aborted,
  })
  const events = verifications.map(({question: {zone, name, type, wanted}, answers, obstacle}) => ({
    kind: 'verified' as const,
    zone,
    host: name,
    type,
    wanted,
    answers,
    obstacle,
  }))
  for (const event of events) {
    if (look.isJson) answer(renderApplyEvent(event))
    else tell(renderApplyProgress(event, look.text))
  }
  if (events.length > 0) tell(`Note: ${verifiedSummary(events)}\n`)
}
