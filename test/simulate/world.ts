import type {RecordSet} from '../emulators/route53/record-set.js'
import {pick, shuffled} from '../faults/random.js'
import {LB} from '../plan/builders.js'
import {balanced} from '../sources/builders.js'
import type {Request, Requests} from './requests.js'
import {CHANGE_FAULTS, FAULTS, type Fault, KILLS} from './schedule.js'
import {makeSet, ownershipText, setsFor, typedTextName, withTexts} from './sets.js'

/** Who may take part. A new kind is one more word here and in actors.ts. */
export const ACTOR_KINDS = [
  'apply',
  'joint apply',
  'saved plan',
  'prune',
  'owners transfer',
  'owners migrate',
  'owners adopt',
  'external-dns',
  'person',
  'cluster',
] as const
export type ActorKind = (typeof ACTOR_KINDS)[number]

export interface ActorSpec {
  readonly kind: ActorKind
  /** The host of those who look at one only. */
  readonly host: string
  /** Decides what else it draws. */
  readonly seed: number
}

/** Whose turn it is, by the place among the actors; the next one's if he waits for nothing. After the last come late requests. */
export interface Turn {
  readonly actor: number
  /** Which of the calls that he makes at once. */
  readonly call: number
  readonly fault?: Fault | undefined
  /** True: it happens to the next change of whoever makes one. */
  readonly isForChange?: boolean
}

/** All that a simulation depends on. */
export interface Scenario {
  /** By zone id. */
  readonly stored: Readonly<Record<string, readonly RecordSet[]>>
  /** By cluster: `red` is ours, `blue` the other one of a joint apply, `green` that of external-dns. */
  readonly requests: Readonly<Record<string, Requests>>
  readonly actors: readonly ActorSpec[]
  /** After the last one each actor runs to its end, one after the other, and nothing fails. */
  readonly turns: readonly Turn[]
  /** Steps after which whoever still runs is killed. */
  readonly most: number
}

/** The last one is the apex of the child zone: its record is there, its TXT in the parent. */
export const HOSTS = ['web.shop.io', 'api.shop.io', 'eu.shop.io'] as const
export const OTHER_TEXT = '"v=spf1 -all"'

export function zoneIdOf(host: string): string {
  return host === 'eu.shop.io' ? 'Z2' : 'Z1'
}

export function resourceOf(host: string): string {
  return `service/shop/${host.split('.')[0] ?? ''}`
}

const ADDRESSES = ['192.0.2.1', '192.0.2.2', '192.0.2.3']

function drawAddresses(random: () => number, host: string): readonly string[] {
  const one = pick(random, ADDRESSES)
  const kind = random()
  if (kind < 0.1) return []
  if (kind < 0.2) return [LB]
  if (kind < 0.3 && host !== 'eu.shop.io') return ['lb.example.net']
  return kind < 0.45 ? [one, '2001:db8::1'] : [one]
}

export function drawRequest(random: () => number, host: string): Request {
  const addresses = drawAddresses(random, host)
  return random() < 0.2 ? {addresses, weight: pick(random, [10, 20])} : {addresses}
}

type MakeState = (host: string, request: Request) => readonly RecordSet[]

const ownedBy =
  (owner: string): MakeState =>
  (host, request) =>
    withTexts(setsFor(host, request, owner), ownershipText(owner, resourceOf(host)))
const ours = ownedBy('red')

/** What may be stored of a host when it begins. */
const STATES: Readonly<Record<string, MakeState>> = {
  ours,
  'ours, again': ours,
  'ours, and another value in the TXT': (host) => [
    makeSet(host, 'A', ['192.0.2.1']),
    makeSet(typedTextName(host, 'A'), 'TXT', [ownershipText('red', resourceOf(host)), OTHER_TEXT]),
  ],
  'ours, in the old format': (host) =>
    host === 'eu.shop.io'
      ? []
      : [makeSet(host, 'A', ['192.0.2.1']), makeSet(host, 'TXT', [ownershipText('red', resourceOf(host))])],
  'our TXT alone': (host) => [makeSet(typedTextName(host, 'A'), 'TXT', [ownershipText('red', resourceOf(host))])],
  'of the other cluster': ownedBy('blue'),
  'of both clusters, weighted': (host, {addresses}) => [
    ...ours(host, {addresses, weight: 10}),
    ...ownedBy('blue')(host, {addresses, weight: 20}),
  ],
  'of the former owner': ownedBy('old'),
  'of external-dns': ownedBy('green'),
  'of external-dns, weighted': (host) => ownedBy('green')(host, {addresses: ['192.0.2.1'], weight: 10}),
  'of nobody': (host, request) => setsFor(host, request, 'nobody'),
  nothing: () => [],
}

const MOST_STEPS = 150

/** One turn in twenty has a fault, and as many one for the next change. */
function drawFault(random: () => number): Pick<Turn, 'fault' | 'isForChange'> {
  const chance = random()
  if (chance < 0.05) return {fault: pick(random, [...CHANGE_FAULTS, ...KILLS]), isForChange: true}
  return chance < 0.1 ? {fault: pick(random, FAULTS)} : {}
}

export function drawScenario(random: () => number): Scenario {
  const stored: Record<string, RecordSet[]> = {Z1: [], Z2: []}
  const red: Record<string, Request> = {}
  const blue: Record<string, Request> = {}
  const green: Record<string, Request> = {}
  const kinds = shuffled(random, [...ACTOR_KINDS, ...ACTOR_KINDS]).slice(0, 3 + Math.floor(random() * 3))
  const isJoint = kinds.includes('joint apply')
  for (const host of HOSTS) {
    const request = drawRequest(random, host)
    const {weight, addresses} = request
    const make = STATES[pick(random, Object.keys(STATES))]
    for (const set of make?.(host, addresses.length === 0 ? {addresses: ['192.0.2.1'], weight} : request) ?? []) {
      stored[set.Type === 'TXT' ? 'Z1' : zoneIdOf(host)]?.push(set)
    }
    if (random() < 0.75) red[host] = random() < 0.4 ? request : drawRequest(random, host)
    if (random() < 0.25) green[host] = {addresses: drawAddresses(random, host)}
    if (isJoint && random() < 0.6) blue[host] = drawRequest(random, host)
    // A host that both ask for does not move.
    if (blue[host] !== undefined && random() < 0.7) delete red[host]
  }
  const turns = Array.from(
    {length: MOST_STEPS},
    (): Turn => ({
      actor: Math.floor(random() * (kinds.length + 1)),
      call: Math.floor(random() * 3),
      ...drawFault(random),
    }),
  )
  return {
    stored,
    requests: isJoint ? {red, blue, green} : {red, green},
    actors: kinds.map((kind) => ({kind, host: pick(random, HOSTS), seed: Math.floor(random() * 1_000_000)})),
    turns,
    most: random() < 0.1 ? Math.floor(random() * MOST_STEPS) : MOST_STEPS,
  }
}

/** The Services of a cluster. */
export function objectsFor(requests: Requests, cluster: string) {
  return Object.entries(requests).map(([host, {addresses, weight}]) =>
    balanced(
      addresses.map((address) => (/^[\d.]+$|:/.test(address) ? {ip: address} : {hostname: address})),
      {
        name: host.split('.')[0] ?? '',
        annotations: {
          hostname: host,
          ...(weight !== undefined && {'set-identifier': cluster, 'aws-weight': String(weight)}),
        },
      },
    ),
  )
}
