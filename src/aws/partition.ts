/** As the SDKs have it (`partitions.json` of the Go SDK and the AWS CLI); `aws` takes every other region. */
const PARTITIONS: Readonly<Record<string, {readonly regions: RegExp; readonly defaultRegion: string}>> = {
  'aws-cn': {regions: /^cn-/, defaultRegion: 'cn-northwest-1'},
  'aws-us-gov': {regions: /^us-gov-/, defaultRegion: 'us-gov-west-1'},
  'aws-iso': {regions: /^us-iso-/, defaultRegion: 'us-iso-east-1'},
  'aws-iso-b': {regions: /^us-isob-/, defaultRegion: 'us-isob-east-1'},
  'aws-iso-e': {regions: /^eu-isoe-/, defaultRegion: 'eu-isoe-west-1'},
  'aws-iso-f': {regions: /^us-isof-/, defaultRegion: 'us-isof-south-1'},
  'aws-eusc': {regions: /^eusc-/, defaultRegion: 'eusc-de-east-1'},
  aws: {regions: /^/, defaultRegion: 'us-east-1'},
}

export function partitionOfRegion(region: string): string {
  return Object.entries(PARTITIONS).find(([, {regions}]) => regions.test(region))?.[0] ?? 'aws'
}

/** The partition of an ARN; undefined for other text and for partitions not listed here. */
export function partitionOfArn(arn: string): string | undefined {
  const partition = /^arn:([\w-]+):/.exec(arn)?.[1]
  return partition !== undefined && Object.hasOwn(PARTITIONS, partition) ? partition : undefined
}

/** The region to sign for when none is set: Route 53 is global, but a signature needs a region. */
export function defaultRegion(roleArn: string): string {
  return PARTITIONS[partitionOfArn(roleArn) ?? '']?.defaultRegion ?? 'us-east-1'
}
