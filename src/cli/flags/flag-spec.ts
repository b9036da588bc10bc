/** The blocks in which `--help` shows the flags. */
type HelpGroup = 'Sources' | 'Names' | 'Plan' | 'Registry' | 'AWS' | 'Kubernetes' | 'Run' | 'Output'

/**
 * What a flag does here.
 *
 * `acts`: all that external-dns does with it. `no-meaning`: belongs to a loop, a cache or a log that a run which ends
 * does not have; taken and mentioned. `refused`: not supported yet,
 * and leaving it out of account would change records, so a value other than the default is an error.
 */
export type FlagRole = 'acts' | 'no-meaning' | 'refused'

interface FlagSpecBase {
  readonly group: HelpGroup
  readonly summary: string
  readonly role?: Exclude<FlagRole, 'acts'>
  /** The one-letter form, without the hyphen. */
  readonly char?: 'A' | 'l' | 'n' | 'o'
  /** False: the flag has no environment variable. */
  readonly hasEnv?: false
  /** False: a switch without a `--no-` form. */
  readonly hasNegation?: false
  /** An empty text means something else than leaving the flag out; so it does for every flag of external-dns. */
  readonly mayBeEmpty?: true
  /** Goes with a plan file or a receipt, which says already what is to be done. */
  readonly goesWithFile?: true
}

/** One row of the flag table. Durations and integers keep their default as text, as the user would write it. */
export type FlagSpec =
  | (FlagSpecBase & {readonly kind: 'boolean'; readonly default: boolean})
  | (FlagSpecBase & {readonly kind: 'string' | 'duration' | 'integer'; readonly default: string})
  | (FlagSpecBase & {readonly kind: 'strings'; readonly default: readonly string[]})
  | (FlagSpecBase & {readonly kind: 'enum'; readonly default: string; readonly options: readonly string[]})

export type FlagTable = Readonly<Record<string, FlagSpec>>

/** Durations are milliseconds. */
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

/** `--aws-zone-type` is read from `EXTERNAL_DNS_AWS_ZONE_TYPE`, as external-dns does. */
export function toEnvName(flag: string): string {
  return `EXTERNAL_DNS_${flag.toUpperCase().replace(/[^A-Z0-9_]+/g, '_')}`
}

/** The variable of a flag; undefined: it has none. */
export function variableOf(name: string, {hasEnv}: Pick<FlagSpec, 'hasEnv'>): string | undefined {
  return hasEnv === false ? undefined : toEnvName(name)
}

/** True for a switch that has a `--no-` form. */
export function hasNoForm(spec: FlagSpec): boolean {
  return spec.kind === 'boolean' && spec.hasNegation !== false
}

/** The table with something in every row. */
export function withColumn<T extends FlagTable>(
  table: T,
  column: Pick<FlagSpecBase, 'mayBeEmpty' | 'goesWithFile'>,
): T {
  return Object.fromEntries(Object.entries(table).map(([name, spec]) => [name, {...spec, ...column}])) as unknown as T
}
