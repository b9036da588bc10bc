import {NOTHING} from './desired.js'
import type {Source} from './source.js'

/** Wants nothing; with `prune`, or `sync`, that is the way to remove everything. */
export const empty: Source = {
  name: 'empty',
  needs: () => [],
  toEndpoints: () => NOTHING,
}
