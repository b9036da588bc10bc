import type {Zone} from '../../src/dns/zone.js'
import type {ClusterReader} from '../../src/kubernetes/objects.js'
import {applyPlan, reasonOf} from '../../src/pipeline/apply/apply-plan.js'
import type {PlanPorts} from '../../src/pipeline/ports.js'
import {type RunSettings, runPlan} from '../../src/pipeline/read/plan-run.js'
import type {Plan} from '../../src/plan/plan.js'
import type {RegistrySettings} from '../../src/registry/registry-settings.js'
import {renderPlanJson} from '../../src/render/json/plan-json.js'
import {makeTheme} from '../../src/render/layout/theme.js'
import {renderPlanText} from '../../src/render/plan/plan-text.js'
import type {BatchOutcome, ChangeBatch, ChangeSubmitter, WireChange, ZoneReader} from '../../src/route53/ports.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {LIMITS, planSettings, ROUTE53, txtRegistry} from '../plan/builders.js'
import {settings as sourceSettings} from '../sources/builders.js'

export interface WholeRun {
  readonly plan: Plan
  /** What was sent, of all batches. */
  readonly changes: readonly (WireChange & {readonly zone: Zone})[]
  /** The plan as people read it, and why a host was not applied. */
  readonly shown: readonly string[]
}

export interface RunOptions {
  readonly reader: ClusterReader
  readonly zones: ZoneReader
  readonly sources?: Partial<SourceSettings>
  readonly registry?: RegistrySettings
  readonly connect?: () => Promise<readonly unknown[]>
  readonly manifests?: RunSettings['manifests']
  /** Default: every batch is accepted. */
  readonly submit?: (batch: ChangeBatch) => Promise<BatchOutcome>
}

const never = (what: string) => () => Promise.reject(new Error(`bug: ${what}`))

/** From the readings to the batches, with the policy that may delete. */
export async function runWhole({
  reader,
  zones,
  sources,
  connect,
  manifests,
  submit,
  ...rest
}: RunOptions): Promise<WholeRun> {
  const {registry = txtRegistry()} = rest
  const changes: WholeRun['changes'][number][] = []
  const ports: PlanPorts = {
    clusters: [
      {
        reader,
        settings: sourceSettings({sources: ['service', 'ingress'], ...sources}),
        owner: registry.kind === 'noop' ? undefined : registry.ownerId,
        connect: connect ?? never('no connector is asked'),
      },
    ],
    zones,
    history: {listBatches: never('no history is asked'), listChanges: never('no history is asked')},
    resolve: never('nothing is resolved'),
  }
  const settings = {registry, plan: planSettings(), route53: ROUTE53, readsWholeZones: true, manifests}
  const {plan} = await runPlan(settings, ports, {kind: 'apply'})
  const submitter: ChangeSubmitter = {
    async submit(batch) {
      const {zone, groups} = batch
      changes.push(...groups.flatMap((group) => group.changes.map((change) => ({...change, zone}))))
      return submit === undefined ? {kind: 'accepted', changeId: 'C1', status: 'INSYNC'} : submit(batch)
    },
  }
  const outcomes = await applyPlan(plan, LIMITS, {submitter, zones, isStopping: () => false, report: () => {}})
  const text = renderPlanText(plan, {
    theme: makeTheme(0),
    width: 120,
    batches: 0,
    deleteLimit: {kind: 'default'},
    isVerbose: true,
  } as Parameters<typeof renderPlanText>[1])
  const reasons = outcomes.flatMap((outcome) => ('messages' in outcome ? reasonOf(outcome) : []))
  return {plan, changes, shown: [text, renderPlanJson(plan), ...reasons.filter((reason) => reason !== '')]}
}

/** The names of the record sets that are removed for good. */
export function deletedNames({changes}: Pick<WholeRun, 'changes'>): readonly string[] {
  const keyOf = ({zone, recordSet}: WholeRun['changes'][number]) => `${zone.id} ${recordSet.name} ${recordSet.type}`
  const written = new Set(changes.filter(({action}) => action !== 'DELETE').map(keyOf))
  return changes
    .filter((change) => change.action === 'DELETE' && !written.has(keyOf(change)))
    .map(({recordSet}) => recordSet.name)
}
