import {Args, type Interfaces} from '@oclif/core'

/** For `explain`. */
export const EXPLAINED_HOST_ARGUMENT: Interfaces.ArgInput = {
  host: Args.string({description: 'Host to explain', required: true, ignoreStdin: true}),
}
