import {pathWord} from '../../errors/shell-word.js'
import type {WriteBack} from '../../pipeline/read/plan-run.js'
import type {Plan} from '../../plan/plan.js'
import type {OwnershipGoal, PlanInput, ZoneSnapshot} from '../../plan/plan-input.js'
import type {LedgerRow} from '../../registry/ledger.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {Meta} from '../../saved/saved-file.js'
import type {SavedPlan} from '../../saved/saved-plan.js'
import type {CommandLine} from '../command-line/read-line.js'
import {SAVE_FLAGS} from '../flags/saved-flags.js'
import type {OpenedPorts, Route53Ports} from '../ports/open-ports.js'
import type {Settings} from '../settings/settings.js'
import {writeTextFile} from '../text-file.js'
import {usageError} from '../usage-error.js'

export async function toSavedPlan(run: PlannedRun, program: string): Promise<SavedPlan> {
  const {fingerprintsOf} = await import('../../saved/fingerprint.js')
  const {plan, settings, snapshots, batches} = run
  const {registry} = settings
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  return {
    program,
    registry: registry.kind === 'ledger' ? registry.place.kind : registry.kind,
    plan,
    batches,
    deleteLimit: settings.plan.deleteLimit,
    fingerprints: fingerprintsOf(hosts, snapshots, registry),
    // Plans with a DynamoDB registry cannot be saved yet, see `checkFileable`.
    registryPlace: undefined,
  }
}

/** Refuses `--out` and `--receipt` with DynamoDB: a saved plan does not name the table. @throws CliError USAGE */
export function checkFileable(
  {kind}: RegistrySettings,
  paths: {readonly out?: string; readonly receipt?: string},
): void {
  if (kind !== 'ledger') return
  if ((paths.out ?? '') !== '') {
    const fix = 'apply it without saving it: external-dns-ts apply'
    throw usageError('--out: a plan with --registry=dynamodb cannot be saved yet.', [fix])
  }
  if ((paths.receipt ?? '') !== '') {
    throw usageError('--receipt: a run with --registry=dynamodb leaves no receipt yet.', ['drop --receipt'])
  }
}

/** Builds the metadata of a file, time and author, which its digest leaves out. @param maxAge as in `Meta`. */
export async function makeMeta(
  ports: Pick<Route53Ports, 'identities'>,
  nowMs: number,
  maxAge: string | undefined,
): Promise<Meta> {
  const identities = await ports.identities()
  return {createdAt: new Date(nowMs).toISOString(), maxAge, identities: [...new Set(identities.map(({arn}) => arn))]}
}

/** The value of `--plan-max-age`; undefined when the plan never expires. @throws CliError USAGE */
export function readMaxAge(line: CommandLine): string | undefined {
  const {out, 'plan-max-age': maxAgeMs} = line.values(SAVE_FLAGS)
  if (maxAgeMs < 0) throw usageError('--plan-max-age is negative.', ['write a duration such as 24h; 0s: no limit'])
  if (out === '' && line.flagOrigins.get('plan-max-age') === 'command line') {
    const fix = 'write plan --out=FILE --plan-max-age=DURATION'
    throw usageError('--plan-max-age is set without --out: it is for a saved plan.', [fix])
  }
  return maxAgeMs === 0 ? undefined : `${Math.ceil(maxAgeMs / 1000)}s`
}

/** Writes the file of `plan --out`. @returns a remark on how to apply it. @throws CliError FILE_NOT_WRITTEN */
export async function savePlan(run: PlannedRun, path: string, program: string, nowMs: number): Promise<string> {
  const {formatSavedPlan} = await import('../../saved/saved-plan.js')
  const meta = await makeMeta(run.ports, nowMs, readMaxAge(run.line))
  const {digest, text} = formatSavedPlan(await toSavedPlan(run, program), meta)
  writeTextFile(path, text, 'the plan')
  return `saved to ${path} (${digest}); to apply exactly this: apply ${pathWord(path)} --expect-digest=${digest}`
}

/** A plan with everything needed to show and apply it. */
export interface PlannedRun {
  readonly line: CommandLine
  readonly goal: PlanInput['goal'] | OwnershipGoal
  readonly settings: Settings
  readonly ports: OpenedPorts
  readonly plan: Plan
  readonly snapshots: readonly ZoneSnapshot[]
  readonly rows: readonly LedgerRow[] | undefined
  /** What is written to the objects of each cluster after an apply. */
  readonly writeBacks: readonly WriteBack[]
  /** The number of requests when nothing fails. */
  readonly batches: number
}

/** What writing an approved plan needs, whether the plan was just made or comes from a file. */
export interface WritableRun {
  readonly line: CommandLine
  readonly ports: Route53Ports
  readonly plan: Plan
}
