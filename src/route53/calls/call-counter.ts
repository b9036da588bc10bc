import type {SdkClient} from './sdk-client.js'

/** The calls of a run to Route 53 so far. */
export interface CallStatistics {
  /** Calls by operation, each try counted: `ListHostedZones` → 1. In the order of the first call. */
  readonly calls: ReadonlyMap<string, number>
  /** Tries beyond the first. */
  readonly retries: number
  /** Answers that reported throttling. */
  readonly throttles: number
}

export interface CallCounter {
  counted(client: SdkClient): SdkClient
  countRetries(retries: number): void
  countThrottle(): void
  statistics(): CallStatistics
}

export function makeCallCounter(): CallCounter {
  const calls = new Map<string, number>()
  let retries = 0
  let throttles = 0
  const count = <I, O>(operation: string, call: (input: I) => Promise<O>) => {
    return (input: I) => {
      calls.set(operation, (calls.get(operation) ?? 0) + 1)
      return call(input)
    }
  }
  return {
    counted: (client) => ({
      region: client.region,
      callerArn: client.callerArn,
      listHostedZones: count('ListHostedZones', client.listHostedZones),
      getChange: count('GetChange', client.getChange),
      getHostedZone: count('GetHostedZone', client.getHostedZone),
      listTagsForResources: count('ListTagsForResources', client.listTagsForResources),
      listResourceRecordSets: count('ListResourceRecordSets', client.listResourceRecordSets),
      changeResourceRecordSets: count('ChangeResourceRecordSets', client.changeResourceRecordSets),
    }),
    countRetries(more) {
      retries += more
    },
    countThrottle() {
      throttles += 1
    },
    statistics: () => ({calls: new Map(calls), retries, throttles}),
  }
}
