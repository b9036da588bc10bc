import {isIPv6} from 'node:net'
import {SYSTEM_CLOCK} from '../../aws/retry.js'
import {plural} from '../../dns/phrase.js'
import {CliError} from '../../errors/cli-error.js'
import {type AcceptedChange, type ServerAddress, type VerifyPorts, waitForSync} from '../../pipeline/verify-hosts.js'
import type {HostPlan} from '../../plan/change.js'
import {verifiedSummary} from '../../render/apply/verified-text.js'
import type {ChangeWatcher} from '../../route53/ports.js'
import type {CommandLine} from '../command-line/read-line.js'
import {VERIFY_FLAGS} from '../flags/verify-flags.js'
import type {Route53Ports} from '../ports/open-ports.js'
import {usageError} from '../usage-error.js'
import type {RunView} from './run-view.js'
import type {Session} from './session.js'

/** `--verify`: asks the name servers for each changed record set. The changes are done, whatever they answer. */
export async function verifyApplied(
  session: Session,
  hosts: readonly HostPlan[],
  servers: readonly ServerAddress[],
  {readPorts}: Pick<Route53Ports, 'readPorts'>,
  {view, interruption}: {readonly view: Pick<RunView, 'verified'>; readonly interruption: AbortSignal},
): Promise<void> {
  const {verifyHosts} = await import('../../pipeline/verify-hosts.js')
  session.progress.report('asking the name servers')
  const verifications = await verifyHosts(hosts, await openVerification(readPorts, servers, interruption))
  const events = verifications.map((verification) => ({kind: 'verified' as const, ...verification}))
  for (const event of events) view.verified(event)
  if (events.length > 0) session.note(verifiedSummary(events))
}

/** Opens the name servers. Sends nothing. */
export async function openVerification(
  {zones, resolve}: Route53Ports['readPorts'],
  servers: readonly ServerAddress[],
  stopping: AbortSignal,
): Promise<VerifyPorts> {
  const {makeNameServers} = await import('../../route53/answers/name-servers.js')
  return {zones, resolve, nameServers: makeNameServers(), servers, isStopping: () => stopping.aborted}
}

/** Waits until all name servers have the changes; a failure is only a remark. @returns false when interrupted */
export async function awaitSync(
  session: Session,
  changes: readonly AcceptedChange[],
  watcher: ChangeWatcher,
  interruption: AbortSignal,
): Promise<boolean> {
  // When the answer to a change was lost, its id is unknown.
  const known = changes.filter(({changeId}) => !changeId.startsWith('unknown'))
  if (known.length === 0 || interruption.aborted) return true
  const startedAt = SYSTEM_CLOCK.now()
  try {
    const batches = (count: number) => plural(count, 'batch', 'batches')
    const report = (done: number, of: number) =>
      session.progress.report('waiting for the name servers', `${done} of ${batches(of)}`)
    const inSync = await waitForSync(known, {watcher, clock: SYSTEM_CLOCK, stopping: interruption, report})
    const isDone = inSync === known.length
    const seconds = Math.round((SYSTEM_CLOCK.now() - startedAt) / 1000)
    if (isDone) session.note(`all name servers of Route 53 have the changes, after ${seconds} s`)
    else session.warn(`${batches(known.length - inSync)} accepted, but not yet on all name servers of Route 53`)
    return isDone
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    session.warn(`the changes were accepted; it is not known when all name servers have them: ${error.happened}`)
    return true
  }
}

const DNS_PORT = 53

/** Parses `HOST`, `HOST:PORT` or an address (IPv6 with a port in brackets). @throws CliError USAGE */
export function parseVerifyServer(text: string): ServerAddress {
  if (isIPv6(text)) return {host: text, port: DNS_PORT}
  const [, bracketed, plain, port = String(DNS_PORT)] = /^(?:\[(.+)\]|([^:\s[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = bracketed === undefined ? plain : isIPv6(bracketed) ? bracketed : undefined
  if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return {host, port: Number(port)}
  const fix =
    'write it like --verify-server=10.0.0.2, --verify-server=ns.example.com:5353 or --verify-server=[2001:db8::53]:53'
  throw usageError(`--verify-server=${text} is not a name server.`, [fix])
}

/** The servers for `--verify`; undefined when nothing is verified. @throws CliError USAGE */
export function verificationOf(line: CommandLine): readonly ServerAddress[] | undefined {
  const values = line.values(VERIFY_FLAGS)
  const servers = values['verify-server'].map(parseVerifyServer)
  return values.verify || servers.length > 0 ? servers : undefined
}
