import {firstOf} from '../dns/phrase.js'
import type {Zone} from '../dns/zone.js'
import {checkSettings, type SettingsView} from '../doctor/check-settings.js'
import {AREAS, type Area, type Finding, finding, hasFailed} from '../doctor/finding.js'
import {type Seen, upgradeTraps} from '../doctor/upgrade-traps.js'
import {featureText, isLocked} from '../doctor/zone-features.js'
import {CliError} from '../errors/cli-error.js'
import type {ClusterReader, Resource} from '../kubernetes/objects.js'
import type {LedgerReader, LedgerRow} from '../registry/ledger.js'
import type {ZoneReader} from '../route53/ports.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import {loadSources} from '../sources/chosen-sources.js'
import {LISTENER_SETS, resourceKey} from '../sources/object/resources.js'
import type {Source} from '../sources/source.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {PlanPorts, RunCluster} from './ports.js'
import {readCluster} from './read/read-cluster.js'
import {readSelectedZones, readWholeZones, type SelectedZones} from './read/read-zones.js'

/** Asks a cluster about its API and permissions, without listing objects. */
export interface ProbePort {
  readonly context: string
  readonly server: string
  version(): Promise<string>
  find(resource: Resource): Promise<Resource>
  mayList(resource: Resource, namespace: string): Promise<boolean>
}

export interface DoctorCluster extends Pick<RunCluster, 'settings' | 'label' | 'connect'> {
  /** Undefined when the objects come from files. */
  readonly openProbe: (() => Promise<ProbePort>) | undefined
  /** The cluster, or the files. */
  readonly openReader: () => Promise<ClusterReader>
}

export interface DoctorPorts extends Pick<PlanPorts, 'resolve'> {
  readonly clusters: readonly DoctorCluster[]
  readonly zones: ZoneReader
  /** ARNs, as far as STS tells them. */
  readonly identities: () => Promise<readonly string[]>
  readonly ledger: LedgerReader | undefined
}

export interface DoctorSettings extends SettingsView {
  readonly route53: Route53Settings
}

/** Limit on the zones that are checked one by one, since the others are likely to give the same result, and on lists. */
const MOST_ZONES = 20

/** Checks everything that a run with these settings needs. Does not write, and rejects only for a bug. */
export async function runDoctor(settings: DoctorSettings, ports: DoctorPorts): Promise<readonly Finding[]> {
  const selection = readSelectedZones(ports.zones, settings.route53, settings.plan.domainFilter)
  const rows = ports.ledger?.readRows()
  const texts = see('route53', async () => ({contents: await readTexts(settings, ports, selection), rows: await rows}))
  const examined = ports.clusters.map(async (cluster) => {
    const found = await checkCluster(cluster.settings, cluster.openProbe)
    // What may not be listed has been told by then.
    const objects = hasFailed(found) ? UNSEEN : await see('kubernetes', () => readObjects(cluster, ports))
    const seen = {objects: objects.seen, zones: (await texts).seen}
    const traps = upgradeTraps({...settings, sources: cluster.settings}, seen)
    const isOwn = ({area}: Finding) => area === 'settings' || area === 'kubernetes'
    const label = (one: Finding) => (isOwn(one) ? {...one, cluster: cluster.label} : one)
    return {found: found.map(label), later: [...traps, ...objects.findings].map(label)}
  })
  const [zones, route53, ledger, ...clusters] = await Promise.all([
    texts,
    checkRoute53(ports, selection),
    checkLedger(rows),
    ...examined,
  ])
  const later = clusters.flatMap((one) => one.later)
  const all = [checkSettings(settings), clusters.flatMap(({found}) => found), route53, ledger, later, zones.findings]
  // What the texts say is the same for every cluster.
  const findings = [...new Map(all.flat().map((one) => [JSON.stringify(one), one])).values()]
  return AREAS.flatMap((area) => findings.filter((one) => one.area === area))
}

const UNSEEN = {seen: undefined, findings: []}

async function see<T>(area: Area, read: () => Promise<T>) {
  try {
    return {seen: await read(), findings: []}
  } catch (error) {
    const {detail, fix} = failed(area, 'upgrade', error)
    const unknown = `what an upgrade of external-dns would cost here is not known: ${detail}`
    return {...UNSEEN, findings: [finding(area, 'upgrade', 'skipped', unknown, fix)]}
  }
}

