import type {Zone, ZoneFeatures} from '../../dns/zone.js'
import type {Route53Connection} from '../calls/client.js'
import type {ZoneDetails} from '../ports.js'
import {childOf, textOf, type XmlElement} from '../xml.js'
import {answerOf, memberOf} from './record-set-page.js'

/** What GetHostedZone says of a zone. @throws CliError */
export async function readDetails(connection: Route53Connection, zone: Zone): Promise<ZoneDetails> {
  const answer = await connection.read(zone, (client) =>
    client.call({name: 'GetHostedZone', method: 'GET', path: `hostedzone/${zone.id}`}),
  )
  const context = {
    doing: `read zone ${zone.name} (${zone.id})`,
    action: 'route53:GetHostedZone',
    zone,
    profile: zone.profile,
  }
  const details = answerOf(answer, context)
  const features = readFeatures(memberOf(childOf(details, 'HostedZone'), context))
  const vpcs = childOf(details, 'VPCs')?.children ?? []
  return {features, vpcs: vpcs.map((vpc) => ({id: textOf(vpc, 'VPCId') ?? '', region: textOf(vpc, 'VPCRegion') ?? ''}))}
}

/** Of a HostedZone; undefined in older answers and in partitions that know no tiers. */
export function readFeatures(zone: XmlElement): ZoneFeatures | undefined {
  const [config, features] = [childOf(zone, 'Config'), childOf(zone, 'Features')]
  const tier = config && textOf(config, 'HostedZoneTier')
  if (tier === undefined && features === undefined) return undefined
  const inFeatures = (name: string) => features && childOf(features, name)
  const [history, reasons] = [inFeatures('ChangeHistory'), inFeatures('FailureReasons')]
  return {
    tier,
    guardrails: inFeatures('ChangeGuardrails')?.children.flatMap((one) =>
      textOf(one, 'Status') === 'ENABLED' ? [textOf(one, 'Name') ?? ''] : [],
    ),
    changeHistory: history && textOf(history, 'Status'),
    publicDnsFallback: inFeatures('PublicDNSFallbackStatus')?.text,
    acceleratedRecovery: inFeatures('AcceleratedRecoveryStatus')?.text,
    recoveryFailure: reasons && textOf(reasons, 'AcceleratedRecovery'),
  }
}
