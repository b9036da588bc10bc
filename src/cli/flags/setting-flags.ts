import type {Interfaces} from '@oclif/core'
import type {FlagValues} from './flag-spec.js'
import {toOclifFlags} from './oclif-flags.js'
import {OWN_SETTINGS_FLAGS} from './own-flags.js'
import {UPSTREAM_FLAGS} from './upstream-flags.js'

/** The flags that `Settings` is made of. */
export const SETTING_FLAGS = {...UPSTREAM_FLAGS, ...OWN_SETTINGS_FLAGS} as const

export type SettingValues = FlagValues<typeof SETTING_FLAGS>

/** For the `static flags` of a command that reads the cluster or the zones. */
export function settingFlags(): Interfaces.FlagInput {
  return toOclifFlags(SETTING_FLAGS)
}