/** As a plan reads them. */
async function readObjects(one: DoctorCluster, {resolve}: DoctorPorts): Promise<Seen['objects']> {
  const {settings, connect} = one
  const sources = await loadSources(settings)
  const {cluster} = await readCluster({reader: await one.openReader(), connect, resolve}, sources, settings)
  return {sources, cluster}
}

/** As `--full-read` reads them; where there is no ownership, nothing. */
async function readTexts({registry}: DoctorSettings, {zones}: DoctorPorts, selection: Promise<SelectedZones>) {
  return registry.kind === 'noop' ? [] : readWholeZones(zones, (await selection).zones)
}

async function checkCluster(settings: SourceSettings, open: DoctorCluster['openProbe']): Promise<readonly Finding[]> {
  if (open === undefined) {
    return [finding('kubernetes', 'cluster', 'skipped', '--manifests: the objects are those of files')]
  }
  const sources = await loadSources(settings)
  let probe: ProbePort
  try {
    probe = await open()
  } catch (error) {
    return [failed('kubernetes', 'kubeconfig', error)]
  }
  const where = finding('kubernetes', 'kubeconfig', 'ok', `context ${probe.context} at ${probe.server}`)
  const server = await attempt('kubernetes', 'api server', async () => `answers, ${await probe.version()}`)
  if (server.verdict === 'failed') {
    return [where, server, finding('kubernetes', 'lists', 'skipped', 'the API server was not reached')]
  }
  const needs = listsOf(sources, settings)
  return [where, server, ...(await Promise.all(needs.map((need) => checkList(need, probe))))]
}

interface ListCheck {
  readonly resource: Resource
  readonly namespace: string
  readonly sources: readonly string[]
  /** False when the list is read only if an object makes it necessary. */
  readonly isCertain: boolean
}

/** The resources without duplicates; those that are always read come first. */
function listsOf(sources: readonly Source[], settings: SourceSettings): readonly ListCheck[] {
  const checks = new Map<string, ListCheck>()
  const add = (source: string, resource: Resource, namespace: string, isCertain: boolean) => {
    const key = resourceKey(resource)
    const known = checks.get(key)
    checks.set(key, {
      resource,
      // Listing all namespaces needs more permission than listing one.
      namespace: known !== undefined && known.namespace === '' ? '' : namespace,
      sources: [...new Set([...(known?.sources ?? []), source])],
      isCertain: isCertain || known?.isCertain === true,
    })
  }
  for (const source of sources) {
    for (const {resource, namespace} of source.needs(settings)) add(source.name, resource, namespace, true)
    for (const resource of source.dependsOn ?? []) {
      // Without its flag it is never read, whatever the objects say.
      if (resourceKey(resource) === resourceKey(LISTENER_SETS) && !settings.readsListenerSets) continue
      add(source.name, resource, resource.isNamespaced ? settings.namespace : '', false)
    }
  }
  return [...checks.values()].sort((a, b) => Number(b.isCertain) - Number(a.isCertain))
}

async function checkList({resource, namespace, sources, isCertain}: ListCheck, probe: ProbePort): Promise<Finding> {
  const check = `list ${resource.plural}`
  const wanted = `source ${sources.join(', ')}`
  const rest = isCertain ? '' : '; needed only when an object uses them'
  const bad = isCertain ? ('failed' as const) : ('warning' as const)
  try {
    const served = await probe.find(resource)
    const where = namespace === '' || !resource.isNamespaced ? 'everywhere' : `in namespace ${namespace}`
    if (await probe.mayList(served, namespace)) {
      const allowed = `allowed ${where} (${wanted})`
      // What external-dns asks for since v0.22; this program reads the older versions too.
      if (/^(TLSRoute|Host)$/.test(resource.kind) && served.version !== resource.version) {
        const trap = `${allowed}; external-dns fails since 0.22: it needs ${resource.version}, served is ${served.version}`
        return finding('kubernetes', check, 'warning', trap, [`upgrade the CRD of ${resource.kind}`])
      }
      return finding('kubernetes', check, 'ok', allowed)
    }
    return finding('kubernetes', check, bad, `forbidden ${where} (${wanted})${rest}`, [
      `allow {apiGroups: ["${resource.group}"], resources: ["${resource.plural}"], verbs: ["list"]}`,
    ])
  } catch (error) {
    const {detail, fix} = failed('kubernetes', check, error)
    return finding('kubernetes', check, bad, `${detail} (${wanted})${rest}`, fix)
  }
}

