import {phrases} from '../dns/phrase.js'
import type {Zone, ZoneFeatures} from '../dns/zone.js'

const WORDS: Readonly<Record<string, string>> = {ENABLED: 'on', DISABLED: 'off'}

/** What Route 53 has switched on for a zone; words of AWS that are not known here stand as they are. */
export function featureText({isPrivate}: Pick<Zone, 'isPrivate'>, features: ZoneFeatures): string {
  const {tier, guardrails, changeHistory, publicDnsFallback, acceleratedRecovery = 'DISABLED'} = features
  const word = (status: string) => WORDS[status] ?? status
  return phrases(
    `tier ${tier ?? 'not known'}`,
    guardrails === undefined ? 'guardrails not known' : `guardrails on: ${guardrails.join(', ') || 'none'}`,
    changeHistory !== undefined && `change history ${word(changeHistory)}`,
    isPrivate && publicDnsFallback !== undefined && `public DNS fallback ${word(publicDnsFallback)}`,
    !(acceleratedRecovery in WORDS) && `accelerated recovery ${acceleratedRecovery}`,
    features.recoveryFailure,
    isLocked(features) && 'changes may fail: run again later',
  ).join('; ')
}

/** True while accelerated recovery is switched on or off and Route 53 may refuse changes. */
export function isLocked({acceleratedRecovery}: ZoneFeatures): boolean {
  return acceleratedRecovery?.endsWith('_LOCKED') === true
}
