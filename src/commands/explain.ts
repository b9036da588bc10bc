import {SETTING_FLAGS} from '../cli/flags/setting-flags.js'
import {VERIFY_FLAGS} from '../cli/flags/verify-flags.js'
import {defineCommand} from '../cli/run/define-command.js'
import {openRun} from '../cli/run/plan-run.js'
import {readSettings} from '../cli/run/session.js'
import {openVerification, verificationOf} from '../cli/run/verify-applied.js'
import {parseHost} from '../cli/settings/parse-plan-settings.js'
import {lookOf} from '../cli/terminal/look.js'
import {usageError} from '../cli/usage-error.js'
import {hostMatcher, patternText} from '../dns/host-pattern.js'

export default defineCommand({
  summary: 'Explain one host: who asks for it, what is in Route 53, what apply would do and why',
  description: `Shows the objects, filters, choice of zone, records in Route 53, owner, conflicts and action. For a host that no object asks
for, also the objects that would ask for it with other flags. With --verify: what the zone's name servers answer now, and
whether the parent zone delegates to them. Takes the flags of plan. Writes nothing, ends with 0.`,
  examples: [
    '<%= config.bin %> explain www.example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> explain www.example.com --namespace=shop --label-filter=tier=web --txt-owner-id=prod-eu1',
    '<%= config.bin %> explain www.example.com --json --txt-owner-id=prod-eu1',
  ],
  usage: 'HOST [FLAGS]',
  arguments: {host: {description: 'Host to explain', example: 'explain www.example.com'}},
  flags: {...SETTING_FLAGS, ...VERIFY_FLAGS},
  async run(session, line) {
    const host = parseHost(String(line.args.host))
    const servers = verificationOf(line)
    const settings = await readSettings(session, line)
    const {only} = settings.plan
    if (!hostMatcher(only)(host)) {
      const fix = 'leave it out: explain looks at its HOST alone'
      throw usageError(`${only.map((one) => `--only=${patternText(one)}`).join(' ')} does not match ${host}.`, [fix])
    }
    const {readPorts} = await openRun(session, line, settings)
    const {explain} = await import('../pipeline/explain.js')
    const readsWholeZones = line.values(SETTING_FLAGS)['full-read']
    const verifying = servers && (await openVerification(readPorts, servers, session.stopping))
    const explanation = await explain({...settings, readsWholeZones}, readPorts, host, verifying)
    session.progress.finish()
    if (line.output.format === 'json') {
      const {renderExplainJson} = await import('../render/explain/explain-json.js')
      return session.answer(renderExplainJson(explanation))
    }
    const {renderExplainText} = await import('../render/explain/explain-text.js')
    session.answer(renderExplainText(explanation, await lookOf(line.output)))
  },
})