async function checkRoute53(ports: DoctorPorts, selection: Promise<SelectedZones>): Promise<readonly Finding[]> {
  const identity = ports
    .identities()
    .then((arns) =>
      arns.length === 0
        ? finding('route53', 'identity', 'skipped', 'STS does not say who we are')
        : finding('route53', 'identity', 'ok', arns.join(', ')),
    )
  const zones = await checkZones(ports.zones, selection)
  return [await identity, ...zones]
}

async function checkZones(reader: ZoneReader, selection: Promise<SelectedZones>): Promise<readonly Finding[]> {
  let selected: SelectedZones
  try {
    selected = await selection
  } catch (error) {
    return [failed('route53', 'zones', error)]
  }
  const {zones, listed, warnings} = selected
  const remarks = warnings.map((text) => finding('route53', 'zones', 'warning', text))
  if (zones.length === 0) {
    const seen =
      listed.length === 0 ? 'no hosted zone is visible to these credentials' : `none of ${listed.length} is selected`
    return [
      finding('route53', 'zones', 'failed', seen, [
        listed.length === 0
          ? 'check the account: --aws-profile, --aws-assume-role'
          : 'check --domain-filter, --zone-id-filter, --aws-zone-type and --aws-zone-tags',
      ]),
      ...remarks,
    ]
  }
  const names = zones.map(({name, id}) => `${name} (${id})`)
  const which = `${zones.length} of ${listed.length} selected: ${firstOf(names, MOST_ZONES)}`
  return [
    finding('route53', 'zones', 'ok', which),
    ...remarks,
    ...(await Promise.all(zones.slice(0, MOST_ZONES).map((zone) => checkZone(zone, reader)))).flat(),
    finding('route53', 'write', 'skipped', 'not tried: Route 53 has no way to ask without writing', [
      'compare with external-dns-ts doctor --iam-policy',
    ]),
  ]
}

function checkZone(zone: Zone, reader: ZoneReader): Promise<readonly Finding[]> {
  return Promise.all([
    attempt('route53', `read ${zone.name}`, async () => {
      await reader.listRecordSetsNamed(zone, [zone.name])
      return `allowed (${zone.id})`
    }),
    checkFeatures(zone, reader),
    checkProtections(zone, reader),
  ])
}

/** No run needs them. */
async function checkFeatures(zone: Zone, reader: ZoneReader): Promise<Finding> {
  const check = `zone ${zone.name}`
  const details = await reader.readDetails(zone)
  const features = (details.ok ? details.value.features : undefined) ?? zone.features
  const known = features === undefined ? 'tier and guardrails not known' : featureText(zone, features)
  if (!details.ok) {
    return finding('route53', check, 'skipped', `${known}; ${details.problem}`, ['allow route53:GetHostedZone'])
  }
  const verdict = features === undefined ? 'skipped' : isLocked(features) ? 'warning' : 'ok'
  return finding('route53', check, verdict, known)
}

async function checkProtections(zone: Zone, reader: ZoneReader): Promise<Finding> {
  const check = `protections ${zone.name}`
  const answer = await reader.listProtections(zone)
  if (!answer.ok) {
    const fix = ['allow route53:ListResourceRecordSetProtections, where AWS has it']
    return finding('route53', check, 'warning', answer.problem, fix)
  }
  const places = answer.value.map(({name, type}) => `${name} ${type}`)
  return finding('route53', check, 'ok', firstOf(places, MOST_ZONES) || 'none')
}

async function checkLedger(rows: Promise<readonly LedgerRow[]> | undefined): Promise<readonly Finding[]> {
  if (rows === undefined) return []
  return [await attempt('registry', 'ledger', async () => `${(await rows).length} rows read`)]
}

async function attempt(area: Area, check: string, run: () => Promise<string>): Promise<Finding> {
  try {
    return finding(area, check, 'ok', await run())
  } catch (error) {
    return failed(area, check, error)
  }
}

function failed(area: Area, check: string, error: unknown): Finding {
  if (!(error instanceof CliError)) throw error
  return finding(area, check, 'failed', error.phrase, error.fix)
}
