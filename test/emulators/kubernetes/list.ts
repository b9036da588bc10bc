import {type ObjectStore, type StoredObject, toWire} from './object-store.js'
import {apiVersionOf, type Resource} from './resource.js'
import {parseFieldSelector, parseLabelSelector} from './selector.js'
import {Denial, expired, statusOf} from './status.js'

export type ListRequest = {
  readonly resource: Resource
  readonly version: string
  readonly namespace: string | undefined
  readonly query: URLSearchParams
}

export type Lister = {
  list(request: ListRequest): object
  /** Makes all issued continue tokens expire: the next use is answered with 410 Expired. */
  expireContinueTokens(): void
}

/** `revision` -1: continues after `start` in the current objects. */
type Token = {readonly v: 'meta.k8s.io/v1'; readonly rv: number; readonly start: string}

/** Lists with limit and continue. The pages of one list show the same moment, whatever is written meanwhile. */
export function openLister(store: ObjectStore): Lister {
  const moments = new Map<string, readonly StoredObject[]>()

  function list({resource, version, namespace, query}: ListRequest): object {
    const isLabelled = parseLabelSelector(query.get('labelSelector') ?? '')
    const fields = query.get('fieldSelector') ?? ''
    const isSelected = fields === '' ? () => true : parseFieldSelector(fields)
    const token = parseToken(query.get('continue') ?? '')
    const revision = token === undefined || token.rv === -1 ? store.revision() : token.rv
    const moment = `${resource.group}/${resource.plural}@${revision}`
    const everything = token === undefined || token.rv === -1 ? store.list(resource) : moments.get(moment)
    if (everything === undefined) throw expired(encodeToken({v: 'meta.k8s.io/v1', rv: -1, start: token?.start ?? ''}))
    const matching = everything.filter(
      ({object}) =>
        (namespace === undefined || object.metadata.namespace === namespace) &&
        isLabelled(object) &&
        isSelected(object),
    )
    const rest = token === undefined ? matching : matching.filter(({key}) => key >= token.start)
    const limit = parseLimit(query.get('limit') ?? '0')
    const page = limit === 0 ? rest : rest.slice(0, limit)
    const next = rest[page.length]
    if (next !== undefined) moments.set(moment, everything)
    const hasSelector = fields !== '' || (query.get('labelSelector') ?? '') !== ''
    return {
      kind: `${resource.kind}List`,
      apiVersion: apiVersionOf(resource.group, version),
      metadata: {
        resourceVersion: String(revision),
        ...(next && {continue: encodeToken({v: 'meta.k8s.io/v1', rv: revision, start: next.key})}),
        ...(next && !hasSelector && {remainingItemCount: rest.length - page.length}),
      },
      items: page.map(({object}) => toWire(object, resource, version, true)),
    }
  }

  return {list, expireContinueTokens: () => moments.clear()}
}

function parseLimit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Denial(statusOf(400, 'BadRequest', `strconv.ParseInt: parsing "${text}": invalid syntax`))
}

function encodeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

function parseToken(text: string): Token | undefined {
  if (text === '') return undefined
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (isToken(token)) return token
  } catch {
    // Answered like any malformed token.
  }
  throw new Denial(statusOf(400, 'BadRequest', 'continue key is not valid: encoded value is not a token'))
}

function isToken(value: unknown): value is Token {
  return typeof value === 'object' && value !== null && 'rv' in value && 'start' in value && 'v' in value
}
