import {Args, type Interfaces} from '@oclif/core'

/** For `apply`. oclif would take what is piped in for an argument that was left out: `yes | external-dns-ts apply`. */
export const PLAN_FILE_ARGUMENT: Interfaces.ArgInput = {
  planfile: Args.string({
    description: 'Plan that plan --out saved; without it a plan is made, shown and asked about',
    ignoreStdin: true,
  }),
}

/** For `show`. */
export const SHOWN_FILE_ARGUMENT: Interfaces.ArgInput = {
  file: Args.string({description: 'What plan --out or --receipt saved', required: true, ignoreStdin: true}),
}
