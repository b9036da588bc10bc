/** A partition: a separate AWS with its own accounts, ARNs, regions and endpoints. */
interface PartitionFacts {
  readonly regions: RegExp
  /** The region to sign for when none is set: Route 53 is global, but a signature needs a region. */
  readonly defaultRegion: string
}

/** As the SDKs have it (`partitions.json` of the Go SDK and the AWS CLI); `aws` takes every other region. */
const PARTITIONS = {
  'aws-cn': {regions: /^cn-/, defaultRegion: 'cn-northwest-1'},
  'aws-us-gov': {regions: /^us-gov-/, defaultRegion: 'us-gov-west-1'},
  'aws-iso': {regions: /^us-iso-/, defaultRegion: 'us-iso-east-1'},
  'aws-iso-b': {regions: /^us-isob-/, defaultRegion: 'us-isob-east-1'},
  'aws-iso-e': {regions: /^eu-isoe-/, defaultRegion: 'eu-isoe-west-1'},
  'aws-iso-f': {regions: /^us-isof-/, defaultRegion: 'us-isof-south-1'},
  'aws-eusc': {regions: /^eusc-/, defaultRegion: 'eusc-de-east-1'},
  aws: {regions: /^/, defaultRegion: 'us-east-1'},
} as const satisfies Readonly<Record<string, PartitionFacts>>

export type Partition = keyof typeof PARTITIONS

export function partitionOfRegion(region: string): Partition {
  const found = Object.entries(PARTITIONS).find(([, {regions}]) => regions.test(region))
  return (found?.[0] ?? 'aws') as Partition
}

/** The partition of an ARN; undefined for other text and for partitions not listed here. */
export function partitionOfArn(arn: string): Partition | undefined {
  const partition = /^arn:([\w-]+):/.exec(arn)?.[1]
  return partition !== undefined && isPartition(partition) ? partition : undefined
}

export function defaultRegion(partition: Partition): string {
  return PARTITIONS[partition].defaultRegion
}

function isPartition(text: string): text is Partition {
  return Object.hasOwn(PARTITIONS, text)
}
