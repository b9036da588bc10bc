import type {DnsName} from '../dns/dns-name.js'
import {argumentWord, shellWord} from '../errors/shell-word.js'
import {type Claim, claimRecordSets, effectiveGuard, isZonesOwn, type ZoneContent} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {OwnershipWish} from './ownership-wish.js'
import type {Plan} from './plan.js'
import type {PlanSettings} from './plan-settings.js'

/** A host that was named and does not get what was asked for. */
export interface UnmetHost {
  readonly host: DnsName
  /** A phrase without a full stop. */
  readonly detail: string
  readonly fix: string
}

interface Naming {
  readonly plan: Pick<PlanSettings, 'only'>
  readonly registry: RegistrySettings
}

/** Who names a host means it: the command is refused as a whole where one of them cannot be served. */
export function findUnmetHosts(
  plan: Plan,
  zones: readonly ZoneContent[],
  {plan: {only}, registry}: Naming,
  wish: OwnershipWish,
): readonly UnmetHost[] {
  if (only.length === 0 || wish.kind === 'migrate') return []
  const planned = new Set<string>(plan.zones.flatMap(({hosts}) => hosts.map(({name}) => name)))
  const {claims} = claimRecordSets(zones, registry)
  return only.flatMap((host): readonly UnmetHost[] => {
    // What of a host nobody owns is taken over; what another owner has of it is told, and stays.
    if (wish.kind === 'adopt' && planned.has(host)) return []
    const block = plan.blocked.find((one) => one.host === host)
    const held = claims.filter(({recordSet, zone}) => recordSet.name === host && !isZonesOwn(zone, recordSet))
    if (block !== undefined) {
      const foreign = held.find(({kind}) => kind === 'foreign')
      if (block.reason === 'owner-mismatch' && foreign?.kind === 'foreign') return [ofAnother(host, foreign)]
      return [
        {host, detail: block.detail, fix: block.fix ?? `look at it: external-dns-ts plan --only=${shellWord(host)}`},
      ]
    }
    if (planned.has(host)) return []
    return unmet(host, held, wish)
  })
}

function unmet(host: DnsName, held: readonly Claim[], {kind}: OwnershipWish): readonly UnmetHost[] {
  if (held.length === 0) {
    return [{host, detail: 'no zone that was read holds a record of that name', fix: 'see external-dns-ts owners'}]
  }
  // What was asked for is so already.
  if ((kind === 'adopt' || kind === 'repair') && held.some((claim) => claim.kind === 'owned')) return []
  const foreign = held.find((claim) => claim.kind === 'foreign')
  if (foreign?.kind === 'foreign') return [ofAnother(host, foreign)]
  return kind === 'adopt'
    ? [{host, detail: 'no object here asks for it', fix: `let an object ask for ${host}, or leave it alone`}]
    : [
        {
          host,
          detail: 'nobody owns it',
          fix: `where an object asks for it, this makes it ours: external-dns-ts owners adopt ${argumentWord(host)}`,
        },
      ]
}

function ofAnother(host: DnsName, claim: Claim & {kind: 'foreign'}): UnmetHost {
  if (effectiveGuard(claim.guards)?.isUnreadable === true) {
    const detail = 'its ownership TXT is encrypted, and no key that was given opens it'
    return {host, detail, fix: 'give its key in --txt-encrypt-aes-key'}
  }
  const fix = `let its owner give it up: external-dns-ts owners transfer --txt-owner-id=${shellWord(claim.owner)} --to=ID ${argumentWord(host)}`
  return {host, detail: `it belongs to owner ${claim.owner}`, fix}
}
