import {Args, Flags, type Interfaces} from '@oclif/core'
import type {ArgumentTable} from './arguments.js'
import {type FlagSpec, type FlagTable, hasNoForm} from './flag-spec.js'

/** For oclif's help, completion and manifest. `readLine` parses itself: oclif reads lists and booleans otherwise. */
export function toOclifFlags(table: FlagTable): Interfaces.FlagInput {
  return Object.fromEntries(Object.entries(table).map(([name, spec]) => [name, toOclifFlag(spec)]))
}

export function toOclifArgs(table: ArgumentTable): Interfaces.ArgInput {
  return Object.fromEntries(
    Object.entries(table).map(([name, {description, example, isRepeatable}]) => [
      name,
      Args.string({
        description,
        ignoreStdin: true,
        ...(example === undefined ? {} : {required: true}),
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
        ...(spec.default === undefined ? {} : {default: [...spec.default]}),
      })
    case 'enum':
      return Flags.string({
        ...common,
        options: [...spec.options],
        ...((spec.default ?? '') === '' ? {} : {default: spec.default ?? ''}),
      })
    default:
      return Flags.string({
        ...common,
        helpValue: spec.kind === 'string' ? '<value>' : `<${spec.kind}>`,
        ...((spec.default ?? '') === '' ? {} : {default: spec.default ?? ''}),
      })
  }
}
