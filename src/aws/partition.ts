/** A partition: a separate AWS with its own accounts, ARNs and regions. */
export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov'

/** The region to sign for when none is set: Route 53 is global, but a signature needs a region. */
const DEFAULT_REGIONS: Readonly<Record<Partition, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
}

export function partitionOfRegion(region: string): Partition {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** The partition of an ARN; undefined for other text and for partitions not listed here. */
export function partitionOfArn(arn: string): Partition | undefined {
  const partition = /^arn:([\w-]+):/.exec(arn)?.[1]
  return partition !== undefined && isPartition(partition) ? partition : undefined
}

export function defaultRegion(partition: Partition): string {
  return DEFAULT_REGIONS[partition]
}

function isPartition(text: string): text is Partition {
  return Object.hasOwn(DEFAULT_REGIONS, text)
}
