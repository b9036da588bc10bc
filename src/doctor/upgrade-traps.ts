import {zonesFor} from '../dns/zone.js'
import {isManagedType} from '../plan/decide/name-contexts.js'
import type {PlanSettings} from '../plan/plan-settings.js'
import {type Claim, claimRecordSets, type ZoneContent} from '../registry/claim.js'
import type {LedgerRow} from '../registry/ledger.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import {DEFAULT_PREFIXES, LEGACY_PREFIX, withoutController} from '../sources/object/annotations.js'
import {listAt} from '../sources/object/object-field.js'
import {EVERYTHING} from '../sources/object/selector.js'
import type {SourceSettings} from '../sources/source-settings.js'
import {askedHosts, changingHosts, narrow, type Objects} from './asked-hosts.js'
import {type Finding, trap} from './finding.js'
import {textTraps} from './text-traps.js'

/** What was read of both sides; undefined: it could not be read, so that only the flags tell. */
export interface Seen {
  readonly objects: Omit<Objects, 'isReached'> | undefined
  readonly zones:
    | {readonly contents: readonly ZoneContent[]; readonly rows: readonly LedgerRow[] | undefined}
    | undefined
}

/** Sources that external-dns v0.21 reads whatever `--label-filter` says. */
const LABELS_SINCE_V022 = /^(contour|f5|gloo|kong|skipper|traefik)-/
const ROUTES = /^gateway-/

/** What an upgrade of external-dns with these flags costs, here and now: docs/moving-from-external-dns.md. */
export function upgradeTraps(
  settings: {readonly plan: PlanSettings; readonly registry: RegistrySettings; readonly sources: SourceSettings},
  {objects: read, zones}: Seen,
): readonly Finding[] {
  const {plan, registry, sources} = settings
  const contents = zones?.contents ?? []
  const found = claimRecordSets(contents, registry, zones?.rows)
  const {matches} = plan.domainFilter
  const isTouched = ({recordSet}: Claim) =>
    !found.rows.has(recordSet) && matches(recordSet.name) && isManagedType(plan, recordSet.type)
  const selected = contents.map(({zone}) => zone)
  const isInZone = (host: string) => selected.length === 0 || zonesFor(host, selected).length > 0
  const objects = read && {...read, isReached: (host: string) => matches(host) && isInZone(host)}
  const former = registry.kind === 'txt' && plan.policy === 'sync' ? registry.migrateFrom : undefined
  const wanted = former === undefined ? undefined : objects && askedHosts(objects, sources)
  const isTheirs = (claim: Claim) => claim.kind === 'foreign' && claim.owner === former && isTouched(claim)
  const named = found.claims.filter(isTheirs).map(({recordSet}) => recordSet.name)
  const theirs = new Set(named.filter((name) => wanted?.has(name) === false))
  const templates = [sources.fqdnTemplate, sources.targetTemplate, sources.fqdnTargetTemplate]
  const counts = templates.some((one) => /\b(len|range)\b[^}]*\.(Spec|Status)(?![.\w])/.test(one?.source ?? ''))
  const owned = found.claims.flatMap(({kind, recordSet}) => (kind === 'owned' ? recordSet.name : []))
  return [
    ...trap(
      'settings',
      former === undefined ? [] : theirs.size === 0 ? undefined : [...theirs],
      `external-dns 0.23 deletes what ${former} owns and this cluster does not want; not so here`,
      'in external-dns: --policy=upsert-only as long as --migrate-from-txt-owner is set',
    ),
    ...trap(
      'settings',
      counts && sources.sources.includes('unstructured') ? undefined : [],
      'since external-dns 0.23 len and range of .Spec see most keys twice',
      'use .Object.spec in the template',
    ),
    ...templateTrap(sources, objects),
    ...labelTrap(sources, objects),
    ...(objects ? [...controllerTrap(sources, objects), ...prefixTrap(sources, objects, new Set(owned))] : []),
    ...textTraps(found, registry, isTouched),
  ]
}

/** v0.22 uses the template for a Route without hosts in its spec, also beside the annotation `hostname`. */
function templateTrap(settings: SourceSettings, all: Objects | undefined): readonly Finding[] {
  const isSet = settings.fqdnTemplate !== undefined && !settings.combinesFqdnAnnotation
  if (!isSet || !settings.sources.some((name) => ROUTES.test(name))) return []
  const seen = all && narrow(all, ROUTES, (object) => (listAt(object.spec, 'hostnames').length > 0 ? [] : object))
  return trap(
    'settings',
    seen && changingHosts([seen, {...settings, combinesFqdnAnnotation: true}], [seen, settings]),
    'since external-dns 0.23 a Route with the annotation hostname loses the names of --fqdn-template',
    'to keep them: --combine-fqdn-annotation',
  )
}

function labelTrap(settings: SourceSettings, all: Objects | undefined): readonly Finding[] {
  const labelled = settings.sources.filter((name) => LABELS_SINCE_V022.test(name))
  if (labelled.length === 0 || settings.labelFilter.requirements.length === 0) return []
  const seen = all && narrow(all, LABELS_SINCE_V022)
  return trap(
    'settings',
    seen && changingHosts([seen, {...settings, labelFilter: EVERYTHING}], [seen, settings]),
    `since external-dns 0.22 objects without the label of --label-filter are unwanted: ${labelled.join(', ')}`,
    'label them; see which: external-dns-ts plan --compare=--label-filter= with the same flags',
  )
}

/** Here such a Gateway or ListenerSet is an obstacle: its Routes wait, and keep their records. */
function controllerTrap(settings: SourceSettings, all: Objects): readonly Finding[] {
  const before = narrow(all, ROUTES, (object) =>
    /^(Gateway|ListenerSet)$/.test(object.kind) ? withoutController(object, settings.annotationPrefixes) : object,
  )
  return trap(
    'kubernetes',
    changingHosts([before, settings], [narrow(all, ROUTES), settings]),
    'since external-dns 0.23 a Gateway or ListenerSet whose annotation controller names another controller gives its Routes nothing: under sync their records are deleted; here they are kept',
    'remove that annotation, or use --policy=upsert-only in external-dns',
  )
}

/** A prefix of one's own is meant to leave the former one out, unless records of this owner are asked for by that. */
function prefixTrap(settings: SourceSettings, all: Objects, owned: ReadonlySet<string>): readonly Finding[] {
  const {annotationPrefixes: given, copiesLegacyAnnotations} = settings
  const [present] = DEFAULT_PREFIXES
  const isDefault = given.join() === DEFAULT_PREFIXES.join()
  if (copiesLegacyAnnotations || (given.includes(LEGACY_PREFIX) && !isDefault)) return []
  const later = isDefault ? [present] : given
  const before = {...settings, annotationPrefixes: [...later, LEGACY_PREFIX]}
  const isMeant = (host: string) => later.includes(present) || owned.has(host)
  return trap(
    'kubernetes',
    changingHosts([all, before], [all, {...settings, annotationPrefixes: later}], isMeant),
    `external-dns since 0.22 does not read annotations below ${LEGACY_PREFIX}${isDefault ? '' : ', nor do these flags'}: under sync their hosts are deleted or get other records`,
    `in external-dns: --enable-legacy-annotation-prefix${isDefault ? `, or --annotation-prefix=${LEGACY_PREFIX}, never both` : ''}`,
  )
}
