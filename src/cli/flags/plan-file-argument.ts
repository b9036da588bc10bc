import {Args, type Interfaces} from '@oclif/core'

/** For `apply`. */
export const PLAN_FILE_ARGUMENT: Interfaces.ArgInput = {
  planfile: Args.string({description: 'Plan that plan --out saved; without it a plan is made, shown and asked about'}),
}

/** For `show`. */
export const SHOWN_FILE_ARGUMENT: Interfaces.ArgInput = {
  file: Args.string({description: 'What plan --out or --receipt saved', required: true}),
}
