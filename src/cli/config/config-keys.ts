import type {FlagTable} from '../flags/flag-spec.js'
import {GUARD_FLAGS} from '../flags/guard-flags.js'
import {APPLY_FLAGS, EXIT_CODE_FLAGS, OUTPUT_FLAGS} from '../flags/own-flags.js'
import {PLAN_OUTPUT_FLAGS} from '../flags/plan-output-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import type {ConfigPlace} from './find-config.js'

/** What a config file may set. A command leaves alone what it has no flag for, so that one file serves them all. */
export const FILE_FLAGS: FlagTable = {
  ...SETTING_FLAGS,
  ...OUTPUT_FLAGS,
  ...PLAN_OUTPUT_FLAGS,
  ...EXIT_CODE_FLAGS,
  wait: APPLY_FLAGS.wait,
  strict: GUARD_FLAGS.strict,
}

/** Never in a file. */
const COMMAND_LINE_ONLY: Readonly<Record<string, string>> = {
  yes: 'a file cannot approve a plan',
  'yes-from-manifests': 'a file cannot approve a plan',
  'manifests-are-complete': 'it has to be true of the very files of a run',
  only: 'it is about a single run',
  json: 'write format: json',
  'all-namespaces': 'all namespaces are the default',
  'expect-no-changes': 'it is about a single run',
  config: 'one file does not lead to another',
  'show-config': 'it is about a single run',
}

const IS_IDENTITY = 'it says who we are'
const IS_PROTECTION = 'it can lift a protection'

/**
 * Not in a file that merely lies in the working folder: there a pull request, or a checkout of anybody's repository, could
 * start programs, send credentials elsewhere, sign in as somebody else, or take away what stands between a mistake and a zone.
 */
const TRUSTED_FILE_ONLY: Readonly<Record<string, string>> = {
  kubeconfig: 'a kubeconfig can start programs',
  server: 'credentials are sent there',
  as: IS_IDENTITY,
  'aws-profile': IS_IDENTITY,
  'aws-assume-role': IS_IDENTITY,
  'aws-assume-role-external-id': IS_IDENTITY,
  'aws-zone-role': IS_IDENTITY,
  'connector-source-server': 'what answers there is believed',
  'txt-encrypt-aes-key': 'it is a secret',
  'max-deletes': IS_PROTECTION,
  'allow-unowned-deletes': IS_PROTECTION,
  'on-missing-target': IS_PROTECTION,
  'migrate-from-txt-owner': IS_PROTECTION,
}

/** Why a key may not stand in this file, as a sentence, and what to do; undefined: it may. */
export function refuseKey(
  key: string,
  {path, trust}: ConfigPlace,
): {readonly happened: string; readonly fix: readonly string[]} | undefined {
  const never = textOf(COMMAND_LINE_ONLY, key)
  if (never !== undefined) return {happened: `${key} does not stand in a file: ${never}.`, fix: [`remove ${key}`]}
  const careful = trust === 'project' ? textOf(TRUSTED_FILE_ONLY, key) : undefined
  if (careful === undefined) return undefined
  return {
    happened: `${key} does not stand in a file that was found in the working folder: ${careful}.`,
    fix: [`say that the file is meant: --config=${path}`, 'or move the line to your own file, or to the command line'],
  }
}

function textOf(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
