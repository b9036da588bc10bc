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

export const PLAN_FILE_ARGUMENT: ArgumentTable = {
  planfile: {description: 'Plan that plan --out saved; without it a plan is made, shown and asked about', isFile: true},
}

export const SHOWN_FILE_ARGUMENT: ArgumentTable = {
  file: {description: 'File that plan --out or --receipt saved', example: 'show plan.json', isFile: true},
}

export const EXPLAINED_HOST_ARGUMENT: ArgumentTable = {
  host: {description: 'Host to explain', example: 'explain www.example.com'},
}

export const HISTORY_HOST_ARGUMENT: ArgumentTable = {
  host: {description: 'Host whose changes are shown; without it, all changes of the zones of --zone'},
}

/** For `owners adopt`, `owners repair`. */
export const HOSTS_ARGUMENT: ArgumentTable = {
  host: {description: 'Host, repeatable; default: every host that the command applies to', isRepeatable: true},
}

/** For `owners release`, `owners transfer`. */
export const RELEASED_HOSTS_ARGUMENT: ArgumentTable = {
  host: {description: 'Host, repeatable; or use --all', isRepeatable: true},
}

export const SHELL_ARGUMENT = {
  shell: {description: 'Shell to complete in', example: 'completion bash', known: ['bash', 'zsh', 'fish']},
} as const satisfies ArgumentTable
