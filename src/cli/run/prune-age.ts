import {duration} from '../../dns/phrase.js'
import {hostKey} from '../../dns/zone.js'
import type {AgedHost, AgeLimit} from '../../plan/plan-input.js'
import type {Outcome} from '../../saved/receipt.js'
import type {CommandLine} from '../command-line/read-line.js'
import {PRUNE_FLAGS} from '../flags/prune-flags.js'
import {usageError} from '../usage-error.js'
import {openReceiptFile} from './file-run.js'

/**
 * Reads `--min-age` and the receipts of `--age-from`. A host counts as written when the run of the receipt began, also
 * if its outcome is unknown or partial.
 * @throws CliError USAGE, FILE_UNREADABLE, FILE_INVALID
 */
export async function readAgeLimit(line: CommandLine, nowMs: number): Promise<AgeLimit | undefined> {
  const {'min-age': minAgeMs, 'age-from': paths, orphans, 'obsolete-txt': obsolete} = line.values(PRUNE_FLAGS)
  if (minAgeMs < 0) throw usageError('--min-age is negative.', ['write a duration such as 72h'])
  if (minAgeMs === 0) {
    if (paths.length === 0) return undefined
    throw usageError('--age-from is set without --min-age.', ['give both: --min-age=72h --age-from=receipt.json'])
  }
  if (orphans || obsolete) {
    const fix = 'run prune with --orphans or --obsolete-txt by itself'
    throw usageError('--min-age applies to hosts, not to ownership TXT alone.', [fix])
  }
  const writtenAt = new Map<string, number>()
  for (const path of paths) {
    const {meta, content} = await openReceiptFile(path)
    const at = Date.parse(meta.createdAt)
    for (const host of content.hosts) {
      if (!WRITTEN.has(host.outcome)) continue
      const key = hostKey({...host, zone: {id: host.zoneId}})
      writtenAt.set(key, Math.max(at, writtenAt.get(key) ?? at))
    }
  }
  return {
    minAge: duration(Math.round(minAgeMs / 1000)),
    since: minAgeMs > RETENTION_MS ? undefined : Math.floor(nowMs - minAgeMs),
    isOldEnough({zone, name, setIdentifier}: AgedHost) {
      const at = writtenAt.get(hostKey({zone, name, setIdentifier}))
      return at === undefined ? undefined : nowMs - at >= minAgeMs
    },
  }
}

/** AWS keeps a history of 365 days. */
const RETENTION_MS = 365 * 24 * 3_600_000

const WRITTEN: ReadonlySet<Outcome> = new Set<Outcome>(['applied', 'partly', 'unknown'])
