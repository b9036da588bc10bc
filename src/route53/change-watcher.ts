import {StrangeAnswer} from './aws-error.js'
import type {Route53Connection} from './client.js'
import {toCliError} from './errors.js'
import type {ChangeWatcher} from './ports.js'

export function makeChangeWatcher(connection: Route53Connection): ChangeWatcher {
  return {
    async readStatus(zone, changeId) {
      const answer = await connection.read(zone, async (client) => {
        const {ChangeInfo, $metadata} = await client.getChange({Id: changeId})
        // Without a status it would be asked for ever.
        if (ChangeInfo?.Status === undefined)
          throw new StrangeAnswer('names no status', $metadata.httpStatusCode ?? 200)
        return ChangeInfo.Status === 'INSYNC' ? 'INSYNC' : 'PENDING'
      })
      if (answer.ok) return answer.value
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
