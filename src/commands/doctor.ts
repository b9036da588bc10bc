import {EXIT_CODES} from '../cli/exit-codes.js'
import {DOCTOR_FLAGS} from '../cli/flags/doctor-flags.js'
import {FROM_DEPLOYMENT_FLAGS} from '../cli/flags/from-deployment-flags.js'
import {toOclifFlags} from '../cli/flags/oclif-flags.js'
import {settingFlags} from '../cli/flags/setting-flags.js'
import {renderIamPolicy} from '../cli/iam-policy.js'
import {openDoctorPorts} from '../cli/ports/open-ports.js'
import {BaseCommand} from '../cli/run/base-command.js'
import {hasFailed} from '../doctor/finding.js'

export default class DoctorCommand extends BaseCommand {
  static override summary =
    'Check that a run with these flags would find what it needs, and say how to mend what it would not'
  static override description =
    `Cluster, rights to list, custom resources, identity, zones, owner; writes nothing. Ends with 0, or with 1 when a check
failed. --iam-policy prints the least policy for the flags instead.`
  static override examples = [
    '<%= config.bin %> doctor --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> doctor --source=service --source=crd --json',
    '<%= config.bin %> doctor --iam-policy --domain-filter=example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> doctor --iam-policy --read-only --selected-zones --domain-filter=example.com',
  ]
  static override usage = '<%= command.id %> [FLAGS]'
  static override flags = {...settingFlags(), ...toOclifFlags({...FROM_DEPLOYMENT_FLAGS, ...DOCTOR_FLAGS})}

  async run(): Promise<void> {
    const line = await this.read()
    const settings = await this.settings(line)
    const ports = await openDoctorPorts(line, settings, this.environment, this.progress)
    if (line.values(DOCTOR_FLAGS)['iam-policy']) {
      return this.answer(await renderIamPolicy(line, settings, async () => ports.ports.zones))
    }
    const {runDoctor} = await import('../pipeline/run-doctor.js')
    const findings = await runDoctor(ports.settings, ports.ports)
    this.progress.finish()
    if (line.output.format === 'json') {
      const {renderDoctorJson} = await import('../render/doctor-table.js')
      this.answer(renderDoctorJson(findings))
    } else {
      const {renderDoctorTable} = await import('../render/doctor-table.js')
      const {makeTheme} = await import('../render/layout/theme.js')
      const {columns, colour, isAscii} = line.output
      this.answer(renderDoctorTable(findings, {width: columns, theme: makeTheme(colour, isAscii)}))
    }
    if (hasFailed(findings)) this.end(EXIT_CODES.error)
  }
}
