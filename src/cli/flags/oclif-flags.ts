import {Flags, type Interfaces} from '@oclif/core'
import type {FlagSpec, FlagTable} from './flag-spec.js'
import {UPSTREAM_FLAGS} from './upstream-flags.js'

/**
 * The rows of a table as oclif flags, for help, completion and parsing. They stay plain text here: `readFlagValues`
 * turns them into numbers and durations, so that every error reads the same. Variables stay out as well: `readCommandLine`
 * reads them, oclif would read lists and switches wrongly, and help would name one with every flag.
 */
export function toOclifFlags(table: FlagTable): Interfaces.FlagInput {
  return Object.fromEntries(
    Object.entries(table).map(([name, spec]) => [
      name,
      Object.assign(toOclifFlag(spec), {isNeverEmpty: isNeverEmpty(name, spec)}),
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
      return Flags.boolean({...common, allowNo: spec.hasNegation !== false})
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

/** Not oclif's: `readCommandLine` looks at it. What is external-dns's may be empty, as upstream has it. */
function isNeverEmpty(name: string, spec: FlagSpec): boolean {
  return spec.kind !== 'boolean' && !Object.hasOwn(UPSTREAM_FLAGS, name) && spec.mayBeEmpty !== true
}
