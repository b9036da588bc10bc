import {listAt, textAt} from '../object-field.js'

/**
 * What a controller said. `undecided`: nothing yet, so the objects may still come to be accepted; only `refused` is a no.
 */
export type Standing = 'accepted' | 'undecided' | 'refused'

/** What the first condition `Accepted` of `conditions` says; its `observedGeneration` is not looked at. */
export function standingOf(owner: unknown): Standing {
  const accepted = listAt(owner, 'conditions').find((condition) => textAt(condition, 'type') === 'Accepted')
  switch (textAt(accepted, 'status')) {
    case 'True':
      return 'accepted'
    case 'False':
      return 'refused'
    default:
      return 'undecided'
  }
}

/** The worst of several: all have to accept. */
export function worstOf(...standings: readonly Standing[]): Standing {
  if (standings.includes('refused')) return 'refused'
  return standings.includes('undecided') ? 'undecided' : 'accepted'
}
