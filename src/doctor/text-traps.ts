import {type Claim, type Claims, decidingRecord, reaches, textUsers} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import {parseTxtName, TYPES_OF_V021, TYPES_OF_V023, toTxtHost} from '../registry/txt-name.js'
import {untypedSpeaksOf} from '../registry/untyped-text.js'
import {trap} from './finding.js'

const UPGRADE = 'external-dns-ts owners repair --upgrade-format'
const OF_ANOTHER = 'external-dns since 0.22, and this program, take the TXT in the old format of a host'
const LOST = 'for that of another record, so the host has no owner'

/** By the type that is read from the name of the TXT: what is lost, and the way out. */
const TRAPS = {
  TLSA: [
    'external-dns 0.23 takes the TXT in the old format of a host tlsa-… for that of a TLSA record: it ignores changes of the host, and never deletes it',
    `before: ${UPGRADE}`,
  ],
  TXT: [`${OF_ANOTHER} txt-… ${LOST}`, 'external-dns-ts owners adopt HOST'],
  DNAME: [`${OF_ANOTHER} dname-… ${LOST}`, 'external-dns-ts owners adopt HOST'],
  CNAME: [
    'external-dns since 0.22 looks for the TXT a-… of an A alias, and finds only cname-…: an alias that goes before it has written the other stays for ever; not so here',
    `before anything is deleted: ${UPGRADE}, or one run of external-dns`,
  ],
} as const

/** Ownership that later versions of external-dns do not find by the names of its TXT. */
export function textTraps(found: Claims, registry: RegistrySettings, isTouched: (claim: Claim) => boolean) {
  if (registry.kind === 'noop') return []
  const isOlderAlias = ({kind, ownershipRecords: {typed, legacyAlias}}: Claim) =>
    kind === 'owned' && typed === undefined && legacyAlias !== undefined
  const aliases = found.claims.filter(isOlderAlias).map((claim) => ({claim, as: 'CNAME'}))
  const lost = [...misreadClaims(found, registry), ...aliases].filter(({claim}) => isTouched(claim))
  return Object.entries(TRAPS).flatMap(([type, [detail, fix]]) => {
    const claims = lost.flatMap(({claim, as}) => (as === type ? claim : []))
    const names = claims.map(({recordSet: {name, type: ofSet}, zone}) => `${name} ${ofSet} (${zone.id})`)
    return trap('route53', names, detail, fix)
  })
}

/** Record sets that v0.21 owns by a TXT of ours in the old format, whose name v0.23 reads as that of another type. */
function misreadClaims({claims, ownershipRecords}: Claims, registry: Exclude<RegistrySettings, {kind: 'noop'}>) {
  const users = textUsers(claims)
  const zones = [...new Set(claims.map(({zone}) => zone))]
  return ownershipRecords.flatMap((text) => {
    const {name, setIdentifier} = text.recordSet
    const before = parseTxtName(registry, name, TYPES_OF_V021)
    const as = parseTxtName(registry, name, TYPES_OF_V023)?.type
    const isUsed = users.get(text)?.some((claim) => claim.ownershipRecords.untyped !== text) === true
    if (text.owner !== registry.ownerId || before?.type !== undefined || as === undefined || isUsed) return []
    const isMisread = ({recordSet, zone, ownershipRecords: texts}: Claim) =>
      toTxtHost(registry, recordSet.name) === before?.host &&
      recordSet.setIdentifier === setIdentifier &&
      untypedSpeaksOf(text, recordSet.type, registry.createsPtr ?? false) &&
      [undefined, text].includes(decidingRecord(texts)) &&
      reaches(text, zone, recordSet.name, zones)
    return claims.filter(isMisread).map((claim) => ({claim, as}))
  })
}
