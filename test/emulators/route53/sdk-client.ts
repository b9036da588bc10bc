import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
  type Change as SdkChange,
} from '@aws-sdk/client-route-53'

/** A real SDK client without retries, so that a test sees every answer. */
export function openSdkClient(url: string): Route53Client {
  return new Route53Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: {accessKeyId: 'emulator', secretAccessKey: 'emulator'},
    maxAttempts: 1,
  })
}

/** The outcome of a call: `ok`, or the error as the SDK parses it. */
export type Outcome = 'ok' | {readonly code: string; readonly message: string; readonly status: number | undefined}

export async function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  try {
    await call
    return 'ok'
  } catch (error) {
    const {$metadata, name, message} = error as Error & {$metadata?: {httpStatusCode?: number}}
    return {code: name, message, status: $metadata?.httpStatusCode}
  }
}

export function change(client: Route53Client, zoneId: string, changes: readonly SdkChange[]): Promise<Outcome> {
  const command = new ChangeResourceRecordSetsCommand({HostedZoneId: zoneId, ChangeBatch: {Changes: [...changes]}})
  return outcomeOf(client.send(command))
}

/** All sets of a zone, page by page. */
export async function listAll(client: Route53Client, zoneId: string): Promise<ResourceRecordSet[]> {
  const sets: ResourceRecordSet[] = []
  let start: {StartRecordName?: string; StartRecordType?: ResourceRecordSet['Type']; StartRecordIdentifier?: string} =
    {}
  for (;;) {
    const page = await client.send(new ListResourceRecordSetsCommand({HostedZoneId: zoneId, ...start}))
    sets.push(...(page.ResourceRecordSets ?? []))
    if (page.IsTruncated !== true) return sets
    start = {
      ...(page.NextRecordName !== undefined && {StartRecordName: page.NextRecordName}),
      ...(page.NextRecordType !== undefined && {StartRecordType: page.NextRecordType}),
      ...(page.NextRecordIdentifier !== undefined && {StartRecordIdentifier: page.NextRecordIdentifier}),
    }
  }
}

export function plain(name: string, type: ResourceRecordSet['Type'], ...values: string[]): ResourceRecordSet {
  return {Name: name, Type: type, TTL: 300, ResourceRecords: values.map((Value) => ({Value}))}
}

export function alias(
  name: string,
  type: ResourceRecordSet['Type'],
  zoneId: string,
  target: string,
): ResourceRecordSet {
  return {Name: name, Type: type, AliasTarget: {HostedZoneId: zoneId, DNSName: target, EvaluateTargetHealth: false}}
}

export function create(set: ResourceRecordSet): SdkChange {
  return {Action: 'CREATE', ResourceRecordSet: set}
}

export function upsert(set: ResourceRecordSet): SdkChange {
  return {Action: 'UPSERT', ResourceRecordSet: set}
}

export function remove(set: ResourceRecordSet): SdkChange {
  return {Action: 'DELETE', ResourceRecordSet: set}
}
