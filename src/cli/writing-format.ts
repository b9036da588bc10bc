import {SETTING_FLAGS} from './flags/setting-flags.js'
import type {CommandLine} from './line-command.js'
import {usageError} from './usage-error.js'

/** Forms of a plan that are made to be read have none for what happens while it is applied. @throws CliError USAGE */
export function checkWritingFormat(line: CommandLine): void {
  const {format} = line.output
  if (format === 'text' || format === 'json' || line.values(SETTING_FLAGS)['dry-run']) return
  throw usageError(`--format=${format} shows a plan and cannot tell how it is applied.`, [
    'add --dry-run, or use external-dns-ts plan',
    'or apply with --format=text or json',
  ])
}
