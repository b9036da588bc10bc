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
    file: 'src/plan/ownership/untyped-txt.ts',
    line: "const isToList = isListed || !speaksOfAll || first?.kind === 'create'",
    from: 'first?.kind',
    to: 'first.kind',
    why: 'without a wish a text that is ours and lists no types was left above; only the compiler asks',
  },
  {
    file: 'src/plan/parties.ts',
    line: 'sources: some.flatMap((one) => one.sources ?? []),',
    from: '[]',
    to: '["Stryker was here"]',
    why: 'no kind of object is called so; only the compiler asks',
  },
  {
    file: 'src/plan/unreachable.ts',
    line: "claim.kind === 'foreign' &&",
    from: "claim.kind === 'foreign'",
    to: 'true',
    why: 'what is ours or nobody’s has no owner that was lost, and is left out below; only the compiler asks',
  },
  {
    file: 'src/plan/check/host-rejection.ts',
    line: 'const problem = rules.checkSize([host]) ?? (isLast && siblings.length > 1 ? rules.checkSize(siblings) : undefined)',
    from: 'siblings.length > 1',
    to: 'siblings.length >= 1',
    why: 'saves time: a host alone was asked about just before',
  },
  {
    file: 'src/plan/check/end-ownership.ts',
    line: "} else if (earlier.kind !== 'unowned' && whoseOf(claim) !== whoseOf(earlier)) {",
    from: "'unowned'",
    to: '""',
    why: 'what was nobody’s has no text that a host could take',
  },
  {
    file: 'src/plan/decide/resolve-conflicts.ts',
    line: "const why = phrases.ownerContestLost(holder, holder.owner ?? '', undefined, true)",
    from: "''",
    to: '"Stryker was here!"',
    why: 'a holder is of another owner than the candidate, so it has one; only the compiler asks',
  },
  {
    file: 'src/plan/ownership/text-exchange.ts',
    line: 'if (first !== undefined && headOf(other) !== headOf(first)) heads.set(headOf(other), headOf(first))',
    from: 'first !== undefined',
    to: 'true',
    why: 'a group with others has a first host; only the compiler asks',
  },
  {
    file: 'src/plan/ownership/txt-locations.ts',
    line: "if (others.length === 0 || stored.data.kind !== 'values') return undefined",
    from: "stored.data.kind !== 'values'",
    to: 'false',
    why: 'an alias has no values, so no others; only the compiler asks',
  },
  {
    file: 'src/plan/plan-settings.ts',
    line: "return parsed(regexFilter(include.value, exclude.value, flags.regexInclude ?? ''))",
    from: "''",
    to: '"Stryker was here!"',
    why: 'any text will do that does not say how a name must end',
  },
  {
    file: 'src/plan/prune/prune-texts.ts',
    line: "if (registry.kind === 'noop') return {hosts: [], blocked: []}",
    from: "'noop'",
    to: '""',
    why: 'saves time: with registry noop no text is read, so none is without a use',
  },
  {
    file: 'src/plan/check/end-ownership.ts',
    line: "names.has(set.name) || ambiguous.has(set.name) || names.has(texts.bySet.get(set)?.host ?? '')",
    from: "names.has(set.name) || ambiguous.has(set.name) || names.has(texts.bySet.get(set)?.host ?? '')",
    to: 'true',
    why: 'saves time: of what is not concerned the next run reads what this one has read',
  },
  {
    file: 'src/plan/ownership/ownership-writer.ts',
    line: "const ours = ownershipRecords.filter((text) => isOurs(input.registry, text.owner) && text.host !== '')",
    from: "''",
    to: '"Stryker was here!"',
    why: 'saves time: a text that names no host has no name at which one would be written',
  },
]
