import {collect} from '../../dns/group.js'
import type {ChangeBatch, ChangeGroup, WireChange} from '../ports.js'
import {decodeName} from '../records/record-set-wire.js'

/** The meaning of one message of InvalidChangeBatch; `other` for unknown texts. */
export type RejectionKind = (typeof KNOWN)[number][0] | 'other'

export type Rejection = Readonly<ReturnType<typeof readRejection>>

/** AWS's texts, and what each means for a user who did not write the request. */
const KNOWN = [
  ['already-exists', /but it already exists/, 'was made by someone else meanwhile'],
  ['not-found', /but it was not found$/, 'was deleted by someone else meanwhile'],
  ['values-differ', /values provided do not match the current values/, 'was changed by someone else meanwhile'],
  ['cname-at-apex', /is not permitted at apex/, 'cannot be a CNAME at the apex of its zone'],
  [
    'cname-conflict',
    /conflicts with other records with the same DNS name|conflicting RRSet of type CNAME/,
    'cannot coexist with the records there: a CNAME must be alone at its name',
  ],
  ['alias-target-missing', /target was not found/, 'does not exist, so an alias cannot point at it'],
  ['alias-outside-zone', /does not lie within the target zone/, 'is not in the zone that the alias names'],
  [
    'primary-unchecked',
    /primary ResourceRecordSet must have an associated health check/,
    'is a failover PRIMARY without alias, which needs a health check (aws-health-check-id)',
  ],
  ['loop', /creates a CNAME or alias loop/, 'forms a loop of CNAMEs or aliases in its zone'],
  ['routing-conflict', /cannot be created (?:as|because)/, 'does not fit the routing of the record sets already there'],
] as const

/** From the SDK's list, or from the single text `[first, second]` that AWS sends instead. */
export function splitMessages(messages: readonly string[], text: string): readonly string[] {
  if (messages.length > 0) return messages
  const inner = /^\[\s*(\S[\s\S]*)\]$/.exec(text.trim())?.[1]
  return inner?.split(/,\s+(?=(?:RRSet|Tried|Invalid|The request|A HostedZone|A non-alias)\b)/) ?? [text]
}

/** Parses one message of a refused batch: what it means, and which record set it names. */
export function readRejection(message: string) {
  const name = find(message, /name='([^']+)'|DNS name ([^,\s]+)|targets ([^,\s]+),/)
  const type = find(message, /(?<!RRSet of )(?:type='([^']+)'|\btype ([A-Z]+))|RRSet of type ([A-Z]+)/)
  const setIdentifier = find(message, /set-identifier='([^']+)'|SetIdentifier ([^,\s]+)/)
  const known = KNOWN.find(([, pattern]) => pattern.test(message))
  const host = name === undefined ? undefined : decodeName(name)
  const subject = [type, host].filter((part) => part !== undefined).join(' ') || 'a record set'
  const kind: RejectionKind = known?.[0] ?? 'other'
  return {
    kind,
    /** The record set that AWS names; for aliases the target. Undefined when the text names none. */
    name: host,
    type,
    setIdentifier: setIdentifier === 'None' ? undefined : setIdentifier,
    /** Our sentence about it, without a full stop; AWS's text for `other`. */
    text: known === undefined ? message : `${subject} ${known[2]}`,
  }
}

function find(message: string, pattern: RegExp): string | undefined {
  const [, ...groups] = pattern.exec(message) ?? []
  return groups.find((group) => group !== undefined)
}

/** A message names a record set, or for aliases the target; Route 53 may name only some culprits, or none. */
export function findCulprits(
  {groups}: ChangeBatch,
  messages: readonly string[],
): ReadonlyMap<ChangeGroup, readonly string[]> {
  const byName = collect(
    groups.flatMap((group) =>
      group.changes.flatMap((change) => namesOf(change).map((name) => [name, {group, change}] as const)),
    ),
  )
  const blames = [...new Set(messages)].flatMap((message) => {
    const rejection = readRejection(message)
    const named = (byName.get(rejection.name ?? '') ?? []).filter(({change}) => isAbout(rejection, change))
    return [...new Set(named.map(({group}) => group))].map((group) => [group, message] as const)
  })
  return collect(blames)
}

/** The guardrails of hosted zones, and the changes that each looks at. */
const GUARDRAILS: Readonly<Record<string, WireChange['action']>> = {
  NS_FORMAT_CHECK: 'CREATE',
  NS_DELEGATION_AUTHORITY_CHECK: 'CREATE',
  NS_OCCLUSION_CHECK: 'CREATE',
  ALIAS_TARGET_CHECK: 'DELETE',
  ACTIVE_RECORD_CHECK: 'DELETE',
  ACTIVE_DELEGATION_CHECK: 'DELETE',
}

/** The guardrails that a refusal names. AWS documents nothing else of these texts. */
export function guardrailsIn(messages: readonly string[]): readonly string[] {
  const unknown = messages.filter((message) => readRejection(message).kind === 'other').join(' ')
  return Object.keys(GUARDRAILS).filter((name) => unknown.includes(name))
}

/** The groups with a change that a guardrail of the texts looks at, of a name in the same text; each with its texts. */
export function findBarred(
  {groups}: ChangeBatch,
  messages: readonly string[],
): ReadonlyMap<ChangeGroup, readonly string[]> {
  const texts = messages.map((message) => ({
    message,
    names: new Set((message.match(/[\w*\\.-]+/g) ?? []).map(decodeName)),
    actions: new Set(guardrailsIn([message]).map((name) => GUARDRAILS[name])),
  }))
  return new Map(
    groups.flatMap((group) => {
      const own = texts.filter(({names, actions}) =>
        group.changes.some(({action, recordSet}) => actions.has(action) && names.has(recordSet.name)),
      )
      return own.length === 0 ? [] : [[group, own.map(({message}) => message)] as const]
    }),
  )
}

function namesOf({recordSet: {name, data}}: WireChange): readonly string[] {
  return data.kind === 'alias' ? [name, data.target.dnsName] : [name]
}

function isAbout({kind, name, type, setIdentifier}: Rejection, {action, recordSet}: WireChange): boolean {
  if (type !== undefined && recordSet.type !== type) return false
  if (kind === 'alias-target-missing' || kind === 'alias-outside-zone') {
    return action !== 'DELETE' && recordSet.data.kind === 'alias' && recordSet.data.target.dnsName === name
  }
  return recordSet.name === name && (setIdentifier === undefined || recordSet.setIdentifier === setIdentifier)
}
