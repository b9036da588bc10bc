import type {Plan} from '../plan/plan.js'
import {writeTextFile} from './text-file.js'

/** `--gitlab-report FILE`; nothing without it. @throws CliError FILE_NOT_WRITTEN, before anything is applied */
export async function writeGitlabReport(plan: Plan, path: string): Promise<void> {
  if (path === '') return
  const {renderGitlabReport} = await import('../render/gitlab-report.js')
  writeTextFile(path, renderGitlabReport(plan), 'the report', 'others')
}
