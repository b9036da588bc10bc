import {type Clock, sleepUnlessStopped} from '../aws/retry.js'
import {
  type Answer,
  type Delegation,
  type Question,
  type ServerAnswer,
  sameValues,
  type Verification,
  type Verified,
  verdictOf,
} from '../dns/answer.js'
import {type DnsName, trimDot} from '../dns/dns-name.js'
import {groupBy} from '../dns/group.js'
import type {Zone} from '../dns/zone.js'
import {CliError} from '../errors/cli-error.js'
import type {HostPlan} from '../plan/change.js'
import type {ZoneContent} from '../registry/claim.js'
import {questionsOf, wildcardsOver} from '../route53/answers/question.js'
import type {ChangeWatcher, NameServer, NameServers, ZoneReader} from '../route53/ports.js'

/** A server of `--verify-server`, asked instead of the zone's own name servers. */
export interface ServerAddress {
  /** A host name or an address. */
  readonly host: string
  readonly port: number
}

export interface VerifyPorts {
  readonly zones: Pick<ZoneReader, 'listRecordSetsNamed'>
  readonly nameServers: NameServers
  readonly resolve: (host: string) => Promise<readonly string[]>
  /** Empty for the zone's own name servers. */
  readonly servers: readonly ServerAddress[]
  /** True once the user wants to stop: remaining questions are reported as not asked. */
  readonly isStopping: () => boolean
}

const DNS_PORT = 53
/** Concurrent questions to one name server. */
const SIDE_BY_SIDE = 16

/** Asks every name server of a zone for each record set changed there. A failure is an answer, never thrown. */
export function verifyHosts(hosts: readonly HostPlan[], ports: VerifyPorts): Promise<readonly Verification[]> {
  return askAll(questionsOf(hosts), ports)
}

/** Asks for what is stored under the host; where nothing is, for an address. Never throws, as above. */
export async function verifyStored(
  host: DnsName,
  stored: readonly ZoneContent[],
  ports: VerifyPorts,
): Promise<Verified> {
  const questions = stored.flatMap(({zone, recordSets}): readonly Question[] =>
    recordSets.length === 0
      ? [{zone, host, type: 'A', wanted: {kind: 'nothing'}}]
      : questionsOf([{zone, changes: recordSets.map((desired) => ({kind: 'create', desired}))}]),
  )
  const delegated = ports.servers.length > 0 ? [] : stored.filter(({zone}) => !zone.isPrivate)
  const [verifications, delegations] = await Promise.all([
    askAll(questions, ports),
    Promise.all(delegated.map(({zone}) => readDelegation(zone, ports))),
  ])
  return {verifications, delegations}
}

/** Asks the name servers of the parent zone, one after another until one answers. */
async function readDelegation(zone: Zone, {zones, resolve, nameServers}: VerifyPorts): Promise<Delegation> {
  const [own, parent] = await Promise.all([
    namesOfServers(zone, zones).catch(() => []),
    nameServers.findParent(zone.name),
  ])
  let answer: Answer = {kind: 'none', happened: 'its name servers cannot be found'}
  for (const label of parent?.servers ?? []) {
    const [address] = await resolve(label).catch(() => [])
    if (address !== undefined) answer = await nameServers.ask({label, address, port: DNS_PORT}, zone.name, 'NS')
    if (answer.kind !== 'none') break
  }
  return {zone, own, parent: parent?.name, answer}
}

async function askAll(questions: readonly Question[], ports: VerifyPorts): Promise<readonly Verification[]> {
  const zones = [...new Set(questions.map(({zone}) => zone))]
  const found = await Promise.all(zones.map(async (zone) => [zone, await findServers(zone, ports)] as const))
  const serversOf = new Map(found)
  const down = new Map<string, Answer>()
  const verifications: Verification[] = []
  for (let start = 0; start < questions.length; start += SIDE_BY_SIDE) {
    const some = questions.slice(start, start + SIDE_BY_SIDE)
    const asked = some.map((question) => verify(question, serversOf.get(question.zone), down, ports))
    verifications.push(...(await Promise.all(asked)))
  }
  return verifications
}

type FoundServers = {readonly servers: readonly (NameServer | Unresolved)[]} | {readonly obstacle: string}

type Unresolved = {readonly label: string; readonly address: undefined}

