import type {Finding} from '../doctor/finding.js'
import {FORMAT_VERSION} from './plan-json.js'

/** `{formatVersion, kind: "doctor", findings: [{area, check, verdict, detail, fix[]}]}`; ends with a line feed. */
export function renderDoctorJson(findings: readonly Finding[]): string {
  const shown = findings.map(({area, check, verdict, detail, fix}) => ({area, check, verdict, detail, fix}))
  return `${JSON.stringify({formatVersion: FORMAT_VERSION, kind: 'doctor', findings: shown}, null, 2)}\n`
}
