import type {Route53Connection} from './client.js'
import {toCliError} from './errors.js'
import type {ChangeWatcher} from './ports.js'

export function makeChangeWatcher(connection: Route53Connection): ChangeWatcher {
  return {
    async readStatus(zone, changeId) {
      const answer = await connection.read(zone, (client) => client.getChange({Id: changeId}))
      if (answer.ok) return answer.value.ChangeInfo?.Status === 'INSYNC' ? 'INSYNC' : 'PENDING'
      throw toCliError(answer, {
        doing: `ask about change ${changeId} of zone ${zone.name} (${zone.id})`,
        action: 'route53:GetChange',
        zone: undefined,
        profile: zone.profile,
        changed: 'The change is in.',
      })
    },
  }
}
