import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import type {Zone, ZoneFeatures} from '../../dns/zone.js'
import type {Route53Connection} from '../calls/client.js'
import {toCliError, zoneContext} from '../calls/errors.js'
import type {ZoneDetails} from '../ports.js'
import {childOf, textOf, type XmlElement} from '../xml.js'

/** What GetHostedZone says of a zone. No run needs it. */
export async function readDetails(connection: Route53Connection, zone: Zone): Promise<Parsed<ZoneDetails>> {
  const context = zoneContext(zone, 'read', 'GetHostedZone')
  const answer = await connection.read(zone, (client) =>
    client.call({name: 'GetHostedZone', method: 'GET', path: `hostedzone/${zone.id}`}),
  )
  if (!answer.ok) return problem(toCliError(answer, context).phrase)
  const [hostedZone, vpcs] = [childOf(answer.value, 'HostedZone'), childOf(answer.value, 'VPCs')?.children ?? []]
  if (hostedZone === undefined) return problem(`the answer to GetHostedZone says nothing of zone ${zone.name}`)
  return parsed({
    features: readFeatures(hostedZone),
    vpcs: vpcs.map((vpc) => ({id: textOf(vpc, 'VPCId') ?? '', region: textOf(vpc, 'VPCRegion') ?? ''})),
  })
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
