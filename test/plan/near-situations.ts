import fc from 'fast-check'
import type {PendingHost} from '../../src/dns/endpoint.js'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import type {LedgerRow} from '../../src/registry/ledger.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeEncryptingCodec, type OwnershipCodec, PLAIN_CODEC} from '../../src/registry/ownership-codec.js'
import type {RegistrySettings} from '../../src/registry/registry-settings.js'
import {encryptText, parseEncryptionKey} from '../../src/registry/txt-encryption.js'
import type {TxtNaming} from '../../src/registry/txt-name.js'
import {domainFilter, fullName, objectProblem, pending, type Situation, txtRegistry, zone} from './builders.js'
import {type EndpointSpec, fillZones, type Route, type StoredSpec, toEndpoint} from './generated-records.js'
import {distinctEndpoints, EU, EU_PRIVATE, TWIN, toEndpointSpec} from './generators.js'
import type {Contents} from './outcome.js'

/** What becomes of a host that is stored: what its object asks for now is near to what stands there. */
const EDITS = [
  'same',
  'targets',
  'ttl',
  'routing',
  'alias',
  'set identifier',
  'health check',
  'gone',
  'gone',
  'waiting',
  'unreadable object',
  'waiting, served by another',
  'second set',
  'other type',
  'new',
] as const
type Edit = (typeof EDITS)[number]

export interface Story {
  readonly stored: StoredSpec
  readonly edit: Edit
  /** Of the twin zone, where there is one: a copy of the record, of nobody or of the owner of the first. */
  readonly twin: 'none' | 'of nobody' | 'alike'
}

/** A situation and what was drawn for it. `plain` is what is stored before encryption, set for set. */
export interface Near {
  readonly situation: Situation
  readonly plain: Contents
  readonly stories: readonly Story[]
  readonly naming: TxtNaming
  readonly traits: ReadonlySet<string>
}

const HOSTS = ['web', 'api', 'shop', 'cart', '@', '*', 'eu', 'web.eu', 'old', 'a-web'] as const
const RESOURCES = ['service/shop/web', 'ingress/shop/api', 'service/shop/cart', 'service/shop/old'] as const
const HEALTH = 'a1b2c3d4-0000-4000-8000-00000000000'

/** Pairs of routings: the second is what the object may ask for when the first is stored. */
const ROUTINGS: readonly (readonly [Route, Route])[] = [
  [{}, {}],
  [{}, {}],
  [{}, {}],
  [{}, {}],
  [
    {id: 'v1', weight: 10},
    {id: 'v1', weight: 20},
  ],
  [
    {id: 'v1', region: 'eu-west-1'},
    {id: 'v1', region: 'us-east-1'},
  ],
  [
    {id: 'v1', failover: 'PRIMARY', healthCheck: `${HEALTH}1`},
    {id: 'v1', failover: 'SECONDARY'},
  ],
  [
    {id: 'v1', continent: 'EU'},
    {id: 'v1', continent: 'AF'},
  ],
  [
    {id: 'v1', near: {region: 'eu-west-1', bias: 0}},
    {id: 'v1', near: {region: 'eu-west-1', bias: 10}},
  ],
  [
    {id: 'v1', multi: true},
    {id: 'v1', weight: 5},
  ],
]
/** The other set of the same name and type. */
const SECOND: Readonly<Record<string, Route>> = {
  weight: {id: 'v2', weight: 30},
  region: {id: 'v2', region: 'ap-south-1'},
  failover: {id: 'v2', failover: 'SECONDARY'},
  continent: {id: 'v2', continent: 'AS'},
  near: {id: 'v2', near: {region: 'ap-south-1', bias: 0}},
  multi: {id: 'v2', multi: true},
}

const NAMINGS: readonly TxtNaming[] = [
  {prefix: '', suffix: '', wildcardReplacement: ''},
  {prefix: '', suffix: '', wildcardReplacement: ''},
  {prefix: 'own-', suffix: '', wildcardReplacement: 'any'},
  {prefix: '%{record_type}-own.', suffix: '', wildcardReplacement: ''},
  {prefix: '', suffix: '-%{record_type}', wildcardReplacement: ''},
]

const storedSpec: fc.Arbitrary<StoredSpec & {readonly asked: Route}> = fc
  .record({
    host: fc.constantFrom(...HOSTS),
    kind: fc.constantFrom('A', 'A', 'A', 'AAAA', 'CNAME', 'pair', 'pair', 'TXT'),
    value: fc.nat(2),
    routes: fc.constantFrom(...ROUTINGS),
    ttl: fc.constantFrom(undefined, 60, 300),
    owner: fc.constantFrom('red', 'red', 'red', 'red', 'red', 'red', 'red', 'blue', 'old', 'old', undefined),
    resource: fc.constantFrom(...RESOURCES),
    formats: fc.constantFrom<StoredSpec['formats']>(
      ['typed'],
      ['typed'],
      ['typed'],
      ['typed'],
      ['typed', 'old'],
      ['old'],
      ['legacy'],
    ),
    hasForeignText: fc.nat(9).map((number) => number === 0),
    isOrphan: fc.nat(14).map((number) => number === 0),
  })
  .map(({routes: [route, asked], ...rest}) => ({...rest, zone: 0, route, asked}))

