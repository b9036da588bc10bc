import {countPlan, type Plan} from '../plan/plan.js'

/** GitLab's `reports:terraform`: three counts. As Terraform counts it, a replacement is a create and a delete; ends with a line feed. */
export function renderGitlabReport(plan: Plan): string {
  const {create, update, replace, adopt, delete: gone} = countPlan(plan)
  return `${JSON.stringify({create: create + replace, update: update + adopt, delete: gone + replace})}\n`
}
