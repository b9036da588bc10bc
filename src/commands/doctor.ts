import {EXIT_CODES} from '../cli/exit-codes.js'
import {DOCTOR_FLAGS} from '../cli/flags/doctor-flags.js'
import {SETTING_FLAGS} from '../cli/flags/setting-flags.js'
import {renderIamPolicy} from '../cli/iam-policy.js'
import {openDoctorPorts} from '../cli/ports/open-ports.js'
import {defineCommand} from '../cli/run/define-command.js'
import {readSettings} from '../cli/run/session.js'
import {lookOf} from '../cli/terminal/look.js'
import {hasFailed} from '../doctor/finding.js'

export default defineCommand({
  summary: 'Check that a run with these flags would work, and say how to fix what would not',
  description: `Cluster, rights to list, custom resources, identity, zones, owner, and what an upgrade of external-dns would cost.
Reads what plan --full-read reads; writes nothing. Ends with 0, or with 1 when a check failed. --iam-policy prints the smallest policy for the flags instead.`,
  examples: [
    '<%= config.bin %> doctor --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> doctor --source=service --source=crd --json',
    '<%= config.bin %> doctor --iam-policy --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> doctor --iam-policy --read-only --selected-zones --domain-filter=example.com',
  ],
  usage: '[FLAGS]',
  flags: {...SETTING_FLAGS, ...DOCTOR_FLAGS},
  async run(session, line) {
    const settings = await readSettings(session, line)
    const ports = await openDoctorPorts(line, settings, session)
    if (line.values(DOCTOR_FLAGS)['iam-policy']) {
      return session.answer(await renderIamPolicy(line, settings, session.environment, async () => ports.ports.zones))
    }
    const {runDoctor} = await import('../pipeline/run-doctor.js')
    const findings = await runDoctor(ports.settings, ports.ports)
    session.progress.finish()
    if (line.output.format === 'json') {
      const {renderDoctorJson} = await import('../render/json/doctor-json.js')
      session.answer(renderDoctorJson(findings))
    } else {
      const {renderDoctorTable} = await import('../render/doctor-table.js')
      session.answer(renderDoctorTable(findings, await lookOf(line.output)))
    }
    if (hasFailed(findings)) session.end(EXIT_CODES.error)
  },
})