/** True once in `times`. */
const once = (times: number) => fc.nat(times - 1).map((number) => number === 0)

const generated = fc.record({
  zones: fc.constantFrom<readonly Zone[]>([zone()], [zone()], [zone(), TWIN], [zone(), EU], [zone(), TWIN, EU_PRIVATE]),
  naming: fc.constantFrom(...NAMINGS),
  stories: fc.uniqueArray(
    fc.record({
      stored: storedSpec,
      edit: fc.constantFrom(...EDITS),
      twin: fc.constantFrom('none', 'of nobody', 'of nobody', 'alike'),
    }),
    {minLength: 1, maxLength: 6, selector: ({stored}) => stored.host},
  ),
  policy: fc.constantFrom('sync', 'sync', 'sync', 'sync', 'upsert-only', 'create-only' as const),
  managesTxt: once(5),
  migrates: once(4),
  hasLedger: once(8),
  hasEncryption: once(8),
  hasNoOwner: once(7),
  hidesHost: once(10),
  excludesAaaa: once(10),
  deletesWaiting: once(4),
  limit: fc.constantFrom('none', 'none', 'count', 'first run' as const),
  isNarrowed: once(10),
  prefersCname: once(8),
  isProtected: once(10),
})

/** Situations in which most requests are an edit of what is stored: updates, adoptions, holds and refusals are common. */
export function nearSituations(): fc.Arbitrary<Near> {
  return generated.map((parts): Near => {
    const {zones, naming, stories} = parts
    const specs = stories.flatMap((story) => storedOf(story, zones))
    const plain = fillZones(zones, specs, naming)
    const wants = distinctEndpoints(stories.flatMap(({stored, edit}) => requestsOf(stored, edit)).map(toEndpoint))
    const first = fullName(stories[0]?.stored.host ?? '')
    const codec = parts.hasEncryption ? encryptingCodec() : PLAIN_CODEC
    const settings = txtRegistry({
      ...naming,
      codec,
      ownerIsChosen: !parts.hasNoOwner,
      migrateFrom: parts.migrates ? toOwnerId('old') : undefined,
    })
    const registry: RegistrySettings =
      parts.hasLedger && settings.kind === 'txt'
        ? {...settings, kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}}
        : settings
    const managedTypes = ['A', ...(parts.excludesAaaa ? [] : ['AAAA']), 'CNAME', ...(parts.managesTxt ? ['TXT'] : [])]
    const situation: Situation = {
      stored: parts.hasEncryption ? encrypted(plain) : plain,
      wants,
      pending: stories.flatMap(({stored, edit}) => waitingOf(stored, edit)),
      problems: stories.flatMap(({stored, edit}) =>
        edit === 'unreadable object' ? [objectProblem(stored.resource)] : [],
      ),
      policy: parts.policy,
      managedTypes,
      excludedTypes: parts.excludesAaaa ? ['AAAA'] : [],
      registry,
      onMissingTarget: parts.deletesWaiting ? 'delete' : 'hold',
      deleteLimit:
        parts.limit === 'count'
          ? {kind: 'count', hosts: 0}
          : parts.limit === 'first run'
            ? {kind: 'default'}
            : {kind: 'percent', percent: 100},
      ...(parts.limit === 'first run' ? {doubts: ['another cluster was read']} : {}),
      ...(parts.hidesHost ? {domainFilter: domainFilter({exclude: [first]})} : {}),
      ...(parts.isNarrowed ? {only: [first]} : {}),
      ...(parts.prefersCname ? {route53: {prefersCname: true}} : {}),
      ...(parts.isProtected ? {protections: [{name: first, type: 'A', comment: undefined}]} : {}),
      ...(parts.hasLedger ? {ledger: rowsOf(specs)} : {}),
    }
    return {situation, plain, stories, naming, traits: traitsOf(parts)}
  })
}

/** What was drawn of the settings, by name. */
function traitsOf(parts: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const names: Readonly<Record<string, string>> = {
    hasEncryption: 'stored texts are encrypted',
    hasLedger: 'rows of a ledger',
    hasNoOwner: 'owner not chosen',
    prefersCname: 'prefer-cname',
    isProtected: 'a protection',
    isNarrowed: '--only',
    hidesHost: 'a filter',
    excludesAaaa: 'an excluded type',
    deletesWaiting: 'onMissingTarget=delete',
  }
  return new Set(Object.entries(names).flatMap(([key, name]) => (parts[key] === true ? [name] : [])))
}

