import {type RecordSet, ROUTING_FIELDS, valuesOf} from '../emulators/route53/record-set.js'

/** The identity of a record set, by which before and after are compared: `www.example.com. A "eu1"`. */
export function keyOf({Name, Type, SetIdentifier}: RecordSet): string {
  return `${nameText(Name)} ${Type}${SetIdentifier === undefined ? '' : ` "${SetIdentifier}"`}`
}

/** Lower case, trailing dot, octal escapes undone: `\052.example.com` is `*.example.com.`. */
export function nameText(name: string): string {
  const shown = name.replace(/\\([0-3][0-7]{2})/g, (_escape, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )
  return `${shown.toLowerCase().replace(/\.$/, '')}.`
}

/**
 * All other fields of a record set as one line, to compare and to read. Values are sorted, and so are the keys of
 * nested parts.
 */
export function contentText(set: RecordSet): string {
  const {AliasTarget: alias} = set
  const routing = ROUTING_FIELDS.filter((field) => set[field] !== undefined).map(
    (field) => `${field}=${sortedJson(set[field])}`,
  )
  return [
    ...(set.TTL === undefined ? [] : [`ttl ${set.TTL}`]),
    ...routing,
    ...(set.HealthCheckId === undefined ? [] : [`health check ${set.HealthCheckId}`]),
    ...(alias === undefined
      ? []
      : [
          `alias ${nameText(alias.DNSName)} in ${alias.HostedZoneId}${alias.EvaluateTargetHealth ? ', health evaluated' : ''}`,
        ]),
    ...valuesOf(set).toSorted(),
  ].join(' · ')
}

/** The whole record set with its values in stored order, for comparisons byte for byte. */
export function exactText(set: RecordSet): string {
  return sortedJson(set)
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
