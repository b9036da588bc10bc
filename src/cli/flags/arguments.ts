export interface ArgumentSpec {
  readonly description: string
  /** Of a required argument: a command line that has it. */
  readonly example?: string
  /** Takes all remaining arguments. Only the last argument of a command may be repeatable. */
  readonly isRepeatable?: true
  readonly isFile?: true
  /** The values that there are. */
  readonly known?: readonly string[]
}

/** In the order of the command line. */
export type ArgumentTable = Readonly<Record<string, ArgumentSpec>>

/** For `owners adopt`, `owners repair`. */
export const HOSTS_ARGUMENT: ArgumentTable = {
  host: {description: 'Host, repeatable; default: every host that the command applies to', isRepeatable: true},
}

/** For `owners release`, `owners transfer`. */
export const RELEASED_HOSTS_ARGUMENT: ArgumentTable = {
  host: {description: 'Host, repeatable; or use --all', isRepeatable: true},
}
