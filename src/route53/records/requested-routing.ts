import type {Endpoint} from '../../dns/endpoint.js'
import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import type {Routing} from '../../dns/record-set.js'
import {describeProperty, describeSetIdentifier, PROPERTY, propertyOf} from './provider-properties.js'
import {type Asked, POLICIES, SIMPLE} from './routing-policies.js'

/** A malformed number counts as 0, as in external-dns, with a note; what Route 53 always refuses is a problem. */
export function readRequestedRouting(
  endpoint: Endpoint,
): Parsed<{readonly routing: Routing; readonly notes: readonly string[]}> {
  const notes: string[] = []
  if (endpoint.setIdentifier === '' && !endpoint.properties.some(({name}) => OF_ROUTING.has(name)))
    return parsed({routing: SIMPLE, notes})
  const asked = askedOf(endpoint, notes)
  const requested = Object.values(POLICIES).flatMap((policy) => {
    const property = policy.properties.find((name) => asked.text(name) !== undefined)
    if (property === undefined) return []
    return [{named: describeProperty(endpoint, property), routing: policy.request(asked)}]
  })
  const [first, second] = requested
  if (second !== undefined) {
    const names = requested.map(({named}) => named).join(', ')
    return problem(`${names} ask for ${requested.length} routing policies, a record set has one`)
  }
  if (first !== undefined && endpoint.setIdentifier === '') {
    return problem(`${first.named} also needs ${describeSetIdentifier(endpoint)}`)
  }
  if (first === undefined && endpoint.setIdentifier !== '') {
    const identifier = `${describeSetIdentifier(endpoint)} "${endpoint.setIdentifier}"`
    return problem(`${identifier} also needs a routing policy, such as ${describeProperty(endpoint, PROPERTY.weight)}`)
  }
  return parsed({routing: first?.routing ?? SIMPLE, notes})
}

const OF_ROUTING: ReadonlySet<string> = new Set(Object.values(POLICIES).flatMap(({properties}) => properties))

/** external-dns sends these texts only when there is one, so an empty one asks for nothing. */
const OMITTED_IF_EMPTY: ReadonlySet<string> = new Set([PROPERTY.region, PROPERTY.failover])

function askedOf(endpoint: Endpoint, notes: string[]): Asked {
  const text = (property: string) => {
    const asked = propertyOf(endpoint, property)
    return asked === '' && OMITTED_IF_EMPTY.has(property) ? undefined : asked
  }
  const note = (property: string, phrase: string) => notes.push(`${describeProperty(endpoint, property)} ${phrase}`)
  return {
    text,
    note,
    wholeNumber(property, limit) {
      const written = text(property)
      const number = written === undefined ? 0 : parseInteger(written, limit)
      if (number === undefined) note(property, `"${written}" is not a whole number and counts as 0`)
      return number ?? 0
    },
  }
}

/** Parses an integer in base 10 with an optional sign, as Go does: `010` is ten. */
function parseInteger(text: string, limit: number): number | undefined {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(Math.abs(number) <= limit)) return undefined
  return number === 0 ? 0 : number
}
