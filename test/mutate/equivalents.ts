import type {Mutant} from './mutant.js'

/**
 * A mutant that does what the program does, as somebody has found who read it. Void, and reported, once its line is
 * written differently or a test kills it.
 */
export interface Equivalent extends Pick<Mutant, 'file' | 'line' | 'from' | 'to'> {
  readonly why: string
}

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: 'src/saved/validity.ts',
    line: 'const seconds = maxAge === undefined ? undefined : parseGoDuration(maxAge)',
    from: 'maxAge === undefined',
    to: 'false',
    why: 'an absent text is no duration either; only the compiler asks',
  },
  {
    file: 'src/registry/txt-name.ts',
    line: 'if (!isTemplate(affixes)) return affixes',
    from: '!isTemplate(affixes)',
    to: 'false',
    why: 'saves time: affixes without %{record_type} are what is made of them',
  },
  {
    file: 'src/registry/ownership-records.ts',
    line: '(contents.find((content) => content.zone === zone)?.recordSets ?? []).some(',
    from: 'contents.find((content) => content.zone === zone)?.recordSets',
    to: 'contents.find(content => content.zone === zone).recordSets',
    why: 'the zone is one of the contents; only the compiler asks',
  },
  {
    file: 'src/registry/ownership-records.ts',
    line: `return \`\${id} \${name} \${setIdentifier ?? ''}\``,
    from: "''",
    to: '"Stryker was here!"',
    why: 'any text will do that stands for no set identifier',
  },
  {
    file: 'src/registry/ownership-records.ts',
    line: 'if (own.length > 0 || candidates.length === 0) return pick(own)',
    from: 'candidates.length === 0',
    to: 'false',
    why: 'saves time: of no candidates none is picked',
  },
  {
    file: 'src/registry/ownership.ts',
    line: `if (value.startsWith('"') && value.indexOf('"', 1) === value.length - 1) return value.slice(1, -1)`,
    from: `value.startsWith('"') && value.indexOf('"', 1) === value.length - 1`,
    to: 'false',
    why: 'saves time: the replacements below make the same of one quoted string',
  },
  {
    file: 'src/registry/txt-name.ts',
    line: "const [first = '', ...rest] = toTxtHost(naming, name).split('.')",
    from: "''",
    to: '"Stryker was here!"',
    why: 'a split text has a first part; only the compiler asks',
  },
  {
    file: 'src/registry/ownership.ts',
    line: 'if (Object.keys(labels).length === 0) {',
    from: 'Object.keys(labels).length === 0',
    to: 'false',
    why: 'saves time: owner and resource are in byte order without being sorted',
  },
  {
    file: 'src/registry/ownership.ts',
    line: 'if (cut < 0) continue',
    from: 'cut < 0',
    to: 'cut <= 0',
    why: 'a token that begins with = has an empty key, which nobody reads',
  },
  {
    file: 'src/registry/ownership.ts',
    line: 'if (Object.keys(labels).length === 0 && /^[\\w./:-]*$/.test(owner + resource)) return true',
    from: 'Object.keys(labels).length === 0 && /^[\\w./:-]*$/.test(owner + resource)',
    to: 'false',
    why: 'saves time: such a text reads back as it was written',
  },
  {
    file: 'src/registry/ownership.ts',
    line: 'if (Object.keys(labels).length === 0 && /^[\\w./:-]*$/.test(owner + resource)) return true',
    from: '/^[\\w./:-]*$/',
    to: '/^[\\w./:-]$/',
    why: 'saves time: such a text reads back as it was written',
  },
  {
    file: 'src/saved/preconditions.ts',
    line: "const isOurs = claim === undefined || (claim !== 'unreadable' && claim.owner === (host.owner ?? registry.ownerId))",
    from: "'unreadable'",
    to: '""',
    why: 'a word has no owner; only the compiler asks',
  },
  {
    file: 'src/saved/preconditions.ts',
    line: "const isOurs = claim === undefined || (claim !== 'unreadable' && claim.owner === (host.owner ?? registry.ownerId))",
    from: "claim !== 'unreadable'",
    to: 'true',
    why: 'a word has no owner; only the compiler asks',
  },
  {
    file: 'src/saved/preconditions.ts',
    line: "const spokenOf = currentOf(ownership).flatMap(({type = ''}) => (isRecordType(type) ? type : []))",
    from: "''",
    to: '"Stryker was here!"',
    why: 'any text will do that is no type',
  },
  {
    file: 'src/saved/fingerprint.ts',
    line: 'const own = [...keys].flatMap((key) => touched.get(key) ?? [])',
    from: '[]',
    to: '["Stryker was here"]',
    why: 'what a host touches is among what all hosts touch; only the compiler asks',
  },
  {
    file: 'src/saved/fingerprint.ts',
    line: 'sets: inOrder([...each.sets, ...(rested.get(hostKey(each)) ?? [])]),',
    from: '[]',
    to: '["Stryker was here"]',
    why: 'the hosts come of those with fingerprints; only the compiler asks',
  },
  {
    file: 'src/saved/undo.ts',
    line: "const outcomeOf = (host: HostPlan) => outcomes.get(hostKey(host)) ?? 'unknown'",
    from: "'unknown'",
    to: '""',
    why: 'a receipt has the hosts of its plan; only the compiler asks',
  },
  {
    file: 'src/route53/records/endpoint-adjustment.ts',
    line: "const isLeftToUs = !['true', 'false', 'A', 'AAAA'].includes(propertyOf(endpoint, PROPERTY.alias) ?? '')",
    from: "''",
    to: '"Stryker was here!"',
    why: 'any text will do that is none of these words',
  },
  {
    file: 'src/route53/records/record-set-difference.ts',
    line: 'if (a.values.length === b.values.length && a.values.every((value, index) => value === b.values[index])) return true',
    from: 'a.values.length === b.values.length && a.values.every((value, index) => value === b.values[index])',
    to: 'false',
    why: 'saves time: equal texts have equal forms',
  },
  {
    file: 'src/route53/records/record-set-wire.ts',
    line: 'function areLeaves(elements: readonly XmlElement[], names: readonly string[]): boolean {',
    from: '{ return ( elements.length === names.length && elements.every(({name, children}, index) => name === names[index] && children.length === 0) ) }',
    to: '{}',
    why: 'saves time: the longer way reads the same of what AWS writes',
  },
  {
    file: 'src/route53/xml.ts',
    line: 'const HEAD = /^(?:<\\?xml version="1\\.0"(?: encoding="UTF-8")?\\?>\\s*)?<([A-Za-z]+)(?: xmlns="[^"<&]*")?>/',
    from: '/^(?:<\\?xml version="1\\.0"(?: encoding="UTF-8")?\\?>\\s*)?<([A-Za-z]+)(?: xmlns="[^"<&]*")?>/',
    to: '/^(?:<\\?xml version="1\\.0"(?: encoding="UTF-8")?\\?>\\s*)<([A-Za-z]+)(?: xmlns="[^"<&]*")?>/',
    why: 'saves time: what is not read here is read by the library',
  },
  {
    file: 'src/route53/records/routing-rules.ts',
    line: "routing.kind === 'failover' && routing.role === 'PRIMARY' && data.kind === 'values' && healthCheckId === undefined",
    from: "routing.kind === 'failover'",
    to: 'true',
    why: 'no other routing has a role; only the compiler asks',
  },
]