function storedOf({stored, edit, twin}: Story, zones: readonly Zone[]): readonly StoredSpec[] {
  if (edit === 'new') return []
  const homes = zones.flatMap((each, index) => (holds(each, fullName(stored.host), zones) ? [index] : []))
  const [home = 0, other] = homes
  const second = SECOND[Object.keys(stored.route).find((key) => key in SECOND) ?? '']
  const here = [{...stored, zone: home}]
  if (second !== undefined && edit === 'second set')
    here.push({...stored, zone: home, route: second, value: stored.value + 1})
  // Another object has a target for the host, of which the object that waits had an AAAA too.
  if (edit === 'waiting, served by another' && stored.kind === 'A') here.push({...stored, zone: home, kind: 'AAAA'})
  if (other === undefined || twin === 'none') return here
  const copy = {...stored, zone: other}
  return [...here, twin === 'alike' ? copy : {...copy, owner: undefined, hasForeignText: false}]
}

/** True for the zones that would get the host: the longest public one, and every private one. */
function holds(one: Zone, name: string, zones: readonly Zone[]): boolean {
  const isIn = ({name: end}: Zone) => name === end || name.endsWith(`.${end}`)
  const isHidden = zones.some((other) => !other.isPrivate && isIn(other) && other.name.length > one.name.length)
  return isIn(one) && (one.isPrivate || !isHidden)
}

function requestsOf(stored: StoredSpec & {readonly asked?: Route}, edit: Edit): readonly EndpointSpec[] {
  const same = toEndpointSpec(stored)
  switch (edit) {
    case 'same':
    case 'new':
      return [same]
    case 'second set': {
      const second = SECOND[Object.keys(stored.route).find((key) => key in SECOND) ?? '']
      return second === undefined ? [same] : [same, {...same, route: second, value: same.value + 1}]
    }
    case 'targets':
      return [{...same, value: same.value + 1}]
    case 'ttl':
      return [{...same, ttl: stored.ttl === 60 ? 120 : 60}]
    case 'routing':
      return [{...same, route: stored.asked ?? {}}]
    case 'alias':
      return [{...same, kind: same.kind === 'lb' ? 'A' : 'lb'}]
    case 'set identifier':
      return [{...same, route: same.route.id === undefined ? {id: 'v3', weight: 1} : {...same.route, id: 'v3'}}]
    case 'health check':
      return [{...same, route: {...same.route, ...(same.route.id === undefined ? {} : {healthCheck: `${HEALTH}2`})}}]
    case 'other type':
      return [{...same, kind: same.kind === 'A' ? 'AAAA' : 'A'}]
    case 'waiting, served by another':
      return [{...same, resource: 'ingress/shop/other'}]
    default:
      return []
  }
}

function waitingOf({host, resource, route}: StoredSpec, edit: Edit): readonly PendingHost[] {
  return edit === 'waiting' || edit === 'waiting, served by another' ? [pending(host, resource, route.id ?? '')] : []
}

/** Rows as this program writes them, for what is owned. */
function rowsOf(specs: readonly StoredSpec[]): readonly LedgerRow[] {
  return specs.flatMap(({host, kind, owner, resource, route}) =>
    owner === undefined
      ? []
      : (kind === 'pair' ? ['A', 'AAAA'] : [kind]).map((type) => ({
          key: {name: fullName(host), type, setIdentifier: route.id},
          owner: toOwnerId(owner),
          resource,
          labels: {},
        })),
  )
}

const KEY = 'kkkkkkkk0123456789abcdefghijklmn'
let nonces = 0

function keyOctets() {
  const key = parseEncryptionKey(KEY)
  if (!key.ok) throw new Error(key.problem)
  return key.value
}

function makeNonce(): Uint8Array {
  nonces++
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(nonces)
  return nonce
}

function encryptingCodec(): OwnershipCodec {
  return makeEncryptingCodec({key: keyOctets(), isEnabled: true, makeNonce})
}

function encrypted(contents: Contents): Contents {
  return contents.map(([each, sets]) => [each, sets.map(withEncryptedText)] as const)
}

function withEncryptedText(set: RecordSet): RecordSet {
  if (set.type !== 'TXT' || set.data.kind !== 'values') return set
  const [first = '', ...rest] = set.data.values
  if (!first.startsWith('"heritage=external-dns')) return set
  const text = `"${encryptText(first.slice(1, -1), keyOctets(), makeNonce())}"`
  return {...set, data: {...set.data, values: [text, ...rest]}}
}
