import {CliError} from '../../errors/cli-error.js'
import {shellWord} from '../../errors/shell-word.js'
import type {HostOutcome} from '../../pipeline/apply/apply-plan.js'
import type {HostReceipt, Outcome, Receipt} from '../../saved/receipt.js'
import type {SavedPlan} from '../../saved/saved-plan.js'
import type {Route53Ports} from '../ports/open-ports.js'
import type {Session} from '../run/session.js'
import type {AcceptedBatch} from '../run/write-plan.js'
import {writeTextFile} from '../text-file.js'
import {makeMeta} from './save-plan.js'

/**
 * The file of `--receipt`, which records what a run wrote. Before anything is sent, every host as unknown: a killed run
 * leaves a receipt, an unwritable path ends the run.
 */
export async function openReceipt(path: string, saved: SavedPlan, ports: Pick<Route53Ports, 'identities'>) {
  const {formatReceipt} = await import('../../saved/receipt.js')
  const meta = await makeMeta(ports, Date.now(), undefined)
  const write = (receipt: Receipt) => writeTextFile(path, formatReceipt(receipt, meta).text, 'the receipt')
  const planned = saved.plan.zones.flatMap((zone) => zone.hosts)
  const entry = (
    {zone, name, setIdentifier}: HostOutcome['host'],
    outcome: Outcome,
    messages: readonly string[] = [],
  ): HostReceipt => ({zoneId: zone.id, name, setIdentifier, outcome, messages})
  write({saved, hosts: planned.map((host) => entry(host, 'unknown')), accepted: []})
  return {
    path,
    /** Rewrites the file with the outcomes. @throws CliError FILE_NOT_WRITTEN */
    enter(outcomes: readonly HostOutcome[], accepted: readonly AcceptedBatch[]) {
      const byHost = new Map(outcomes.map((outcome) => [outcome.host, outcome]))
      write({
        saved,
        hosts: planned.map((host) => {
          const outcome = byHost.get(host)
          return entry(host, outcome?.kind ?? 'unknown', outcome === undefined ? [] : messagesOf(outcome))
        }),
        accepted: accepted.map(({zone, changeId, hosts, changes}) => ({zoneId: zone.id, changeId, hosts, changes})),
      })
    },
  }
}

/** The error messages for one host, or for its whole zone. */
function messagesOf(outcome: HostOutcome): readonly string[] {
  if (outcome.kind !== 'failed' && outcome.kind !== 'partly') return []
  const {messages, error} = outcome
  return messages.length > 0 || error === undefined ? messages : [error.happened]
}

/** Adds the outcomes to the receipt, and says how to undo the run. The records are changed already, so a failure is only a warning. */
export function updateReceipt(
  file: Awaited<ReturnType<typeof openReceipt>>,
  outcomes: readonly HostOutcome[],
  accepted: readonly AcceptedBatch[],
  session: Pick<Session, 'note' | 'warn'>,
): void {
  try {
    file.enter(outcomes, accepted)
    session.note(`receipt saved to ${file.path}; to undo the run: apply --undo=${shellWord(file.path)}`)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    session.warn(`the receipt in ${file.path} does not say how the run ended: ${error.phrase}`)
  }
}
