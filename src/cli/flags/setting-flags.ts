import type {FlagValues} from './flag-spec.js'
import {OWN_SETTINGS_FLAGS} from './own-flags.js'
import {UPSTREAM_FLAGS} from './upstream-flags.js'

/** All that `parseSettings` reads. Every command that reads the cluster or the zones has them. */
export const SETTING_FLAGS = {...UPSTREAM_FLAGS, ...OWN_SETTINGS_FLAGS} as const

export type SettingValues = FlagValues<typeof SETTING_FLAGS>
