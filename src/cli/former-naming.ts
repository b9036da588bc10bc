import type {TxtNaming} from '../registry/txt-name.js'
import {REPAIR_FLAGS} from './flags/ownership-flags.js'
import {SETTING_FLAGS} from './flags/setting-flags.js'
import type {CommandLine} from './line-command.js'
import {usageError} from './usage-error.js'

/** How names of ownership texts were made before; undefined when no flag says that they were made otherwise. */
export function readFormerNaming(line: CommandLine): TxtNaming | undefined {
  const names = ['from-prefix', 'from-suffix', 'from-wildcard-replacement'] as const
  if (!names.some((name) => line.given.has(name))) return undefined
  const former = line.values(REPAIR_FLAGS)
  const today = line.values(SETTING_FLAGS)
  const read = (from: (typeof names)[number], now: 'txt-prefix' | 'txt-suffix' | 'txt-wildcard-replacement') =>
    (line.given.has(from) ? former[from] : today[now]).toLowerCase()
  // One of prefix and suffix was changed for the other: what is not said was not there.
  const prefix =
    line.given.has('from-suffix') && !line.given.has('from-prefix') ? '' : read('from-prefix', 'txt-prefix')
  const suffix =
    line.given.has('from-prefix') && !line.given.has('from-suffix') ? '' : read('from-suffix', 'txt-suffix')
  if (prefix !== '' && suffix !== '') {
    throw usageError('--from-prefix and --from-suffix exclude each other.', ['keep the one that was in use'])
  }
  return {prefix, suffix, wildcardReplacement: read('from-wildcard-replacement', 'txt-wildcard-replacement')}
}
