import {pathWord} from '../errors/shell-word.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {Meta} from '../saved/saved-file.js'
import type {SavedPlan} from '../saved/saved-plan.js'
import type {Route53Ports} from './open-ports.js'
import type {PlannedRun} from './planned-run.js'
import {writeTextFile} from './text-file.js'
import {usageError} from './usage-error.js'

/** What a file keeps of a run that planned. */
export async function toSavedPlan(run: PlannedRun, program: string): Promise<SavedPlan> {
  const {fingerprintsOf} = await import('../saved/fingerprint.js')
  const {plan, settings, snapshots, batches} = run
  const {registry} = settings
  return {
    program,
    registry: registry.kind,
    plan,
    batches,
    deleteLimit: settings.plan.deleteLimit,
    fingerprints: fingerprintsOf(
      plan.zones.flatMap((zone) => zone.hosts),
      snapshots,
      registry,
    ),
  }
}

/** A file says which zones it is for, and not yet which table: its rows would find no place. @throws CliError USAGE */
export function checkFileable(
  {kind}: RegistrySettings,
  paths: {readonly out?: string; readonly receipt?: string},
): void {
  if (kind !== 'ledger') return
  if ((paths.out ?? '') !== '') {
    throw usageError('--out: a plan with --registry=dynamodb cannot be saved yet.', [
      'apply it where it is planned: external-dns-ts apply',
    ])
  }
  if ((paths.receipt ?? '') !== '') {
    throw usageError('--receipt: a run with --registry=dynamodb leaves no receipt yet.', ['drop --receipt'])
  }
}

/** When and by whom a file is made: kept out of its digest. */
export async function makeMeta(ports: Pick<Route53Ports, 'identities'>): Promise<Meta> {
  const identities = await ports.identities()
  return {createdAt: new Date().toISOString(), identities: [...new Set(identities.map(({arn}) => arn))]}
}

/** `plan --out`. @returns what to do with it. @throws CliError FILE_NOT_WRITTEN */
export async function savePlan(run: PlannedRun, path: string, program: string): Promise<string> {
  const {formatSavedPlan} = await import('../saved/saved-plan.js')
  const {digest, text} = formatSavedPlan(await toSavedPlan(run, program), await makeMeta(run.ports))
  writeTextFile(path, text, 'the plan')
  return `saved to ${path} (${digest}); to apply exactly this: apply ${pathWord(path)} --expect-digest=${digest}`
}
