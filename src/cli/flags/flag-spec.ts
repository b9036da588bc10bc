/** `bin/help/flag-words.mjs` has their order in help and reference, and what each is about. */
type Topic = 'Objects' | 'Names' | 'Zones' | 'Ownership' | 'Safety' | 'Run' | 'Output' | 'AWS' | 'Kubernetes'

/**
 * What a flag of external-dns does here.
 *
 * `acts`: the same as in external-dns. `no-meaning`: it belongs to the loop, the cache or the log of a controller;
 * accepted, with a remark. `refused`: not supported yet, and ignoring it would change records, so any value but the
 * default is an error.
 */
export type FlagRole = 'acts' | 'no-meaning' | 'refused'

interface FlagSpecBase {
  readonly topic: Topic
  readonly summary: string
  readonly role?: Exclude<FlagRole, 'acts'>
  readonly char?: 'A' | 'l' | 'n' | 'o' | 'q'
  readonly hasEnv?: false
  /** False when a boolean has no `--no-` form. */
  readonly hasNegation?: false
  /** True when an empty value differs from leaving the flag out, as it does for every flag of external-dns. */
  readonly mayBeEmpty?: true
  /** True when the flag is allowed together with a plan file or a receipt, which already says what to do. */
  readonly goesWithFile?: true
}

/**
 * The specification of one flag. The default of a duration or an integer is text, as the user would write it; that of the
 * other kinds is false, empty or no value, unless the row has one.
 */
export type FlagSpec =
  | (FlagSpecBase & {readonly kind: 'boolean'; readonly default?: boolean})
  | (FlagSpecBase & {readonly kind: 'string' | 'file'; readonly default?: string})
  | (FlagSpecBase & {readonly kind: 'duration' | 'integer'; readonly default: string})
  | (FlagSpecBase & {
      readonly kind: 'strings'
      readonly default?: readonly string[]
      /** For completion. What is accepted is decided where the flag is read. */
      readonly known?: readonly string[] | 'files' | 'contexts'
      /** True when most runs give one value, which `--show-config` then shows without a list. */
      readonly isMostlyOne?: true
    })
  | (FlagSpecBase & {readonly kind: 'enum'; readonly default?: string; readonly options: readonly string[]})

export type FlagTable = Readonly<Record<string, FlagSpec>>

type WithoutTopic<S> = S extends FlagSpec ? Omit<S, 'topic'> & Partial<Pick<S, 'topic'>> : never

/** Rows that get the rest from `withColumn`. */
type FlagRows = Readonly<Record<string, WithoutTopic<FlagSpec>>>

/** What a row of this kind may say besides its summary. */
type RestOf<K, S = WithoutTopic<FlagSpec>> = S extends {readonly kind: infer Kinds}
  ? K extends Kinds
    ? Partial<Omit<S, 'kind' | 'summary'>>
    : never
  : never

type Row<K> = {readonly kind: K; readonly summary: string}

interface RowMaker<K> {
  (summary: string): Row<K>
  /** A key that is not among the known ones does not compile. */
  <const R extends RestOf<K>>(
    summary: string,
    rest: R & Readonly<Record<Exclude<keyof R, keyof RestOf<K>>, never>>,
  ): Row<K> & R
}

function rowOf<const K extends FlagSpec['kind']>(kind: K): RowMaker<K> {
  return <R extends object>(summary: string, rest?: R) => ({kind, summary, ...rest}) as Row<K> & R
}

export const boolean = rowOf('boolean')
export const string = rowOf('string')
export const strings = rowOf('strings')
export const file = rowOf('file')
export const integer = rowOf('integer')
export const duration = rowOf('duration')
export const choice = rowOf('enum')

/** The parsed value of a flag. Durations are in milliseconds. */
type FlagValue<S extends FlagSpec> = S extends {readonly kind: 'boolean'}
  ? boolean
  : S extends {readonly kind: 'strings'}
    ? readonly string[]
    : S extends {readonly kind: 'integer' | 'duration'}
      ? number
      : S extends {readonly kind: 'enum'; readonly options: readonly (infer O)[]}
        ? O | (S extends {readonly default: infer D} ? D : '')
        : string

export type FlagValues<T extends FlagTable> = {readonly [Name in keyof T]: FlagValue<T[Name]>}

/** Named as external-dns does: `EXTERNAL_DNS_AWS_ZONE_TYPE` for `--aws-zone-type`. */
export function toEnvName(flag: string): string {
  return `EXTERNAL_DNS_${flag.toUpperCase().replace(/[^A-Z0-9_]+/g, '_')}`
}

export function variableOf(name: string, {hasEnv}: Pick<FlagSpec, 'hasEnv'>): string | undefined {
  return hasEnv === false ? undefined : toEnvName(name)
}

export function hasNoForm(spec: FlagSpec): boolean {
  return spec.kind === 'boolean' && spec.hasNegation !== false
}

/** The value of a flag that nobody sets; durations and integers as text. */
export function defaultOf(spec: FlagSpec): boolean | string | readonly string[] {
  switch (spec.kind) {
    case 'boolean':
      return spec.default ?? false
    case 'strings':
      return spec.default ?? []
    default:
      return spec.default ?? ''
  }
}

type Column = Partial<Pick<FlagSpecBase, 'topic' | 'role' | 'hasEnv' | 'hasNegation' | 'mayBeEmpty' | 'goesWithFile'>>
type WithColumn<T, C> = {readonly [Name in keyof T]: Omit<C, keyof T[Name]> & T[Name]}

/** Adds the same properties to every flag of a table; a row keeps what it has. */
export function withColumn<const C extends Column>(column: C) {
  return <const T extends FlagRows>(table: T): WithColumn<T, C> => {
    const rows = Object.entries(table).map(([name, row]) => [name, {...column, ...row}])
    return Object.fromEntries(rows) as WithColumn<T, C>
  }
}
