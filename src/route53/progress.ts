import type {Zone} from '../dns/zone.js'
import type {ChangeBatch} from './ports.js'

/** What a reader or submitter has just done; fields that do not apply are absent. */
export interface ProgressEvent {
  readonly zone?: Zone
  /** Read so far of this zone. */
  readonly pages?: number
  /** Read so far of this zone. */
  readonly recordSets?: number
  /** The zone is read from end to end, so `recordSetCount` tells how many pages there are. */
  readonly isWhole?: boolean
  /** The batch that was just answered. */
  readonly batch?: ChangeBatch
}

export type Progress = (event: ProgressEvent) => void
