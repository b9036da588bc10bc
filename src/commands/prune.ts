import {ASSERTION_FLAGS} from '../cli/flags/assertion-flags.js'
import {METRICS_FLAGS} from '../cli/flags/metrics-flags.js'
import {APPLY_FLAGS, PLAN_OUTPUT_FLAGS, REPORT_FLAGS} from '../cli/flags/own-flags.js'
import {PRUNE_FLAGS} from '../cli/flags/prune-flags.js'
import {RECEIPT_FLAGS} from '../cli/flags/saved-flags.js'
import {SETTING_FLAGS} from '../cli/flags/setting-flags.js'
import {VERIFY_FLAGS} from '../cli/flags/verify-flags.js'
import {applyRun} from '../cli/run/apply-run.js'
import {asOwner} from '../cli/run/change-owners.js'
import {approveDeadOwner, readDeadOwner, withoutCluster} from '../cli/run/dead-owner.js'
import {defineCommand} from '../cli/run/define-command.js'
import {checkPruneConsent, checkWritingFormat, parsePlanAssertions} from '../cli/run/plan-assertions.js'
import {planRun, publishRun} from '../cli/run/plan-run.js'
import {readAgeLimit} from '../cli/run/prune-age.js'

export default defineCommand({
  summary: 'Delete the owned records that no object asks for any more',
  description: `A plan of deletes only, whatever the policy. Hosts of objects that have problems or no target yet stay, and the limit on
deletes applies. Asks like apply.`,
  examples: [
    '<%= config.bin %> prune --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> prune --yes --txt-owner-id=prod-eu1 --orphans --obsolete-txt',
    '<%= config.bin %> prune --min-age=72h --age-from=receipt.json --txt-owner-id=prod-eu1',
    '<%= config.bin %> prune --owner=old-cluster --without-cluster --domain-filter=example.com',
  ],
  usage: '[FLAGS]',
  flags: {
    ...SETTING_FLAGS,
    ...APPLY_FLAGS,
    ...ASSERTION_FLAGS,
    ...PRUNE_FLAGS,
    ...RECEIPT_FLAGS,
    ...METRICS_FLAGS,
    ...VERIFY_FLAGS,
    ...PLAN_OUTPUT_FLAGS,
    ...REPORT_FLAGS,
  },
  isRecorded: true,
  async run(session, typed) {
    checkWritingFormat(typed)
    const dead = readDeadOwner(typed)
    const line = dead === undefined ? typed : asOwner(typed, dead.owner)
    const assertions = parsePlanAssertions(line.values(ASSERTION_FLAGS), line.values(SETTING_FLAGS)['dry-run'])
    const {orphans, 'obsolete-txt': obsolete} = line.values(PRUNE_FLAGS)
    const goal = {kind: 'prune', removesOrphans: orphans, removesObsoleteTxt: obsolete} as const
    const age = await readAgeLimit(line, Date.now())
    const run = await planRun(session, line, {
      goal: {...goal, age},
      noteAbsent: (text) => session.note(text),
      adjust: (settings) => (dead === undefined ? settings : withoutCluster(settings, line)),
      check: ({manifests}) => checkPruneConsent(manifests),
    })
    if (dead === undefined) {
      await publishRun(session, run)
      return applyRun(session, run, {assertions})
    }
    const {noteDeadTargets} = await import('../pipeline/find-dead-targets.js')
    const noted = {...run, plan: await noteDeadTargets(run.plan, run.ports.readPorts.resolve)}
    await publishRun(session, noted)
    const approve = () => approveDeadOwner(session, noted, dead)
    await applyRun(session, noted, {assertions, approve})
  },
})
