import {plural} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import type {CallStatistics} from '../../route53/calls/client.js'
import type {Identity} from '../../route53/calls/identity.js'
import type {ZoneReader} from '../../route53/ports.js'

/** `Route 53: 3 calls (1 ListHostedZones, 2 ListResourceRecordSets), 0 retries, 0 throttled, 0.4 s` */
export function callsNote({calls, retries, throttles}: CallStatistics, elapsedMs: number): string {
  const counts = [...calls].map(([operation, count]) => `${count} ${operation}`)
  const total = [...calls.values()].reduce((sum, count) => sum + count, 0)
  const operations = counts.length === 0 ? '' : ` (${counts.join(', ')})`
  const tries = `${retries} ${retries === 1 ? 'retry' : 'retries'}, ${throttles} throttled`
  return `Route 53: ${plural(total, 'call')}${operations}, ${tries}, ${(elapsedMs / 1000).toFixed(1)} s`
}

/** Remarks on the AWS identities: `signed in to AWS as arn:aws:sts::111122223333:assumed-role/ci/run (profile dev)`. */
export function identityNotes(identities: readonly Identity[]): string[] {
  return identities.map(({access: {profile, roleArn}, arn}) => {
    const whose = profile === undefined || roleArn !== undefined ? '' : ` (profile ${profile})`
    return `signed in to AWS as ${arn}${whose}`
  })
}

/** Remarks with the VPCs of each private zone. A failure is a remark too, since no plan depends on VPCs. */
export async function vpcNotes(zones: readonly Zone[], reader: Pick<ZoneReader, 'readDetails'>): Promise<string[]> {
  return Promise.all(
    zones
      .filter((zone) => zone.isPrivate)
      .map(async (zone) => {
        const name = `private zone ${zone.name} (${zone.id})`
        const details = await reader.readDetails(zone)
        if (!details.ok) return `the VPCs of ${name} are not shown: ${details.problem}`
        return `${name} answers in ${details.value.vpcs.map(({id, region}) => `${id} (${region})`).join(', ')}`
      }),
  )
}
