import {assertNever} from '../../dns/parsed.js'
import type {ApplyEvent} from '../../pipeline/apply/apply-events.js'
import {blockedJson, hostJson, type JsonObject, originJson, warningJson, zoneJson} from '../json/host-json.js'
import {FORMAT_VERSION} from '../json/plan-json.js'
import {verifiedJson} from './verified-text.js'

/**
 * One event as one line of JSON; ends with a line feed. Every line has `formatVersion` and `kind`; the rest is
 *
 * ```
 * planned         {host}: as in the JSON plan
 * not-changed     {blocked}, warning {warning}: as in the JSON plan
 * batch-started   {zone, index, of, hosts, changes}
 * batch-accepted  {zone, index, of, hosts, changes, changeId}
 * batch-rejected  {zone, hosts, messages[]}
 * host-failed     {zone, host, setIdentifier, origins[], reason, messages[]}
 * host-partly     the same: some of its batches are in
 * verified        {zone, host, type, wanted: {kind, values[]}, verdict, answers[{server, verdict, values[], remark}], obstacle}
 * summary         {applied, partly, failed, total, blocked, exitCode}
 * error           {code, doing, happened, fix[], changed, exitCode}
 * ```
 */
export function renderApplyEvent(event: ApplyEvent): string {
  return `${JSON.stringify({formatVersion: FORMAT_VERSION, kind: event.kind, ...eventJson(event)})}\n`
}

function eventJson(event: ApplyEvent): JsonObject {
  switch (event.kind) {
    case 'planned':
      return {host: hostJson(event.host)}
    case 'not-changed':
      return {blocked: blockedJson(event.blocked)}
    case 'warning':
      return {warning: warningJson(event.warning)}
    case 'batch-started': {
      const {zone, index, of, hosts, changes} = event
      return {zone: zoneJson(zone), index, of, hosts, changes}
    }
    case 'batch-accepted': {
      const {zone, index, of, hosts, changes, changeId} = event
      return {zone: zoneJson(zone), index, of, hosts, changes, changeId}
    }
    case 'batch-rejected':
      return {zone: zoneJson(event.zone), hosts: event.hosts, messages: event.messages}
    case 'host-failed':
    case 'host-partly':
      return {
        zone: zoneJson(event.zone),
        host: event.host,
        setIdentifier: event.setIdentifier ?? null,
        origins: event.origins.map(originJson),
        reason: event.reason,
        messages: event.messages,
      }
    case 'verified':
      return verifiedJson(event)
    case 'summary': {
      const {applied, partly, failed, total, blocked, exitCode} = event
      return {applied, partly, failed, total, blocked, exitCode}
    }
    case 'error': {
      const {code, doing, happened, fix, changed, exitCode} = event
      return {code, doing, happened, fix, changed, exitCode}
    }
    default:
      return assertNever(event)
  }
}
