/** The groups of flags in `--help`. */
type HelpGroup = 'Sources' | 'Names' | 'Plan' | 'Registry' | 'AWS' | 'Kubernetes' | 'Run' | 'Output'

/**
 * What a flag of external-dns does here.
 *
 * `acts`: the same as in external-dns. `no-meaning`: it belongs to the loop, the cache or the log of a controller;
 * accepted, with a remark. `refused`: not supported yet, and ignoring it would change records, so any value but the
 * default is an error.
 */
export type FlagRole = 'acts' | 'no-meaning' | 'refused'

interface FlagSpecBase {
  readonly group: HelpGroup
  readonly summary: string
  readonly role?: Exclude<FlagRole, 'acts'>
  /** The short form, without the hyphen. */
  readonly char?: 'A' | 'l' | 'n' | 'o'
  /** False when the flag has no environment variable. */
  readonly hasEnv?: false
  /** False when a boolean has no `--no-` form. */
  readonly hasNegation?: false
  /** True when an empty value differs from leaving the flag out, as it does for every flag of external-dns. */
  readonly mayBeEmpty?: true
  /** True when the flag is allowed together with a plan file or a receipt, which already says what to do. */
  readonly goesWithFile?: true
}

/** One flag. Defaults of durations and integers are text, as the user would write them. */
export type FlagSpec =
  | (FlagSpecBase & {readonly kind: 'boolean'; readonly default: boolean})
  | (FlagSpecBase & {readonly kind: 'string' | 'duration' | 'integer'; readonly default: string})
  | (FlagSpecBase & {readonly kind: 'strings'; readonly default: readonly string[]})
  | (FlagSpecBase & {readonly kind: 'enum'; readonly default: string; readonly options: readonly string[]})

export type FlagTable = Readonly<Record<string, FlagSpec>>

/** The parsed value of a flag. Durations are in milliseconds. */
type FlagValue<S extends FlagSpec> = S extends {readonly kind: 'boolean'}
  ? boolean
  : S extends {readonly kind: 'strings'}
    ? readonly string[]
    : S extends {readonly kind: 'integer' | 'duration'}
      ? number
      : S extends {readonly kind: 'enum'; readonly options: readonly (infer O)[]; readonly default: infer D}
        ? O | D
        : string

export type FlagValues<T extends FlagTable> = {readonly [Name in keyof T]: FlagValue<T[Name]>}

/**
 * The environment variable of a flag, named as external-dns names it: `EXTERNAL_DNS_AWS_ZONE_TYPE` for
 * `--aws-zone-type`.
 */
export function toEnvName(flag: string): string {
  return `EXTERNAL_DNS_${flag.toUpperCase().replace(/[^A-Z0-9_]+/g, '_')}`
}

/** The variable of a flag; undefined when it has none. */
export function variableOf(name: string, {hasEnv}: Pick<FlagSpec, 'hasEnv'>): string | undefined {
  return hasEnv === false ? undefined : toEnvName(name)
}

/** True for a boolean with a `--no-` form. */
export function hasNoForm(spec: FlagSpec): boolean {
  return spec.kind === 'boolean' && spec.hasNegation !== false
}

/** Adds the same properties to every flag of a table. */
export function withColumn<T extends FlagTable>(
  table: T,
  column: Pick<FlagSpecBase, 'mayBeEmpty' | 'goesWithFile'>,
): T {
  return Object.fromEntries(Object.entries(table).map(([name, spec]) => [name, {...spec, ...column}])) as unknown as T
}
