import {Args, Flags, type Interfaces} from '@oclif/core'
import type {ArgumentTable} from './arguments.js'
import {type FlagSpec, type FlagTable, hasNoForm} from './flag-spec.js'

/**
 * The rows of a table as oclif flags, for help, completion and the manifest. The command line is read without oclif (see
 * `readLine`): it would read lists and switches wrongly, and help would name a variable with every flag.
 */
export function toOclifFlags(table: FlagTable): Interfaces.FlagInput {
  return Object.fromEntries(Object.entries(table).map(([name, spec]) => [name, toOclifFlag(spec)]))
}

/** The arguments of a command as oclif has them. */
export function toOclifArgs(table: ArgumentTable): Interfaces.ArgInput {
  return Object.fromEntries(
    Object.entries(table).map(([name, {description, isRequired, isRepeatable}]) => [
      name,
      Args.string({
        description,
        ignoreStdin: true,
        ...(isRequired === true ? {required: true} : {}),
        ...(isRepeatable === true ? {multiple: true} : {}),
      }),
    ]),
  )
}

function toOclifFlag(spec: FlagSpec) {
  const common = {
    summary: spec.summary,
    helpGroup: spec.group,
    hidden: spec.role !== undefined,
    ...(spec.char === undefined ? {} : {char: spec.char}),
  }
  switch (spec.kind) {
    case 'boolean':
      return Flags.boolean({...common, allowNo: hasNoForm(spec)})
    case 'strings':
      return Flags.string({
        ...common,
        multiple: true,
        multipleNonGreedy: true,
        ...(spec.default.length === 0 ? {} : {default: [...spec.default]}),
      })
    case 'enum':
      return Flags.string({
        ...common,
        options: [...spec.options],
        ...(spec.default === '' ? {} : {default: spec.default}),
      })
    default:
      return Flags.string({
        ...common,
        helpValue: spec.kind === 'string' ? '<value>' : `<${spec.kind}>`,
        ...(spec.default === '' ? {} : {default: spec.default}),
      })
  }
}
