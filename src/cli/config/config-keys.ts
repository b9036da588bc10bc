import type {Setting} from '../command-line/argv.js'
import {ASSERTION_FLAGS} from '../flags/assertion-flags.js'
import {COMPARE_FLAGS} from '../flags/compare-flags.js'
import {DOCTOR_FLAGS} from '../flags/doctor-flags.js'
import type {FlagTable} from '../flags/flag-spec.js'
import {METRICS_FLAGS} from '../flags/metrics-flags.js'
import {APPLY_FLAGS, EXIT_CODE_FLAGS, OUTPUT_FLAGS, PLAN_OUTPUT_FLAGS, REPORT_FLAGS} from '../flags/own-flags.js'
import {OWNERS_FLAGS, WITHOUT_CLUSTER_FLAGS} from '../flags/owners-flags.js'
import {PRUNE_FLAGS} from '../flags/prune-flags.js'
import {PLAN_FILE_FLAGS, RECEIPT_FLAGS, SAVE_FLAGS, UNDO_FLAGS} from '../flags/saved-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {VERIFY_FLAGS} from '../flags/verify-flags.js'
import {CLUSTERS} from './cluster-entries.js'
import type {ConfigPlace} from './find-config.js'

/** The flags that a config file may set. A command ignores those that it lacks: one file serves all commands. */
export const FILE_FLAGS: FlagTable = {
  ...SETTING_FLAGS,
  ...OUTPUT_FLAGS,
  ...PLAN_OUTPUT_FLAGS,
  ...EXIT_CODE_FLAGS,
  wait: APPLY_FLAGS.wait,
  strict: ASSERTION_FLAGS.strict,
  sort: OWNERS_FLAGS.sort,
  'group-by': OWNERS_FLAGS['group-by'],
}

const IS_SINGLE = 'it is about a single run'

/** Flags of single commands that say what one run does and where it writes. */
const SINGLE_RUN_FLAGS = Object.keys({
  ...SAVE_FLAGS,
  ...PLAN_FILE_FLAGS,
  ...RECEIPT_FLAGS,
  ...UNDO_FLAGS,
  ...METRICS_FLAGS,
  ...REPORT_FLAGS,
  ...VERIFY_FLAGS,
  ...COMPARE_FLAGS,
  ...ASSERTION_FLAGS,
  ...PRUNE_FLAGS,
  ...DOCTOR_FLAGS,
  ...WITHOUT_CLUSTER_FLAGS,
  ...OWNERS_FLAGS,
}).filter((name) => !Object.hasOwn(FILE_FLAGS, name))

/** Flags that no file may set, each with the reason. */
const COMMAND_LINE_ONLY: Readonly<Record<string, string>> = {
  ...Object.fromEntries(SINGLE_RUN_FLAGS.map((name) => [name, IS_SINGLE])),
  yes: 'a file cannot approve a plan',
  'yes-from-manifests': 'a file cannot approve a plan',
  'manifests-are-complete': 'it must be true for the files of each run',
  only: IS_SINGLE,
  'from-deployment': IS_SINGLE,
  json: 'write format: json',
  'all-namespaces': 'all namespaces are the default',
  config: 'a file cannot name another file',
  'show-config': IS_SINGLE,
}

/**
 * The only settings allowed in a file that was merely found in the working folder: the format of the output, and zones
 * to leave out. A pull request, or any checked-out repository, can put a file there, and other settings would use the
 * credentials of the run for another owner, another registry or other targets.
 */
const FOUND_FILE_KEYS: ReadonlySet<string> = new Set(
  `format color group-by sort verbose
  domain-filter exclude-domains regex-domain-filter zone-id-filter aws-zone-type`.split(/\s+/),
)

/** Settings that disable filters of other flags. A file that was merely found must not use them to widen the run. */
const PUT_OUT_OF_FORCE: Readonly<Record<string, readonly string[]>> = {
  'regex-domain-filter': ['domain-filter', 'exclude-domains'],
}

type Refusal = {readonly happened: string; readonly fix: readonly string[]}

/** Why this file may not have a key, as a sentence, with the fix; undefined when it may. */
export function refuseKey(key: string, {path, trust}: ConfigPlace): Refusal | undefined {
  const never = Object.hasOwn(COMMAND_LINE_ONLY, key) ? COMMAND_LINE_ONLY[key] : undefined
  if (never !== undefined) return {happened: `${key} cannot be set in a file: ${never}.`, fix: [`remove ${key}`]}
  const isKnown = key === CLUSTERS || Object.hasOwn(FILE_FLAGS, key)
  if (trust !== 'project' || FOUND_FILE_KEYS.has(key) || !isKnown) return undefined
  const limit = 'Such a file may only set how the answer looks and which zones are left out.'
  const happened = `${key} cannot be set in a file that was found in the working folder. ${limit}`
  return {happened, fix: fixOf(path)}
}

/** The key of a found file that would loosen a filter of a flag, variable or Deployment; undefined: none would. */
export function refuseWidening(
  settings: readonly Setting[],
  flags: ReadonlySet<string>,
  {path, trust}: ConfigPlace,
): (Refusal & Pick<Setting, 'origin'>) | undefined {
  if (trust !== 'project') return undefined
  for (const {name, origin} of settings) {
    const hit = flags.has(name) ? undefined : PUT_OUT_OF_FORCE[name]?.find((other) => flags.has(other))
    if (hit !== undefined) {
      const happened = `${name} would disable --${hit}, and this file was only found in the working folder.`
      return {origin, happened, fix: fixOf(path)}
    }
  }
  return undefined
}

function fixOf(path: string): readonly string[] {
  return [`name the file yourself: --config=${path}`, 'or move the line to your own file, or to the command line']
}