async function findServers(zone: Zone, {zones, servers, resolve}: VerifyPorts): Promise<FoundServers> {
  const find = async (label: string, host: string, port: number): Promise<NameServer | Unresolved> => {
    const [address] = await resolve(host).catch(() => [])
    return address === undefined ? {label, address} : {label, address, port}
  }
  if (servers.length > 0) {
    const found = servers.map(({host, port}) => find(port === DNS_PORT ? host : `${host}:${port}`, host, port))
    return {servers: await Promise.all(found)}
  }
  if (zone.isPrivate)
    return {obstacle: 'a private zone answers only in its VPCs: name a server there with --verify-server'}
  try {
    const names = await namesOfServers(zone, zones)
    if (names.length === 0) return {obstacle: 'the zone names no name servers'}
    return {servers: await Promise.all(names.map((name) => find(name, name, DNS_PORT)))}
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return {obstacle: `its name servers are not known: ${trimDot(error.happened)}`}
  }
}

async function namesOfServers(zone: Zone, zones: VerifyPorts['zones']): Promise<readonly string[]> {
  const apex = await zones.listRecordSetsNamed(zone, [zone.name])
  return apex.flatMap(({type, data}) =>
    type === 'NS' && data.kind === 'values' ? data.values.map((name) => trimDot(name).toLowerCase()).sort() : [],
  )
}

/** @param down errors of name servers that did not answer once. They are not asked again. */
async function verify(
  question: Question,
  found: FoundServers | undefined,
  down: Map<string, Answer>,
  ports: VerifyPorts,
): Promise<Verification> {
  const none = (obstacle: string): Verification => ({...question, answers: [], obstacle})
  if (found === undefined || 'obstacle' in found) return none(found?.obstacle ?? 'its name servers are not known')
  if (!ports.nameServers.canQuery(question.type)) return none(`${question.type} cannot be asked for`)
  if (ports.isStopping()) return none('not asked: the run was stopped')
  const answers = await Promise.all(
    found.servers.map(async (server): Promise<ServerAnswer> => {
      const answer = down.get(server.label) ?? (await ask(question, server, ports.nameServers))
      if (answer.kind === 'none') down.set(server.label, answer)
      return {server: server.label, answer, verdict: verdictOf(question.wanted, answer)}
    }),
  )
  return {...question, answers, obstacle: undefined}
}

async function ask(question: Question, server: NameServer | Unresolved, nameServers: NameServers): Promise<Answer> {
  if (server.address === undefined) return {kind: 'none', happened: 'has no address that can be found'}
  const {host, type, wanted, zone} = question
  const answer = await nameServers.ask(server, host, type)
  if (wanted.kind !== 'nothing' || answer.kind !== 'values') return answer
  for (const wildcard of wildcardsOver(host, zone)) {
    const other = await nameServers.ask(server, wildcard, type)
    if (other.kind === 'values' && sameValues(other.values, answer.values))
      return {...answer, kind: 'wildcard', wildcard}
  }
  return answer
}

export interface AcceptedChange {
  readonly zone: Zone
  readonly changeId: string
}

export interface WaitPorts {
  readonly watcher: ChangeWatcher
  readonly clock: Clock
  /** Aborted once the user wants to stop. */
  readonly stopping: AbortSignal
  readonly report: (inSync: number, of: number) => void
}

/** Route 53 takes some 30 to 60 seconds; the first, earlier check is for emulators and batches accepted before. */
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 10_000

/**
 * Waits until all name servers of Route 53 have the changes. In each round it asks for the oldest pending change of
 * each zone, so a round takes no more calls than there are zones.
 * @returns the number of changes in sync, fewer than all when it was stopped.
 * @throws CliError when Route 53 does not answer.
 */
export async function waitForSync(
  changes: readonly AcceptedChange[],
  {watcher, clock, stopping, report}: WaitPorts,
): Promise<number> {
  const queues = [...groupBy(changes, ({zone}) => zone).values()]
  let inSync = 0
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
    await Promise.all(
      queues.map(async (queue) => {
        for (let next = queue[0]; next !== undefined && !stopping.aborted; next = queue[0]) {
          if ((await watcher.readStatus(next.zone, next.changeId)) === 'PENDING') return
          queue.shift()
          inSync++
          report(inSync, changes.length)
        }
      }),
    )
    if (inSync === changes.length) return inSync
    report(inSync, changes.length)
    if (!(await sleepUnlessStopped(pause, clock, stopping))) return inSync
  }
}
